"""The form of what stands above the items (总分、栏目、等次、一票否决)."""

import json
from collections.abc import Mapping
from typing import Any

from rubrics.scoring import Refusal, parse_rubric

from .conditions import condition_line, fold_condition, unfold_condition
from .elements import Block, Element, Field, Line, Notes, Rows, Share, Values, exactly
from .leaves import AMONG

TOTAL = {"cap": "超过满分的按满分计（封顶）", "rescale": "按合计折算到满分（折算）", "plain": "照实相加"}
EFFECTS = {"grade": "等次定为", "no_top_grade": "不能评最高等次", "total": "总分定为", "not_assessed": "不参评"}

HEAD: tuple[Element, ...] = (
    Line("满分 {full_marks} 分，总分保留 {places} 位小数，{total}", Field("full_marks", "满分", default=100), Field("places", "小数位数", default=1),
         Field("total", "总分怎样算", default="cap", options=TOTAL), always=True),
    Line("没有依据的项目{without_evidence}；附加分{grades_count_bonus}",
         Field("without_evidence", "没有依据的项目", default="open", options={"open": "待定", "zero": "记 0 分"}),
         Field("grades_count_bonus", "附加分算不算进等次", default="true", options={"true": "算进等次", "false": "不算进等次"})),
    Rows("sections", "栏目", Line(
        "{code} {name}，最高 {cap} 分，最低 {floor} 分，低于 {warn_below} 分提醒，低于 {fail_below} 分为最末等次",
        Field("code", "代码", words=True), Field("name", "名称", words=True), Field("cap", "最高几分"),
        Field("floor", "最低几分（不限写不限）", default=0, null="不限"), Field("warn_below", "低于几分提醒"), Field("fail_below", "低于几分为最末等次"),
        always=True, said="{code} {name}[，最高 {cap} 分][，低于 {warn_below} 分提醒][，低于 {fail_below} 分为最末等次]"), intro="栏目：", between="；"),
    Rows("grades", "等次（从高到低，最后一个可以只写名称）", Line(
        "{name}：总分 {at_least} 分以上，前 {top_share}，前 {top} 名，在 {among} 中", Field("name", "等次名称", words=True), Field("at_least", "几分以上"),
        Share("top_share", "前几成（30% 或 0.3）"), Field("top", "前几名"),
        AMONG, always=True,
        said="{name}[ {at_least} 分以上][，前 {top_share}][，前 {top} 名][（在{among}中）]"), intro="等次：", between="；"),
)
VETOES = Rows("vetoes", "一票否决", condition_line(ends=" 时，{effect} {grade} {points}", beside=(
    Field("effect", "怎样处理", default="grade", options=EFFECTS), Field("grade", "哪个等次", words=True), Field("points", "几分"))),
    intro="一票否决：", between="；")
KEYS = ("full_marks", "places", "total", "without_evidence", "grades_count_bonus", "sections", "grades")


def whole_values(document: Mapping[str, Any]) -> Values:
    values: Values = {}
    for element in HEAD:
        element.fill(document, "", values)
    VETOES.fill({"vetoes": _rows(document)}, "", values)
    return values


def whole_blocks(values: Values, document: Mapping[str, Any]) -> list[Block]:
    """The lines and tables of the form; vetoes only where the fields can hold them."""
    elements = [*HEAD, VETOES] if vetoes_fit(document) else HEAD
    return [block for element in elements for block in element.blocks(values, "")]


def read_whole(values: Values, document: Mapping[str, Any]) -> tuple[dict[str, Any], Notes]:
    """The document with what the fields say above its items."""
    notes = Notes()
    data: dict[str, Any] = {}
    for element in HEAD:
        element.read(values, "", data, notes)
    if vetoes_fit(document):
        VETOES.read(values, "", data, notes)
        data["vetoes"] = [_veto(row) for row in data.get("vetoes", [])]
    else:
        data["vetoes"] = document["vetoes"]
    kept = {key: value for key, value in document.items() if key not in (*KEYS, "vetoes", "items")}
    return {**kept, **{key: value for key, value in data.items() if value != []}, "items": document.get("items", [])}, notes


def vetoes_fit(document: Mapping[str, Any]) -> bool:
    return _meaning(document, document.get("vetoes", [])) == _meaning(document, [_veto(row) for row in _rows(document)])


def whole_words(document: Mapping[str, Any]) -> list[str]:
    """What stands above the items, a sentence each."""
    values = whole_values(document)
    said = []
    for element in (*HEAD, VETOES):
        text = "".join(piece if isinstance(piece, str) else piece.says for piece in element.said(values, ""))
        if text:
            said.append(f"{text.strip()}。")
    return said


def _rows(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{**unfold_condition(veto.get("when")), **{key: value for key, value in veto.items() if key != "when"}}
            for veto in document.get("vetoes", [])]


def _veto(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: row[key] for key in ("grade", "points") if key in row}
    return {"when": fold_condition(row), "effect": row.get("effect", "grade"), **kept}


def _meaning(document: Mapping[str, Any], vetoes: list[Any]) -> Any:
    try:
        found = parse_rubric(exactly({**document, "vetoes": vetoes})).vetoes
    except Refusal:
        return json.dumps(vetoes, ensure_ascii=False)
    return [(veto.when, veto.effect, veto.grade, veto.points) for veto in found]
