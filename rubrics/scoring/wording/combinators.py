"""The sentences of the combinators (组合规则的说法)."""

from collections.abc import Mapping
from typing import Any

from ..numbers import plain
from .words import minus

Values = Mapping[str, Any]


def _inner(score: Any, source: str = "") -> str:
    from . import inner_sentence

    return inner_sentence(score.reason, source)


def _parts(values: Values) -> list[tuple[str, Any]]:
    return [(part.name or f"第 {index} 部分", score) for index, (part, score) in enumerate(values["parts"], start=1)]


def _told(name: str, score: Any) -> str:
    text = _inner(score)
    if score.excluded or score.blank:
        return f"{name}（{text}）"
    return f"{name} {minus(score.points)} 分（{text}）"


def _sum(values: Values, source: str) -> str:
    asked = [score for _, score in _parts(values) if not score.excluded and not score.blank]
    if len(asked) < 2:
        return "；".join(_told(*part) for part in _parts(values))
    terms = " + ".join(minus(score.points) if score.points >= 0 else f"（{minus(score.points)}）" for score in asked)
    total = minus(sum(score.points for score in asked))
    return f"{'；'.join(_told(*part) for part in _parts(values))}：{terms} = {total} 分"


def _best(values: Values, source: str) -> str:
    points = max((score.points for _, score in _parts(values) if not score.excluded), default=0)
    return f"{'；'.join(_told(*part) for part in _parts(values))}：取最高 {minus(points)} 分"


def _met(values: Values, source: str) -> str:
    words = {True: "满足", False: "不满足", None: "待定"}
    told = "；".join(f"{text}：{words[answer]}" for text, answer in zip(values["texts"], values["answers"], strict=True))
    if len(values["texts"]) == 1:
        return told
    return f"{'须全部满足' if values['every'] else '满足其一即可'}（{told}）"


def _mean(values: Values, source: str) -> str:
    told = [f"{_told(label, score)}{f' × {plain(weight)}' if weight != 1 else ''}" for label, weight, score in values["rows"]]
    waits = any(score.open for _, _, score in values["rows"])
    ending = {"open": "", "rescale": "，未到的不计入", "zero": "，未到的按 0 分"}[values["missing"]] if waits else ""
    weights = [weight for _, weight, _ in values["rows"]]
    over = f"（÷ {plain(sum(weights))}）" if set(weights) != {1} else ""
    return f"{'；'.join(told)}：取平均{over}{ending}"


def _group(values: Values, source: str) -> str:
    whole = values["whole"]
    text = f"{values['of']}得分 {minus(whole.points)} 分（{_inner(whole, source)}）"
    if values["as"] == "share":
        return f"{text}，{plain(values['members'] or 1)} 人平分：{minus(values['points'])} 分"
    if values["as"] == "factor":
        return f"{text}，乘以系数 {plain(values['factor'])}：{minus(values['points'])} 分"
    return f"{text}，组内每人同分：{minus(values['points'])} 分"


def _gate_struck(values: Values, source: str) -> str:
    return f"{values['when']}，本项按 {minus(values['then'])} 分计"


def _gate_open(values: Values, source: str) -> str:
    return f"“{values['when']}”是否成立还不知道（{_inner(values['inner'], source)}）"


def _gate_passed(values: Values, source: str) -> str:
    return _inner(values["inner"], source)


def _more_met(values: Values, source: str) -> str:
    joint = "、" if values["every"] else "或"
    return f"做到“{joint.join(values['lacking'])}”可加 {plain(values['gain'])} 分"


SENTENCES = {"sum": _sum, "best": _best, "met": _met, "mean": _mean, "group": _group, "gate_struck": _gate_struck,
             "gate_open": _gate_open, "gate_passed": _gate_passed}
MORE = {"more_met": _more_met}
