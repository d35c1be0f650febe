from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django_scopes.forms import SafeModelChoiceField

from plans.models import CoreProblem, Problem, Theme
from school.forms import CleanText
from school.models import Term


class ProblemForm(CleanText, forms.ModelForm):
    """提一个问题: one line, and where it shows up."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    class Meta:
        model = Problem
        fields = ["text", "where"]
        labels = {"text": "教学里碰到的一个问题", "where": "在哪里看到的"}
        help_texts = {"text": "一句话，说具体：『应用题读完题就动笔，三成学生列错式』", "where": "哪节课、哪份作业、几个学生"}


class CoreForm(CleanText, forms.ModelForm):
    """我的核心问题: from the themes the term studies."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    class Meta:
        model = CoreProblem
        fields = ["theme", "text", "how"]
        field_classes = {"theme": SafeModelChoiceField}
        widgets = {"how": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"how": "几句话：试什么办法、在哪几节课上试、怎样看出有用"}

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.filter(term=term, chosen=True)
        self.fields["theme"].empty_label = "请选一个主题"
        if self.instance.pk and not self.is_bound:
            self.initial["version"] = self.instance.version
