from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from archives.models import Dossier
from school.models import Group, Teacher
from school.person import Person


class OpenForm(forms.Form):
    kind = forms.ChoiceField(label="种类", choices=Dossier.Kind)
    teacher = forms.ModelChoiceField(label="教师", queryset=None, required=False, empty_label="（教师档案时选）")
    group = forms.ModelChoiceField(label="教研组", queryset=None, required=False, empty_label="（教研组材料时选）")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teacher"].queryset = Teacher.objects.filter(school=person.school, left=None)
        self.fields["group"].queryset = Group.objects.filter(school=person.school)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == Dossier.Kind.TEACHER and not cleaned.get("teacher"):
            self.add_error("teacher", "教师档案要选一位教师。")
        if kind == Dossier.Kind.GROUP and not cleaned.get("group"):
            self.add_error("group", "教研组材料要选一个组。")
        if kind != Dossier.Kind.TEACHER:
            cleaned["teacher"] = None
        if kind != Dossier.Kind.GROUP:
            cleaned["group"] = None
        return cleaned


class SetUpForm(forms.Form):
    running = forms.BooleanField(label="不另起一张（省纸，各件连着排）", required=False)
    retention = forms.ChoiceField(label="保管期限", choices=Dossier.Retention)


class VerifyForm(forms.Form):
    file = forms.FileField(label="案卷 PDF", widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.VERIFY_MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {settings.VERIFY_MOST_BYTES >> 20} MB，请在学校的电脑上用 verify_dossier 命令校验。")
        if file.read(5) != b"%PDF-":
            raise forms.ValidationError("这不是 PDF 文件，请选案卷的 PDF。")
        file.seek(0)
        return file
