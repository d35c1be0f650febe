from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from documents import chinese
from plans.models import Goal


class Counted(forms.DecimalField):
    """A number as people type it, full-width digits included; one decimal."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": "这里要写一个数，如 8 或 92.5。"})
        super().__init__(max_digits=8, decimal_places=1, min_value=0, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(chinese.half_width(value).strip().removesuffix("%") if isinstance(value, str) else value)


class ResultForm(forms.ModelForm):
    """The result of one goal."""

    actual = Counted(label="实际", required=False)

    class Meta:
        model = Goal
        fields = ["actual", "result", "note"]
        labels = {"note": "说明（没有达成写一句为什么）"}
