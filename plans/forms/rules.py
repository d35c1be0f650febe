from __future__ import annotations

from uuid import uuid4

from django import forms

from plans.forms.audience import DAY
from plans.models import SchoolRule
from school.forms import CleanText


class RuleForm(CleanText, forms.ModelForm):
    """新制度: its name only; the words follow."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    class Meta:
        model = SchoolRule
        fields = ["title"]
        help_texts = {"title": "如 校本研修学习制度、听课评课制度"}

    def validate_unique(self) -> None:
        """A title that is there leads to its rule; nothing is made twice."""


class VersionForm(CleanText, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    body = forms.CharField(label="正文", required=False, widget=forms.Textarea(attrs={"rows": 18}), help_text="一段一行；『第一条』『第二条』照写。")
    why = forms.CharField(label="这一稿改了什么", required=False, max_length=200)
    effective = forms.DateField(label="自哪天起施行", required=False, widget=DAY, help_text="空着就从公布那天起")
