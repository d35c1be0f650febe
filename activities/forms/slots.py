from __future__ import annotations

import uuid
from typing import Any

from django import forms

from activities.forms.activities import Clock
from activities.forms.people import TeacherNames
from activities.forms.words import Words
from activities.models import FixedSlot
from activities.queries.activities import groups_run
from school.person import Person

NAMES = ("group", "weekday", "starts", "ends", "period", "place", "theory_minutes", "reading", "reader")


class SlotForm(forms.Form):
    """教研固定时间: a weekday, a period, the theory at its beginning and who reads."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    weekday = forms.TypedChoiceField(label="星期", coerce=int, choices=FixedSlot._meta.get_field("weekday").choices)
    starts = Clock(label="开始")
    ends = Clock(label="结束")
    period = Words(label="节次", required=False, most=20, help_text="如 第6节")
    place = Words(label="地点", required=False, most=60)
    theory_minutes = forms.IntegerField(
        label="开头理论学习几分钟", min_value=0, max_value=120, initial=20, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "请写分钟数，如 20。", "max_value": "最多写 120 分钟。"},
    )
    reading = Words(label="读什么", required=False, most=80)
    field_order = ["key", "version", *NAMES]

    def __init__(self, *args: Any, person: Person, slot: FixedSlot | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = forms.ModelChoiceField(groups_run(person), label="哪个组", empty_label="请选")
        self.fields["reader"] = TeacherNames(school=person.school, one=True, label="领读")
        self.order_fields(self.field_order)
        self.initial |= {"key": uuid.uuid4(), "version": 0}
        if slot:
            self.initial |= {name: getattr(slot, name) for name in NAMES} | {"group": slot.group_id, "version": slot.version}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "结束要晚于开始，请核对这两个时刻。")
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NAMES}
