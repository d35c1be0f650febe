"""Trying a rule out (试一试): the input a kind asks for in its own words, and the points and reason it comes to.

The inputs follow the rule as it was read by rubrics.scoring; the answer is scored by rubrics.scoring itself, so what is
shown here is what the sheet will say.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from documents.chinese import half_width, normal
from rubrics.scoring import Refusal, parse_rubric, plain, score
from rubrics.scoring.base import Rule
from rubrics.scoring.conditions import PREFIX_WORDS, Condition, Fact, ItemPoints, Own, tests_in_words
from rubrics.scoring.rubric import Item, conditions_of

from .elements import ABSENT, Block, Field, Input, Piece, Values, exactly, typed_number

Ask = Callable[[Any, str], list[Piece]]
Answer = Callable[[Any, Values, str], Any]
YES_NO = {"": "还不知道", "true": "达到", "false": "没有达到"}


@dataclass(frozen=True)
class Tried:
    """结果: points, out of how many, why, and what would earn more; or why it could not be reckoned."""

    points: str = ""
    state: str = ""
    reason: str = ""
    more: str = ""
    problems: tuple[dict[str, str], ...] = ()


def _input(at: str, key: str, label: str, *, words: bool = False, options: Mapping[str, str] | None = None) -> Input:
    return Input(f"{at}{key}", Field(key, label, words=words, options=options, wide=words), "", label)


def _got(values: Values, name: str) -> Any:
    text = values.get(name, "").strip()
    return typed_number(text) if text else ABSENT


def _numbers(text: str) -> list[Any]:
    return [typed_number(part) for part in re.split(r"[、，,；;\s]+", half_width(normal(text))) if part]


def _kept(**found: Any) -> Any:
    kept = {key: value for key, value in found.items() if value is not ABSENT}
    return kept or None


# What each kind asks, in the order it is said -----------------------------------------------------------------------
def _judged_ask(rule: Any, at: str) -> list[Piece]:
    asked: list[Piece] = ["评分 ", _input(at, "number", "评分"), " 分"]
    if rule.ranges:
        asked += ["，档次 ", _input(at, "tier", "档次", options={"": "未定", **{name: name for name in rule.ranges}})]
    return asked


def _judged_answer(rule: Any, values: Values, at: str) -> Any:
    tier = values.get(f"{at}tier") or ABSENT
    return _kept(number=_got(values, f"{at}number"), tier=tier)


def _tiers_ask(rule: Any, at: str) -> list[Piece]:
    return ["评为 ", _input(at, "tier", "档次", options={"": "未定", **{name: name for name in rule.tiers}, "none": "未参加"})]


def _tiers_answer(rule: Any, values: Values, at: str) -> Any:
    tier = values.get(f"{at}tier", "")
    return "none" if tier == "none" else {"tier": tier} if tier else None


def _measure_ask(rule: Any, at: str) -> list[Piece]:
    if getattr(rule, "compares", False):
        return ["数值 ", _input(at, "number", "数值")]
    done: list[Piece] = ["完成 ", _input(at, "done", "完成几次"), " ／ 应完成 ", _input(at, "of", "应完成几次")]
    return done if rule.kind == "ratio" else ["数值 ", _input(at, "number", "数值"), "，或 ", *done]


def _measure_answer(rule: Any, values: Values, at: str) -> Any:
    number = _got(values, f"{at}number")
    return _kept(number=number) if number is not ABSENT else _kept(done=_got(values, f"{at}done"), of=_got(values, f"{at}of"))


def _count_ask(rule: Any, at: str) -> list[Piece]:
    asked: list[Piece] = []
    for place, (name, points) in enumerate(rule.points.items()):
        ranged = isinstance(points, tuple)
        asked += ["，" if place else "", f"{name} ", _input(at, f"event.{place}", f"{name}{'每次的分' if ranged else '几次'}", words=ranged),
                  " （每次的分，用顿号隔开）" if ranged else " 次"]
    return asked


def _count_answer(rule: Any, values: Values, at: str) -> Any:
    counts = {}
    for place, (name, points) in enumerate(rule.points.items()):
        text = values.get(f"{at}event.{place}", "").strip()
        if text:
            counts[name] = _numbers(text) if isinstance(points, tuple) else typed_number(text)
    return {"counts": counts}


def _quota_ask(rule: Any, at: str) -> list[Piece]:
    if rule.each:
        return [f"各{'周' if rule.each == 'week' else '月'}实交 ", _input(at, "periods", "各期实交几次，用顿号隔开", words=True), "（用顿号隔开）"]
    asked: list[Piece] = ["实交 ", _input(at, "count", "实交几次")]
    if rule.required is None:
        asked += [" ／ 应交 ", _input(at, "of", "应交几次")]
    for place, (name, _) in enumerate(rule.also):
        asked += [f"，其中{name} ", _input(at, f"also.{place}", f"其中{name}几次")]
    return asked


def _quota_answer(rule: Any, values: Values, at: str) -> Any:
    if rule.each:
        return {"by_period": {f"第{place}期": count for place, count in enumerate(_numbers(values.get(f"{at}periods", "")), start=1)}}
    count = _got(values, f"{at}count")
    if count is ABSENT:
        return None
    by = {name: number for place, (name, _) in enumerate(rule.also) if (number := _got(values, f"{at}also.{place}")) is not ABSENT}
    return _kept(count=count, of=_got(values, f"{at}of"), by=by or ABSENT)


def _awards_ask(rule: Any, at: str) -> list[Piece]:
    first = next(iter(rule.table), "")
    prize = next(iter(rule.table[first]), "") if isinstance(rule.table.get(first), Mapping) else ""
    return ["获奖（一项一段，用分号隔开，如 ", " ".join(filter(None, (first, prize))), "） ", _input(at, "awards", "获奖", words=True)]


def _awards_answer(rule: Any, values: Values, at: str) -> Any:
    awards = []
    for part in re.split(r"[；;\n]+", values.get(f"{at}awards", "")):
        level, _, rest = part.strip().partition(" ")
        prize, _, beside = rest.strip().partition(" ")
        if level:
            awards.append(_kept(level=level, prize=prize or ABSENT, factors=beside.split() or ABSENT))
    return {"awards": awards}


def _raters_ask(rule: Any, at: str) -> list[Piece]:
    asked: list[Piece] = []
    for place, name in enumerate(rule.weights):
        asked += ["，" if place else "", f"{name} ", _input(at, f"side.{place}", f"{name}各票，用顿号隔开", words=True)]
    return [*asked, "（几票用顿号隔开）"]


def _raters_answer(rule: Any, values: Values, at: str) -> Any:
    votes = {name: found for place, name in enumerate(rule.weights) if (found := _numbers(values.get(f"{at}side.{place}", "")))}
    return {"ratings": votes} if votes else None


def _rank_ask(rule: Any, at: str) -> list[Piece]:
    return ["数值 ", _input(at, "number", "数值"), "，或名次 ", _input(at, "rank", "名次"), " ／ 人数 ", _input(at, "of", "人数")]


def _rank_answer(rule: Any, values: Values, at: str) -> Any:
    rank = _got(values, f"{at}rank")
    return _kept(rank=rank, of=_got(values, f"{at}of")) if rank is not ABSENT else _kept(number=_got(values, f"{at}number"))


def _relative_ask(rule: Any, at: str) -> list[Piece]:
    asked: list[Piece] = ["数值 ", _input(at, "number", "数值")]
    return asked if rule.compares else [*asked, "，参照数 ", _input(at, "reference", "参照数")]


def _relative_answer(rule: Any, values: Values, at: str) -> Any:
    number = _got(values, f"{at}number")
    return None if number is ABSENT else _kept(number=number, reference=_got(values, f"{at}reference"))


def _met_ask(rule: Any, at: str) -> list[Piece]:
    asked: list[Piece] = []
    for place, condition in enumerate(rule.conditions):
        if isinstance(condition, Condition) and condition.looked_up:
            continue
        text = condition if isinstance(condition, str) else condition.words()
        asked += ["；" if asked else "", f"{text}：", _input(at, f"met.{place}", text, options=YES_NO)]
    return asked


def _met_answer(rule: Any, values: Values, at: str) -> Any:
    known = {"true": True, "false": False}
    return {"conditions": [known.get(values.get(f"{at}met.{place}", "")) for place in range(len(rule.conditions))]}


def _parts_ask(rule: Any, at: str) -> list[Piece]:
    asked: list[Piece] = []
    for place, part in enumerate(rule.parts):
        asked += ["；" if place else "", f"{part.name or f'第 {place + 1} 个分项'}：", *ask(part.rule, f"{at}part.{place}.")]
    return asked


def _parts_answer(rule: Any, values: Values, at: str) -> Any:
    return {"parts": [answer(part.rule, values, f"{at}part.{place}.") or "open" for place, part in enumerate(rule.parts)]}


def _mean_ask(rule: Any, at: str) -> list[Piece]:
    if rule.rule is None:
        return _parts_ask(rule, at)
    asked: list[Piece] = []
    for place, label in enumerate(rule.weights or ("第一次", "第二次")):
        asked += ["；" if place else "", f"{label}：", *ask(rule.rule, f"{at}part.{place}.")]
    return asked


def _mean_answer(rule: Any, values: Values, at: str) -> Any:
    if rule.rule is None:
        return {"each": {part.name: answer(part.rule, values, f"{at}part.{place}.") or "open" for place, part in enumerate(rule.parts)}}
    return {"each": {label: answer(rule.rule, values, f"{at}part.{place}.") or "open"
                     for place, label in enumerate(rule.weights or ("第一次", "第二次"))}}


def _group_ask(rule: Any, at: str) -> list[Piece]:
    asked = ["组的情况：", *ask(rule.rule, f"{at}group.")]
    return [*asked, "，组内 ", _input(at, "members", "组内几人"), " 人"] if rule.share_as == "share" else asked


def _group_answer(rule: Any, values: Values, at: str) -> Any:
    return _kept(group=answer(rule.rule, values, f"{at}group.") or "open", members=_got(values, f"{at}members"))


EXAMPLES: dict[str, tuple[Ask, Answer]] = {
    "judged": (_judged_ask, _judged_answer), "tiers": (_tiers_ask, _tiers_answer), "bands": (_measure_ask, _measure_answer),
    "count": (_count_ask, _count_answer), "quota": (_quota_ask, _quota_answer), "ratio": (_measure_ask, _measure_answer),
    "awards": (_awards_ask, _awards_answer), "raters": (_raters_ask, _raters_answer), "rank": (_rank_ask, _rank_answer),
    "relative": (_relative_ask, _relative_answer), "sum": (_parts_ask, _parts_answer), "best": (_parts_ask, _parts_answer),
    "all": (_met_ask, _met_answer), "any": (_met_ask, _met_answer), "mean": (_mean_ask, _mean_answer),
    "group": (_group_ask, _group_answer),
    "gate": (lambda rule, at: ask(rule.rule, at), lambda rule, values, at: answer(rule.rule, values, at)),
}


def ask(rule: Rule, at: str = "") -> list[Piece]:
    return EXAMPLES[rule.kind][0](rule, at)


def answer(rule: Rule, values: Values, at: str = "") -> Any:
    return EXAMPLES[rule.kind][1](rule, values, at)


# The whole of an item -----------------------------------------------------------------------------------------------
AT = "x."


def _leaves(condition: Condition) -> Iterator[Condition]:
    parts = getattr(condition, "parts", None) or ([condition.part] if hasattr(condition, "part") else [])
    for part in parts:
        yield from _leaves(part)
    if not parts:
        yield condition


def _looked_up(item: Item) -> list[Condition]:
    """What the item's conditions look at beside its own evidence, each once."""
    found: dict[Any, Condition] = {}
    for condition in conditions_of(item):
        for leaf in _leaves(condition):
            if isinstance(leaf, (Fact, ItemPoints)) or (isinstance(leaf, Own) and not _own(item, leaf.name)):
                found.setdefault((type(leaf), getattr(leaf, "prefix", ""), getattr(leaf, "name", ""), getattr(leaf, "code", "")), leaf)
    return list(found.values())


def _own(item: Item, name: str) -> bool:
    return any(name in rule.events() or name in rule.measures or rule.kind in ("all", "any") for rule in item.rule.tree())


def asked_items(value: Any) -> Iterator[str]:
    """Codes of the other items that conditions ask for."""
    if isinstance(value, Mapping):
        if isinstance(value.get("item"), str):
            yield value["item"]
        for member in value.values():
            yield from asked_items(member)
    elif isinstance(value, (list, tuple)):
        for member in value:
            yield from asked_items(member)


def alone(item: Mapping[str, Any]) -> Item:
    """The item by itself, with the others it asks for made up; raises Refusal."""
    return parse_rubric(_document(item)).items[0]


def _document(item: Mapping[str, Any]) -> dict[str, Any]:
    bare = {key: exactly(value) for key, value in item.items() if key not in ("section", "applies_to", "counts")}
    codes = sorted({code for code in asked_items(item) if code != item.get("code")})
    made_up = [{"code": code, "max": None, "rule": {"kind": "judged"}} for code in codes]
    return {"format": "yanxiu-rubric/1", "items": [bare, *made_up]}


def example_block(item: Item, values: Values) -> Block:
    """The inputs to try an item with, filled with what was typed."""
    asked = ask(item.rule, AT)
    if any(getattr(rule, "compares", False) for rule in item.rule.tree()):
        asked += ["；其他人的数 ", _input(AT, "others", "其他人的数，用顿号隔开", words=True)]
    for place, leaf in enumerate(_looked_up(item)):
        asked += ["；", _question(leaf), _input(AT, f"fact.{place}", _question(leaf).strip())]
    filled = [Input(piece.name, piece.field, values.get(piece.name, ""), f"试一试：{piece.label}") if isinstance(piece, Input) else piece
              for piece in asked if piece]
    return Block("line", pieces=filled)


def _question(leaf: Condition) -> str:
    if isinstance(leaf, Fact):
        how = "（是填 1）" if leaf.prefix in ("tag", "role") else "几次"
        return f"{PREFIX_WORDS[leaf.prefix] or '师德事件：'}{leaf.name}{how} "
    if isinstance(leaf, ItemPoints):
        return f"第 {leaf.code} 项得几分 "
    return f"{leaf.words().removesuffix(tests_in_words(getattr(leaf, 'tests', ())))} "


def try_out(item: Mapping[str, Any], values: Values) -> Tried:
    """Score the item on what was typed (试算), by the core."""
    try:
        parsed = alone(item)
        result = score(parse_rubric(_document(item)), {"teachers": _teachers(parsed, values)})
    except Refusal as refusal:
        return Tried(problems=tuple(refusal.problems))
    outcome = result.sheets[0].items[0]
    return Tried(plain(outcome.points), outcome.state, outcome.reason, outcome.more)


def _teachers(item: Item, values: Values) -> list[dict[str, Any]]:
    given = answer(item.rule, values, AT)
    evidence: dict[str, Any] = {}
    teacher: dict[str, Any] = {"id": "试", "tags": [], "roles": [], "incidents": {}, "leave": {}, "evidence": evidence}
    gate: dict[str, Any] = {}
    for place, leaf in enumerate(_looked_up(item)):
        number = _got(values, f"{AT}fact.{place}")
        if number is ABSENT:
            continue
        if isinstance(leaf, ItemPoints):
            evidence[leaf.code] = {"number": number}
        elif isinstance(leaf, Own):
            gate[leaf.name] = number
        elif isinstance(leaf, Fact) and leaf.prefix in ("tag", "role"):
            teacher[f"{leaf.prefix}s"] += [leaf.name] if number else []
        elif isinstance(leaf, Fact):
            teacher["incidents" if leaf.prefix == "incident" else "leave"][leaf.name] = number
    if gate:
        given = {**(given if isinstance(given, dict) else {}), "gate": gate}
    if given is not None:
        evidence[item.code] = given
    others = [{"id": f"其他{place}", "evidence": {item.code: _with_number(given, number)}}
              for place, number in enumerate(_numbers(values.get(f"{AT}others", ""))) if _has_number(given)]
    return [teacher, *others]


def _has_number(given: Any) -> bool:
    if isinstance(given, Mapping):
        return "number" in given or any(_has_number(value) for value in given.values())
    return isinstance(given, list) and any(_has_number(value) for value in given)


def _with_number(given: Any, number: Any) -> Any:
    """The same evidence of somebody else, with his number."""
    if isinstance(given, Mapping):
        return {key: number if key == "number" else _with_number(value, number) for key, value in given.items() if key != "rank"}
    return [_with_number(value, number) for value in given] if isinstance(given, list) else given
