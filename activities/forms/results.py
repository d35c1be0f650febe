from __future__ import annotations

from typing import Any

from django import forms

from activities.forms.days import EventDay
from activities.forms.people import TeacherNames
from activities.forms.words import Words
from activities.models import ConductRecord
from documents.chinese import half_width
from school.models import User
from school.person import Person


class AwardForm(forms.Form):
    """先进班级 of a week: the class, its head teacher, the day it was announced."""

    class_name = Words(label="班级", most=20, help_text="如 三（2）班")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teacher"] = TeacherNames(school=person.school, one=True, required=True, label="班主任")
        self.fields["day"] = EventDay(person.term, label="公布的日子")

    def clean_class_name(self) -> str:
        """三(２)班 and 三（2）班 are one class."""
        return half_width(self.cleaned_data["class_name"]).replace("(", "（").replace(")", "）")


class ConductForm(forms.Form):
    """师德考核记录: which clause and what was said; what the leadership group decides follows when the teacher was heard."""

    severity = forms.ChoiceField(label="轻重", choices=[one for one in ConductRecord.Severity.choices if one[0] != ConductRecord.Severity.NONE])
    clause = Words(label="依据的条款", most=200)
    talk = Words(label="谈话", lines=4, required=False, most=5000)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teacher"] = TeacherNames(school=person.school, one=True, required=True, label="教师")
        self.fields["day"] = EventDay(person.term, label="日期")
        self.fields["assigned"] = forms.ModelChoiceField(
            User.objects.filter(roles__school=person.school, roles__name="leader").distinct(), label="分管领导（可看）",
            required=False, empty_label="只有校长看",
        )
        self.fields["assigned"].label_from_instance = lambda user: user.name
        self.order_fields(["teacher", "day", "severity", "clause", "talk", "assigned"])
        self.person = person

    def clean_teacher(self) -> Any:
        teacher = self.cleaned_data["teacher"]
        if self.person.teacher and teacher.pk == self.person.teacher.pk:
            raise forms.ValidationError("不能给自己记。")
        return teacher

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("assigned") and data.get("teacher") and data["assigned"].pk == data["teacher"].user_id:
            self.add_error("assigned", "分管领导不能是本人，请换一位，或者只有校长看。")
        return data


class DecisionForm(forms.Form):
    """领导小组决定: how it counts, what, when, who."""

    severity = forms.ChoiceField(
        label="怎样计", choices=ConductRecord.Severity.choices, required=False, help_text="较轻、严重按细则扣分；不成立或者批评了事的，选不扣分"
    )
    decision = Words(label="决定", lines=3, most=5000)

    def __init__(self, *args: Any, person: Person, record: ConductRecord, **kwargs: Any) -> None:
        first = {
            "severity": record.severity, "decision": record.decision, "decided_on": record.decided_on,
            "deciders": "、".join(teacher.name for teacher in record.deciders.all()),
        }
        super().__init__(*args, initial=first, auto_id=f"c{record.pk}-%s", **kwargs)
        self.fields["decided_on"] = EventDay(person.term, label="决定的日子")
        self.fields["deciders"] = TeacherNames(
            school=person.school, required=True, label="参加决定的人", help_text="领导小组两人以上，用顿号隔开；本人不在内"
        )


class AnswerForm(forms.Form):
    """本人说明."""

    answer = Words(label="本人说明", lines=4, most=5000)

    def __init__(self, *args: Any, record: ConductRecord, **kwargs: Any) -> None:
        super().__init__(*args, initial={"answer": record.answer}, auto_id=f"c{record.pk}-%s", **kwargs)
