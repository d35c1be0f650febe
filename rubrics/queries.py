"""Reads for the rubric pages: versions, and a rule said in a sentence."""
from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from rubrics.check import Finding, check_rubric
from rubrics.models import Rubric
from rubrics.scoring import Refusal, parse_rubric
from rubrics.scoring.numbers import divide, fixed, plain, read_number
from rubrics.scoring.rubric import Profile
from rubrics.sources import argument_of, source_of
from school.models import Group, Membership, Role, School, Teacher, Term
from school.person import Person
from school.policy import has, within

OTHERWISE = {"zero": "零分", "full": "满分", "exclude": "剔除后折算", "average": "平均分"}


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


@dataclass(frozen=True)
class Slot:
    """A number inside a rule's sentence that a school may change (句子里的一个数)."""

    path: tuple[Any, ...]  # in the item
    label: str
    value: str


Piece = str | Slot


def n(value: Any) -> str:
    """A number as people write it."""
    return plain(read_number(value if not isinstance(value, float) else str(value)))


def rule_words(item: Mapping[str, Any]) -> str:
    """计分规则 as one sentence: 每缺 1 次扣 1 分，扣完为止。"""
    return "".join(piece if isinstance(piece, str) else piece.value for piece in pieces(item))


def slots(item: Mapping[str, Any]) -> list[Slot]:
    """The numbers of an item that can be changed in place: its 分值 and those in its sentence."""
    points = [] if item.get("max") is None else [Slot(("max",), "分值", n(item["max"]))]
    return points + [piece for piece in pieces(item) if isinstance(piece, Slot)]


def pieces(item: Mapping[str, Any]) -> list[Piece]:
    """The sentence of an item's rule in pieces: words, and the numbers among them."""
    return [*_pieces(item["rule"], item.get("max"), ("rule",)), "。"]


def _pieces(rule: Mapping[str, Any], most: Any, at: tuple[Any, ...]) -> Iterator[Piece]:
    """Kinds whose numbers stand in the sentence; the rest is said in words only."""
    match rule["kind"]:
        case "tiers":
            yield f"分{_count(len(rule['tiers']))}档：" if rule["tiers"] else ""
            for place, (name, points) in enumerate(rule["tiers"].items()):
                yield f"{'，' if place else ''}{name} "
                yield Slot((*at, "tiers", name), name, n(points))
                yield " 分"
            yield f"；未参加 {n(rule.get('none', 0))} 分"
        case "quota" if not rule.get("also"):
            yield {"week": "每周", "month": "每月"}.get(rule.get("each") or "", "")
            if rule.get("required") is None:
                yield "应交数按计划"
            else:
                yield "应有 "
                yield Slot((*at, "required"), "应有几次", n(rule["required"]))
                yield " 次"
            for key, words, ends in (("per_missing", "每缺", "，扣完为止"), ("per_extra", "每多", "")):
                if rule.get(key):
                    yield f"，{words} {n(rule.get('unit', 1))} 次{'扣' if key == 'per_missing' else '加'} "
                    yield Slot((*at, key), f"{words}一次几分", n(rule[key]))
                    yield f" 分{ends}"
        case "count":
            yield from _count_pieces(rule, most, at)
        case "bands":
            for place, band in enumerate(rule["bands"]):
                yield "，" if place else ""
                yield from _band_pieces(band, (*at, "bands", place))
        case _:
            yield _words(rule, most)


def _count_pieces(rule: Mapping[str, Any], most: Any, at: tuple[Any, ...]) -> Iterator[Piece]:
    if rule.get("base"):
        yield "基础 "
        yield Slot((*at, "base"), "基础分", n(rule["base"]))
        yield " 分；"
    gains = False
    for place, (name, points) in enumerate(rule["points"].items()):
        yield "，" if place else ""
        if isinstance(points, list):
            yield f"{name}每次 {n(points[0])} 到 {n(points[1])} 分，视情节"
            continue
        value = n(points)
        gains = gains or not value.startswith("-")
        yield f"{name}每次{'扣' if value.startswith('-') else '加'} "
        yield Slot((*at, "points", name), f"{name}每次几分", value.removeprefix("-"))
        yield " 分"
    cap = rule.get("cap", most)
    yield f"，最高 {n(cap)} 分" if gains and cap is not None else "" if gains else "，扣完为止"


def _band_pieces(band: Mapping[str, Any], at: tuple[Any, ...]) -> Iterator[Piece]:
    words = {"at_least": "≥ ", "more_than": "> ", "at_most": "≤ ", "fewer_than": "< "}
    bounds = [key for key in words if key in band]
    for place, key in enumerate(bounds):
        yield f"{'且 ' if place else ''}{words[key]}"
        yield Slot((*at, key), "分数线", n(band[key]))
    yield f"{' ' if bounds else '其余'}得 "
    yield Slot((*at, "points"), "得几分", n(band["points"]))
    yield " 分"


def _words(rule: Mapping[str, Any], most: Any) -> str:
    top = "" if most is None else f"，最高 {n(most)} 分"
    match rule["kind"]:
        case "judged":
            ranges = rule.get("ranges") or {}
            named = "，".join(f"{name} {n(low)}—{n(high)} 分" for name, (low, high) in ranges.items())
            return f"评定给分{top}{f'：{named}' if named else ''}"
        case "ratio":
            return f"按完成的比例得分{top}"
        case "sum" | "best" as kind:
            begins = "各部分相加：" if kind == "sum" else "取最高的一个："
            return begins + "；".join(_part(part, most) for part in rule["parts"])
        case "mean":
            return f"各期平均：{_inner(rule['rule'], most)}" if "rule" in rule else "各部分加权平均"
        case "gate":
            return f"{_inner(rule['rule'], most)}；遇规定情形得 {n(rule.get('then', 0))} 分"
        case "group":
            return f"按{rule.get('of', '组')}计：{_inner(rule['rule'], most)}"
        case "awards":
            return f"按获奖等级计分{top}"
        case "raters":
            return f"多方评分加权：{'、'.join(rule['weights'])}"
        case "rank":
            return f"按名次计分{top}"
        case "relative":
            return f"与参照数比较计分{top}"
        case "all" | "any" as kind:
            return f"{'各条件都' if kind == 'all' else '有一个条件'}达到得 {n(rule.get('points', most or 0))} 分"
        case "quota":
            return f"按任务量计，每缺一次扣 {n(rule.get('per_missing', 0))} 分"
    raise ValueError(rule["kind"])


def _inner(rule: Mapping[str, Any], most: Any) -> str:
    return "".join(piece if isinstance(piece, str) else piece.value for piece in _pieces(rule, most, ()))


def _part(part: Mapping[str, Any], most: Any) -> str:
    return f"{part.get('name', '')}（{_inner(part['rule'], part.get('max', most))}）"


def _count(number: int) -> str:
    return "零一二三四五六七八九十"[number] if number <= 10 else str(number)


def source_words(key: str) -> str:
    """评价依据 as people say it: 研修材料／学习笔记／政治."""
    source = source_of(key)
    argument = {"made": "听课", "received": "被听"}.get(argument_of(key), argument_of(key)).replace("/", "／")
    label = source.label.partition("（")[0] if source else key
    return f"{label}／{argument}" if argument else label or "未定"


def audience_words(item: Mapping[str, Any]) -> str:
    """对象: 全体教师, or who, and what the others get."""
    applies = item.get("applies_to") or {}
    names = [*applies.get("tags", []), *applies.get("groups", []), *applies.get("roles", [])]
    names += [f"不含{name}" for name in applies.get("not_tags", [])]
    if not names:
        return "全体教师"
    return f"{'、'.join(names)}，其余{OTHERWISE[item.get('otherwise', 'zero')]}"
