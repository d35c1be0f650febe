"""The form of a whole item (考核项目的填法): what it is called, what it is worth, for whom, by what evidence and rule."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rubrics.scoring import Refusal, parse_rubric
from rubrics.sources import argument_of

from . import fill, fits, means_the_same, read
from .conditions import condition_line, fold_condition, unfold_condition
from .elements import Field, Notes, Rows, Values, exactly, spell, typed_number

RULE = "r."
NO_CEILING = "不封顶"
COUNTS = {"full": "计入总分", "bonus": "附加分，加在总分之外", "shown": "只显示，不计分"}
OTHERWISE = {
    "zero": ("零分", "不适用的教师这一项得 0 分，等于少了这些分"),
    "exclude": ("剔除后折算", "不适用的教师不算这一项，其余各项按比例放大到合计"),
    "average": ("平均分", "不适用的教师得适用者的平均分"),
    "full": ("满分", "不适用的教师这一项照分值得满分"),
}
AUDIENCE = ("tags", "roles", "groups", "not_tags")
AS = {"full": "计满分", "exclude": "不作要求，剔除", "zero": "记 0 分"}
EXEMPT = Rows("exempt", "免考的情形", condition_line(ends="：{as}", beside=(Field("as", "怎样计", default="full", options=AS),)))
_TEXTS = ("code", "name", "section", "method", "text")


def item_values(item: Mapping[str, Any]) -> Values:
    """The fields of an item with what stands in them."""
    values = {key: str(item.get(key, "")) for key in _TEXTS}
    most = item.get("max")
    values["max"] = (NO_CEILING if "max" in item else "") if most is None else spell(most)
    values |= {"counts": item.get("counts", "full"), "otherwise": item.get("otherwise", "zero")}
    key = item.get("evidence", "")
    values |= {"head": key.partition(":")[0], "argument": argument_of(key)}
    if "rule" in item:
        values |= fill(item["rule"], RULE)
    EXEMPT.fill({"exempt": exempt_rows(item)}, "", values)
    return values


def exempt_rows(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{**unfold_condition(one.get("when")), "as": one.get("as", "full")} for one in item.get("exempt", [])]


def exempt_fits(item: Mapping[str, Any]) -> bool:
    """Whether the fields can hold the exemptions; else they are kept and edited as JSON."""
    again = [{"when": fold_condition(row), "as": row["as"]} for row in exempt_rows(item)]
    return _exempt(item.get("exempt", [])) == _exempt(again)


def _exempt(members: Sequence[Any]) -> Any:
    made_up = [{"code": "1", "max": 1, "rule": {"kind": "judged"}, "exempt": exactly(members)}]
    try:
        return parse_rubric({"format": "yanxiu-rubric/1", "items": made_up}).items[0].exempt
    except Refusal:
        return json.dumps(members, ensure_ascii=False)


def rule_fits(item: Mapping[str, Any]) -> bool:
    return "rule" not in item or fits(item["rule"], item.get("max"))


def read_item(values: Values, audience: Mapping[str, Sequence[str]], was: Mapping[str, Any]) -> tuple[dict[str, Any], Notes]:
    """The item the fields make; `was` keeps what the form does not show (分类要求、装不下的规则)."""
    notes = Notes()
    found: dict[str, Any] = {"code": values.get("code", "").strip()}
    for key in ("section", "name"):
        if text := values.get(key, "").strip():
            found[key] = text
    if "name" not in found:
        notes.append(("考核内容", "没有写名称"))
    typed = values.get("max", "").strip()
    found["max"] = None if typed == NO_CEILING else typed_number(typed)
    if not typed:
        notes.append(("分值", f"没有写；没有上限的写“{NO_CEILING}”"))
    for key in ("method", "text"):
        if text := values.get(key, "").strip():
            found[key] = text
    head, argument = values.get("head", "").strip(), values.get("argument", "").strip()
    if head:
        found["evidence"] = f"{head}:{argument}" if argument else head
    if (counts := values.get("counts", "full")) != "full":
        found["counts"] = counts
    applies = {key: list(audience[key]) for key in AUDIENCE if audience.get(key)}
    if applies:
        found |= {"applies_to": applies, "otherwise": values.get("otherwise", "zero")}
    found |= _exempt_of(values, was, notes)
    if "by" in was:
        found["by"] = was["by"]
    if rule_fits(was) or f"{RULE}kind" in values:
        found["rule"], told = read(values, RULE)
        notes += told
        if not told and "rule" in was and means_the_same(was["rule"], found["rule"], found["max"]):
            found["rule"] = was["rule"]  # as it was written
    else:
        found["rule"] = was["rule"]
    return found, notes


def _exempt_of(values: Values, was: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    if not exempt_fits(was):
        return {"exempt": was["exempt"]}
    data: dict[str, Any] = {}
    EXEMPT.read(values, "", data, notes)
    rows = data.get("exempt", [])
    return {"exempt": [{"when": fold_condition(row), "as": row.get("as", "full")} for row in rows]} if rows else {}
