from __future__ import annotations

import uuid
from typing import Any

from django import forms

from activities.forms.days import EventDay
from activities.forms.words import Words
from activities.models import Help, Pair
from school.clock import today
from school.models import Group, User
from school.people_forms import TeacherNames
from school.person import Person
from school.queries import experts_of


class Day(forms.DateField):
    """A day, typed or chosen."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {"invalid": "这不是一个日期，请写成 2026-11-18 这样。", "required": "请填日期。"}


class FromTo(forms.Form):
    """起止 that follow each other."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get(self.first), cleaned.get(self.last)
        if first and last and last < first:
            self.add_error(self.last, "这一天在开始的前面，请看看两个日期。")
        return cleaned

    first, last = "since", "until"


def from_today(person: Person) -> dict[str, Any]:
    """What a new period begins with: today until the end of the term, to be changed."""
    return {"since": today(), "until": person.term and person.term.ends}


class PairForm(FromTo):
    """结对: goals, period; who with whom only while it is new."""

    goals = Words(label="目标与措施", lines=5, most=2000, required=False, help_text="要达到什么，怎样帮；写进协议")
    skill = Words(label="帮带方面", most=60, required=False, help_text="如 朗读教学、信息技术；不写就是全面")
    since = Day(label="从哪天")
    until = Day(label="到哪天")


class Expert(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return user.name


class NewPair(PairForm):
    """新建结对: 师徒、一对一 name a teacher, 蹲点 names a group."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", choices=Pair.Kind.choices, widget=forms.RadioSelect, initial=Pair.Kind.MENTOR)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"] = TeacherNames(school=person.school, one=True, label="师傅（帮扶人、蹲点领导）")
        if (experts := experts_of(person.school)).exists():
            self.fields["guide"] = Expert(experts, label="校外师傅（教研员、专家）", required=False, empty_label="师傅是本校的，不选")
        self.fields["helped"] = TeacherNames(school=person.school, one=True, label="徒弟（帮扶对象）", help_text="蹲点包组不填")
        self.fields["group"] = forms.ModelChoiceField(
            Group.objects.filter(school=person.school), label="所蹲的组", required=False, empty_label="师徒和一对一不选"
        )
        self.order_fields(["key", "kind", "mentor", "guide", "helped", "group", "skill", "goals", "since", "until"])
        self.initial = {"key": uuid.uuid4(), **from_today(person), **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("mentor")) == bool(cleaned.get("guide")) and "mentor" not in self.errors:
            self.add_error("mentor", "师傅只有一位，本校的和校外的请只留一个。" if cleaned.get("guide") else "请写上师傅。")
        if cleaned.get("kind") == Pair.Kind.STATION:
            cleaned["helped"] = None
            if not cleaned.get("group"):
                self.add_error("group", "蹲点包组要选一个组。")
        else:
            cleaned["group"] = None
            if not cleaned.get("helped") and "helped" not in self.errors:
                self.add_error("helped", "请写上徒弟或帮扶对象。")
            elif cleaned.get("helped") and cleaned.get("helped") == cleaned.get("mentor"):
                self.add_error("helped", "师傅和徒弟是同一个人，请改一个。")
        return cleaned


class HelpForm(forms.Form):
    """一笔帮带: a day, what, one line; at a visit also the problem and how it is followed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(label="做了什么", choices=Help.What.choices)
    line = Words(label="一句话", most=200, help_text="查技能的写会到什么程度，如 会用批注和回放，能独立上一节")
    problem = Words(label="发现的问题", most=200, required=False, help_text="没有就空着；写了会告诉对方，直到有结果")
    follow_up = Words(label="怎样跟进", most=200, required=False)
    due = Day(label="什么时候看结果", required=False)

    def __init__(self, *args: Any, person: Person, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = EventDay(person.term, label="哪一天")
        self.initial |= {"day": today(), "key": uuid.uuid4()}
        left_out = {Help.What.SKILL} if pair.is_station else {Help.What.MEETING, Help.What.LECTURE}
        self.fields["what"].choices = [row for row in Help.What.choices if row[0] not in left_out]
        self.order_fields(["key", "day", "what", "line", "problem", "follow_up", "due"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("problem") and (cleaned.get("follow_up") or cleaned.get("due")):
            self.add_error("problem", "写了怎样跟进，也请写上是什么问题。")
        return cleaned
