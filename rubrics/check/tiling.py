"""缺口与重叠: ranges, bands, steps, grades; and weights that do not add up to 1."""

from collections.abc import Iterator

from rubrics.scoring import Rubric, plain
from rubrics.scoring.base import Rule
from rubrics.scoring.conditions import tests_in_words
from rubrics.scoring.kinds.bands import Bands
from rubrics.scoring.kinds.judged import Judged
from rubrics.scoring.kinds.mean import Mean
from rubrics.scoring.kinds.rank import Rank
from rubrics.scoring.kinds.raters import Raters
from rubrics.scoring.numbers import Number
from rubrics.scoring.rubric import Grade, Item

from .finding import Finding, place_of, warning


def check(rubric: Rubric) -> Iterator[Finding]:
    for item in rubric.items:
        for variant in item.variants:
            for rule in variant.rule.tree():
                yield from _check_rule(item, rule)
    yield from _check_grades(rubric)


def _check_rule(item: Item, rule: Rule) -> Iterator[Finding]:
    if isinstance(rule, Judged):
        yield from _check_ranges(item, rule)
    elif isinstance(rule, Bands):
        yield from _check_bands(item, rule)
    elif isinstance(rule, Rank):
        yield from _check_steps(item, rule)
    elif isinstance(rule, (Raters, Mean)) and rule.weights:
        total = sum(rule.weights.values())
        if total not in (1, 100, 10):
            yield warning(place_of(item), f"各方权重合计是 {plain(total)}，不是 1（100%）",
                          f"现在按 ÷ {plain(total)} 计算，请核对各方的比例")


def _check_ranges(item: Item, rule: Judged) -> Iterator[Finding]:
    ordered = sorted(rule.ranges.items(), key=lambda pair: pair[1])
    for (low_name, (_, low_end)), (high_name, (high_start, _)) in zip(ordered, ordered[1:], strict=False):
        ends = f"“{low_name}”到 {plain(low_end)} 分，“{high_name}”从 {plain(high_start)} 分起"
        if high_start <= low_end:
            yield warning(place_of(item), f"{ends}，两档重叠", "请让两档的分数不重叠")
        elif high_start - low_end > (rule.step or 1):
            yield warning(place_of(item), f"{ends}，中间的分数哪一档也不是", "请把两档接起来")


def _reach(tests: tuple[tuple[str, Number], ...]) -> tuple[Number | None, Number | None]:
    """Lower and upper end of a band; None: no end."""
    lows = [limit for word, limit in tests if word in ("at_least", "more_than")]
    highs = [limit for word, limit in tests if word in ("at_most", "fewer_than")]
    return max(lows, default=None), min(highs, default=None)


def _check_bands(item: Item, rule: Bands) -> Iterator[Finding]:
    bands = [(tests, *_reach(tests)) for tests, _ in rule.bands]
    for index, (tests, low, high) in enumerate(bands):
        for _, earlier_low, earlier_high in bands[:index]:
            below = earlier_low is None or (low is not None and earlier_low <= low)
            above = earlier_high is None or (high is not None and earlier_high >= high)
            if below and above and (low is not None or high is not None or (earlier_low is None and earlier_high is None)):
                yield warning(place_of(item), f"“{tests_in_words(tests) or '其余'}”一段永远轮不到，前面的段已经把它包括了",
                              "请把要求高的段排在前面")
                break
    both = sorted((low, high) for _, low, high in bands if low is not None and high is not None)
    for (_, end), (start, _) in zip(both, both[1:], strict=False):
        if start > end and not any(low is not None and low <= end and high is None for _, low, high in bands):
            yield warning(place_of(item), f"{plain(end)} 与 {plain(start)} 之间没有对应的段，会落到最后一段", "请把各段接起来")


def _check_steps(item: Item, rule: Rank) -> Iterator[Finding]:
    for word, values in (("top", [step.top for step in rule.steps]), ("top_share", [step.top_share for step in rule.steps])):
        named = [value for value in values if value is not None]
        if len(named) == len(rule.steps) and named != sorted(set(named)):
            yield warning(place_of(item), f"名次分段（{word}）没有从小到大排，有的段永远轮不到", "名次分段是累计的，请从小到大写")
    for step in rule.steps:
        if step.top_share is not None and step.top_share > 1:
            yield warning(place_of(item), f"前 {plain(step.top_share * 100)}% 超过了全部人数", "比例请写小数，例如 0.3")


def _check_grades(rubric: Rubric) -> Iterator[Finding]:
    grades = rubric.grades
    if not grades:
        return
    best = rubric.full_marks if rubric.total in ("cap", "rescale") else max(rubric.full_marks, rubric.weights)
    limits = [grade.at_least for grade in grades if grade.at_least is not None and not _shared(grade)]
    if limits != sorted(limits, reverse=True) or len(set(limits)) != len(limits):
        yield warning("等次", "等次没有从高到低排，后面的等次可能永远轮不到", "请从最高的等次写起")
    for index, grade in enumerate(grades):
        if grade.at_least is not None and grade.at_least > best:
            yield warning(f"等次“{grade.name}”", f"要求 {plain(grade.at_least)} 分，最多只能得 {plain(best)} 分", "请改低分数线")
        if grade.top_share is not None and grade.top_share > 1:
            yield warning(f"等次“{grade.name}”", f"前 {plain(grade.top_share * 100)}% 超过了全部人数", "比例请写小数，例如 0.3")
        if _bare(grade) and index < len(grades) - 1:
            yield warning(f"等次“{grade.name}”", "没有写条件，人人都能得到，后面的等次永远轮不到", "请写分数线，或放到最后")
    if not _bare(grades[-1]):
        yield warning("等次", f"最后一个等次“{grades[-1].name}”有条件，达不到的教师没有等次", "请在最后加一个不写条件的等次")


def _shared(grade: Grade) -> bool:
    return grade.top is not None or grade.top_share is not None


def _bare(grade: Grade) -> bool:
    return grade.at_least is None and not _shared(grade)
