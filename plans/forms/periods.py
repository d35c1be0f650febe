from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from school.clock import today
from school.forms import CleanText

LENGTHS = ((1, "学年计划（一年）"), (3, "三年规划"), (4, "四年规划"), (5, "五年规划"))


class LongForm(CleanText, forms.Form):
    """从哪一年九月起、几年."""

    years = forms.TypedChoiceField(label="几年", choices=LENGTHS, coerce=int)
    first_year = forms.IntegerField(
        label="从哪一年九月起", min_value=2000, max_value=2100,
        error_messages={"invalid": "年份写成 2026 这样。", "min_value": "年份写成 2026 这样。", "max_value": "年份写成 2026 这样。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = today()
        self.fields["first_year"].initial = day.year if day.month >= 7 else day.year - 1


class NetworkForm(CleanText, forms.Form):
    """各级的叫法和各框; an empty name leaves the level out, no boxes leave them to the plan's 领导小组, roles and groups."""

    MOST, LONG = 8, 60  # boxes on a level, letters in the line of one

    def __init__(self, *args: Any, kept: Sequence[str], standing: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at, label in enumerate(("第一级", "第二级", "第三级", "第四级")):
            name, _, boxes = (kept[at] if at < len(kept) else "").partition("\n")
            self.fields[f"level{at}"] = forms.CharField(label=f"{label}叫什么", max_length=10, required=False, initial=name)
            typed = forms.Textarea(attrs={"rows": max(2, standing[at].count("\n") + 1), "placeholder": standing[at]})
            self.fields[f"boxes{at}"] = forms.CharField(label=f"{label}各框", required=False, initial=boxes, widget=typed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for at in range(4):
            lines = [line.strip() for line in cleaned.get(f"boxes{at}", "").splitlines() if line.strip()]
            if len(lines) > self.MOST or any(len(line) > self.LONG for line in lines):
                self.add_error(f"boxes{at}", f"一级最多 {self.MOST} 个框，一框一行，一行不超过 {self.LONG} 个字。")
            if lines and not cleaned.get(f"level{at}"):
                self.add_error(f"level{at}", "写了框的一级要有叫法。")
            cleaned[f"boxes{at}"] = "\n".join(lines)
        return cleaned

    def levels(self) -> list[str]:
        """Each level as it is kept: its name, and its boxes below where they were typed."""
        return ["\n".join(filter(None, (self.cleaned_data[f"level{at}"], self.cleaned_data[f"boxes{at}"]))) if self.cleaned_data[f"level{at}"]
                else "" for at in range(4)]


class TemplateForm(forms.Form):
    file = forms.FileField(label="学校的 Word 样板（.docx）", widget=forms.FileInput(attrs={"accept": ".docx"}))
