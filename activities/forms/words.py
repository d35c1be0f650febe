from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.chinese import normal

MOST_BYTES = 1 << 20


class Words(forms.CharField):
    """Text as people type or paste it: one Unicode form, no invisible signs, no control signs, line breaks kept."""

    default_error_messages = {"required": "请填这一栏。"}

    def __init__(self, *, most: int | None = None, lines: int = 0, **kwargs: Any) -> None:
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(strip=False, **kwargs)
        self.most = most

    def to_python(self, value: Any) -> str:
        return normal(super().to_python(value).replace("\r\n", "\n").replace("\r", "\n"))

    def validate(self, value: str) -> None:
        super().validate(value)
        if self.most and len(value) > self.most:
            raise ValidationError(f"最多 {self.most} 个字，现在有 {len(value)} 个字，请写短一些。")
        if len(value.encode()) > MOST_BYTES:
            raise ValidationError(f"一共 {len(value)} 个字，超过 1 MB，存不下。请分成几篇，或者只留要交的部分；文字还在下面。")
