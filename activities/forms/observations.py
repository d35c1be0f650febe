from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from activities.forms.days import EventDay
from activities.forms.words import Words
from activities.models import Activity, Observation
from activities.queries.observations import colleagues
from activities.queries.timetable import period_number
from documents.chinese import half_width, normal
from instruments import answers
from instruments.forms import given
from instruments.models import Instrument
from school.models import Term
from school.person import Person

PERIODS = [f"第 {number} 节" for number in range(1, 9)]
LESSON_TYPES = ("新授", "练习", "复习", "讲评", "实验", "综合实践")
MOST_ROWS = 60


class PeriodName(Words):
    """节次: 2, 第2节 and ２ are all 第 2 节; 晨读 stays as it was written."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        number = period_number(text)
        return f"第 {number} 节" if number else text


class ObservationForm(forms.Form):
    """听课记录: the head of the form; process rows and the evaluation form are read beside it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    observed = forms.ModelChoiceField(
        label="授课教师", queryset=None, empty_label="请选择", error_messages={
            "required": "请先选授课教师，选好以后自动保存。", "invalid_choice": "授课教师要从名单里选，不能是自己。",
        },
    )
    class_name = Words(label="班级", most=20, required=False)
    subject = Words(label="学科", most=20, required=False)
    topic = Words(label="课题", most=80, required=False)
    period = PeriodName(label="节次", most=10, required=False)
    place = Words(label="地点", most=40, required=False)
    lesson_type = Words(label="课型", most=20, required=False)
    kind = forms.ChoiceField(label="听课类别", choices=Observation.Kind.choices)
    started = forms.TimeField(
        label="开始", required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "开始时间请写成 09:20 这样。"},
    )
    strengths = Words(label="优点", lines=3, required=False)
    advice = Words(label="建议", lines=4, required=False)
    graded = forms.TypedChoiceField(
        label="评分", choices=(("1", "按评价表评分"), ("0", "不评分")), coerce=lambda value: value == "1", empty_value=False
    )
    activity = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, term: Term, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = EventDay(term, label="日期")
        self.fields["observed"].queryset = colleagues(person, day)
        self.fields["activity"].queryset = Activity.objects.filter(term=term)
        for name, field in self.fields.items():
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs["class"] = css
            if name in ("period", "lesson_type"):
                field.widget.attrs["list"] = f"{name}-list"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("observed") and not data.get("subject"):
            data["subject"] = data["observed"].subject
        return data


def process_rows(data: QueryDict) -> list[dict[str, Any]]:
    """教学过程 rows out of four columns of fields; a row without words is left out.

    Raises ValidationError for a minute that is none, or too many rows.
    """
    rows = []
    columns = (data.getlist(name) for name in ("at", "phase", "text", "note"))
    for at, phase, text, note in zip(*columns, strict=False):
        at, phase, text, note = half_width(normal(at)).rstrip("分′'"), normal(phase)[:20], normal(text), normal(note)
        if not (phase or text or note):
            continue
        if at and not (at.isdecimal() and int(at) <= 240):
            raise ValidationError(f"『{(text or phase or note)[:12]}』这一行的时间要写第几分钟，0 到 240。")
        rows.append({"at": int(at) if at else None, "phase": phase, "text": text[:2000], "note": note[:500]})
    if len(rows) > MOST_ROWS:
        raise ValidationError(f"教学过程最多 {MOST_ROWS} 行，现在有 {len(rows)} 行，请合并几行。")
    return rows


def read_answers(form: Instrument | None, data: QueryDict) -> tuple[answers.Answers, dict[str, str]]:
    """What was ticked on the lesson-evaluation form, and by indicator what cannot stand."""
    if form is None:
        return {}, {}
    return answers.parse(form.document, given(form.document, data))
