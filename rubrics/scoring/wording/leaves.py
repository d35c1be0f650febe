"""The sentences of the leaf kinds (叶子规则的说法)."""

from collections.abc import Mapping
from typing import Any

from ..conditions import tests_in_words
from ..numbers import plain
from .words import change, minus, wanted

Values = Mapping[str, Any]


def _open(values: Values, source: str) -> str:
    return "还没有依据"


def _counted_zero(values: Values, source: str) -> str:
    return "没有依据，按规定计 0 分"


def _none(values: Values, source: str) -> str:
    return "未参加：0 分"


def _excluded(values: Values, source: str) -> str:
    return "不作要求，不计入"


def _of_nothing(values: Values, source: str) -> str:
    return "应完成数是 0，无法按比例计算"


def _no_plan_number(values: Values, source: str) -> str:
    return "计划没有写明应完成多少"


def _nothing_due(values: Values, source: str) -> str:
    return "还没有到期的部分"


def _no_reference(values: Values, source: str) -> str:
    return "参照数还没有"


def _nobody(values: Values, source: str) -> str:
    return f"不在{values['among']}之列，不参加比较"


def _judged(values: Values, source: str) -> str:
    tier = f"评为“{values['tier']}”，" if values["tier"] else ""
    why = f"（{values['why']}）" if values["why"] else ""
    return f"{tier}评分 {minus(values['number'])} 分{why}"


def _tier(values: Values, source: str) -> str:
    return f"评为“{values['tier']}”：{minus(values['points'])} 分"


def _tier_none(values: Values, source: str) -> str:
    return f"未参加：{minus(values['points'])} 分"


def _measured(values: Values) -> str:
    if values.get("of") is not None:
        return f"完成 {plain(values['done'])}，应完成 {plain(values['of'])}，占 {_percent(values['number'])}"
    return f"数值 {minus(values['number'])}"


def _percent(value: Any) -> str:
    """80%, or the exact fraction where no percentage says it."""
    text = plain(value * 100)
    return f"{text}%" if len(text) <= 5 else f"{value.numerator}/{value.denominator}"


def _band(values: Values, source: str) -> str:
    where = tests_in_words(values["tests"]) if values["tests"] else "其余"
    return f"{_measured(values)}，属于“{where}”一段：{minus(values['points'])} 分"


def _count(values: Values, source: str) -> str:
    said, terms = [], ""
    for row in values["rows"]:
        said.append(_event(row))
        terms += change(row["change"])
    base = values["base"]
    if not said:
        names = "、".join(values["events"])
        return f"没有{names}的记录：{minus(base)} 分"
    head = minus(base) if base or len(said) > 1 else ""
    total = base + values["capped"]
    if not head:
        terms = minus(values["rows"][0]["change"])
    text = f"{'；'.join(said)}：{(head + terms)}"
    if values["capped"] != values["changes"]:
        return f"{text}，增减以 {plain(abs(values['capped']))} 分为限：{minus(base)}{change(values['capped'])} = {minus(total)} 分"
    return f"{text} 分" if not head else f"{text} = {minus(total)} 分"


def _event(row: Values) -> str:
    points = row["points"]
    if isinstance(points, tuple):
        text = f"{row['event']} {len(row['given'])} 次（{'、'.join(minus(amount) for amount in row['given'])}）"
    else:
        text = f"{row['event']} {plain(row['given'])}{' 次' if not row['unit'] else ''}"
        if row["free"]:
            text += f"（{plain(row['free'])}以内不计）"
        each = "每次" if not row["unit"] else f"每 {plain(row['unit'])} 计一次，计 {plain(row['units'])} 次，每次"
        text += f"，{each}{'扣' if points < 0 else '计'} {plain(abs(points))} 分"
    if row["each_cap"] is not None and abs(row["change"]) == row["each_cap"]:
        text += f"，以 {plain(row['each_cap'])} 分为限"
    return text


def _quota(values: Values, source: str) -> str:
    verb, noun = wanted(source)
    rows = values["rows"]
    if len(rows) == 1 and rows[0]["period"] is None:
        text = _quota_row(rows[0], verb, noun, values)
    elif rows:
        text = "；".join(f"{row['period']} {_quota_row(row, verb, noun, values)}" for row in rows[:6])
        text += "……" if len(rows) > 6 else ""
    else:
        text = "还没有到期的要求"
    base, less, plus = values["base"], values["less"], values["plus"]
    if values["missing"]:
        text += f"，{'共' if len(rows) > 1 else ''}缺 {plain(values['missing'])} 次，" + _per(values, "missing", "缺", "扣")
        text += f"，最多扣 {plain(less)} 分" if less != values["off"] else ""
    if values["extra"] and values["per_extra"]:
        text += f"，超 {plain(values['extra'])} 次，" + _per(values, "extra", "超", "加")
        text += f"，最多加 {plain(plus)} 分" if plus != values["on"] else ""
    if not less and not plus:
        return f"{text}：{minus(base)} 分"
    sums = (change(-less) if less else "") + (change(plus) if plus else "")
    return f"{text}：{minus(base)}{sums} = {minus(base - less + plus)} 分"


def _quota_row(row: Values, verb: str, noun: str, values: Values) -> str:
    text = ""
    if row["required"] is not None:
        text = f"应{verb}{noun} {plain(row['required'])} 次"
        if not row["from_plan"] and values["share"] != 1:
            text += f"（{plain(values['full'])} × {values['share']} 折算）"
        text += f"（{row['why']}），" if row["why"] else "，"
    text += f"实{verb} {plain(row['count'])} 次"
    for name, needed, had in row["also"]:
        text += f"，其中{name}应 {plain(needed)} 次、实 {plain(had)} 次"
    return text


def _per(values: Values, which: str, word: str, verb: str) -> str:
    unit = values["unit"]
    part = {"drop": "", "whole": "（不足一份按一份）", "share": "（不足一份按比例）"}[values["part_unit"]]
    part = part if which == "missing" and unit != 1 else ""
    return f"每{word} {plain(unit)} 次{part}{verb} {minus(values[f'per_{which}'])} 分"


def _ratio(values: Values, source: str) -> str:
    if "best" in values:
        top, under = ("best", "number") if values["low"] else ("number", "best")
        text = f"本人 {plain(values['number'])}，最好 {plain(values['best'])}，比值 {plain(values[top])} ÷ {plain(values[under])}"
    else:
        text = f"完成 {plain(values['done'])}，应完成 {plain(values['of'])}，比例 {_percent(values['ratio'])}"
    if values["nothing_below"] is not None and values["ratio"] < values["nothing_below"]:
        return f"{text}，低于 {_percent(values['nothing_below'])}：0 分"
    if values["zero_at"] or values["full_at"] != 1:
        zero, full = plain(values["zero_at"]), plain(values["full_at"])
        return (f"{text}：{plain(values['scale'])} ×（{plain(values['ratio'])} − {zero}）÷（{full} − {zero}）"
                f" = {minus(values['points'])} 分")
    return f"{text}：{plain(values['scale'])} × {plain(values['ratio'])} = {minus(values['points'])} 分"


def _awards(values: Values, source: str) -> str:
    if not values["given"]:
        return "没有获奖：0 分"
    said = [f"{entry.work + ' ' if entry.work else ''}{entry.level}{entry.prize or ''}"
            f"{'（' + '、'.join(entry.factors) + '）' if entry.factors else ''} {minus(worth)} 分"
            for worth, entry in values["counted"]]
    text = "；".join(said) or "没有计入的奖项"
    if values["dropped"]:
        text += f"；同一作品只计最高，{values['dropped']} 项不重复计"
    if values["further"]:
        text += f"；其余 {values['further']} 项" + (f"每项 {plain(values['others'])} 分" if values["others"] else "不计")
    total = sum(worth for worth, _ in values["counted"]) + values["further"] * values["others"]
    return f"{text}：共 {minus(total)} 分"


def _raters(values: Values, source: str) -> str:
    said = []
    for row in values["rows"]:
        if row["mean"] is None:
            said.append(f"{row['name']}未评")
            continue
        cut = f"，去掉 {row['votes'] - row['kept']} 票" if row["kept"] != row["votes"] else ""
        weight = f" × {plain(row['weight'])}" if row["weight"] else "（不计分）"
        said.append(f"{row['name']} {minus(row['mean'])}（{row['votes']} 票{cut}）{weight}")
    over = f"，÷ 权重和 {plain(values['over'])}" if values["over"] != 1 else ""
    return f"{'；'.join(said)}{over}"


def _rank(values: Values, source: str) -> str:
    size = f" {plain(values['of'])} 人中" if values["of"] is not None else ""
    text = f"在{values['among']}{size}第 {values['rank']} 名"
    points = minus(values["points"])
    if "by" in values:
        return f"{text}：{minus(values['first'])} − {plain(values['by'])} × {values['rank'] - 1} = {points} 分"
    if "first" in values:
        return f"{text}，第一名 {minus(values['first'])} 分、末名 {minus(values['last'])} 分，按名次递减：{points} 分"
    step = values.get("step")
    if step is None:
        return f"{text}，未进入计分名次：0 分"
    share = f"前 {_percent(step.top_share)}" if step.top_share is not None else ""
    top = f"前 {plain(step.top)} 名" if step.top is not None else ""
    return f"{text}，属于{share}{'且' if share and top else ''}{top}{'' if share or top else '其余'}：{points} 分"


def _relative(values: Values, source: str) -> str:
    to = {"mean": "平均", "best": "最好", "given": "参照"}[values["to"]]
    distance = values["distance"]
    text = f"本人 {minus(values['number'])}，{to} {minus(values['reference'])}"
    if not distance:
        return f"{text}，持平：{minus(values['base'])} 分"
    word, per = ("好", values["per_above"]) if distance > 0 else ("差", values["per_below"])
    total = values["base"] + per * distance
    unit = f"（每 {plain(values['per'])} 为一份）" if values["per"] != 1 else ""
    return (f"{text}，{word} {plain(abs(distance))}{unit}：{minus(values['base'])} {'+' if distance > 0 else '−'} "
            f"{plain(per)} × {plain(abs(distance))} = {minus(total)} 分")


def _more_tier(values: Values, source: str) -> str:
    return f"评为“{values['tier']}”可加 {plain(values['gain'])} 分"


def _more_band(values: Values, source: str) -> str:
    return f"达到“{tests_in_words(values['tests'])}”可加 {plain(values['gain'])} 分"


def _more_event(values: Values, source: str) -> str:
    high = f"（上限 {plain(values['high'])} 分）" if values["high"] is not None else ""
    verb = "再获" if source == "class_awards" else "再有"
    return f"{verb}{values['event']} {plain(values['times'])} 次可加 {plain(values['gain'])} 分{high}"


def _more_quota(values: Values, source: str) -> str:
    verb, noun = wanted(source)
    return f"再{verb}{noun} {plain(values['times'])} 次可加 {plain(values['gain'])} 分"


SENTENCES = {
    "open": _open, "counted_zero": _counted_zero, "none": _none, "excluded": _excluded, "of_nothing": _of_nothing,
    "no_plan_number": _no_plan_number, "nothing_due": _nothing_due, "no_reference": _no_reference, "nobody_to_compare": _nobody,
    "judged": _judged, "tier": _tier, "tier_none": _tier_none, "band": _band, "count": _count, "quota": _quota,
    "ratio": _ratio, "awards": _awards, "raters": _raters, "rank": _rank, "relative": _relative,
}
MORE = {"more_tier": _more_tier, "more_band": _more_band, "more_event": _more_event, "more_quota": _more_quota}
