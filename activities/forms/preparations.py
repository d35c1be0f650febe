from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms

from activities.forms.activities import Clock, TermDay
from activities.forms.people import TeacherNames
from activities.forms.words import Words
from activities.models import Activity, FixedSlot, Preparation
from activities.queries.activities import groups_run
from school.clock import today
from school.models import Group
from school.person import Person

LONG = 2000


class WhatIsPrepared(forms.Form):
    """课题、目标、重难点."""

    topic = Words(label="课题", most=80)
    subject = Words(label="年级学科", most=30, required=False, help_text="如 四年级数学上册")
    goals = Words(label="目标", most=LONG, lines=3, required=False)
    key_points = Words(label="重难点", most=LONG, lines=2, required=False)


class NewPreparation(WhatIsPrepared):
    """安排集体备课: 四定 on one page (定时间、定地点、定课题、定主备人)."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    starts = Clock(label="开始", required=False)
    ends = Clock(label="结束", required=False)
    place = Words(label="地点", most=60)
    field_order = [
        "key", "group", "topic", "subject", "speaker", "day", "starts", "ends", "place", "recorder", "goals", "key_points",
    ]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = groups_run(person)
        self.fields["group"] = forms.ModelChoiceField(groups, label="哪个组", empty_label=None)
        self.fields["day"] = TermDay(person.term, label="日期")
        self.fields["speaker"] = TeacherNames(school=person.school, one=True, required=True, label="主备人")
        self.fields["recorder"] = TeacherNames(school=person.school, one=True, label="记录人", help_text="空着：主备人自己记")
        self.order_fields(self.field_order)
        own = groups.filter(pk__in=person.led_groups).first() or groups.first()
        self.initial = {"key": uuid.uuid4(), "group": own, **_fixed_time(person, own), **self.initial}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "结束要晚于开始，请核对这两个时刻。")
        return data

    def activity_values(self) -> dict[str, Any]:
        data = self.cleaned_data
        group: Group = data["group"]
        return {
            "title": f"集体备课：{data['topic']}"[:100], "group": group, "audience": {"groups": [group.name]},
            "recorder": data["recorder"] or data["speaker"],
        }

    def session_values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in ("day", "starts", "ends", "place")} | {"presenters": [data["speaker"]]}

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WhatIsPrepared.base_fields}


def _fixed_time(person: Person, group: Group | None) -> dict[str, Any]:
    """The group's filed weekly time (教研固定时间), at its next day; else today."""
    slot = group and FixedSlot.objects.filter(group=group, term=person.term).first()
    if not slot:
        return {"day": today()}
    day = today() + timedelta(days=(slot.weekday - today().isoweekday()) % 7)
    return {"day": day, "starts": slot.starts, "ends": slot.ends, "place": slot.place}


class OfAnActivity(WhatIsPrepared):
    """备什么, for an activity that stands in the plan already with its time, place and people."""

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("topic", activity.title.removeprefix("集体备课").lstrip("：: "))


class PreparationForm(WhatIsPrepared):
    """写备课记录里的几段; who leads, speaks or records it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    changes = Words(label="修改", most=LONG, lines=4, required=False, help_text="讨论以后定下来要改的")
    afterwards = Words(label="课后反思", most=LONG, lines=4, required=False, help_text="上过以后补几句")

    def __init__(self, *args: Any, preparation: Preparation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(preparation, name) for name in self.fields} | self.initial

    def values(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class Saying(forms.Form):
    """一个问题或一条看法."""

    key = forms.UUIDField()
    text = Words(most=500)
    under = forms.IntegerField(required=False)
