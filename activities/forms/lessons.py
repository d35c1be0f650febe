from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from activities.forms.activities import Clock, TermDay
from activities.forms.observations import PERIODS, PeriodName
from activities.forms.words import Words
from activities.models import Activity, OpenLesson, Work
from activities.queries.timetable import period_number, starts_of
from activities.states import ActivityState, WorkState
from school.audience import in_service
from school.clock import today
from school.models import Teacher
from school.person import Person
from school.policy import Reach, reaches


def teachers_for(person: Person) -> QuerySet[Teacher]:
    """Whose open lesson this person may announce: his own; a leader his group's; who leads the school everybody's."""
    rows, found = in_service(person.school, today()), reaches(person, "lesson.write")
    if Reach.SCHOOL in found:
        return rows.order_by("pinyin", "order")
    wanted = Q(pk=person.teacher.pk) if person.teacher else Q(pk__in=[])
    if Reach.GROUP in found:
        wanted |= Q(memberships__group__in=person.led_groups, memberships__term=person.term)
    return rows.filter(wanted).distinct().order_by("pinyin", "order")


class OpenLessonForm(forms.Form):
    """公布一节公开课: what, when, where; the rest may follow."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(label="种类")
    topic = Words(label="课题", most=80, help_text="同课异构的几节课写同一个课题，就会排在一起")
    period = PeriodName(label="节次", most=10, required=False, widget=forms.TextInput(attrs={"list": "period-list"}))
    starts = Clock(label="几点开始", required=False)
    class_name = Words(label="班级", most=20)
    subject = Words(label="学科", most=20, required=False)
    place = Words(label="地点", most=40, required=False)
    capacity = forms.IntegerField(
        label="听课座位", required=False, min_value=1, max_value=500, help_text="空着：不限",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}), error_messages={"invalid": "座位请写数字，如 12。"},
    )
    purpose = Words(label="想请大家看什么", most=500, lines=2, required=False)
    field_order = [
        "key", "version", "teacher", "kind", "topic", "day", "period", "starts", "class_name", "subject", "place", "capacity",
        "purpose", "activity", "design", "reflection",
    ]
    periods = PERIODS

    def __init__(self, *args: Any, person: Person, lesson: OpenLesson | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lesson = lesson
        self.fields["teacher"] = forms.ModelChoiceField(teachers_for(person), label="授课教师", empty_label=None)
        self.fields["kind"].choices = [*OpenLesson.Kind.choices, *((name, name) for name in person.school.lesson_kinds)]
        self.fields["day"] = TermDay(person.term, label="日期")
        self.term = term = lesson.term if lesson else person.term
        self.fields["activity"] = forms.ModelChoiceField(
            Activity.objects.filter(term=term).exclude(state=ActivityState.CANCELLED), label="属于哪次活动", required=False,
            empty_label="不属于哪次活动", help_text="选了以后，交听课记录就算到会",
        )
        if lesson:
            names = [name for name in self.fields if name not in ("key",)]
            self.initial |= {name: getattr(lesson, name) for name in names if hasattr(lesson, name)} | {"key": lesson.key}
            del self.fields["teacher"]
            for name, kind in (("design", "教学设计"), ("reflection", "反思")):
                works = Work.objects.filter(author=lesson.teacher, kind__name=kind).exclude(state=WorkState.DRAFT)
                if person.teacher == lesson.teacher and works.exists():
                    label = OpenLesson._meta.get_field(name).verbose_name
                    self.fields[name] = forms.ModelChoiceField(
                        works, label=label, required=False, empty_label="没有，或者在这节课的页面上写",
                    )
        else:
            self.initial |= {"key": uuid.uuid4(), "version": 0, "teacher": person.teacher, **self.initial}
        if self.fields.get("teacher") and self.fields["teacher"].queryset.count() == 1:
            self.fields["teacher"].widget = forms.HiddenInput()
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        teacher = self.lesson.teacher if self.lesson else data.get("teacher")
        if teacher and not data.get("subject"):
            data["subject"] = teacher.subject
        if not self.lesson and not data.get("starts") and self.term:
            data["starts"] = starts_of(self.term, period_number(data.get("period", "")))
        return data

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("key", "version")}
