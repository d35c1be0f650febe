"""依据: does every item say where its points come from, and can its rule read what that source gives."""

from collections.abc import Iterator

from rubrics.scoring import Rubric
from rubrics.scoring.base import Rule
from rubrics.scoring.conditions import Condition, Own
from rubrics.scoring.kinds.parts import Part
from rubrics.scoring.kinds.quota import Quota
from rubrics.scoring.rubric import Item, conditions_of
from rubrics.sources import ANYTHING, SHAPES_OF_KIND, SOURCES, source_of

from .finding import Finding, error, place_of, warning


def check(rubric: Rubric, in_school: bool) -> Iterator[Finding]:
    for item in rubric.items:
        yield from _check_key(item, in_school)
        yield from _check_numbers(item)
    used = {item.evidence for item in rubric.items}
    for veto in rubric.vetoes:
        for name in veto.when.names():
            if name not in used:
                yield warning("一票否决", f"条件看“{name}”，但没有一项以它为依据，这条否决永远不会生效",
                              "请改看师德事件（incident:…）、请假、标签，或某一项的得分")


def _check_key(item: Item, in_school: bool) -> Iterator[Finding]:
    keys = keys_of(item)
    place = place_of(item)
    if not keys:
        yield warning(place, "没有写依据从哪里来，只能人工录入", "请选择一个来源；确实要人工录入的写 manual")
    for key in keys:
        source = source_of(key)
        if source is None:
            level = error if in_school else warning
            yield level(place, f"不认识依据来源“{key}”", f"来源只有：{'、'.join(SOURCES)}")
        elif key == item.evidence and ANYTHING not in source.gives:
            shapes = {shape for rule in item.rule.tree() for shape in SHAPES_OF_KIND.get(rule.kind, ())}
            if not shapes.intersection(source.gives):
                yield warning(place, f"来源“{source.label}”给出的数据，这条规则读不了", "请换一个来源或换一种计分规则")


def keys_of(item: Item) -> list[str]:
    """The item's own source and those of its parts."""
    keys = [item.evidence] if item.evidence else []
    for rule in item.rule.tree():
        keys += [part.evidence for part in parts_of(rule) if part.evidence]
    return keys


def parts_of(rule: Rule) -> tuple[Part, ...]:
    return getattr(rule, "parts", ())


def _check_numbers(item: Item) -> Iterator[Finding]:
    """A number the plan must give; a condition on something nobody records."""
    for rule in item.rule.tree():
        if isinstance(rule, Quota) and rule.required is None and not rule.also:
            yield warning(place_of(item), "标准没有写应完成几次，缺几次就算不出来",
                          "请在细则里写明应完成的数目，或在计划的任务量里写明，由计划带入")
    for condition in conditions_of(item):
        for name in _own_names(condition):
            if source_of(name) is None and not _known(item, name):
                yield warning(place_of(item), f"条件看“{name}”，但本项的依据里没有这个数，条件会一直待定",
                              "请改为本项的事件名、number，或一个来源")


def _own_names(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Own):
        yield condition.name
    else:
        yield from condition.names()


def _known(item: Item, name: str) -> bool:
    """Whether the evidence holds the name, or the place in the list of `all` and `any` answers it."""
    for variant in item.variants:
        for rule in variant.rule.tree():
            if name in rule.events() or name in rule.measures or rule.kind in ("all", "any"):
                return True
    return False
