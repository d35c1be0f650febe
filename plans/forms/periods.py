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
    """各级的叫法; an empty one leaves the level out."""

    def __init__(self, *args: Any, labels: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at, label in enumerate(("第一级", "第二级", "第三级", "第四级")):
            self.fields[f"level{at}"] = forms.CharField(label=label, max_length=10, required=False, initial=labels[at] if at < len(labels) else "")

    def labels(self) -> list[str]:
        return [self.cleaned_data[f"level{at}"] for at in range(4)]


class TemplateForm(forms.Form):
    file = forms.FileField(label="学校的 Word 样板（.docx）", widget=forms.FileInput(attrs={"accept": ".docx"}))
