from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Set
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.forms import inlineformset_factory
from django_scopes.forms import SafeModelChoiceField, SafeModelMultipleChoiceField

from documents import chinese
from plans.forms.audience import DAY, TIME, AudienceField
from plans.models import Plan, PlannedSession, ScheduleEntry
from plans.queries import days_of
from plans.vocabulary import Vocabulary
from school.models import Group, Teacher
from school.people_forms import TeacherNames


class EntryForm(forms.ModelForm):
    audience = AudienceField()
    hours = forms.DecimalField(label="学时", required=False, min_value=0, max_value=99, max_digits=4, decimal_places=1)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    training_forms = forms.CharField(
        label="研修方式", required=False, widget=forms.TextInput(attrs={"list": "training-forms"}), help_text="几种用顿号隔开"
    )

    class Meta:
        model = ScheduleEntry
        fields = ["title", "content_item", "group", "starts", "ends", "time_text", "audience", "hours"]
        field_classes = {"content_item": SafeModelChoiceField, "group": SafeModelChoiceField}
        widgets = {"starts": DAY, "ends": DAY}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.days = days_of(plan)
        self.fields["content_item"].queryset = plan.contents.all()
        self.fields["content_item"].empty_label = "（不属于哪一项）"
        self.fields["group"].queryset = Group.objects.filter(school=plan.school)
        self.fields["group"].empty_label = "（全校）"
        self.fields["audience"].vocabulary = Vocabulary(plan.school)
        self.initial["training_forms"] = "、".join(self.instance.forms or [])
        self.fields["version"].initial = self.instance.version
        self.fields["key"].initial = uuid4

    def clean_training_forms(self) -> list[str]:
        return [part for part in re.split(r"[、，,\s]+", chinese.normal(self.cleaned_data["training_forms"])) if part][:8]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "结束的日子早于开始，请核对。")
        if ends and not starts:
            self.add_error("starts", "有结束没有开始，请补上开始的日子。")
        for name, day in (("starts", starts), ("ends", ends)):
            check_day(self, name, day)
        return cleaned

    def filled(self) -> ScheduleEntry:
        """The row as typed, not yet saved."""
        entry = self.save(commit=False)
        entry.forms, entry.audience = self.cleaned_data["training_forms"], self.cleaned_data["audience"]
        return entry


def check_day(form: forms.Form, name: str, day: date | None) -> None:
    """A day outside the term is refused with the term's own days."""
    first, last = form.days
    if day and not first <= day <= last:
        form.add_error(name, f"{chinese.long_date(day)}不在本学期里（{chinese.long_date(first)}至{chinese.long_date(last)}），请改日期。")


class Presenters(TeacherNames):
    """主讲 as people write them; whoever is named already stays, though he has left the school since."""

    def __init__(self, *, known: Iterable[Teacher], namesakes: Set[str], **kwargs: Any) -> None:
        super().__init__(label="主讲", help_text="写姓名，几位用顿号隔开", **kwargs)
        self.namesakes = namesakes
        self.known = {self._written(teacher): teacher for teacher in known}

    def _written(self, teacher: Teacher) -> str:
        return teacher.staff_no if teacher.name in self.namesakes else teacher.name

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(self._written, value)) if isinstance(value, (list, tuple)) else value

    def has_changed(self, initial: Any, data: str | None) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def _find(self, part: str) -> Teacher:
        return self.known.get(part) or super()._find(part)


class SessionForm(forms.ModelForm):
    audience = AudienceField(label="本场参加人员", help_text="空着就同上面")

    class Meta:
        model = PlannedSession
        fields = ["order", "day", "starts", "ends", "place", "presenters", "presenter_text", "audience"]
        widgets = {"day": DAY, "starts": TIME, "ends": TIME}
        field_classes = {"presenters": SafeModelMultipleChoiceField}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "结束的时间不晚于开始，请核对。")
        check_day(self, "day", cleaned.get("day"))
        if not cleaned.get("order"):
            cleaned["order"] = self.instance.order or 9
        return cleaned


class Sessions(forms.BaseInlineFormSet):
    """场次 of one schedule row; what every session may choose from is read once."""

    plan: Plan

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vocabulary, self.days = Vocabulary(self.plan.school), days_of(self.plan)
        counts = Counter(Teacher.objects.filter(school=self.plan.school, left=None).values_list("name", flat=True))
        self.namesakes = {name for name, number in counts.items() if number > 1}

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.days = self.days
        form.fields["audience"].vocabulary = self.vocabulary
        known = form.instance.presenters.all() if form.instance.pk else ()
        form.fields["presenters"] = Presenters(school=self.plan.school, known=known, namesakes=self.namesakes)
        form.fields["order"].required = False
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "删去这一场"


def sessions_of(entry: ScheduleEntry, plan: Plan, data: Any = None) -> Sessions:
    """The formset of a row's sessions."""
    made = inlineformset_factory(
        ScheduleEntry, PlannedSession, form=SessionForm, formset=Sessions, extra=1 if entry.pk else 2, can_delete=True, max_num=60
    )
    made.plan = plan
    return made(data, instance=entry, prefix="sessions", queryset=PlannedSession.objects.prefetch_related("presenters"))


class MoveForm(forms.Form):
    """改日期 of one row or session; empty: back to those without a day."""

    day = forms.DateField(label="改到", required=False, widget=DAY, help_text="空着就放回『还没排期』。")
