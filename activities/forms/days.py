from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from documents.chinese import half_width, long_date
from school.clock import today
from school.models import Term


class EventDay(forms.DateField):
    """事情发生的日子: inside the term and not in the future; when it was written is kept apart."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {"invalid": "这不是一个日期，请写成 2026-11-18 这样。", "required": "请填日期。"}

    def __init__(self, term: Term, **kwargs) -> None:
        super().__init__(**kwargs)
        self.term = term
        self.widget.attrs |= {"min": term.starts.isoformat(), "max": min(term.ends, today()).isoformat()}

    def to_python(self, value) -> date | None:
        return super().to_python(half_width(value).strip() if isinstance(value, str) else value)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if not self.term.starts <= value <= self.term.ends:
            first, last = long_date(self.term.starts), long_date(self.term.ends)
            raise ValidationError(f"{long_date(value)}不在本学期（{first}至{last}）里，请改日期。")
        if value > today():
            raise ValidationError(f"{long_date(value)}还没有到，请填事情发生的那一天。")
