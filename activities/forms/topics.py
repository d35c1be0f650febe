from __future__ import annotations

import uuid
from typing import Any

from django import forms

from activities.forms.pairs import Day, FromTo, from_today
from activities.forms.words import Words
from activities.models import Topic
from school.people_forms import TeacherNames
from school.person import Person


class TopicForm(FromTo):
    """课题: what is to be solved, by whom, from when until when."""

    title = Words(label="课题名称", most=100)
    problem = Words(label="要解决的问题", lines=5, most=2000, help_text="从自己班上、组里看到的事说起，几句话就够")
    level = forms.ChoiceField(label="级别", choices=Topic.Level.choices)
    outside = Words(label="校外成员", most=100, required=False, help_text="姓名和单位，几个人用顿号隔开；没有就空着")
    since = Day(label="从哪天")
    until = Day(label="到哪天")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"] = TeacherNames(school=person.school, label="成员", help_text="点姓名，或者写姓名、拼音；主持人不用写")
        self.order_fields(["key", "title", "level", "problem", "members", "outside", "since", "until", "conclusion"])


class NewTopic(TopicForm):
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.initial = {"key": uuid.uuid4(), **from_today(person), **self.initial}


class EditTopic(TopicForm):
    """改课题, with the 结题小结 once it is running."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    conclusion = Words(label="结题小结", lines=6, most=5000, required=False, help_text="问题解决得怎样，凭什么这样说；结题时要有")


class MilestoneForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    title = Words(label="要做的事", most=100)
    due = Day(label="什么时候完成")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
