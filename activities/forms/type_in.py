from __future__ import annotations

from typing import Any

from django import forms

from activities.forms.days import EventDay
from activities.forms.people import TeacherNames
from activities.forms.words import Words
from activities.models import WorkKind
from school.models import School, Term


class TypeInForm(forms.Form):
    """代录: whose, what kind, which day; the text, or photos of the pages."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, school: School, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"] = TeacherNames(school=school, one=True, label="谁的材料", required=True,
                                             error_messages={"required": "请写是谁的材料。"})
        self.fields["kind"] = forms.ModelChoiceField(label="种类", queryset=WorkKind.objects.filter(school=school), empty_label=None)
        self.fields["event_day"] = EventDay(term, label="是哪一天的事")
        self.fields["title"] = Words(label="题目", most=100, required=False, help_text="可以空着")
        self.fields["body"] = Words(label="正文", lines=6, required=False, help_text="有照片就不用再录正文")
