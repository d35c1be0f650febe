"""What people type about scores: an objection, a correction, a decision."""
from __future__ import annotations

from decimal import Decimal, InvalidOperation
from uuid import uuid4

from django import forms

from documents.chinese import half_width, normal
from rubrics.models import Rubric
from rubrics.states import RubricState
from school.models import School


class PointsField(forms.CharField):
    """分数 as people type it: full-width digits and a closing 分 are taken off."""

    def to_python(self, value: str) -> Decimal | None:
        text = half_width(normal(super().to_python(value) or "")).replace(" ", "").removesuffix("分")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise forms.ValidationError(f"『{text[:20]}』不是分数，请写数字，例如 8.5。") from None
        if not number.is_finite() or abs(number) > 99999 or -number.as_tuple().exponent > 2:
            raise forms.ValidationError("请写一个普通的数，最多两位小数。")
        return number


class ObjectionForm(forms.Form):
    text = forms.CharField(
        label="哪里不对", widget=forms.Textarea(attrs={"rows": 4}), max_length=1000,
        error_messages={"required": "请写清楚哪里不对，例如：漏记第 8 周一次。"},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class OverrideForm(forms.Form):
    points = PointsField(
        label="改为几分", widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
        error_messages={"required": "请写改为几分。"},
    )
    reason = forms.CharField(
        label="理由", widget=forms.Textarea(attrs={"rows": 3}), max_length=500,
        error_messages={"required": "请写理由，至少 10 个字。"},
        help_text="至少 10 个字；由副校长核对、校长同意后生效，原分会留在理由里",
    )


class OpenForm(forms.Form):
    rubric = forms.ModelChoiceField(queryset=None, label="用哪一版细则", empty_label=None)

    def __init__(self, *args, school: School, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rubric"].queryset = Rubric.objects.filter(school=school, state=RubricState.IN_USE)


class LeaveOutForm(forms.Form):
    teacher = forms.ModelChoiceField(queryset=None, label="教师", empty_label="请选一位")
    reason = forms.CharField(
        label="不参评的原因", max_length=100, error_messages={"required": "请写原因，例如：产假、借调在外。"}
    )

    def __init__(self, *args, teachers, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teacher"].queryset = teachers
