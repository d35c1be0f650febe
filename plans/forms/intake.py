from __future__ import annotations

from typing import Any

from django import forms

from documents.reading import Document, Unreadable, read_document
from plans.forms.audience import DAY
from plans.reading import read_plan
from school import uploads
from school.workflow import Refused

MOST_PASTED = 400_000


class ReadForm(forms.Form):
    """学校自己的计划: a file or pasted text; what cannot be read is a sentence, and nothing is stored."""

    file = forms.FileField(
        label="计划文件", required=False, help_text="Word（.docx）、Excel（.xlsx）或文本（.txt），20 MB 以内。",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx,.txt"}), error_messages={"empty": "这份文件是空的：请确认选对了文件。"},
    )
    text = forms.CharField(
        label="或者把文字粘贴在这里", required=False, max_length=MOST_PASTED, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="从 Word 或 WPS 里全选、复制、粘贴；表格会一格一行，也读得出来。",
    )
    source: Document
    read: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file, text = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if self.errors:
            return cleaned
        if not file and not text:
            raise forms.ValidationError("请选一份文件，或者把文字粘贴进来。")
        try:
            name, data = (file.name, uploads.read(file)) if file else ("粘贴的文字.txt", text.encode())
            self.source = read_document(name, data)
            self.read = read_plan(self.source)
        except (Unreadable, Refused) as error:
            self.add_error("file" if file else "text", str(error))
        return cleaned


class BaseForm(forms.Form):
    """原计划的第一周, when the file is of another term."""

    base = forms.DateField(label="原计划第一周里的一天", required=False, widget=DAY)
