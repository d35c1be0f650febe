from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from activities.forms.activities import Clock, TermDay
from activities.models import Activity, Session
from activities.services.registration import course
from activities.states import SignUp
from documents.chinese import half_width
from school.person import Person


class Places(forms.IntegerField):
    """名额: a number, empty for as many as come."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        messages = {"invalid": "名额请写数字，不限就空着。", "min_value": "名额至少是 1，不限就空着。", "max_value": "名额最多写 999。"}
        super().__init__(required=False, min_value=1, max_value=999, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(half_width(value).strip() if isinstance(value, str) else value)


class SignUpForm(forms.Form):
    """报名办法: how, until when, how many places each session has."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    how = forms.ChoiceField(label="报名的办法", choices=SignUp.choices, required=False)
    until_time = Clock(label="几点截止", required=False, help_text="空着：当天 23:59")
    field_order = ["version", "how", "until_day", "until_time"]

    def __init__(self, *args: Any, person: Person, activity: Activity, sessions: list[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until = activity.sign_up_until and timezone.localtime(activity.sign_up_until)
        self.fields["until_day"] = TermDay(person.term, label="哪天截止", required=False, help_text="不截止就空着")
        self.order_fields(self.field_order)
        self.sessions = sessions
        for number, session in enumerate(sessions, 1):
            label = f"第 {number} 场名额（{course(session)}）" if len(sessions) > 1 else "名额"
            self.fields[f"places-{session.pk}"] = Places(label=label, initial=session.places, help_text="不限就空着")
        self.initial |= {
            "version": activity.version, "how": activity.sign_up, "until_day": until and until.date(),
            "until_time": until and until.time(),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("how") == SignUp.CHOICE and len(self.sessions) < 2:
            self.add_error("how", "选课要有两场以上。请先在概况页把几门课各加成一场。")
        return data

    def until(self) -> datetime | None:
        day = self.cleaned_data["until_day"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, self.cleaned_data["until_time"] or time(23, 59)))

    def places(self) -> dict[int, int | None]:
        return {session.pk: self.cleaned_data[f"places-{session.pk}"] for session in self.sessions}
