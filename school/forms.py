from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django_scopes.forms import SafeModelMultipleChoiceField

from documents import chinese, tables
from school.models import Group, School, Tag, Teacher, Term
from school.models.places import WRITING_CEILING
from school.person import Person

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CleanText:
    """Typed text in one way of writing: full-width digits half, no invisible signs, no blanks at the ends."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str) and not isinstance(self.fields[name].widget, forms.Textarea):
                cleaned[name] = chinese.normal(chinese.half_width(value))
        return cleaned


class SchoolForm(CleanText, forms.ModelForm):
    calendar = forms.CharField(
        label="校历调整", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一行一天：放假写『2026-10-01 国庆节』，调休上课写『2026-10-10 上课』。国家公布的节假日已经算在内。",
    )

    lesson_hours = forms.DecimalField(
        label="自己听一节课折合学时", min_value=0, max_value=4, max_digits=2, decimal_places=1, required=False,
        help_text="活动之外交来的听课记录，每节算几个学时；空着或写 0 不算。活动里听的课，学时按活动算，不重复。",
        error_messages={"invalid": "学时写成 1 或 0.5 这样。", "min_value": "学时不能小于 0。", "max_value": "一节课最多算 4 学时。",
                        "max_decimal_places": "学时最多一位小数，如 0.5。", "max_digits": "学时写成 1 或 0.5 这样。"},
    )

    writing_ceiling = forms.IntegerField(
        label="计划每周最多要教师书写多少分钟", min_value=10, max_value=600, required=False,
        help_text=f"任务量按各类记录的用时折算；超过时计划要校长写明理由签字才能发布。空着是 {WRITING_CEILING} 分钟。",
        error_messages={"invalid": "写一个整数，如 60。", "min_value": "至少 10 分钟。", "max_value": "一周最多写 600 分钟。"},
    )

    class Meta:
        model = School
        fields = ["name", "short_name", "office_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson_hours"].initial = self.instance.lesson_hours
        self.fields["writing_ceiling"].initial = self.instance.settings.get("writing_ceiling")
        days = self.instance.holidays or {}
        self.fields["calendar"].initial = "\n".join(f"{day} {name or '上课'}" for day, name in sorted(days.items()))

    def clean_calendar(self) -> dict[str, str]:
        days: dict[str, str] = {}
        for number, line in enumerate(self.cleaned_data["calendar"].splitlines(), 1):
            parts = chinese.half_width(line).split(maxsplit=1)
            if not parts:
                continue
            try:
                day = date.fromisoformat(parts[0])
            except ValueError as error:
                raise forms.ValidationError(f"第 {number} 行『{line}』的日期应写成 2026-10-01。") from error
            name = parts[1].strip() if len(parts) > 1 else "放假"
            days[day.isoformat()] = "" if name in ("上课", "调休") else name[:20]
        return days


class TermForm(CleanText, forms.ModelForm):
    class Meta:
        model = Term
        fields = ["code", "starts", "ends"]
        widgets = {"starts": DAY, "ends": DAY}

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.school = school

    def clean_code(self) -> str:
        code = chinese.half_width(self.cleaned_data["code"])
        found = re.fullmatch(r"(\d{4})-(\d{4})-[12]", code)
        if not found or int(found[2]) != int(found[1]) + 1:
            raise forms.ValidationError("代码应写成 2026-2027-1（第一学期）或 2026-2027-2（第二学期）。")
        if Term.objects.filter(school=self.instance.school, code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"学期『{code}』已经有了。")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends:
            if starts >= ends:
                raise forms.ValidationError("结束日要晚于开学日，请核对这两个日期。")
            others = Term.objects.filter(school=self.instance.school, starts__lte=ends, ends__gte=starts).exclude(pk=self.instance.pk)
            if other := others.first():
                raise forms.ValidationError(f"和『{other}』（{other.starts}至{other.ends}）的日期重叠，请核对开学日和结束日。")
        return cleaned


class TeacherForm(CleanText, forms.ModelForm):
    class Meta:
        model = Teacher
        fields = [
            "name", "pinyin", "staff_no", "gender", "subject", "grade", "position", "title", "first_degree", "degree", "born",
            "started", "joined", "employment", "classes", "campus", "left", "tags",
        ]
        field_classes = {"tags": SafeModelMultipleChoiceField}
        widgets = {"born": DAY, "started": DAY, "joined": DAY, "left": DAY, "tags": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = self.instance.school
        self.fields["tags"].queryset = Tag.objects.filter(school=school)
        self.fields["campus"].queryset = school.campuses.all()
        self.fields["campus"].empty_label = "本部"
        self.fields["tags"].required = False


class GroupForm(CleanText, forms.Form):
    name = forms.CharField(label="组名", max_length=40)
    kind = forms.ChoiceField(label="类别", choices=Group.Kind)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = person.school

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if Group.objects.filter(school=self.school, name=cleaned.get("name"), kind=cleaned.get("kind")).exists():
            raise forms.ValidationError(f"『{cleaned['name']}』已经有了。")
        return cleaned


class MembersForm(forms.Form):
    members = forms.ModelMultipleChoiceField(label="成员", queryset=None, widget=forms.CheckboxSelectMultiple, required=False)
    leaders = forms.ModelMultipleChoiceField(
        label="组长", queryset=None, widget=forms.CheckboxSelectMultiple, required=False, help_text="一位或两位"
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teachers = Teacher.objects.filter(school=person.school, left=None)
        self.fields["members"].queryset = self.fields["leaders"].queryset = teachers

    def clean_leaders(self) -> Any:
        leaders = self.cleaned_data["leaders"]
        if len(leaders) > 2:
            raise forms.ValidationError("一个组最多两位组长，请去掉几位。")
        return leaders


class RosterUpload(forms.Form):
    file = forms.FileField(label="名册（.xlsx）", widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}))

    def clean_file(self) -> Any:
        """A file that cannot be a roster is refused by its size, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > tables.MOST_BYTES:
            raise forms.ValidationError(f"文件有 {file.size >> 20} MB，超过 {tables.MOST_BYTES >> 20} MB；请删去图片和不用的工作表再上传。")
        return file
