from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms import inlineformset_factory
from django_scopes.forms import SafeModelChoiceField, SafeModelMultipleChoiceField

from documents import chinese
from plans.models import (
    ContentItem,
    LeadershipMember,
    MonthItem,
    Plan,
    PlannedSession,
    Quota,
    ScheduleEntry,
    SourceDocument,
    Stage,
)
from school.audience import Audience, words
from school.models import Group, Role, Tag, Teacher

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class AudienceField(forms.CharField):
    """参加人员 as people write it: 「全体教师」, or names of groups, tags, roles and teachers joined by 、 with 不含."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label=kwargs.pop("label", "参加人员"), **kwargs)
        self.help_text = self.help_text or "全体教师，或组名、标签、姓名，用顿号隔开；可写『不含 某某』。"

    def prepare(self, school) -> None:
        """What may be named; called by the form once it knows the school."""
        self.groups = set(Group.objects.filter(school=school).values_list("name", flat=True))
        self.tags = set(Tag.objects.filter(school=school).values_list("name", flat=True))
        self.roles = {label: value for value, label in Role.Name.choices}
        self.teachers: dict[str, list[str]] = {}
        for staff_no, name in Teacher.objects.filter(school=school, left=None).values_list("staff_no", "name"):
            self.teachers.setdefault(name, []).append(staff_no)
            self.teachers.setdefault(staff_no, [staff_no])

    def prepare_value(self, value: Any) -> str:
        if not isinstance(value, dict):
            return value or ""
        names = {number: name for name, numbers in self.teachers.items() if len(numbers) == 1 for number in numbers if name != number}
        return words(value, names) if value else ""

    def clean(self, value: str) -> Audience:
        text = chinese.normal(chinese.half_width(super().clean(value) or ""))
        wanted, _, without = text.partition("不含")
        rule: Audience = {}
        for name in _names(wanted.replace("另加", "、")):
            if name in ("全体教师", "全体"):
                rule["all"] = True
            elif name in self.groups:
                rule.setdefault("groups", []).append(name)
            elif name in self.tags:
                rule.setdefault("tags", []).append(name)
            elif name in self.teachers:
                rule.setdefault("plus", []).append(self._one(name))
            elif name in self.roles:
                rule.setdefault("roles", []).append(self.roles[name])
            else:
                raise forms.ValidationError(f"『{name}』不是本校的组、标签、身份或教师姓名，请核对写法。")
        if without:
            rule["minus"] = [self._one(name) for name in _names(without)]
        return rule

    def _one(self, name: str) -> str:
        numbers = self.teachers.get(name)
        if not numbers:
            raise forms.ValidationError(f"名册里没有『{name}』。")
        if len(numbers) > 1:
            raise forms.ValidationError(f"有 {len(numbers)} 位教师叫『{name}』，请写工号：{'、'.join(numbers)}。")
        return numbers[0]


def _names(text: str) -> list[str]:
    return [part for part in re.split(r"[、，,;；\s]+", text) if part and part not in ("未定",)]


class RowForm(forms.ModelForm):
    """One row of a list of the plan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("order",):
            if name in self.fields:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str) and not isinstance(self.fields[name].widget, forms.Textarea):
                cleaned[name] = chinese.normal(value)
        if not cleaned.get("order") and "order" in self.fields:
            cleaned["order"] = self.instance.order or 99
        return cleaned


class StageForm(RowForm):
    class Meta:
        model = Stage
        fields = ["order", "name", "starts", "ends", "text"]
        widgets = {"starts": DAY, "ends": DAY, "text": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and starts > ends:
            self.add_error("ends", f"『{cleaned.get('name', '这一阶段')}』的结束早于开始，请核对这两个日期。")
        return cleaned


class MonthItemForm(RowForm):
    class Meta:
        model = MonthItem
        fields = ["month", "order", "content", "requirement", "assessed_by", "responsible"]

    def clean_month(self) -> str:
        month = chinese.half_width(self.cleaned_data["month"])
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
            raise forms.ValidationError("月份应写成 2026-09。")
        return month


class LeadershipForm(RowForm):
    class Meta:
        model = LeadershipMember
        fields = ["order", "role", "name", "duty"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if name := cleaned.get("name"):
            plan = self.instance.plan if self.instance.plan_id else None
            found = Teacher.objects.filter(name=name, **({"school": plan.school} if plan else {}))[:2]
            self.instance.teacher = found[0] if len(found) == 1 else None
        return cleaned


class QuotaForm(RowForm):
    audience = AudienceField(label="对象")

    class Meta:
        model = Quota
        fields = ["order", "name", "source", "number", "unit", "period", "audience"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ("反思", "心得", "学习笔记", "案例", "随笔", "读后感", "论文", "教学设计", "课件", "总结")
        choices = [("observations:made", "听课记录"), *((f"works:{kind}", kind) for kind in kinds), ("open_lessons", "公开课")]
        if self.instance.source and self.instance.source not in dict(choices):
            choices.append((self.instance.source, self.instance.source))
        self.fields["source"] = forms.ChoiceField(label="依据", choices=choices)


class ContentForm(RowForm):
    class Meta:
        model = ContentItem
        fields = ["order", "title"]


class SourceForm(RowForm):
    class Meta:
        model = SourceDocument
        fields = ["number", "title", "issuer", "day", "paper_pages"]
        widgets = {"day": DAY}


class PlanRows(forms.BaseInlineFormSet):
    """A list of the plan; audience fields learn the school."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.instance.plan = self.instance
        for field in form.fields.values():
            if isinstance(field, AudienceField):
                field.prepare(self.instance.school)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "删去"


def sessions_of(entry: ScheduleEntry, plan: Plan, data: Any = None) -> Sessions:
    """The formset of a row's sessions."""
    made = inlineformset_factory(
        ScheduleEntry, PlannedSession, form=SessionForm, formset=Sessions, extra=1 if entry.pk else 2, can_delete=True, max_num=40
    )
    made.plan = plan
    return made(data, instance=entry, prefix="sessions")


def _rows(model: type, form: type, extra: int = 3) -> type:
    return inlineformset_factory(Plan, model, form=form, formset=PlanRows, extra=extra, can_delete=True, max_num=400)


ROWS = {
    "stages": ("阶段", _rows(Stage, StageForm, 1)),
    "months": ("月度安排", _rows(MonthItem, MonthItemForm)),
    "contents": ("研修内容", _rows(ContentItem, ContentForm)),
    "leadership": ("领导小组与职责", _rows(LeadershipMember, LeadershipForm)),
    "quotas": ("任务量", _rows(Quota, QuotaForm, 2)),
    "sources": ("依据文件", _rows(SourceDocument, SourceForm, 1)),
}


class EntryForm(forms.ModelForm):
    audience = AudienceField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    training_forms = forms.CharField(
        label="研修方式", required=False, widget=forms.TextInput(attrs={"list": "training-forms"}), help_text="几种用顿号隔开"
    )

    class Meta:
        model = ScheduleEntry
        fields = ["title", "content_item", "group", "starts", "ends", "time_text", "audience", "hours"]
        field_classes = {"content_item": SafeModelChoiceField, "group": SafeModelChoiceField}
        widgets = {"starts": DAY, "ends": DAY}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["content_item"].queryset = plan.contents.all()
        self.fields["content_item"].empty_label = "（不属于哪一项）"
        self.fields["group"].queryset = Group.objects.filter(school=plan.school)
        self.fields["group"].empty_label = "（全校）"
        self.fields["audience"].prepare(plan.school)
        self.initial["training_forms"] = "、".join(self.instance.forms or [])
        self.fields["version"].initial = self.instance.version

    def clean_training_forms(self) -> list[str]:
        return [part for part in re.split(r"[、，,\s]+", chinese.normal(self.cleaned_data["training_forms"])) if part][:8]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "结束的日子早于开始，请核对。")
        if ends and not starts:
            self.add_error("starts", "有结束没有开始，请补上开始的日子。")
        for name, day in (("starts", starts), ("ends", ends)):
            check_day(self, name, day, self.plan)
        return cleaned


def check_day(form: forms.Form, name: str, day, plan: Plan) -> None:
    """A day outside the term is refused with the term's own days."""
    term = plan.term
    first = min([term.starts, *(stage.starts for stage in plan.stages.all())])
    if day and not first <= day <= term.ends:
        form.add_error(name, f"{day:%Y-%m-%d} 不在本学期里（{first:%Y-%m-%d} 至 {term.ends:%Y-%m-%d}），请改日期。")


class SessionForm(forms.ModelForm):
    audience = AudienceField(label="本场参加人员", help_text="空着就同上面")

    class Meta:
        model = PlannedSession
        fields = ["order", "day", "starts", "ends", "place", "presenters", "presenter_text", "audience"]
        widgets = {"day": DAY, "starts": TIME, "ends": TIME, "presenters": forms.SelectMultiple(attrs={"size": 5})}
        field_classes = {"presenters": SafeModelMultipleChoiceField}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "结束的时间不晚于开始，请核对。")
        check_day(self, "day", cleaned.get("day"), self.plan)
        if not cleaned.get("order"):
            cleaned["order"] = self.instance.order or 9
        return cleaned


class Sessions(forms.BaseInlineFormSet):
    """场次 of one schedule row."""

    plan: Plan

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.plan = self.plan
        form.fields["audience"].prepare(self.plan.school)
        form.fields["presenters"].queryset = Teacher.objects.filter(school=self.plan.school, left=None)
        form.fields["order"].required = False
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "删去这一场"
