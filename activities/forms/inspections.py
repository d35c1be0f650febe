from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from activities.forms.activities import TermDay
from activities.forms.contests import APART
from activities.forms.people import AudienceFields
from activities.forms.words import Words
from activities.models import Activity, Finding, Inspection, TimetableSlot
from activities.queries.activities import groups_run
from activities.queries.inspections import to_walk_past
from activities.services.contests import CLOSED
from activities.states import FindingState
from documents.chinese import half_width, normal, whole
from instruments.models import Instrument
from instruments.queries import forms as forms_in_use
from school.models import Teacher
from school.person import Person
from school.policy import Reach, reaches, within

SEEN = ("正常上课", "学生参与好", "需关注")
NUMBER = re.compile(r"\d{1,5}(\.\d{1,2})?")


@dataclass(frozen=True)
class Usual:
    """常见的检查: what is counted, which levels, which form; only a beginning, everything can be changed."""

    unit: str = ""
    levels: str = ""
    form: str = ""


USUAL = {
    "备课": Usual("课时", form="备课检查表"), "作业批改": Usual("次"), "学习笔记": Usual("篇"), "听课记录": Usual("节"),
    "普通话": Usual(levels="优、良、中"), "三笔字": Usual(levels="优、良、中"), "课件": Usual(levels="优、良、中"),
    "一师一优课": Usual(levels="一级指标、二级指标、三级指标"),
}


class InspectionForm(AudienceFields):
    """一轮检查: what, whom, how; a random round draws its teachers when it is saved."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = Words(label="查什么", most=20, help_text=f"如{'、'.join(USUAL)}")
    title = Words(label="名称", most=80, required=False, help_text="不写就用『查什么』加周次；评价细则按名称或『查什么』找检查结果")
    unit = Words(label="数的单位", most=6, required=False, help_text="数篇数、课时、次数时写：篇、课时、次；打分写：分；不用数就空着")
    levels = Words(label="等级", most=60, required=False, help_text="评等级时写，如：优、良、中")
    rota = Words(label="轮查安排", lines=3, most=500, required=False, help_text="一行一周，如：第12周 语文。到那一周，名单先列这一科")
    drawn = forms.IntegerField(label="随机抽几人", required=False, min_value=1, max_value=999, help_text="不写就是逐人检查")
    gives = forms.ChoiceField(label="确认以后", choices=Inspection.Gives.choices, required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, school=person.school, **kwargs)
        whole = Reach.SCHOOL in reaches(person, "inspection.run")
        self.person, self.whole = person, whole
        self.fields["instrument"] = forms.ModelChoiceField(
            forms_in_use(person.school, Instrument.Purpose.INSPECTION) | forms_in_use(person.school, Instrument.Purpose.SKILL),
            label="检查表", required=False, empty_label="不用表，只记结果和一句话",
        )
        self.fields["activity"] = forms.ModelChoiceField(
            within(person, "inspection.run", Activity.objects.filter(term=person.term)).exclude(state__in=CLOSED),
            label="属于哪次活动", required=False, empty_label="不属于哪次活动", help_text="要记入评定的，选一次活动",
        )
        self.fields["day"] = TermDay(person.term, label="日期")
        self.fields["group"] = forms.ModelChoiceField(
            groups_run(person), label="哪个组的检查", required=not whole, empty_label="全校检查" if whole else None
        )
        self.order_fields([
            "kind", "title", "day", "group", "everybody", "groups", "tags", "plus", "minus", "drawn", "instrument", "unit", "levels", "rota",
            "activity", "gives",
        ])

    def clean_levels(self) -> list[str]:
        return [part.strip()[:20] for part in APART.split(self.cleaned_data["levels"]) if part.strip()]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("gives") and not data.get("activity"):
            self.add_error("activity", "要记入评定，先选一次活动。")
        if data.get("gives") == Inspection.Gives.TIER and not data.get("levels"):
            self.add_error("levels", "要记档次，先写等级，例如：一档、二档、三档。")
        if not any(data.get(name) for name in ("everybody", "groups", "tags", "plus")):
            self.add_error("everybody", "还没有选检查谁。")
        if not self.whole and data.get("group"):
            others = [name for name in data.get("groups", []) if name != data["group"].name]
            if data.get("everybody") or others or data.get("tags") or data.get("plus"):
                self.add_error("groups", f"只能查本组：请只选『{data['group']}』。")
        if data.get("kind") and not data.get("title"):
            week = self.person.term.week_of(data["day"]) if data.get("day") else ""
            data["title"] = f"{data['kind']}检查（第{week}周）"
        return data

    def values(self) -> dict[str, Any]:
        names = ("kind", "title", "unit", "levels", "rota", "instrument", "activity", "day", "group", "gives")
        return {name: self.cleaned_data[name] for name in names}


@dataclass(frozen=True)
class Line:
    """One row of the list as it was sent."""

    version: int
    state: str
    number: Decimal | None
    level: str
    remark: str
    due: date | None


def read_line(data: QueryDict, row: Finding) -> Line | None:
    """One row out of the list; None when it was not sent. Raises ValidationError with a sentence."""
    pk = row.pk
    if f"v-{pk}" not in data:
        return None
    version = data[f"v-{pk}"]
    state = data.get(f"s-{pk}", row.state)
    number = read_number(data.get(f"n-{pk}", ""), row.teacher)
    level = normal(data.get(f"l-{pk}", ""))[:20]
    if level and level not in row.inspection.levels:
        raise ValidationError(f"{row.teacher}：没有『{level}』这一等。")
    due = data.get(f"d-{pk}", "")
    try:
        day = date.fromisoformat(due) if due else None
    except ValueError as error:
        raise ValidationError(f"{row.teacher}：期限『{due[:20]}』不是一个日期。") from error
    if state not in (FindingState.PENDING, FindingState.OK, FindingState.PROBLEM):
        state = row.state
    if state == FindingState.PENDING and (number is not None or level):
        state = FindingState.OK
    return Line(
        whole(version, 0), state, number, level, normal(data.get(f"r-{pk}", ""))[:200], day
    )


def read_number(text: str, teacher: Teacher) -> Decimal | None:
    """A count or a score as people type it."""
    text = half_width(normal(text)).replace(" ", "").rstrip("篇本次节课时分")
    if not text:
        return None
    try:
        if NUMBER.fullmatch(text):
            return Decimal(text)
    except InvalidOperation:
        pass
    raise ValidationError(f"{teacher}：『{text[:20]}』不是一个数，请写数字，如 12。")


class FindingForm(forms.Form):
    """一条检查结果, opened: the result, number, level, words, proof."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    state = forms.ChoiceField(
        label="结果", choices=[("", "未查"), (FindingState.OK, "符合"), (FindingState.PROBLEM, "有问题，要整改")], required=False,
        widget=forms.RadioSelect,
    )
    number = Words(label="数值", most=12, required=False)
    level = forms.ChoiceField(label="等级", required=False)
    remark = Words(label="评语或问题", most=200, lines=2, required=False, help_text="老师看得到；有问题一定要写")
    proof = forms.FileField(label="证明（上传记录的截图等）", required=False)

    def __init__(self, *args: Any, row: Finding, **kwargs: Any) -> None:
        first = {name: getattr(row, name) for name in ("version", "state", "number", "level", "remark", "due", "done_on")}
        if first["number"] is not None:
            first["number"] = f"{row.number.normalize():f}"
        super().__init__(*args, initial=first, **kwargs)
        inspection = row.inspection
        self.row = row
        self.fields["due"] = TermDay(inspection.term, label="整改期限", required=False)
        self.fields["done_on"] = TermDay(inspection.term, label="完成日期", required=False)
        if inspection.levels:
            self.fields["level"].choices = [("", "未评"), *((name, name) for name in inspection.levels)]
        else:
            del self.fields["level"], self.fields["done_on"]
        if inspection.unit:
            self.fields["number"].label = f"几{inspection.unit}" if inspection.unit != "分" else "得分"
        else:
            del self.fields["number"]
        self.order_fields(["version", "state", "number", "level", "done_on", "remark", "due", "proof"])

    def clean_number(self) -> Decimal | None:
        return read_number(self.cleaned_data["number"], self.row.teacher)


class WalkForm(forms.Form):
    """巡课: whose classroom, what was seen, one line."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    teacher = forms.ModelChoiceField(None, label="哪个课堂", empty_label="请选老师", error_messages={"required": "请选是谁的课堂。"})
    seen = forms.MultipleChoiceField(label="看到的", choices=[(word, word) for word in SEEN], required=False, widget=forms.CheckboxSelectMultiple)
    text = Words(label="一句话", most=100, required=False)

    def __init__(self, *args: Any, person: Person, taught: Mapping[int, TimetableSlot], **kwargs: Any) -> None:
        """taught: who has a lesson at the chosen period, by teacher; none: everybody is offered."""
        super().__init__(*args, **kwargs)
        rows = to_walk_past(person).order_by("classes", "pinyin", "order")
        self.fields["teacher"].queryset = rows.filter(pk__in=taught) if taught else rows
        lessons = {pk: (slot.class_name, slot.subject) for pk, slot in taught.items()}

        def named(one: Teacher) -> str:
            place, subject = lessons.get(one.pk, (one.classes, one.subject))
            return "　".join(filter(None, (place, one.name, subject)))

        self.fields["teacher"].label_from_instance = named

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("seen") and not data.get("text"):
            raise ValidationError("点一下看到什么，或者写一句。")
        return data
