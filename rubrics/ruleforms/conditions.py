"""Conditions as fields (条件的填法): what is looked at, how it compares; what is nested deeper is edited as JSON."""

from collections.abc import Callable, Mapping
from typing import Any

from rubrics.scoring.conditions import COMPARISONS, IN_WORDS, NAMES, read_condition
from rubrics.scoring.kinds import RuleReader
from rubrics.scoring.problems import Problems

from .elements import Field, Line

FACTS = {"incident": "师德事件", "leave": "请假", "tag": "标签", "role": "职务"}
_FILE_NAMES = {words: name for name, words in NAMES.items()}
LOOKS = {**FACTS, "own": "本项的数", "item": "另一项的得分"}
LOOKS_OR_TEXT = {"text": "由人判断：", **LOOKS}


def condition_line(looks: Mapping[str, str] = LOOKS, key: str = "", *, ends: str = "", beside: tuple[Field, ...] = ()) -> Line:
    """One condition in a line: 师德事件 [严重] [不少于] [1]; `ends` follows it with the fields `beside`."""
    first = next(iter(looks))

    def saying(get: Callable[[str], str]) -> str:
        look, named = get(f"{key}look") or first, f"{{{key}name}}"
        begins = {"text": "", "incident": "有师德事件", "leave": "请假：", "tag": "属于", "role": "担任", "own": "", "item": "第 "}[look]
        after = " 项得分" if look == "item" else ""
        compared = f"{{{key}op}} {{{key}limit}}" if get(f"{key}limit") else ""
        return f"{begins}{named}{after}{compared}{ends}"

    return Line(
        f"{{{key}look}} {{{key}name}} {{{key}op}} {{{key}limit}}{ends}",
        Field(f"{key}look", "看什么", default=first, options=looks),
        Field(f"{key}name", "名称", words=True, wide=True),
        Field(f"{key}op", "怎样比", default="at_least", options=IN_WORDS),
        Field(f"{key}limit", "几（有就算的不用填）"),
        *beside, always=True, said=saying,
    )


def unfold_condition(raw: Any) -> dict[str, Any]:
    """A condition as the four fields; what says more than they can hold is only said in words."""
    if isinstance(raw, str):
        prefix, _, name = raw.partition(":")
        return {"look": prefix, "name": name} if prefix in FACTS and name else {"look": "text", "name": raw}
    form = next((word for word in ("item", "of") if word in raw), "")
    ops = [word for word in COMPARISONS if word in raw]
    if not form or len(ops) != 1:
        condition = read_condition(raw, "$", RuleReader(Problems()))
        return {"look": "own", "name": condition.words() if condition else ""}
    op = ops[0]
    name = str(raw[form])
    prefix, _, rest = name.partition(":")
    look = "item" if form == "item" else prefix if prefix in FACTS and rest else "own"
    shown = rest if look in FACTS else NAMES.get(name, name) if look == "own" else name
    return {"look": look, "name": shown, "op": op, "limit": raw[op]}


def fold_condition(data: Mapping[str, Any], first: str = "incident") -> Any:
    """The fields as a condition of the file."""
    look, name = data.get("look", first), data.get("name", "")
    op = data.get("op", "at_least")
    if look == "text":
        return name
    if look in FACTS:
        return f"{look}:{name}" if "limit" not in data else {"of": f"{look}:{name}", op: data["limit"]}
    if look == "item":
        return {"item": name, op: data.get("limit", 1)}
    return {"of": _FILE_NAMES.get(name, name), op: data.get("limit", 1)}
