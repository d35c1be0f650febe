"""试算的数字: what another rubric does to a school, item by item, group by group, and in the choices it leaves open."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean
from typing import Any

from evaluation.reckoning import reckon
from evaluation.trial import Line, Trial, with_otherwise, with_total
from rubrics.queries import OTHERWISE, narrow_items, total_choices
from rubrics.scoring.rubric import Audience, Profile

FEW_OF = 5  # fewer than one in five of those an item is for have points in it
PERSONS = 3  # a group of fewer says something about persons, not about the rubric
APART = 1  # a point on average away from the school
WIDTH, BANDS = 5, 14


@dataclass(frozen=True)
class ItemFigures:
    """一项在全校: whom it is for, who earns, how the mean moves, and what is worth a look."""

    code: str
    name: str
    max: str
    for_whom: int
    earned: int
    full: int
    waiting: int
    before: Decimal | None
    after: Decimal | None
    note: str


@dataclass(frozen=True)
class Moved:
    """一个组或一种标签 on average: mean change, how many gain and lose; `word` when it moves otherwise than the school."""

    name: str
    persons: int
    mean: Decimal
    gain: int
    lose: int
    word: str


@dataclass(frozen=True)
class Band:
    """一个分数段 before and after."""

    label: str
    before: int
    after: int


@dataclass(frozen=True)
class Choice:
    """一种办法 (封顶, 剔除 …): the totals it gives."""

    label: str
    now: bool
    mean: Decimal
    least: Decimal
    most: Decimal
    changed: int
    grades: str


def items(trial: Trial) -> list[ItemFigures]:
    """Every item of the new rubric, then those it drops."""
    found = []
    for was, becomes in trial.pairs:
        before = _mean_of(_stored(trial, was)) if was else None
        if becomes is None:
            found.append(ItemFigures("", was.get("name", ""), "", 0, 0, 0, 0, before, None, "这一版没有这一项"))
            continue
        holds = audience_of(becomes)
        rows = [
            next(item for item in line.items if item["code"] == becomes["code"]) for line in trial.lines if holds(line.facts)
        ]
        settled = [Decimal(row["points"]) for row in rows if row["state"] not in ("open", "excluded")]
        most = becomes.get("max")
        earned = sum(points > 0 for points in settled)
        full = sum(most is not None and points >= Decimal(str(most)) for points in settled)
        waiting = sum(row["state"] == "open" for row in rows)
        note = _note(len(trial.lines), len(rows), len(settled), earned, full, waiting, most)
        found.append(ItemFigures(
            becomes["code"], becomes.get("name", ""), "" if most is None else f"{most:g}", len(rows), earned, full, waiting,
            before, _mean_of(rows), note if was else f"新的一项{note and '；' + note}",
        ))
    return found


def audience_of(item: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], bool]:
    """Whom an item is for, asked of a teacher's facts."""
    given = item.get("applies_to") or {}
    audience = Audience(*(frozenset(given.get(key, ())) for key in ("tags", "roles", "groups", "not_tags")))
    return lambda facts: audience.holds(Profile(frozenset(facts["tags"]), frozenset(facts["roles"]), facts["groups"]))


def _stored(trial: Trial, item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    holds = audience_of(item)
    return [
        next(one for one in line.was if one["code"] == item["code"]) for line in trial.lines if holds(line.facts)
    ]


def _mean_of(rows: Iterable[Mapping[str, Any]]) -> Decimal | None:
    points = [Decimal(row["points"]) for row in rows if row["state"] not in ("open", "excluded")]
    return _one(mean(points)) if points else None


def _one(value: Decimal) -> Decimal:
    return round(Decimal(value), 1)


def _note(school: int, for_whom: int, settled: int, earned: int, full: int, waiting: int, most: Any) -> str:
    """What is worth a look about an item: nobody or only a few can earn it, or it tells nobody apart."""
    if not for_whom:
        return "没有人适用"
    if not settled:
        return "还没有依据，都是待定"
    said = []
    if for_whom * 2 < school:
        said.append(f"只有 {for_whom} 人能得")
    if not earned:
        said.append("没有人得分")
    elif earned * FEW_OF < settled:
        said.append(f"只有 {earned} 人得了分")
    elif most and not full:
        said.append("没有人得满分")
    elif most and full == settled == for_whom and settled > 1:
        said.append("人人满分，分不出高低")
    if waiting:
        said.append(f"{waiting} 人待定")
    return "；".join(said)


def groups(trial: Trial) -> list[Moved]:
    """全校, then 教研组 in the school's order."""
    return [*_moved(trial, lambda line: ["全校"]), *_moved(trial, lambda line: [line.group])]


def tags(trial: Trial) -> list[Moved]:
    """分层标签, those who lose most first."""
    return sorted(_moved(trial, lambda line: line.facts["tags"]), key=lambda one: one.mean)


def _moved(trial: Trial, names: Callable[[Line], Iterable[str]]) -> list[Moved]:
    found: dict[str, list[Decimal]] = {}
    for line in trial.lines:
        for name in names(line):
            found.setdefault(name, []).append(line.change)
    school = mean(line.change for line in trial.lines) if trial.lines else Decimal()
    return [_of_group(name, changes, school) for name, changes in found.items()]


def _of_group(name: str, changes: list[Decimal], school: Decimal) -> Moved:
    apart = _one(mean(changes) - school)
    word = ""
    if len(changes) >= PERSONS and abs(apart) >= APART:
        word = f"比全校{'多' if apart > 0 else '少'} {abs(apart)} 分"
    return Moved(
        name, len(changes), _one(mean(changes)), sum(one > 0 for one in changes), sum(one < 0 for one in changes), word
    )


def bands(trial: Trial) -> list[Band]:
    """分布: how many totals lie in each span, before and after, over the same spans."""
    pairs = [(line.before.total, line.after.total) for line in trial.lines]
    if not pairs:
        return []
    least, most = min(min(pair) for pair in pairs), max(max(pair) for pair in pairs)
    width = WIDTH
    while (most - least) / width > BANDS:
        width *= 2
    first, last = int(least // width), int(most // width)
    return [
        Band(f"{at * width}—{(at + 1) * width}", *(sum(total // width == at for total in side) for side in zip(*pairs, strict=True)))
        for at in range(last, first - 1, -1)
    ]


def choices(trial: Trial) -> list[tuple[str, list[Choice]]]:
    """What 封顶, 折算 and 照实相加 would make of weights that are not the full marks, and each way with those an item is not for."""
    document = trial.rubric.document
    found = []
    if offered := total_choices(document):
        now = document.get("total", "cap")
        rows = [_choice(trial, one.label if one.kind != "plain" else "照实相加", one.kind == now, with_total(document, one.kind)) for one in offered]
        found.append((f"各项分值合计与满分 {document.get('full_marks', 100)} 分不同，总分怎样算", rows))
    if narrow := narrow_items(document):
        now = {item["otherwise"] for item in narrow}
        rows = [_choice(trial, label, now == {kind}, with_otherwise(document, kind)) for kind, label in OTHERWISE.items()]
        codes = "、".join(item["code"] for item in narrow)
        found.append((f"第 {codes} 项只有部分教师能得，其余教师怎样算", rows))
    return found


def _choice(trial: Trial, label: str, now: bool, document: Mapping[str, Any]) -> Choice:
    rows, _ = reckon(document, trial.sheet.periods, trial.people)
    totals = [Decimal(row["total"]) for row in rows]
    changed = sum(total != line.after.total for total, line in zip(totals, trial.lines, strict=True))
    counted = {grade["name"]: 0 for grade in document.get("grades", ())}
    for row in rows:
        if row["grade"]:
            counted[row["grade"]] += 1
    grades = "，".join(f"{name} {number}" for name, number in counted.items() if number)
    return Choice(label, now, _one(mean(totals)) if totals else Decimal(), min(totals, default=Decimal()),
                  max(totals, default=Decimal()), changed, grades)
