from __future__ import annotations

from typing import Any

from django import forms

from plans.vocabulary import Unknown, Vocabulary
from school.audience import Audience

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class AudienceField(forms.CharField):
    """参加人员 as people write it: 「全体教师」, or names of groups, tags, roles and teachers joined by 、 with 不含."""

    vocabulary: Vocabulary  # given by the form or formset once it knows the school

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label=kwargs.pop("label", "参加人员"), **kwargs)
        self.help_text = self.help_text or "全体教师，或组名、标签、学科、身份、姓名，用顿号隔开；也可写『教龄满25年』『满50岁』『不含 某某』。"
        self.widget.attrs |= {"data-teachers": "many", "list": "audience-names"}

    def prepare_value(self, value: Any) -> str:
        return self.vocabulary.said(value) if isinstance(value, dict) else value or ""

    def has_changed(self, initial: Any, data: str | None) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: str) -> Audience:
        try:
            return self.vocabulary.rule(super().clean(value))
        except Unknown as error:
            raise forms.ValidationError(str(error)) from error
