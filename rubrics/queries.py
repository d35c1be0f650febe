"""Reads for the rubric pages: versions, and a rule said in a sentence."""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from rubrics import ruleforms
from rubrics.check import Finding, check_rubric
from rubrics.models import Rubric
from rubrics.scoring import Refusal, parse_rubric
from rubrics.scoring.numbers import divide, fixed, plain
from rubrics.scoring.rubric import Profile
from rubrics.sources import argument_of, source_of
from school.models import Group, Membership, Role, School, Tag, Teacher, Term
from school.person import Person
from school.policy import has, within

OTHERWISE = {"zero": "零分", "full": "满分", "exclude": "剔除后折算", "average": "平均分"}
ROLES = dict(Role.Name.choices)


def findings(rubric: Rubric, term: Term | None) -> list[Finding]:
    """细则体检 of a version with this term's teachers; a file that cannot be reckoned gives its problems as errors."""
    try:
        parsed = parse_rubric(json.dumps(rubric.document))
    except Refusal as refusal:
        return [Finding("error", one["path"], one["sentence"], "请改正后再启用") for one in refusal.problems]
    return check_rubric(parsed, profiles(rubric.school, term) if term else (), in_school=True)


def profiles(school: School, term: Term) -> list[Profile]:
    """What decides which items are for whom, of every teacher in service, in four queries."""
    teachers = list(Teacher.objects.filter(school=school, left=None).prefetch_related("tags"))
    roles: dict[int, set[str]] = {}
    for user, name in Role.objects.filter(school=school).values_list("user_id", "name"):
        roles.setdefault(user, set()).add(name)
    groups: dict[int, dict[str, tuple[str, ...]]] = {}
    labels = dict(Group.Kind.choices)
    for pk, kind, name in Membership.objects.filter(term=term).values_list("teacher_id", "group__kind", "group__name"):
        mine = groups.setdefault(pk, {})
        mine[labels[kind]] = (*mine.get(labels[kind], ()), name)
    return [
        Profile(
            frozenset(tag.name for tag in teacher.tags.all()), frozenset(roles.get(teacher.user_id, ())),
            groups.get(teacher.pk, {}),
        )
        for teacher in teachers
    ]


@dataclass(frozen=True)
class TotalChoice:
    """One way to deal with weights that are not the full marks, and what it does."""

    kind: str
    label: str
    effect: str


def total_choices(document: Mapping[str, Any]) -> list[TotalChoice]:
    """封顶, 折算, 改分值 with their effect; nothing when the weights are the full marks."""
    try:
        rubric = parse_rubric(json.dumps(document))
    except Refusal:
        return []
    weights, full = rubric.weights, rubric.full_marks
    if weights == full or not weights:
        return []
    ninety = fixed(divide(divide(full * 90, 100) * full, weights), rubric.places)
    more = plain(abs(weights - full))
    return [
        TotalChoice("cap", "封顶", f"超过 {plain(full)} 的按 {plain(full)} 计；不到的不变"),
        TotalChoice("rescale", "折算", f"合计 ÷ {plain(weights)} × {plain(full)}；得 {plain(divide(full * 90, 100))} 的成为 {ninety}"),
        TotalChoice("plain", "改分值", f"自己{'减去' if weights > full else '补上'} {more} 分，改到合计 {plain(full)}；不改就照实相加"),
    ]


def narrow_items(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Items that only some teachers can earn: what the others get must be decided."""
    return [
        {"code": item["code"], "name": item.get("name", ""), "max": item.get("max"), "otherwise": item.get("otherwise", "zero"),
         "who": audience_words(item).partition("，其余")[0]}
        for item in document["items"] if item.get("applies_to")
    ]


def rubric_in_use(school: School) -> Rubric | None:
    """The version of the 评价细则 that a school uses now."""
    return Rubric.objects.filter(school=school, state="in_use").first()


def readable(person: Person) -> QuerySet[Rubric]:
    """Versions within reach; who may not edit reads those in use or retired."""
    rows = within(person, "rubric.read", Rubric.objects.all())
    if not (has(person, "rubric.edit") or "group_leader" in person.roles):
        rows = rows.filter(state__in=["in_use", "retired"])
    return rows


def rule_words(item: Mapping[str, Any]) -> str:
    """计分规则 as one sentence: 每缺 1 次扣 1 分，扣完为止。"""
    return ruleforms.words(item["rule"], item.get("max"))


def source_words(key: str) -> str:
    """评价依据 as people say it: 研修材料／学习笔记／政治."""
    source = source_of(key)
    argument = {"made": "听课", "received": "被听"}.get(argument_of(key), argument_of(key)).replace("/", "／")
    label = source.label.partition("（")[0] if source else key
    return f"{label}／{argument}" if argument else label or "未定"


def audience_words(item: Mapping[str, Any]) -> str:
    """对象: 全体教师, or who, and what the others get."""
    applies = item.get("applies_to") or {}
    names = [*applies.get("tags", []), *applies.get("groups", []), *(ROLES.get(role, role) for role in applies.get("roles", []))]
    names += [f"不含{name}" for name in applies.get("not_tags", [])]
    if not names:
        return "全体教师"
    return f"{'、'.join(names)}，其余{OTHERWISE[item.get('otherwise', 'zero')]}"


@dataclass(frozen=True)
class Choices:
    """What an item's form offers (可选的): tags, roles, groups, who gives the points."""

    tags: list[tuple[str, str]]
    roles: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    responsible: list[tuple[str, list[tuple[str, str]]]]


def choices(school: School) -> Choices:
    """Tags, roles, groups and teachers of the school, in three queries."""
    tags = [(name, name) for name in Tag.objects.filter(school=school).values_list("name", flat=True)]
    groups = [(name, name) for name in Group.objects.filter(school=school).values_list("name", flat=True)]
    teachers = Teacher.objects.filter(school=school, left=None).values_list("staff_no", "name")
    roles = [(value, label) for value, label in ROLES.items() if value not in ("admin", "district", "clerk", "expert")]
    return Choices(tags, roles, groups, [("身份", roles), ("教师", [(number, f"{name}（{number}）") for number, name in teachers])])


def responsible_words(rubric: Rubric, names: Mapping[str, str]) -> dict[str, str]:
    """谁给分 by item: a role's or a teacher's name."""
    return {code: ROLES.get(who) or names.get(who, who) for code, who in rubric.responsible.items() if who}


def names_of_responsible(rubric: Rubric) -> dict[str, str]:
    """The names behind the 工号 of those who give points."""
    numbers = [who for who in rubric.responsible.values() if who and who not in ROLES]
    return dict(Teacher.objects.filter(school=rubric.school, staff_no__in=numbers).values_list("staff_no", "name")) if numbers else {}


def versions(person: Person, rubric: Rubric) -> list[Rubric]:
    """The other versions of this rubric that the person may read, the newest first."""
    return list(readable(person).filter(title=rubric.title).exclude(pk=rubric.pk))


def weights(document: Mapping[str, Any]) -> str:
    """合计: the sum of the weights as people write it; empty when it cannot be reckoned."""
    try:
        return plain(parse_rubric(json.dumps(document)).weights)
    except Refusal:
        return ""
