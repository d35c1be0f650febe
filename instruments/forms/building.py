from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import QueryDict

from instruments.library import FORMS
from instruments.models import Instrument
from instruments.queries import newest
from instruments.rows import ROW_KINDS, Row
from school.forms import CleanText
from school.person import Person

EMPTY = {"sections": [{"name": "", "items": []}], "base": 0, "cut_offs": [], "minutes": 3}


class NewForm(CleanText, forms.Form):
    """新建评价表: a name, and what it begins with: a usual form, one of the school's own, or nothing."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    begin = forms.ChoiceField(label="从哪一张抄起")
    name = forms.CharField(label="名称", max_length=80, error_messages={"required": "给这张表起个名字。"})
    purpose = forms.ChoiceField(label="用途", choices=Instrument.Purpose.choices)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {f"own-{form.pk}": form for form in newest(Instrument.objects.filter(school=person.school, draft=False))}
        labels = dict(Instrument.Purpose.choices)
        self.fields["begin"].choices = [
            ("", "空白表，自己写"),
            ("常用表", [(f"usual-{at}", f"{name}（{labels[purpose]}）") for at, (name, purpose, _) in enumerate(FORMS)]),
            ("本校的表", [(value, str(form)) for value, form in self.own.items()]),
        ]
        self.fields["begin"].required = False
        self.initial.setdefault("key", uuid.uuid4())

    def document(self) -> dict[str, Any]:
        """The document to begin with; empty for a blank form."""
        begin = self.cleaned_data["begin"]
        if begin.startswith("usual-"):
            return FORMS[int(begin.removeprefix("usual-"))][2]
        return self.own[begin].document if begin else EMPTY


def typed_rows(data: QueryDict) -> list[Row]:
    """The rows of the builder as they were sent, in the order of the page; an empty new row is no row."""
    columns = (data.getlist(name) for name in ("kind", "name", "detail", "hint", "must", "code"))
    rows = []
    for kind, name, detail, hint, must, code in zip(*columns, strict=False):
        if kind in ROW_KINDS and len(code) <= 20:
            rows.append(Row(kind, name, detail, hint, must != "no", code))
    return rows
