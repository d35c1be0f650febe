from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.chinese import half_width, normal
from school.audience import Audience, words
from school.models import Group, School, Tag, Teacher

KEPT = ("subjects", "roles", "served", "aged")  # of a rule written in a plan's words
APART = re.compile(r"[、，,；;\s]+")
MOST_OF_A_NAME = 20


class TeacherNames(forms.CharField):
    """Teachers named as people write them: 「侯雅丽、余小军」; namesakes by 工号. Cleans to a list of teachers.

    The page offers the names when it has `{% teacher_names %}`.
    """

    default_error_messages = {"required": "请写姓名。"}

    def __init__(self, *, school: School, one: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        attrs = {"data-teachers": "one", "list": "teacher-names"} if one else {"data-teachers": "many"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)
        self.school, self.one = school, one

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Teacher):
            return value.name
        if isinstance(value, (list, tuple)):
            return "、".join(teacher.name for teacher in value)
        return value

    def clean(self, value: Any) -> list[Teacher] | Teacher | None:
        wanted = [part for part in APART.split(normal(half_width(super().clean(value) or ""))) if part]
        found = [self._find(part) for part in dict.fromkeys(wanted)]
        if not self.one:
            return found
        if len(found) > 1:
            raise ValidationError("这里只写一位老师。")
        return found[0] if found else None

    def _find(self, part: str) -> Teacher:
        rows = list(Teacher.objects.filter(school=self.school, left=None, name=part))
        rows = rows or list(Teacher.objects.filter(school=self.school, staff_no=part))
        if not rows:
            raise ValidationError(f"名册里没有『{part}』。请核对姓名；校外的人写在『校外主讲』或来宾里。")
        if len(rows) > 1:
            numbers = "、".join(f"{row.staff_no}（{row.subject or row.grade or '未写学科'}）" for row in rows)
            raise ValidationError(f"有 {len(rows)} 位『{part}』，请改写工号：{numbers}。")
        return rows[0]


class OutsideNames(forms.CharField):
    """校外专家 as people write them: 「魏明、进修学校的高老师」, each comes in by a link of his own. Cleans to a list of names."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "写姓名，几位用顿号隔开；不用账号，定下以后每位有一个链接，发给他就能打开，只看得到请他的这一件")
        super().__init__(label="另请校外专家", required=False, max_length=200, **kwargs)

    def clean(self, value: Any) -> list[str]:
        names = [name for part in re.split("[、，,；;\n]+", super().clean(value) or "") if (name := normal(part))]
        if long := next((name for name in names if len(name) > MOST_OF_A_NAME), ""):
            raise ValidationError(f"『{long}』太长了，请只写姓名，几位用顿号隔开。")
        return list(dict.fromkeys(names))


class AudienceFields(forms.Form):
    """参加人员 as a rule: everybody, or groups and tags, plus and minus named teachers."""

    everybody = forms.BooleanField(label="全体教师", required=False)
    groups = forms.MultipleChoiceField(label="教研组", required=False, widget=forms.CheckboxSelectMultiple)
    tags = forms.MultipleChoiceField(label="分层标签", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, school: School, rule: Audience | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = rule or {}
        self.kept: Audience = {key: rule[key] for key in KEPT if rule.get(key)}
        people = {teacher.staff_no: teacher for teacher in Teacher.objects.filter(school=school)}
        self.fields["groups"].choices = [(name, name) for name in Group.objects.filter(school=school).values_list("name", flat=True)]
        self.fields["tags"].choices = [(name, name) for name in Tag.objects.filter(school=school).values_list("name", flat=True)]
        self.fields["plus"] = TeacherNames(school=school, label="另加", help_text="写姓名，几个人用顿号隔开")
        self.fields["minus"] = TeacherNames(school=school, label="不含")
        if self.kept:
            self.fields["tags"].help_text = f"计划里写的『{words(self.kept)}』照旧算在内"
        self.initial |= {
            "everybody": rule.get("all", False), "groups": rule.get("groups", []), "tags": rule.get("tags", []),
            "plus": [people[no] for no in rule.get("plus", []) if no in people],
            "minus": [people[no] for no in rule.get("minus", []) if no in people],
        }

    def audience(self) -> Audience:
        """The rule as it is stored; what this form does not ask (`kept`) stays as it was."""
        data = self.cleaned_data
        rule: Audience = dict(self.kept)
        if data["everybody"]:
            rule["all"] = True
        else:
            rule |= {key: data[key] for key in ("groups", "tags") if data[key]}
        return rule | {key: [t.staff_no for t in data[key]] for key in ("plus", "minus") if data[key]}
