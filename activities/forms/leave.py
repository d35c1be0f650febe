from __future__ import annotations

import uuid
from typing import Any

from django import forms

from activities.forms.words import Words
from activities.models import Leave


class LeaveForm(forms.Form):
    """请假: a kind and a few words; no document is asked for."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", choices=Leave.Kind.choices, widget=forms.RadioSelect)
    reason = Words(label="事由", most=200, help_text="一句话就够，不用交证明")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
