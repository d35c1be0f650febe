from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from documents.chinese import half_width, normal
from instruments import answers as reading
from instruments.models import Instrument, Round
from instruments.queries import newest
from school import clock
from school.audience import Audience, words
from school.forms import CleanText
from school.models import Group, Teacher, User
from school.people_forms import APART, AudienceFields, OutsideNames, TeacherNames
from school.person import Person
from school.policy import has
from school.queries import experts_of

EVERYBODY = ("全体教师", "全体")
MOST_SHEETS = 5000


class WhomField(TeacherNames):
    """评哪些老师: 「全体教师」, names of groups, or names. Cleans to a rule (Audience)."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        numbers = value.get("plus", [])
        return words(value, dict(Teacher.objects.filter(school=self.school, staff_no__in=numbers).values_list("staff_no", "name")))

    def clean(self, value: Any) -> Audience:
        rule: Audience = {}
        for part in APART.split(normal(half_width(forms.CharField.clean(self, value) or ""))):
            if part in EVERYBODY:
                rule["all"] = True
            elif part and Group.objects.filter(school=self.school, name=part).exists():
                rule.setdefault("groups", []).append(part)
            elif part:
                rule.setdefault("plus", []).append(self._find(part).staff_no)
        return rule


class DayField(forms.DateField):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {"invalid": "这不是一个日期，请写成 2026-11-18 这样。", "required": "请填日期。"}

    def to_python(self, value: Any) -> Any:
        return super().to_python(half_width(value).strip() if isinstance(value, str) else value)


class ExpertsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, user: User) -> str:
        return user.name


class FormChoice(forms.ModelChoiceField):
    def label_from_instance(self, form: Instrument) -> str:
        return f"{form}（{form.get_purpose_display()}，约 {form.document['minutes']} 分钟）"


class RoundForm(CleanText, AudienceFields):
    """发放: which form, to whom, about whom, from when to when, with or without names."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    instrument = FormChoice(label="用哪张表", queryset=None, empty_label="请选择", error_messages={"required": "请选一张表。"})
    title = forms.CharField(label="名称", max_length=80, error_messages={"required": "请写名称，填的人先看到它。"})
    occasion = forms.CharField(label="哪次活动（可空）", max_length=80, required=False)
    party = forms.ChoiceField(
        label="谁来填", choices=Round.Party.choices, required=False,
        help_text="学生、家长：用纸或别的办法收，由教导处录合计；专家有链接就能填，也可以收纸质的。",
    )
    outside = OutsideNames()
    about = forms.ChoiceField(label="评谁", choices=Round.About.choices)
    group_kind = forms.ChoiceField(label="同哪一种组", choices=Group.Kind.choices, required=False)
    anonymous = forms.TypedChoiceField(
        label="记不记名", choices=(("", "记名"), ("1", "匿名：不记谁写的，收卷后满 5 份才看得到结果")), coerce=bool, required=False,
        empty_value=False,
    )
    opens = DayField(label="开始")
    closes = DayField(label="截止")

    field_order = ["instrument", "title", "occasion", "party", "experts", "outside", "about", "group_kind", "about_whom", "everybody", "groups", "tags", "plus",
                   "minus", "anonymous", "opens", "closes", "reason"]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, school=person.school, **kwargs)
        in_use = Instrument.objects.filter(school=person.school, retired=False, draft=False)
        self.fields["instrument"].queryset = newest(in_use)
        self.fields["about_whom"] = WhomField(
            school=person.school, label="评哪些老师", help_text="评指定的老师才填：姓名、组名，或者『全体教师』",
        )
        self.fields["everybody"].label = "发给全体教师"
        if (experts := experts_of(person.school)).exists():
            self.fields["experts"] = ExpertsField(
                experts, label="请哪些专家填", required=False, widget=forms.CheckboxSelectMultiple,
                help_text="『谁来填』选『专家评』时才用",
            )
        if has(person, "survey.exceed"):
            self.fields["reason"] = forms.CharField(
                label="一个月发第二份问卷的理由（可空）", max_length=200, required=False, help_text="每人每月最多一份问卷；确有必要，写明理由",
            )
        self.initial |= {"key": uuid.uuid4(), "opens": clock.today(), "closes": clock.today() + timedelta(days=7), "everybody": True}
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and closes < opens:
            self.add_error("closes", "截止要在开始以后。")
        if closes and closes < clock.today():
            self.add_error("closes", "截止日已经过了，请改到今天或以后。")
        experts = data.get("experts") or data.get("outside")
        if experts and data.get("party") != Round.Party.EXPERTS:
            self.add_error("experts" if data.get("experts") else "outside", "请专家填，『谁来填』要选『专家评』。")
        if experts and data.get("about") in (Round.About.SELF, Round.About.GROUP):
            self.add_error("about", "专家评，请选『不评人』或者『评指定的老师』。")
        if data.get("about") == Round.About.NAMED and not data.get("about_whom") and "about_whom" not in self.errors:
            self.add_error("about_whom", "请写评哪些老师。")
        return data

    @property
    def named_experts(self) -> list[str]:
        """专家 from outside who would be asked, by name."""
        return [*(user.name for user in self.cleaned_data.get("experts", ())), *self.cleaned_data["outside"]]

    def round(self, person: Person) -> Round:
        """The round these fields mean, not saved."""
        data = self.cleaned_data
        about, party = data["about"], data["party"] or Round.Party.TEACHERS
        if about == Round.About.SELF:
            party = Round.Party.SELF
        elif about == Round.About.GROUP:
            party = Round.Party.PEERS
        elif about == Round.About.NAMED and party in (Round.Party.TEACHERS, Round.Party.SELF):
            party = Round.Party.PEERS
        elif about == Round.About.NOBODY and party in (Round.Party.SELF, Round.Party.PEERS, Round.Party.LEADERS):
            party = Round.Party.TEACHERS
        on_paper = party in Round.ON_PAPER
        return Round(
            school=person.school, instrument=data["instrument"], title=data["title"], occasion=data["occasion"], party=party, about=about,
            audience={} if on_paper else self.audience(), about_whom=data["about_whom"] if about == Round.About.NAMED else {},
            group_kind=data["group_kind"] or Group.Kind.RESEARCH, anonymous=data["anonymous"] and not on_paper and about != Round.About.SELF,
            opens=data["opens"], closes=data["closes"], reason=data.get("reason", ""), key=data["key"],
        )


class TotalsForm(forms.Form):
    """录合计: so many sheets, and for each question how many ticked what; texts as notes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    sheets = forms.IntegerField(
        label="收到几份", min_value=1, max_value=MOST_SHEETS,
        error_messages={"required": "写收到几份。", "invalid": "份数写一个数。", "min_value": "至少 1 份。", "max_value": f"最多 {MOST_SHEETS} 份。"},
    )

    def __init__(self, *args: Any, round: Round, people: list[Teacher], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round
        self.initial["key"] = uuid.uuid4()
        if people:
            self.fields["about"] = PersonChoice(people)
            self.order_fields(["about"])

    def questions(self) -> list[dict[str, Any]]:
        """For the page: each question, its options with (option, field name, what stands there), and the sentence on it."""
        wrong = self.wrong if self.is_bound else {}
        return [
            {"item": item, "problem": wrong.get(item["code"], ""), "text": self._sent(f"n-{item['code']}"), "options": [
                (option, f"n-{item['code']}-{at}", self._sent(f"n-{item['code']}-{at}")) for at, option in enumerate(reading.options(item))
            ]}
            for item in self.round.instrument.items
        ]

    def _sent(self, name: str) -> str:
        return self.data.get(name, "") if self.is_bound else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.wrong: dict[str, str] = {}
        data["counts"] = {item["code"]: self._counts(item, data.get("sheets")) for item in self.round.instrument.items if reading.options(item)}
        texts = {item["code"]: self.data.get(f"n-{item['code']}", "") for item in self.round.instrument.items if item["kind"] == "text"}
        data["texts"], errors = reading.parse(self.round.instrument.document, texts)
        self.wrong |= errors
        if self.wrong:
            raise ValidationError(list(self.wrong.values()))
        return data

    def _counts(self, item: dict[str, Any], sheets: int | None) -> dict[str, int]:
        counts: dict[str, int] = {}
        for at, option in enumerate(reading.options(item)):
            text = normal(half_width(self._sent(f"n-{item['code']}-{at}"))).removesuffix("人").removesuffix("份").strip() or "0"
            if not (text.isdecimal() and len(text) <= 5):
                self.wrong[item["code"]] = f"『{item['name']}』的『{option}』写人数，你写的是『{text[:12]}』。"
                continue
            counts[option] = int(text)
        most = max(counts.values(), default=0) if item["kind"] == "several" else sum(counts.values())
        if sheets and most > sheets:
            self.wrong[item["code"]] = f"『{item['name']}』合起来 {most} 人，比收到的 {sheets} 份多，请核对。"
        return counts


class PersonChoice(forms.TypedChoiceField):
    """One of the teachers a paper sheet may be about."""

    def __init__(self, people: list[Teacher], **kwargs: Any) -> None:
        self.people = {str(teacher.pk): teacher for teacher in people}
        super().__init__(
            label="评的是哪位老师", coerce=self.people.get, choices=[("", "请选择"), *((pk, teacher.name) for pk, teacher in self.people.items())],
            error_messages={"required": "请选评的是哪位老师。", "invalid_choice": "请从名单里选。"}, **kwargs,
        )


class SheetForm(forms.Form):
    """代录一份: about whom, beside the answers."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[Teacher], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["key"] = uuid.uuid4()
        if people:
            self.fields["about"] = PersonChoice(people)


def whole(data: QueryDict, name: str, *, most: int, otherwise: int = 0) -> int:
    """A small whole number of the address, else what stands for nothing."""
    text = data.get(name, "")
    return min(int(text), most) if text.isdecimal() and len(text) < 10 else otherwise
