from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.forms.activities import TermDay
from activities.forms.people import OutsideNames, TeacherNames
from activities.forms.words import Words
from activities.models import Activity, Contest, Work
from activities.services.contests import CLOSED
from activities.states import WorkState
from documents.chinese import half_width, normal
from instruments.answers import SCORED
from instruments.models import Instrument
from instruments.queries import forms as forms_in_use
from school.models import Teacher, User
from school.person import Person
from school.policy import within

APART = re.compile(r"[、，,；;\n]+")
TIER = re.compile(r"(.{1,20}?)\s*[:：]?\s*(\d{1,3}(?:\.\d{1,2})?)\s*(?:[%分名个]|以上|分以上)?")


class TierList(forms.CharField):
    """档次 as people write them, from the highest: 「一档 20、二档 30、三档 50」. Cleans to [{name, value}]."""

    default_error_messages = {"required": "请写各档，如：一档 20、二档 30、三档 50。"}

    def prepare_value(self, value: Any) -> Any:
        return "、".join(f"{tier['name']} {tier['value']}" for tier in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, str]]:
        parts = [part.strip() for part in APART.split(normal(half_width(super().clean(value)))) if part.strip()]
        tiers = []
        for part in parts:
            found = TIER.fullmatch(part)
            if not found:
                raise ValidationError(f"『{part[:20]}』看不懂，请写成『一档 20』这样：先写档名，再写一个数，几档之间用顿号。")
            tiers.append({"name": found[1].strip(), "value": found[2]})
        if len({tier["name"] for tier in tiers}) < len(tiers):
            raise ValidationError("有两档同名，请改一个。")
        return tiers


class ContestForm(forms.Form):
    """评比的规则: where it belongs, how it is judged, how places become tiers."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    title = Words(label="名称", most=80, help_text="评价细则按这个名称找评比结果")
    level = Words(label="级别", most=10, help_text="校级、乡镇级、县级……")
    blind = forms.BooleanField(label="匿名评审：评委只看到编号，看不到作者、班级和组", required=False)
    own_group = forms.BooleanField(label="评委可以评本教研组的作品（自己的总是不能评）", required=False)
    trim = forms.BooleanField(label="去掉一个最高分和一个最低分（至少 4 位评委才去）", required=False)
    ties = forms.ChoiceField(label="平均分相同时", choices=Contest.Ties.choices)
    tie_item = forms.ChoiceField(label="看哪一项指标", required=False)
    tier_by = forms.ChoiceField(label="怎样分档", choices=Contest.TierBy.choices)
    tiers = TierList(label="各档", help_text="从高到低，如：一档 20、二档 30、三档 50。按百分比写百分数，按名次写几名，按得分写几分以上")
    praised = forms.IntegerField(label="公布前几档的姓名", min_value=0, max_value=9, help_text="其余的人只看得到自己的结果")
    gives = forms.ChoiceField(label="记入评定的是", choices=Contest.Gives.choices)

    def __init__(self, *args: Any, person: Person, contest: Contest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_use = forms_in_use(person.school, Instrument.Purpose.JUDGING)
        if contest:
            in_use = in_use | Instrument.objects.filter(pk=contest.instrument_id)
        else:
            self.fields["activity"] = forms.ModelChoiceField(
                within(person, "contest.run", Activity.objects.filter(term=person.term, contest=None)).exclude(state__in=CLOSED),
                label="属于哪次活动", empty_label="另建一次活动，名称和评比相同", required=False,
                help_text="研修方式是教学竞赛、论文撰写的活动，名单里每人都要交一件；别的想参加的交",
            )
        self.fields["instrument"] = forms.ModelChoiceField(
            in_use, label="评审表", empty_label="请选择", error_messages={"required": "请选评审表。"}
        )
        self.fields["entries_due"] = TermDay(person.term, label="交作品截止", required=False)
        self.fields["judging_due"] = TermDay(person.term, label="评审截止", required=False)
        self.fields["tie_item"].choices = [("", "——")] + list(dict.fromkeys(
            (item["code"], item["name"]) for form in in_use for item in form.items if item["kind"] in SCORED
        ))
        self.order_fields(["activity", "title", "instrument", "level", "entries_due", "judging_due"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        form, tiers, by = data.get("instrument"), data.get("tiers"), data.get("tier_by")
        if data.get("ties") == Contest.Ties.ITEM and form:
            codes = [item["code"] for item in form.items if item["kind"] in SCORED]
            if data.get("tie_item") not in codes:
                self.add_error("tie_item", f"请选『{form}』里的一项有分的指标。")
        elif "tie_item" in data:
            data["tie_item"] = ""
        if data.get("entries_due") and data.get("judging_due") and data["judging_due"] < data["entries_due"]:
            self.add_error("judging_due", "评审截止比交作品截止还早，请改日期。")
        if tiers and by == Contest.TierBy.SHARE and sum(Decimal(tier["value"]) for tier in tiers) > 100:
            self.add_error("tiers", "各档加起来超过 100%，请改小。")
        if tiers and by == Contest.TierBy.POINTS:
            values = [Decimal(tier["value"]) for tier in tiers]
            if values != sorted(values, reverse=True):
                self.add_error("tiers", "按得分分档，要从高到低写，例如：一档 90、二档 80、三档 60。")
        return data

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("key", "version", "activity")}


class EntryForm(forms.Form):
    """参评作品: a title, and if there is one the text already written here or a file."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = Words(label="题目", most=100, help_text="课、朗诵、粉笔字这些当场评的，只填题目")
    file = forms.FileField(label="或者传一个文件", required=False, help_text="PDF、Word、PowerPoint 或照片，不超过 20 MB；文件里请不要写姓名")

    def __init__(self, *args: Any, person: Person, contest: Contest, for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_others = for_others
        if for_others:
            self.fields["teacher"] = TeacherNames(school=person.school, one=True, required=True, label="作者")
        else:
            self.fields["work"] = forms.ModelChoiceField(
                Work.objects.filter(author=person.teacher, term=contest.activity.term).exclude(state=WorkState.DRAFT),
                label="选一份交过的材料", required=False, empty_label="不选",
            )
        self.order_fields(["key", "teacher", "title", "work", "file"])

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent and sent.size > 20 << 20:
            raise ValidationError(f"文件有 {sent.size >> 20} MB，超过 20 MB，请压缩以后再传。")
        return sent

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("work") and data.get("file"):
            self.add_error("file", "材料和文件只选一样。")
        return data


class JudgesForm(forms.Form):
    """评委: ticked from the teachers and the invited experts."""

    judges = forms.ModelMultipleChoiceField(None, label="评委", widget=forms.CheckboxSelectMultiple, required=False)
    outside = OutsideNames()

    def __init__(self, *args: Any, users: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["judges"].queryset = User.objects.filter(pk__in=[user.pk for user in users]).select_related("teacher")
        self.fields["judges"].label_from_instance = self._named

    @staticmethod
    def _named(user: User) -> str:
        teacher: Teacher | None = getattr(user, "teacher", None)
        return f"{teacher.name}（{teacher.subject or '未写学科'}）" if teacher else f"{user.name}（校外专家）"
