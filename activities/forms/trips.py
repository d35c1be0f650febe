from __future__ import annotations

import uuid
from typing import Any

from django import forms

from activities.forms.activities import Clock, TermDay
from activities.forms.pairs import FromTo
from activities.forms.words import Words
from activities.models import Trip
from activities.queries.trips import lessons_for, reports_for
from activities.services.trips import RETRAINING
from school.person import Person


class TripForm(FromTo):
    """申请外出学习: where, what, which days, and what it costs in words."""

    first, last = "first", "last"
    key = forms.UUIDField(widget=forms.HiddenInput)
    topic = Words(label="学什么", most=100)
    place = Words(label="去哪里", most=60)
    cost = Words(label="费用", most=100, required=False, help_text="如 培训费 600 元、往返车费；不花钱就空着")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"] = TermDay(person.term, label="哪天去")
        self.fields["last"] = TermDay(person.term, label="哪天回")
        self.order_fields(["key", "topic", "place", "first", "last", "cost"])
        self.initial.setdefault("key", uuid.uuid4())


class ReportForm(forms.Form):
    """哪一篇是这次外出的心得."""

    def __init__(self, *args: Any, trip: Trip, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"] = forms.ModelChoiceField(
            reports_for(trip), label="哪一篇", empty_label=None, initial=trip.report_id,
            error_messages={"required": "请选一篇。", "invalid_choice": "这一篇不在可选的里面，请重新选。"},
        )
        self.fields["report"].label_from_instance = lambda work: f"{work}（{work.kind}，{work.get_state_display()}）"


class RetrainedForm(forms.Form):
    """哪一次活动是二次培训."""

    def __init__(self, *args: Any, trip: Trip, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["retraining"] = forms.ModelChoiceField(
            lessons_for(trip), label="哪一次活动", empty_label=None,
            error_messages={"required": "请选一次活动。", "invalid_choice": "这次活动不是他主讲的，请重新选。"},
        )


class RetrainingForm(forms.Form):
    """新建一次二次培训."""

    title = Words(label="主题", most=100)
    starts = Clock(label="开始", required=False)
    place = Words(label="地点", most=60, required=False)

    def __init__(self, *args: Any, person: Person, trip: Trip, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = TermDay(person.term, label="哪一天", required=False, help_text="没定就空着")
        self.order_fields(["title", "day", "starts", "place"])
        self.initial["title"] = f"{RETRAINING}：{trip.topic}"[:100]
