"""The forms of the kinds that reckon with a teacher's own evidence (评分、分档、分段、计次、任务量、比例、获奖、多方评分)."""

from collections.abc import Callable, Mapping
from typing import Any

from documents.chinese import numeral
from rubrics.scoring.numbers import NotANumber, plain, read_number

from .elements import ABSENT, Field, Line, Notes, Rows, Share, Spoken, rows_of, spell, table
from .form import CLAMPS, Form

PART_UNITS = {"drop": "不足的不算", "whole": "不足的算一次", "share": "不足的按比例"}


def _of(value: Any) -> Any:
    try:
        return read_number(str(value) if isinstance(value, float) else value)
    except NotANumber:
        return None


def top(rule: Mapping[str, Any], most: Any) -> str:
    """最高几分, where the rule does not name its own."""
    return "" if most is None or "cap" in rule else f"，最高 {spell(most)} 分"


# 评分 -------------------------------------------------------------------------------------------------------------
def _judged_open(rule: dict[str, Any]) -> dict[str, Any]:
    rows = [{"name": name, "low": ends[0], "high": ends[1]} for name, ends in (rule.get("ranges") or {}).items()]
    return {**rule, "ranges": rows}


def _judged_fold(data: dict[str, Any], notes: Notes) -> dict[str, Any]:
    rows = data.pop("ranges", [])
    for row in rows:
        row["ends"] = [row.get("low", ""), row.get("high", "")]
    if rows:
        data["ranges"] = table(rows, "name", "ends", notes, "档次区间")
    return data


JUDGED = Form(
    "judged", "评定给分", "由给分的人酌情打分；可以规定每档的分数区间",
    (
        Line("由给分的人评定", always=True),
        Rows("ranges", "各档的分数区间", Line("{name} {low} 到 {high} 分", Field("name", "档次", words=True), Field("low", "从几分"),
                                       Field("high", "到几分"), always=True), intro="："),
        Line("分数取 {step} 的整数倍", Field("step", "每级几分"), more=True),
    ),
    _judged_open, _judged_fold, lambda rule, most: "" if rule.get("ranges") else top(rule, most),
)


# 分档 -------------------------------------------------------------------------------------------------------------
def _tiers_fold(data: dict[str, Any], notes: Notes) -> dict[str, Any]:
    return {"tiers": table(data.pop("tiers", []), "name", "points", notes, "档次"), **data}


TIERS = Form(
    "tiers", "分档给分", "评出一档、二档、三档，各有各的分",
    (
        Rows("tiers", "档次", Line("{name} {points} 分", Field("name", "档次名称", words=True), Field("points", "几分"), always=True),
             intro=lambda n: f"分{numeral(n)}档："),
        Line("；未参加 {none} 分", Field("none", "未参加几分", default=0), always=True),
    ),
    lambda rule: {**rule, "tiers": rows_of(rule.get("tiers"), "name", "points")}, _tiers_fold,
)

# 分段 -------------------------------------------------------------------------------------------------------------
LOW, HIGH = {"at_least": "≥", "more_than": ">"}, {"fewer_than": "<", "at_most": "≤"}


def _bands_open(rule: dict[str, Any]) -> dict[str, Any]:
    rows = []
    for band in rule.get("bands", []):
        row = {"points": band.get("points")}
        for word in LOW:
            if word in band:
                row |= {"low_word": word, "low": band[word]}
        for word in HIGH:
            if word in band:
                row |= {"high_word": word, "high": band[word]}
        rows.append(row)
    return {**rule, "bands": rows}


def _bands_fold(data: dict[str, Any], notes: Notes) -> dict[str, Any]:
    bands = []
    for row in data.pop("bands", []):
        band = {}
        if "low" in row:
            band[row.get("low_word", "at_least")] = row["low"]
        if "high" in row:
            band[row.get("high_word", "fewer_than")] = row["high"]
        bands.append({**band, **({"points": row["points"]} if "points" in row else {})})
    return {"bands": bands, **data}


def _band_said(get: Callable[[str], str]) -> str:
    low, high = bool(get("low")), bool(get("high"))
    between = " 且 " if low and high else ""
    bounds = f"{'{low_word} {low}' if low else ''}{between}{'{high_word} {high}' if high else ''}"
    return f"{bounds or '其余'} 得 {{points}} 分" if bounds else "其余得 {points} 分"


BANDS = Form(
    "bands", "分段给分", "按分数、次数或完成率落在哪一段给分；完成率写 0.9 或 90%",
    (
        Rows("bands", "各段（从高到低，最后一段只写得几分）", Line(
            "{low_word} {low} 且 {high_word} {high} 得 {points} 分",
            Field("low_word", "下界", default="at_least", options=LOW), Field("low", "从几（不限留空）"),
            Field("high_word", "上界", default="fewer_than", options=HIGH), Field("high", "到几（不限留空）"),
            Field("points", "得几分"), always=True, said=_band_said)),
    ),
    _bands_open, _bands_fold,
)


# 计次 -------------------------------------------------------------------------------------------------------------
def _count_open(rule: dict[str, Any]) -> dict[str, Any]:
    rows = []
    for name, points in rule.get("points", {}).items():
        row: dict[str, Any] = {"name": name}
        ends = [_of(end) for end in points] if isinstance(points, (list, tuple)) else [_of(points)]
        minus = all(end is not None and end <= 0 for end in ends) and any(ends)
        if None in ends:
            row["points"] = points
        else:
            sizes = sorted(abs(end) for end in ends)
            row |= {"sign": "-" if minus else "+", "points": plain(sizes[0])} | ({"to": plain(sizes[1])} if len(sizes) == 2 else {})
        for key in ("free", "each_cap", "unit"):
            if name in (rule.get(key) or {}):
                row[key] = rule[key][name]
        rows.append(row)
    return {**rule, "points": rows}


def _count_fold(data: dict[str, Any], notes: Notes) -> dict[str, Any]:
    rows = data.pop("points", [])
    beside: dict[str, Any] = {key: {} for key in ("free", "each_cap", "unit")}
    for row in rows:
        minus = row.get("sign") == "-"
        if "points" in row:
            row["worth"] = _signed(row["points"], minus)
        if "to" in row:
            ends = [_signed(row.get("points", ""), minus), _signed(row["to"], minus)]
            row["worth"] = ends[::-1] if minus else ends
        for key, found in beside.items():
            if key in row and "name" in row:
                found[row["name"]] = row[key]
    kept = {key: found for key, found in beside.items() if found}
    return {"points": table(rows, "name", "worth", notes, "事件"), **kept, **data}


def _signed(value: Any, minus: bool) -> Any:
    number = _of(value)
    if not minus or number is None:
        return value
    return -value if isinstance(value, int) else plain(-number) if "/" not in str(value) else f"-{value}"


def _count_tail(rule: Mapping[str, Any], most: Any) -> str:
    gains = any((_of(end) or 0) > 0 for points in rule["points"].values()
                for end in (points if isinstance(points, (list, tuple)) else [points]))
    if "cap" in rule or "floor" in rule:
        return ""
    return top(rule, most) if gains else "，扣完为止"


COUNT = Form(
    "count", "按次加减分", "每发生一次加几分或扣几分，可以有几种事件",
    (
        Line("基础 {base} 分；", Field("base", "基础分", default=0)),
        Rows("points", "事件", Line(
            "{name}每次{sign} {points} 到 {to} 分，前 {free} 次不算，这一种最多 {each_cap} 分，每 {unit} 算一次",
            Field("name", "事件名称", words=True), Field("sign", "加还是扣", default="+", options={"+": "加", "-": "扣"}),
            Field("points", "每次几分"), Field("to", "视情节到几分（固定分值留空）", empty="—"), Field("free", "前几次不算"),
            Field("each_cap", "这一种最多几分"), Field("unit", "多少算一次"), always=True,
            said="{name}每次{sign} {points}[ 到 {to}] 分[（前 {free} 次不算）][（最多 {each_cap} 分）][（每 {unit} 算一次）]")),
        Line("加减合计不超过 {change_cap} 分", Field("change_cap", "加减合计上限"), more=True),
        Line("{part_unit}", Field("part_unit", "不足一次的", default="drop", options=PART_UNITS), more=True),
    ),
    _count_open, _count_fold, _count_tail,
)

# 任务量 -----------------------------------------------------------------------------------------------------------
QUOTA = Form(
    "quota", "任务量", "规定要完成几次，缺一次扣几分，可以超额加分",
    (
        Line("{each}应有 {required} 次", Field("each", "每期", options={"": "", "week": "每周", "month": "每月"}),
             Field("required", "应有几次（按计划的留空）", empty="按计划"), always=True,
             said=lambda get: "{each}应有 {required} 次" if get("required") else "{each}应有几次按计划"),
        Rows("also", "其中还要有", Line("其中{of} {required} 次", Field("of", "哪一种", words=True), Field("required", "几次"),
                                  always=True), more=True),
        Line("每缺 {unit} 次扣 {per_missing} 分", Field("unit", "几次算一次", default=1), Field("per_missing", "扣几分", default=0),
             always=True),
        Line("最多扣 {missing_cap} 分", Field("missing_cap", "最多扣几分"), more=True),
        Line("每多一次加 {per_extra} 分", Field("per_extra", "每多一次加几分", default=0), more=True),
        Line("最多加 {extra_cap} 分", Field("extra_cap", "最多加几分"), more=True),
        Line("从 {base} 分起", Field("base", "基础分（满分起留空）"), more=True),
        Line("{part_unit}", Field("part_unit", "缺的不足一次", default="drop", options=PART_UNITS), more=True),
        Line("{also_as}", Field("also_as", "几项要求都缺时", default="larger", options={
            "larger": "几项要求都缺时按缺得多的算", "sum": "几项要求都缺时加起来算"}), more=True),
    ),
    tail=lambda rule, most: "" if "floor" in rule or "missing_cap" in rule else "，扣完为止",
)

# 比例 -------------------------------------------------------------------------------------------------------------
def among_words(raw: str) -> str:
    """比较范围 as people say it: 全体, 本备课组, 标签班主任."""
    kind, colon, name = raw.partition(":")
    return "全体" if raw == "all" else f"本{name}" if kind == "group" and colon else f"标签{name}" if kind == "tag" and colon else raw


def among_heard(text: str) -> str:
    for begins, kind in (("本", "group"), ("标签", "tag")):
        if text.startswith(begins) and len(text) > len(begins):
            return f"{kind}:{text.removeprefix(begins)}"
    return "all" if text in ("全体", "") else text


AMONG = Spoken("among", "与谁比（全体、本备课组、标签班主任）", default="all", words=True, say=among_words, hear=among_heard)
BETTER = Field("better", "怎样算好", default="high", options={"high": "数大的好", "low": "数小的好"})



def _compared_said(get: Callable[[str], str]) -> str:
    return f"在{'{among}' if get('among') else '全体'}里比{'，{better}' if get('better') else ''}"


COMPARED = Line("比较范围 {among}，{better}", AMONG, BETTER, more=True, said=_compared_said)

RATIO = Form(
    "ratio", "按比例得分", "完成率或与最好者之比，乘以分值",
    (
        Line("按{of}得分", Field("of", "按什么", default="given", options={"given": "完成的比例", "best": "与最好者之比"}), always=True),
        Line("比例到 {full_at} 得满分，到 {zero_at} 得 0 分", Field("full_at", "到几成得满分", default=1), Field("zero_at", "到几成得 0 分", default=0)),
        Line("低于 {nothing_below} 不得分", Share("nothing_below", "低于几成不得分"), more=True),
        COMPARED,
    ),
    tail=top,
)


# 获奖 -------------------------------------------------------------------------------------------------------------
def _awards_open(rule: dict[str, Any]) -> dict[str, Any]:
    rows = []
    for level, cells in rule.get("table", {}).items():
        prizes = cells.items() if isinstance(cells, Mapping) else [("", cells)]
        rows += [{"level": level, **({"prize": prize} if prize else {}), "points": points} for prize, points in prizes]
    data = {**rule, "table": rows, "less": rows_of(rule.get("less"), "name", "points"),
            "factors": rows_of(rule.get("factors"), "name", "factor")}
    if isinstance(rule.get("take"), Mapping):
        data |= {"take": "few", "top": rule["take"].get("top"), "others": rule["take"].get("others", 0)}
    return data


def _awards_fold(data: dict[str, Any], notes: Notes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for index, row in enumerate(data.pop("table", [])):
        level, prize = row.get("level", ""), row.get("prize", "")
        had = found.get(level, ABSENT)
        if not level:
            notes.append((f"获奖分值第 {index + 1} 行", "没有写级别"))
        elif not prize and had is ABSENT:
            found[level] = row.get("points", "")
        elif not prize or (had is not ABSENT and not isinstance(had, dict)) or prize in (had if isinstance(had, dict) else ()):
            notes.append((f"获奖分值第 {index + 1} 行", f"“{level}”写重了：要么只写一个分值，要么每个奖次写一行"))
        else:
            found.setdefault(level, {})[prize] = row.get("points", "")
    top_, others = data.pop("top", ABSENT), data.pop("others", ABSENT)
    if data.get("take") == "few":
        data["take"] = {"top": 1 if top_ is ABSENT else top_, **({} if others is ABSENT else {"others": others})}
    for key, value, what in (("less", "points", "减分"), ("factors", "factor", "系数")):
        if key in data:
            data[key] = table(data[key], "name", value, notes, what)
    return {"table": found, **data}


AWARDS = Form(
    "awards", "获奖计分", "按级别和奖次查分值表",
    (
        Rows("table", "分值表（不分奖次的，奖次留空）", Line("{level} {prize} {points} 分", Field("level", "级别", words=True),
                                              Field("prize", "奖次", words=True), Field("points", "几分"), always=True,
                                              said="{level}[ {prize}] {points} 分")),
        Line("{same_work}", Field("same_work", "同一作品多次获奖", default="best", options={
            "best": "同一作品取最高的一次", "all": "同一作品的每次都算"}), more=True),
        Line("{take}", Field("take", "几项获奖怎样取", default="all", options={"all": "各项相加", "best": "只取最高的一项", "few": "取最高的几项"})),
        Line("取最高的 {top} 项，其余每项 {others} 分", Field("top", "取几项"), Field("others", "其余每项几分", default=0), more=True),
        Rows("less", "减分（如第二作者）", Line("{name}减 {points} 分", Field("name", "身份", words=True), Field("points", "减几分"), always=True),
             more=True),
        Rows("factors", "系数（如参与者折半，写 1/2）", Line("{name}乘 {factor}", Field("name", "身份", words=True), Field("factor", "系数"),
                                               always=True), more=True),
        Line("{split}", Field("split", "合作的", default="false", options={"false": "合作的各得全分", "true": "合作的按人数平分"}), more=True),
    ),
    _awards_open, _awards_fold, top,
)


# 多方评分 ---------------------------------------------------------------------------------------------------------
def _raters_open(rule: dict[str, Any]) -> dict[str, Any]:
    trim = rule.get("trim") or {}
    whole = "extremes" in trim or "lowest_share" in trim
    rows = [{"name": name, "weight": weight, **(trim if whole else trim.get(name, {}))} for name, weight in rule.get("weights", {}).items()]
    return {**rule, "weights": rows}


def _raters_fold(data: dict[str, Any], notes: Notes) -> dict[str, Any]:
    rows = data.pop("weights", [])
    trim = {row.get("name", ""): kept for row in rows if (kept := {k: row[k] for k in ("extremes", "lowest_share") if k in row})}
    return {"weights": table(rows, "name", "weight", notes, "评分方"), **({"trim": trim} if trim else {}), **data}


RATERS = Form(
    "raters", "多方评分", "自评、互评、领导评等各占多少，加权平均",
    (
        Rows("weights", "评分方", Line(
            "{name}占 {weight}，去掉最高最低各 {extremes} 票，去掉最低的 {lowest_share}", Field("name", "哪一方", words=True),
            Share("weight", "占多少"), Field("extremes", "去掉最高最低各几票"), Share("lowest_share", "去掉最低的几成"), always=True,
            said="{name}占 {weight}[（去掉最高最低各 {extremes} 票）][（去掉最低的 {lowest_share}）]"), intro="加权平均："),
        Line("{missing}", Field("missing", "有一方没评时", default="open", options={
            "open": "有一方没评时等齐再算", "rescale": "有一方没评时按其余各方折算"}), more=True),
        Line("按 {out_of} 分制评，折算到分值", Field("out_of", "几分制", default=100, null="不折算"), more=True),
    ),
    _raters_open, _raters_fold, top, CLAMPS[1:],
)
