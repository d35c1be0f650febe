"""分值: do the weights add up to the full marks, what do sections bring, and who can earn them at all."""

from collections.abc import Iterator, Sequence

from rubrics.scoring import Rubric, plain
from rubrics.scoring.numbers import Number, divide, fixed
from rubrics.scoring.rubric import Audience, Item, Profile

from .finding import Finding, Fix, error, fix, place_of, warning


def check(rubric: Rubric) -> Iterator[Finding]:
    """Weights ≠ full marks, said in words with the three choices (封顶、折算、改分值)."""
    if not any(item.counts == "full" for item in rubric.items):
        yield error("细则", "没有一项计入总分", "请至少加一个计入总分的考核项目")
        return
    total, full = rubric.weights, rubric.full_marks
    if not total:
        level = error if rubric.total == "rescale" else warning
        yield level("细则", "各项都没有分值，无法折算", "请给考核项目写上分值，或把总分改为“不折算”")
    elif total != full:
        fixes = [fix(label, ("total",), kind) for kind, label in TOTALS.items() if kind != rubric.total]
        yield warning("细则", _sum_sentence(rubric, total, full), _choices(rubric, total, full), *fixes)
    for place, item in enumerate(rubric.items):
        if item.max == 0 and item.counts != "shown":
            yield warning(place_of(item), "分值是 0，谁也得不到分", "请改分值；只供查看的项目可设为“只显示”",
                          fix("设为只显示", ("items", place, "counts"), "shown"))


TOTALS = {"cap": "封顶", "rescale": "折算"}
OTHERWISE = {"exclude": "其他人剔除后折算", "average": "其他人取平均分", "full": "其他人记满分"}


def _sum_sentence(rubric: Rubric, total: Number, full: Number) -> str:
    difference = f"{'多' if total > full else '少'} {plain(abs(total - full))} 分"
    return f"各项分值合计 {plain(total)} 分，而满分写的是 {plain(full)} 分，{difference}；现在的办法是{_NOW[rubric.total]}"


_NOW = {"cap": "封顶", "rescale": "折算", "plain": "照实相加"}


def _choices(rubric: Rubric, total: Number, full: Number) -> str:
    top, sample = plain(full), fixed(divide(full * 90, 100), 1)
    capped = f"封顶（得分超过 {top} 分的按 {top} 分计）" if total > full else f"封顶（最多只能得到 {plain(total)} 分）"
    scaled = fixed(divide(divide(full * 90, 100) * full, total), rubric.places)
    rescaled = f"折算（得分 × {top} ÷ {plain(total)}，例如 {sample} 分成为 {scaled} 分）"
    return f"三种办法选一种：{capped}；{rescaled}；改分值（把各项改到合计 {top} 分）"


def check_sections(rubric: Rubric) -> Iterator[Finding]:
    """Sections: without items, a cap never reached, thresholds above what can be had."""
    for section in rubric.sections:
        place = f"栏目“{section.name or section.code}”"
        items = [item for item in rubric.items if item.section == section.code and item.counts != "shown"]
        full = [item for item in items if item.counts == "full"] or items
        if not items:
            yield warning(place, "没有考核项目", "请把项目归到这一栏，或删去这一栏")
            continue
        total = sum(item.max or 0 for item in full)
        open_ended = any(item.max is None for item in full)
        if section.cap is not None and section.cap > total and not open_ended:
            yield warning(place, f"上限 {plain(section.cap)} 分永远达不到，所含项目合计只有 {plain(total)} 分",
                          f"请把上限改为 {plain(total)} 分或补足项目")
        most = total if section.cap is None else min(total, section.cap)
        for limit, word in ((section.warn_below, "提醒线"), (section.fail_below, "不合格线")):
            if limit is not None and limit > most and not open_ended:
                yield warning(place, f"{word} {plain(limit)} 分高于这一栏最多能得的 {plain(most)} 分", "请把它改低")
        if section.fail_below is not None and not rubric.grades:
            yield warning(place, "写了不合格线，但细则没有等次", "请写等次，最后一个就是不合格")


def check_audiences(rubric: Rubric, teachers: Sequence[Profile]) -> Iterator[Finding]:
    """Items only some can earn: the school must decide what the others get (otherwise)."""
    narrow = [item for item in rubric.items
              if not item.applies_to.everybody and item.counts == "full" and item.otherwise == "zero" and item.max]
    for item in narrow:
        who, place = _who(item.applies_to), place_of(item)
        sentence = f"只有{who}能得这 {plain(item.max or 0)} 分，其他教师按 0 分计"
        if teachers:
            n = sum(item.applies_to.holds(teacher) for teacher in teachers)
            sentence = f"{len(teachers)} 名教师中只有 {n} 名（{who}）能得这 {plain(item.max or 0)} 分，其他人按 0 分计"
            if not n:
                sentence = f"没有一名教师符合“{who}”，这 {plain(item.max or 0)} 分谁也得不到"
            elif 2 * n >= len(teachers):
                continue
        yield warning(place, sentence, "请决定其他人怎样计：剔除后折算、平均分、满分，还是零分", *_ways(rubric, [item]))
    if len(narrow) > 1:
        total = plain(sum(item.max or 0 for item in narrow))
        yield warning("细则", f"{_several(narrow)}共 {total} 分只对部分教师开放，不在其列的教师最多少得 {total} 分",
                      "投入使用前逐项决定：剔除后折算（按其余项目折算）、平均分（按参加者的平均）、满分、零分",
                      *_ways(rubric, narrow)[:1])


def _ways(rubric: Rubric, items: Sequence[Item]) -> list[Fix]:
    """What those get for whom the items are not."""
    return [Fix(f"{_several(items)}{label}", tuple((("items", rubric.place_of[item.code], "otherwise"), way) for item in items))
            for way, label in OTHERWISE.items()]


def _several(items: Sequence[Item]) -> str:
    return f"第 {'、'.join(item.code for item in items)} 项"


def _who(audience: Audience) -> str:
    parts = ["、".join(sorted(names)) for names in (audience.tags, audience.roles, audience.groups) if names]
    words = "且".join(f"“{part}”" for part in parts)
    without = f"非“{'、'.join(sorted(audience.not_tags))}”" if audience.not_tags else ""
    return f"{words}{without}的教师"
