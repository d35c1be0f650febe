from __future__ import annotations

from django_scopes import ScopedManager

from plans.models.plan import Plan
from plans.states import PlanState


class GroupPlan(Plan):
    """教研组计划: written by the group's leader, accepted or returned by the office, read by the group."""

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "group", "own": "group__memberships__teacher"}

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "教研组计划"

    def get_state_display(self) -> str:
        return accepted_or(self)


class PersonalPlan(Plan):
    """个人计划 of a teacher: accepted or returned by his group's leader, a leader's by who stands above him."""

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "teacher__memberships__group", "own": "teacher", "about": "teacher"}

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "个人计划"

    @property
    def about_id(self) -> int | None:
        return self.teacher_id

    def get_state_display(self) -> str:
        return accepted_or(self)


# 个人计划里数得出来的: key, what, unit; the counts beside them come from the activities.
COUNTED = (("lessons", "要上的公开课", "节"), ("observations", "要听的课", "节"), ("books", "要读的书", "本"))


def accepted_or(plan: Plan) -> str:
    """The state in words; what a school plan calls 已发布 is 已通过 here."""
    words = {PlanState.PUBLISHED: "已通过", PlanState.SUBMITTED: "待审阅", PlanState.CLOSED: "已回顾"}
    if plan.state == PlanState.DRAFT and plan.return_reason:
        return "退回修改"
    return words.get(plan.state, PlanState(plan.state).label)
