"""管理网络: 领导小组 → 教导处 → 教研组 → 教师, as a drawing and as a table (seed 001, 002).

A level is kept as text: its name on the first line, below it a line for each box, 教科室：何老师、任老师. A level that names no
boxes takes them from where they stand anyway: the plan's 领导小组 and the groups beside it, the roles, the 教研组 of the term.
"""
from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import Any

from documents import names
from plans.models import LeadershipMember, Plan
from school.models import Group, Membership, Role
from school.person import current_term

LABELS = ("领导小组", "教导处", "教研组", "教师")
WIDTH, GAP, SIZE = 586, 34, 13
Box = dict[str, Any]
Level = dict[str, Any]


def network_of(plan: Plan, kept: list[str]) -> list[Level]:
    """The levels with what stands on each; a level without a name is left out (three levels in a small school)."""
    own = [text.splitlines() or [""] for text in kept]
    found = derived(plan) if any(lines[0] and len(lines) == 1 for lines in own) else [[]] * len(LABELS)
    rows = [([_read(line) for line in lines[1:]] or standing, lines[0]) for lines, standing in zip(own, found, strict=False)]
    return [{"label": label, "boxes": boxes} for boxes, label in rows if label and boxes]


def derived(plan: Plan) -> list[list[Box]]:
    """The boxes of the four levels as the plan's 领导小组, the roles and the groups of the term have them."""
    school, term = plan.school, plan.term or current_term(plan.school)
    heads: dict[str, list[str]] = {}
    for role in Role.objects.filter(school=school, user__teacher__isnull=False, user__teacher__left=None).select_related(
        "user__teacher"
    ).order_by("user__teacher__order"):
        heads.setdefault(role.name, []).append(role.user.teacher.name)
    leading, sizes = {}, Counter()
    for member in Membership.objects.filter(term=term, group__school=school).select_related("teacher"):
        sizes[member.group_id] += 1
        if member.leads:
            leading.setdefault(member.group_id, []).append(member.teacher.name)
    groups = list(Group.objects.filter(school=school, kind__in=(Group.Kind.RESEARCH, Group.Kind.CAMPUS)))
    first, beside = _leadership(plan)
    return [
        first or [_box("校长", heads.get(Role.Name.PRINCIPAL, [])), *([_box("副校长", heads[Role.Name.LEADER])] if Role.Name.LEADER in heads else [])],
        [_box(school.office_name, heads.get(Role.Name.OFFICE, [])), *beside],
        [_box(group.name, leading.get(group.pk, [])) for group in groups],
        [_box(group.name, [f"{sizes[group.pk]} 人"]) for group in groups],
    ]


def _leadership(plan: Plan) -> tuple[list[Box], list[Box]]:
    """领导小组 by rank, and the groups beside it (研修指导组, 评审组 …) with who leads them, as the plan names them."""
    ranks: dict[str, list[str]] = {}
    beside: dict[str, list[str]] = {}
    for one in sorted(plan.leadership.all(), key=lambda one: LeadershipMember.Role.values.index(one.role)):
        if one.team != LeadershipMember.Team.LEAD:
            beside.setdefault(one.get_team_display(), []).extend([one.name] if one.role == LeadershipMember.Role.HEAD else [])
        elif one.role != LeadershipMember.Role.MEMBER:
            ranks.setdefault(one.get_role_display(), []).append(one.name)
    return [_box(*one) for one in ranks.items()], [_box(*one) for one in beside.items()]


def _read(line: str) -> Box:
    """教科室：何老师、任老师"""
    name, _, people = line.replace(":", "：").partition("：")
    return _box(name.strip(), [one.strip() for one in re.split("[、，,；;]", people) if one.strip()])


def written(boxes: list[Box]) -> str:
    """Boxes as the lines they could be typed in."""
    return "\n".join(f"{box['name']}：{'、'.join(box['people'])}" if box["people"] else box["name"] for box in boxes)


def _box(name: str, people: list[str]) -> Box:
    return {"name": name, "people": people}


def rows(levels: list[Level]) -> list[tuple[str, str, str]]:
    """The same as a table: level, which, who; for Word and for those who do not see a drawing."""
    return [
        (level["label"] if at == 0 else "", box["name"], "、".join(box["people"]) or "—")
        for level in levels for at, box in enumerate(level["boxes"])
    ]


def svg(levels: list[Level]) -> str:
    """The drawing: a row of boxes for each level, a rule between the levels that ties them together."""
    left = 84
    parts, top = [], 4
    heights = []
    for level in levels:
        wide = _width(level, left)
        heights.append(max(len(_lines(box, wide)) for box in level["boxes"]) * (SIZE + 5) + 14)
    for at, (level, height) in enumerate(zip(levels, heights, strict=True)):
        wide, count = _width(level, left), len(level["boxes"])
        start = left + (WIDTH - left - count * wide) / 2
        parts.append(f'<text x="0" y="{top + height / 2 + 5:.0f}" font-size="{SIZE}" fill="#333">{escape(level["label"])}</text>')
        if at:
            middle = top - GAP / 2
            above, before = _middles(levels[at - 1], left), _middles(level, left)
            parts += [_line(x, top - GAP, x, middle) for x in above] + [_line(x, middle, x, top) for x in before]
            ends = [*above, *before]
            parts.append(_line(min(ends), middle, max(ends), middle))
        for place, box in enumerate(level["boxes"]):
            x = start + place * wide
            parts.append(
                f'<rect x="{x + 3:.1f}" y="{top}" width="{wide - 6:.1f}" height="{height}" rx="3" fill="#fff" stroke="#333"/>'
            )
            lines = _lines(box, wide)
            first = top + (height - len(lines) * (SIZE + 5)) / 2 + SIZE + 1
            parts += [
                f'<text x="{x + wide / 2:.1f}" y="{first + number * (SIZE + 5):.1f}" font-size="{SIZE}" text-anchor="middle" '
                f'fill="#333">{escape(line)}</text>' for number, line in enumerate(lines)
            ]
        top += height + GAP
    said = "；".join(f"{level['label']}：{'、'.join(box['name'] for box in level['boxes'])}" for level in levels)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="network" viewBox="0 0 {WIDTH} {top - GAP + 6}" width="{WIDTH}" '
        f'height="{top - GAP + 6}" role="img" aria-label="管理网络：{escape(said, quote=True)}">{"".join(parts)}</svg>'
    )


def _width(level: Level, left: int) -> float:
    return min(150, (WIDTH - left) / len(level["boxes"]))


def _middles(level: Level, left: int) -> list[float]:
    wide, count = _width(level, left), len(level["boxes"])
    start = left + (WIDTH - left - count * wide) / 2
    return [start + place * wide + wide / 2 for place in range(count)]


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#333"/>'


def _lines(box: Box, wide: float) -> list[str]:
    """The words of a box, broken to its width; two people take a line each."""
    most = max(2, int((wide - 12) // SIZE))
    found = []
    for text in (box["name"], *(names.spaced(name) for name in box["people"])):
        found += [text[at:at + most] for at in range(0, len(text), most)]
    return found
