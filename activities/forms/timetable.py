from __future__ import annotations

from typing import Any

from django import forms


class TimetableForm(forms.Form):
    """课表: a workbook, or the rows pasted from one."""

    file = forms.FileField(label="上传 .xlsx", required=False, help_text="第一张表，每行一节课")
    text = forms.CharField(
        label="或者把几列复制过来", required=False, widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="每行一节课：教师、班级、学科、星期、节次。从 WPS 或 Excel 里选中几列复制，贴在这里就行。",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("file") and not data.get("text", "").strip():
            self.add_error("text", "请选一个文件，或者贴几行课表。")
        return data
