from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from plans.forms.audience import DAY
from plans.models import PlanDue
from school.forms import CleanText
from school.models import School, Term
from school.uploads import read


class FilingForm(CleanText, forms.Form):
    """报送一次."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    way = forms.ChoiceField(label="报给谁", widget=forms.RadioSelect)
    to = forms.CharField(label="收件单位", max_length=60, required=False, help_text="如 镇中心校、县教师进修学校")
    summary = forms.FileField(label="总结（可以不交）", required=False, widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}))
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.district = school.district
        online = [("online", f"{self.district}，在本系统里收")] if self.district else []
        self.fields["way"].choices = [*online, ("outside", "系统外的单位，自己送去")]
        self.fields["way"].initial = self.fields["way"].choices[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("way") == "outside" and not cleaned.get("to"):
            self.add_error("to", "送到系统外的，请写收件单位。")
        elif cleaned.get("way") == "online":
            cleaned["to"] = cleaned.get("to") or str(self.district)
        return cleaned

    def file(self) -> tuple[bytes, str] | None:
        summary = self.cleaned_data.get("summary")
        return (read(summary), summary.name) if summary else None


class DueForm(forms.Form):
    """交计划的期限 for this term."""

    group = forms.DateField(label="教研组计划", required=False, widget=DAY)
    teacher = forms.DateField(label="个人计划", required=False, widget=DAY)

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        self.term = term
        kwargs["initial"] = dict(PlanDue.objects.filter(term=term).values_list("level", "day"))
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, day in list(cleaned.items()):
            if day and not self.term.starts <= day <= self.term.ends:
                self.add_error(name, f"{day} 不在本学期里，请核对。")
        return cleaned
