"""The forms of the combinators (分项合计、择优、平均、条件、集体、前提)."""

from collections.abc import Mapping
from typing import Any

from .conditions import LOOKS_OR_TEXT, condition_line, fold_condition, unfold_condition
from .elements import Field, Line, Notes, Rows, Share, Spoken, rows_of, table
from .form import Form, Inner

_NAME, _EVIDENCE = Field("name", "分项名称", words=True), Field("evidence", "依据", words=True, wide=True)
_MAX = Field("max", "这一分项最高几分（同本项留空，不封顶写不限）", null="不限")
_SAID = "{name}[（最高 {max} 分）]："
PARTS = Rows("parts", "分项", Line("{name}，最高 {max} 分，依据 {evidence}", _NAME, _EVIDENCE, _MAX, always=True, said=_SAID),
             between="；", rule=Inner("rule", "这一分项"))

SUM = Form("sum", "分项相加", "一项里有几个小项，各算各的再相加", (Line("各分项相加：", always=True), PARTS))
BEST = Form("best", "分项择优", "几个办法里取得分最高的一个（二选一）", (Line("取最高的一个分项：", always=True), PARTS))


# 条件 -------------------------------------------------------------------------------------------------------------
def _met_open(rule: dict[str, Any]) -> dict[str, Any]:
    return {**rule, "conditions": [unfold_condition(one) for one in rule.get("conditions", [])]}


def _met_fold(data: dict[str, Any], notes: Notes) -> dict[str, Any]:
    return {"conditions": [fold_condition(row, "text") for row in data.pop("conditions", [])], **data}


def _met(kind: str, label: str, hint: str, intro: str) -> Form:
    return Form(kind, label, hint, (
        Line(f"{intro}得 {{points}} 分", Field("points", "得几分（满分留空）", empty="满"), always=True,
             said=lambda get: f"{intro}得 {{points}} 分" if get("points") else f"{intro}得满分"),
        Rows("conditions", "条件", condition_line(LOOKS_OR_TEXT), intro="：", between="；"),
    ), _met_open, _met_fold)


ALL = _met("all", "全部达到得分", "几个条件都达到才得分；是或否只写一个条件", "下列条件全部达到")
ANY = _met("any", "达到其一得分", "几个条件有一个达到就得分", "下列条件达到一个")


OVER = {"month": "月", "week": "周", "term": "学期"}
HEARD = {word: raw for raw, word in OVER.items()}


# 平均 -------------------------------------------------------------------------------------------------------------
def _mean_open(rule: dict[str, Any]) -> dict[str, Any]:
    weights = rule.get("weights") or {}
    data = {key: value for key, value in rule.items() if key != "weights"}
    if "parts" not in rule:
        return {**data, "weights": rows_of(weights if isinstance(weights, Mapping) else {}, "name", "weight")}
    parts = []
    for index, part in enumerate(rule["parts"]):
        weight = weights[index] if isinstance(weights, (list, tuple)) else weights.get(part.get("name"))
        parts.append({**part, **({} if weight is None else {"weight": weight})})
    return {**data, "parts": parts}


def _mean_fold(data: dict[str, Any], notes: Notes) -> dict[str, Any]:
    rows = data.pop("weights", [])
    if "over" in data:
        return {**data, **({"weights": table(rows, "name", "weight", notes, "权重")} if rows else {})}
    data.pop("rule", None)
    parts = data.setdefault("parts", [])
    weights = {part.get("name", ""): weight for part in parts if (weight := part.pop("weight", None)) is not None}
    return {**data, **({"weights": weights} if weights else {})}


MEAN = Form(
    "mean", "取平均", "几个分项加权平均，或每月、每班、每学科各算一次再平均",
    (
        Line("每{over}算一次，取平均：", Spoken("over", "月、周、班级、学科（几个分项平均的留空）", words=True, wide=True,
                                     say=lambda raw: OVER.get(raw, raw), hear=lambda text: HEARD.get(text, text))),
        Inner("rule", "每次的规则", beside="over"),
        Rows("weights", "各次的权重（一样的留空）", Line("{name}占 {weight}", Field("name", "哪一次", words=True), Share("weight", "占多少"),
                                            always=True), more=True),
        Rows("parts", "分项", Line("{name}占 {weight}，最高 {max} 分，依据 {evidence}", _NAME, Share("weight", "占多少"), _EVIDENCE, _MAX,
                                 always=True, said="{name}[占 {weight}][（最高 {max} 分）]："), intro="加权平均：", between="；",
             rule=Inner("rule", "这一分项")),
        Line("{missing}", Field("missing", "有一部分没有时", default="open", options={
            "open": "缺的等齐再算", "rescale": "缺的不算，按其余平均", "zero": "缺的按 0 分"}), more=True),
    ),
    _mean_open, _mean_fold,
)

GROUP = Form(
    "group", "集体得分", "按教研组、备课组的表现计，组员都得",
    (
        Line("按{of}计，{share_as} {factor}：", Field("of", "哪一种组", words=True), Field("share_as", "组员怎样得", default="same", options={
            "same": "组员同分", "share": "组员平分", "factor": "组员按系数得"}), Field("factor", "系数（按系数得的才填）"), always=True,
             said="按{of}计，{share_as}[ {factor}]："),
        Inner("rule", "组的规则"),
    ),
    lambda rule: {**rule, "share_as": rule.get("as", "same")},
    lambda data, notes: {("as" if key == "share_as" else key): value for key, value in data.items()},
)


def _gate_fold(data: dict[str, Any], notes: Notes) -> dict[str, Any]:
    when = {key: data.pop(f"when_{key}") for key in ("look", "name", "op", "limit") if f"when_{key}" in data}
    return {"when": fold_condition(when), **data}


GATE = Form(
    "gate", "有前提的计分", "遇到某种情形这一项直接定为几分（本项一票否决），否则照里面的规则",
    (
        Inner("rule", "平常的规则"),
        condition_line(key="when_", ends=" 时这一项得 {then} 分", beside=(Field("then", "得几分", default=0),)),
    ),
    lambda rule: {**rule, **{f"when_{key}": value for key, value in unfold_condition(rule.get("when")).items()}}, _gate_fold,
)
