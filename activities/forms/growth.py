from __future__ import annotations

from django import forms

from activities.forms.words import Words
from activities.models import Offer


class OfferForm(forms.Form):
    """我能讲一题."""

    title = Words(label="能讲什么", most=80)
    level = forms.ChoiceField(label="级别", choices=Offer.Level.choices)
    note = Words(label="适合谁听", most=100, required=False)
