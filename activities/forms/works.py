from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from activities.forms.days import EventDay
from activities.forms.words import Words
from activities.models import Activity, WorkKind
from documents.chinese import whole
from school.models import Term


class WorkForm(forms.Form):
    """写材料: everything may stay empty while it is a draft, but the day."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = Words(label="题目", most=100, required=False)
    body = Words(label="正文", lines=12, required=False)
    topic = forms.ChoiceField(label="类别", required=False)
    tags = Words(label="标签", most=60, required=False)
    privacy = forms.ChoiceField(label="谁能看", choices=WorkKind.Privacy.choices)
    activity = forms.ModelChoiceField(label="哪次活动", queryset=None, required=False)

    def __init__(self, *args: Any, kind: WorkKind, term: Term, recent: Iterable[Activity] = (), **kwargs: Any) -> None:
        """recent: what the author took part in lately; another one that is chosen already stays to be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["event_day"] = EventDay(term, label="是哪一天的事")
        self.fields["topic"].choices = [("", "不分"), *((topic, topic) for topic in kind.topics)]
        self.fields["activity"].queryset = rows = Activity.objects.filter(term=term)
        offered = {one.pk: str(one) for one in recent}
        chosen = whole(str(self["activity"].value() or ""))
        if chosen and chosen not in offered:
            offered |= {one.pk: str(one) for one in rows.filter(pk=chosen)}
        self.fields["activity"].widget.choices = [("", "不属于哪次活动"), *offered.items()]
        if not kind.topics:
            del self.fields["topic"]
        if kind.levels:
            self.fields["level"] = forms.ChoiceField(label="级别", required=False, choices=[("", "请选"), *((one, one) for one in kind.levels)])
            self.fields["prize"] = Words(label="奖次", most=20, required=False)
            self.fields["awarded_by"] = Words(label="颁奖或发表单位", most=60, required=False)
        for name, css in {"title": "write title", "body": "write text", "tags": "form-control", "topic": "form-select", "privacy": "form-select",
                          "event_day": "form-control",
                          "activity": "form-select", "level": "form-select", "prize": "form-control", "awarded_by": "form-control"}.items():
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = css


class ReviewForm(forms.Form):
    """审阅: a decision with a remark, for the version that was read."""

    decision = forms.CharField()
    no = forms.IntegerField()
    remark = Words(label="批语", lines=4, most=1000, required=False)
