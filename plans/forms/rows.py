from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms import inlineformset_factory
from django.utils.functional import cached_property

from documents import chinese
from documents.names import apart
from plans.burden import prices_of
from plans.forms.audience import DAY, AudienceField
from plans.forms.goals import Counted
from plans.models import ContentItem, Goal, LeadershipMember, MonthItem, Plan, Quota, SourceDocument, Stage
from plans.vocabulary import Vocabulary
from school.models import Teacher

LINES = forms.Textarea(attrs={"rows": 1})  # grows with what is typed


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
            if isinstance(value, str) and name != "text":
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
        widgets = {"content": LINES, "requirement": LINES}

    def clean_month(self) -> str:
        month = chinese.half_width(self.cleaned_data["month"])
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
            raise forms.ValidationError("月份应写成 2026-09。")
        return month


class LeadershipForm(RowForm):
    class Meta:
        model = LeadershipMember
        fields = ["order", "team", "role", "name", "duty", "since", "until"]
        widgets = {"duty": LINES, "since": DAY, "until": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].required = False
        self.fields["name"].widget.attrs |= {"data-teachers": "one", "list": "teacher-names"}
        self.people: dict[str, list[Teacher]] = {}

    def know(self, people: dict[str, list[Teacher]]) -> None:
        """The teachers by name; a namesake who is chosen already stands with what tells him apart."""
        self.people, row = people, self.instance
        same = people.get(row.teacher.name, []) if row.teacher_id else []
        if len(same) > 1 and row.teacher in same and row.name == row.teacher.name:
            self.initial["name"] = _apart(same)[same.index(row.teacher)]

    def _one(self, name: str) -> tuple[str, Teacher | None]:
        """Whom a typed name, 「李娜（语文）」 or 工号 means, and how he is written; somebody from outside has no row."""
        same = self.people.get(name, [])
        if len(same) > 1:
            raise forms.ValidationError(f"有 {len(same)} 位『{name}』，请写明是哪一位：{'、'.join(_apart(same))}。")
        if same:
            return name, same[0]
        for rows in self.people.values():
            for label, teacher in zip(_apart(rows), rows, strict=True):
                if name == teacher.staff_no or len(rows) > 1 and name == label:
                    return (label if len(rows) > 1 else teacher.name), teacher
        return name, None

    def clean_name(self) -> str:
        name, self.instance.teacher = self._one(chinese.normal(self.cleaned_data["name"]))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["team"] = cleaned.get("team") or LeadershipMember.Team.LEAD
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", f"『{cleaned.get('name', '这一位')}』的任期止早于任期起，请核对这两个日期。")
        return cleaned


def _apart(same: list[Teacher]) -> list[str]:
    return apart(same[0].name, [teacher.marks for teacher in same])


COUNTED = {"observations:made": "听课记录", "observations:received": "被听课", "open_lessons": "公开课", "lectures": "讲座", "topics": "课题（主持或参加）"}


def source_words(source: str) -> str:
    """依据 of a quota for people: 听课记录, 反思, 公开课：示范课."""
    head, _, argument = source.partition(":")
    return COUNTED.get(source) or (f"{COUNTED[head]}：{argument}" if head in COUNTED else argument.replace("/", "："))


class QuotaForm(RowForm):
    source = forms.ChoiceField(label="依据")
    audience = AudienceField(label="对象")

    class Meta:
        model = Quota
        fields = ["order", "name", "source", "number", "unit", "period", "audience"]


class GoalForm(RowForm):
    number = Counted(label="数量")

    class Meta:
        model = Goal
        fields = ["order", "text", "number", "unit", "measure", "by"]
        widgets = {"text": LINES, "measure": LINES}


class ContentForm(RowForm):
    class Meta:
        model = ContentItem
        fields = ["order", "title"]


class SourceForm(RowForm):
    upload = forms.FileField(label="文件", required=False, widget=forms.FileInput(attrs={"accept": ".pdf,.docx,image/*"}))

    class Meta:
        model = SourceDocument
        fields = ["number", "title", "issuer", "day", "paper_pages"]
        widgets = {"day": DAY}


class PlanRows(forms.BaseInlineFormSet):
    """A list of the plan: knows the school's words, and the state of the list in which the page showed it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = any(isinstance(field, AudienceField) for field in self.form.base_fields.values())
        self.vocabulary = Vocabulary(self.instance.school) if named else None

    @property
    def columns(self) -> list[str]:
        return [name for name in self.form._meta.fields if name != self.fk.name]

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.instance.plan = self.instance
        for field in form.fields.values():
            if isinstance(field, AudienceField):
                field.vocabulary = self.vocabulary
        if isinstance(form, LeadershipForm):
            form.know(self.people)
        if isinstance(form, QuotaForm):
            sources = dict.fromkeys([*self.countable, *filter(None, [form.instance.source])])
            form.fields["source"].choices = [(source, source_words(source)) for source in sources]
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "删去"

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows.select_related("teacher") if self.model is LeadershipMember else rows

    @cached_property
    def people(self) -> dict[str, list[Teacher]]:
        found: dict[str, list[Teacher]] = {}
        for teacher in Teacher.objects.filter(school=self.instance.school, left=None).select_related("campus"):
            found.setdefault(teacher.name, []).append(teacher)
        return found

    @cached_property
    def countable(self) -> list[str]:
        return list(prices_of(self.instance.school))

    def typed(self, columns: list[str]) -> list[tuple]:
        """The rows as they would stand after saving; only after is_valid()."""
        gone = set(self.deleted_forms)
        filled = [form for form in self.forms if form not in gone and (form.instance.pk or form.has_changed())]
        return [tuple(form.cleaned_data.get(name) for name in columns) for form in filled]


def _rows(model: type, form: type, extra: int = 3) -> type:
    return inlineformset_factory(Plan, model, form=form, formset=PlanRows, extra=extra, can_delete=True, max_num=400)


ROWS = {
    "stages": ("阶段", _rows(Stage, StageForm, 1)),
    "months": ("月度安排", _rows(MonthItem, MonthItemForm)),
    "contents": ("研修内容", _rows(ContentItem, ContentForm)),
    "goals": ("目标", _rows(Goal, GoalForm, 2)),
    "leadership": ("领导小组与职责", _rows(LeadershipMember, LeadershipForm)),
    "quotas": ("任务量", _rows(Quota, QuotaForm, 2)),
    "sources": ("依据文件", _rows(SourceDocument, SourceForm, 1)),
}
