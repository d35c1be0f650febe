from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.forms.contests import TierList
from activities.services.tests_import import Band
from documents.tables import MOST_BYTES


class ResultsForm(forms.Form):
    """测试成绩: the workbook, and if tiers are to be marked the bands."""

    file = forms.FileField(label="成绩表（.xlsx）", error_messages={"required": "请选成绩表。", "empty": "这个文件是空的，请重新选。"})
    bands = TierList(
        label="按分数段记档次", required=False,
        help_text="从高到低写几分以上，如：一档 90、二档 75、三档 0。不写就记分数",
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise ValidationError(f"文件有 {sent.size >> 20} MB，超过 {MOST_BYTES >> 20} MB，请只留成绩表。")
        return sent

    def clean_bands(self) -> list[Band]:
        bands = [Band(tier["name"], Decimal(tier["value"])) for tier in self.cleaned_data["bands"] or []]
        if [band.least for band in bands] != sorted({band.least for band in bands}, reverse=True):
            raise ValidationError("各段要从高到低写，分数不能重复，例如：一档 90、二档 75、三档 0。")
        return bands
