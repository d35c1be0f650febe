"""From codes and numbers to sentences (得分理由的说法): one wording for web, Excel and PDF alike."""

from typing import TYPE_CHECKING, Any

from ..base import Reason
from ..numbers import plain
from . import combinators, leaves
from .words import minus

if TYPE_CHECKING:
    from ..rubric import Item

SENTENCES = {**leaves.SENTENCES, **combinators.SENTENCES}
MORE = {**leaves.MORE, **combinators.MORE}

_BESIDE = {
    ("not_addressed", "zero"): "不适用本项，按 0 分",
    ("not_addressed", "full"): "不适用本项，按满分计",
    ("not_addressed", "exclude"): "不适用本项，不计入",
    ("exempt", "zero"): "免考（{when}），按 0 分",
    ("exempt", "full"): "免考（{when}），按满分计",
    ("exempt", "exclude"): "不作要求（{when}），不计入",
}


def sentence(item: "Item", why: Reason, points: Any, state: str) -> str:
    """The whole reason, ending in the points."""
    if why.code in ("not_addressed", "exempt"):
        return _beside(why)
    text = inner_sentence(why, item.evidence)
    if state == "excluded":
        return text
    if state == "open":
        return f"{text}；待定，目前 {minus(points)} 分"
    return f"{text}，得 {minus(points)} 分" if not text.endswith("分") else text


def inner_sentence(why: Reason, source: str = "") -> str:
    """The arithmetic of a rule, with the clamps that followed."""
    text = SENTENCES[why.code](why.values, source)
    for step in why.steps:
        text += _step(*step)
    return text


def more_sentence(item: "Item", code: Reason) -> str:
    return MORE[code.code](code.values, item.evidence)


def _beside(why: Reason) -> str:
    values = why.values
    if values["as"] == "average":
        if not values["n"]:
            return "不适用本项，没有可取平均的人，不计入"
        return f"不适用本项，按适用本项的 {values['n']} 人的平均分：{minus(values['points'])} 分"
    text = _BESIDE[why.code, values["as"]].format(when=values["when"])
    return f"{text}：{plain(values['points'])} 分" if values["as"] == "full" else text


def _step(kind: str, *numbers: Any) -> str:
    if kind == "waits":
        return "（还有人的数据未到，结果未定）"
    if kind == "weighed":
        before, maximum, out_of, after = numbers
        return f"；折算 {minus(before)} × {plain(maximum)} ÷ {plain(out_of)} = {minus(after)} 分"
    before, after = numbers
    return f"，{'最高' if kind == 'capped' else '最低'} {minus(after)} 分"
