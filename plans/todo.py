"""等我做的 in the plan's folder: to approve, to confirm, to sort, to choose, to hand in, to receive."""
from __future__ import annotations

from django.urls import reverse

from documents.chinese import date_range
from plans import due, rules
from plans.models import Budget, CoreProblem, GroupPlan, PersonalPlan, Plan, Problem, Spending, Theme
from plans.states import BudgetState, PlanState, SpendingState
from school.clock import today
from school.models import Term
from school.person import Person
from school.policy import has
from school.todo import Todo


def folder(person: Person) -> list[Todo]:
    """待办 of 经费, 制度, 问题 and 个人计划, in a fixed number of queries."""
    term = person.term
    if person.school is None or term is None:
        return []
    return [*_money(person), *_rules(person), *_problems(person, term), *_due(person, term)]


def _money(person: Person) -> list[Todo]:
    found = []
    if has(person, "budget.approve"):
        for row in Budget.objects.filter(school=person.school, state=BudgetState.SUBMITTED).exclude(submitted_by=person.user).select_related("plan"):
            found.append(Todo("经费预算等你批准", reverse("budget", args=[row.plan_id]), "去看", row.plan.title, order=20))
    if has(person, "spending.approve"):
        rows = Spending.objects.filter(school=person.school, state=SpendingState.ENTERED).exclude(entered_by=person.user)
        waiting = list(rows.values_list("line__budget__plan", flat=True))
        if waiting:
            found.append(Todo(f"{len(waiting)} 笔支出等核准", reverse("budget", args=[waiting[0]]), "去看", "核准了才算支出", count=len(waiting), order=42))
    if has(person, "spending.enter"):
        for row in Spending.objects.filter(school=person.school, state=SpendingState.RETURNED, entered_by=person.user):
            found.append(Todo(f"支出『{row}』被退回", reverse("spending", args=[row.pk]), "去改", row.return_reason, order=41))
    return found


def _rules(person: Person) -> list[Todo]:
    if not has(person, "rule.read"):
        return []
    unread = [one for one in rules.rules(person) if one.current and not one.mine]
    if not unread:
        return []
    url = reverse("rule", args=[unread[0].row.pk]) if len(unread) == 1 else reverse("rule_list")
    names = "、".join(one.row.title for one in unread)
    return [Todo(f"{len(unread)} 项制度等你确认", url, "去读", names[:60], count=len(unread), order=58)]


def _problems(person: Person, term: Term) -> list[Todo]:
    found = []
    if has(person, "problem.sort"):
        loose = Problem.objects.filter(term=term, theme=None).count()
        if loose:
            found.append(Todo(f"{loose} 个问题还没有归类", reverse("problem_list"), "去归类", "相近的归到一个主题下", count=loose, order=48))
    elif person.teacher and has(person, "core_problem.write"):
        chosen = Theme.objects.filter(term=term, chosen=True).exists()
        if chosen and not CoreProblem.objects.filter(term=term, teacher=person.teacher).exists():
            found.append(Todo("选一个核心问题", reverse("core_problem_mine"), "去选", "从本学期研究的主题里选一个，一学期就研究这一个", order=59))
    return found


def _due(person: Person, term: Term) -> list[Todo]:
    """The days on which a group's and a personal plan are due, for who has not handed his in; who is late, for who reminds him."""
    days, found = due.days(term), []
    day = days.get(Plan.Level.TEACHER)
    if day and person.teacher and has(person, "personal_plan.write"):
        done = PersonalPlan.objects.filter(term=term, teacher=person.teacher, level=Plan.Level.TEACHER).exclude(state=PlanState.DRAFT)
        if not done.exists():
            found.append(Todo("交个人计划", reverse("team_plans"), "去写", "一页就够" if today() <= day else "已经过了期限", day, order=46))
    group_day = days.get(Plan.Level.GROUP)
    if group_day and person.led_groups and has(person, "group_plan.write"):
        done = GroupPlan.objects.filter(term=term, group__in=person.led_groups, level=Plan.Level.GROUP).exclude(state=PlanState.DRAFT)
        if done.count() < len(person.led_groups):
            said = "学校的阶段已经带进去" if today() <= group_day else "已经过了期限"
            found.append(Todo("交教研组计划", reverse("team_plans"), "去写", said, group_day, order=45))
    office = has(person, "group_plan.accept")
    if person.led_groups or office:
        missing = due.missing(person, term)
        if missing.groups_late and missing.groups:
            names = "、".join(group.name for group in missing.groups)
            found.append(Todo(f"{len(missing.groups)} 个组过了期限没交教研组计划", reverse("team_plans"), "去看", names, count=len(missing.groups), order=47))
        if missing.late and missing.count and not missing.silent:
            said = f"{date_range(day, day)}到期，组长催过三天了" if office else "先由组长提醒"
            title = f"{'' if office else '本组 '}{missing.count} 人过了期限没交个人计划"
            found.append(Todo(title, reverse("team_plans"), "去看", said, count=missing.count, order=47))
    return found
