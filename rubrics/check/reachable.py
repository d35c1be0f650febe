"""能不能得到: tiers above the max, a max or cap nobody reaches, a cap that one event reaches."""

from collections.abc import Iterator

from rubrics.scoring import Rubric, plain
from rubrics.scoring.base import Rule
from rubrics.scoring.kinds.awards import Awards
from rubrics.scoring.kinds.bands import Bands
from rubrics.scoring.kinds.conditions_met import Met
from rubrics.scoring.kinds.count import Count
from rubrics.scoring.kinds.judged import Judged
from rubrics.scoring.kinds.quota import Quota
from rubrics.scoring.kinds.rank import Rank
from rubrics.scoring.kinds.tiers import Tiers
from rubrics.scoring.numbers import Number
from rubrics.scoring.rubric import Item

from .finding import Finding, Fix, fix, path_of, place_of, warning, written


def check(rubric: Rubric) -> Iterator[Finding]:
    for item in rubric.items:
        for variant in item.variants:
            outermost = variant.rule
            for rule in outermost.tree():
                yield from _check_rule(item, rule)
            yield from _check_cap(item, outermost)


def _check_cap(item: Item, rule: Rule) -> Iterator[Finding]:
    frame = rule.frame
    if frame.scale is not None and frame.high is not None and frame.high > frame.scale:
        yield warning(place_of(item), f"规则的上限 {plain(frame.high)} 高于分值 {plain(frame.scale)}，这一项可能得到比分值更多的分",
                      "如果不是有意的，请去掉规则里的上限", fix(f"上限改为 {plain(frame.scale)}", (*path_of(frame.place), "cap"), written(frame.scale)))
    if frame.out_of is not None and frame.max is None:
        yield warning(place_of(item), "写了百分制，却没有分值，分数不会折算", "请写分值，或去掉百分制")


def _check_rule(item: Item, rule: Rule) -> Iterator[Finding]:
    high, place = rule.frame.high, place_of(item)
    tops = list(_named_points(rule))
    if high is not None and tops:
        for name, points in tops:
            if points > high:
                yield warning(place, f"“{name}”写的是 {plain(points)} 分，超过上限 {plain(high)} 分，只能得 {plain(high)} 分",
                              f"请把“{name}”改为不超过 {plain(high)} 分，或提高分值", *_lower(rule, name, high))
        best = max(points for _, points in tops)
        if best < high:
            yield warning(place, f"最高只能得 {plain(best)} 分，没有人能得满 {plain(high)} 分", "请调整最高一档或分值")
    if isinstance(rule, Count):
        yield from _check_count(item, rule)
    if isinstance(rule, Quota) and high is not None and rule.base < high and not rule.per_extra:
        yield warning(place, f"从 {plain(rule.base)} 分起只减不加，没有人能得满 {plain(high)} 分", "请调整基础分或分值")
    if isinstance(rule, Quota) and rule.per_extra > 0 and high is not None and rule.base >= high:
        most = None if rule.extra_cap is None else rule.base + rule.extra_cap
        fixes = [fix(f"上限改为 {plain(most)} 分", (*path_of(rule.frame.place), "cap"), written(most))] if most else []
        yield warning(place, f"做满就有 {plain(high)} 分，已经到上限，超额加的分谁也得不到（只能补足缺的）",
                      "请把基础分改低一些，或把这条规则的上限改高", *fixes)
    if isinstance(rule, Quota) and not rule.per_missing and not rule.per_extra:
        yield warning(place, "缺了不扣、超了不加，做多做少都一样", "请写明每缺一次扣几分")
    if isinstance(rule, Awards) and any(rule.less[name] < 0 for name in rule.less):
        yield warning(place, "“减”的分值写成了负数，实际会加分", "请写正数")


def _lower(rule: Rule, name: str, high: Number) -> tuple[Fix, ...]:
    """A tier down to what can be had."""
    if not isinstance(rule, Tiers):
        return ()
    return (fix(f"“{name}”改为 {plain(high)} 分", (*path_of(rule.frame.place), "tiers", name), written(high)),)


def _named_points(rule: Rule) -> Iterator[tuple[str, Number]]:
    """The points a rule can give by name, where one of them alone is the result."""
    if isinstance(rule, Tiers):
        yield from rule.tiers.items()
    elif isinstance(rule, Bands):
        for number, (_, points) in enumerate(rule.bands, start=1):
            yield f"第 {number} 段", points
    elif isinstance(rule, Judged):
        for name, (_, most) in rule.ranges.items():
            yield name, most
    elif isinstance(rule, Rank):
        for number, step in enumerate(rule.steps, start=1):
            yield f"第 {number} 段", step.points
        if rule.linear or rule.decrement:
            yield "第一名", (rule.linear or rule.decrement or (0,))[0]
    elif isinstance(rule, Met):
        yield "满足条件", rule.points


def _check_count(item: Item, rule: Count) -> Iterator[Finding]:
    high, place = rule.frame.high, place_of(item)
    if high is None:
        return
    gains = {name: points[1] if isinstance(points, tuple) else points for name, points in rule.points.items()}
    gains = {name: points for name, points in gains.items() if points > 0}
    for name, points in gains.items():
        once = min(points, rule.each_cap.get(name, points))
        if rule.base < high <= rule.base + once:
            more = "，其余记录都不再加分" if len(gains) > 1 else ""
            yield warning(place, f"“{name}”一次就到上限 {plain(high)} 分{more}", "请调低每次的分值或提高上限")
    if not gains and rule.base < high:
        yield warning(place, f"从 {plain(rule.base)} 分起只减不加，没有人能得满 {plain(high)} 分", "请调整基础分或分值")
    bounded = [rule.each_cap.get(name) for name in gains]
    if gains and None not in bounded:
        most = rule.base + sum(cap for cap in bounded if cap is not None)
        if most < high:
            yield warning(place, f"各种记录都有上限，合计最多 {plain(most)} 分，到不了 {plain(high)} 分", "请调整各项上限或分值")
    if gains and rule.change_cap is not None and rule.base + rule.change_cap < high:
        yield warning(place, f"加分以 {plain(rule.change_cap)} 分为限，到不了 {plain(high)} 分", "请调整加分上限或分值")
    for name, points in rule.points.items():
        if isinstance(points, tuple) and (name in rule.free or name in rule.unit):
            yield warning(place, f"“{name}”视情节计分，免计次数和计次单位对它不起作用", "请去掉，或改为每次固定的分值")
