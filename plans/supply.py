"""What a plan will produce (计划的供给): which evidence its contents and quotas give, for the check of the rubric."""
from __future__ import annotations

from plans.models import Plan, Quota
from rubrics.check import Supply

# Whatever becomes of a 研修内容: who came, who did what, how it was assessed.
OF_CONTENT = ("attendance", "part", "assessment", "contest", "inspection")


def supplies_of(plan: Plan) -> list[Supply]:
    """Source keys of the plan's contents and quotas, in two queries; a quota per week or month names no number."""
    found = [Supply(f"{head}:{title}", title) for title in plan.contents.values_list("title", flat=True) for head in OF_CONTENT]
    for quota in plan.quotas.all():
        found.append(Supply(quota.source, quota.name, quota.number if quota.period == Quota.Period.TERM else None))
    return found


def contents_of(plan: Plan) -> list[str]:
    """The words an item's evidence may name: contents, and what the quotas count."""
    counted = [source.partition(":")[2] for source in plan.quotas.values_list("source", flat=True)]
    return list(dict.fromkeys([*plan.contents.values_list("title", flat=True), *filter(None, counted)]))
