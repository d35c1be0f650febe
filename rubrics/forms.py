"""What people type about a rubric: the vote, decisions, numbers in a sentence."""
from __future__ import annotations

from django import forms

from documents.chinese import half_width, normal


class HalfWidth(forms.IntegerField):
    """人数: full-width digits are taken too."""

    def to_python(self, value: object) -> int | None:
        return super().to_python(half_width(normal(value)) if isinstance(value, str) else value)


class VoteForm(forms.Form):
    """教职工大会的表决."""

    day = forms.DateField(
        label="大会日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请写大会的日期。", "invalid": "日期写成 2026-09-04 这样。"},
    )
    due = HalfWidth(label="应到人数", min_value=1, max_value=5000, error_messages={"required": "请写应到人数。"})
    present = HalfWidth(label="实到人数", min_value=0, max_value=5000, error_messages={"required": "请写实到人数。"})
    agreed = HalfWidth(label="同意票数", min_value=0, max_value=5000, error_messages={"required": "请写同意票数。"})
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
