"""问题 posted, sorted into themes, chosen, studied and closed or carried over."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F

from documents import chinese
from plans.models import CoreProblem, Plan, Problem, ScheduleEntry, Theme
from plans.problems import carried_core, carried_themes
from plans.states import CORE_STEPS, THEME_STEPS, ProblemState
from school import audit, clock
from school.models import Term
from school.person import Person
from school.workflow import Refused, StaleEdit, advance, again, guarded


def post(person: Person, term: Term, text: str, where: str, key: UUID) -> Problem:
    """提一个问题; the same key again gives the one that is there."""
    if person.teacher is None:
        raise Refused("你的账号没有对应的教师，提不了问题。", "请管理员在名册里把账号连上。")
    with transaction.atomic():
        if there := Problem.objects.filter(key=key).first():
            return again(there, teacher=person.teacher, text=text, where=where)
        row = Problem.objects.create(
            school=person.school, term=term, teacher=person.teacher, text=text, where=where, at=clock.now(), key=key
        )
        audit.record(person, "problem.post", row)
    return row


def remove(person: Person, problem: Problem) -> None:
    """收回自己提的, until somebody has sorted it."""
    if problem.theme_id:
        raise Refused("这个问题已经归到主题里了。", "要改说法，请教导处先选『不归类』，你再收回重提。", label=problem.text)
    with transaction.atomic():
        audit.record(person, "problem.remove", problem)
        problem.delete()


def add_theme(person: Person, term: Term, title: str) -> Theme:
    """新主题; the same title again gives the theme that is there."""
    title = chinese.normal(title)[:40]
    if not title:
        raise Refused("主题没有名称。", "写几个字，如『课堂等待时间』。")
    with transaction.atomic():
        theme, made = Theme.objects.get_or_create(term=term, title=title, defaults={"school": term.school})
        if made:
            audit.record(person, "theme.add", theme)
    return theme


def sort(person: Person, term: Term, moves: Mapping[int, int | None], chosen: Collection[int], merges: Mapping[int, int]) -> int:
    """归类: problem → theme, which themes the term studies, theme → the theme it goes into; gives how many problems moved."""
    themes = {theme.pk: theme for theme in Theme.objects.filter(term=term)}
    moved = 0
    with transaction.atomic():
        for problem in Problem.objects.filter(term=term, pk__in=moves):
            wanted = moves[problem.pk]
            if wanted in (*themes, None) and wanted != problem.theme_id:
                guarded(Problem).filter(pk=problem.pk).update(theme=wanted)
                moved += 1
        for theme in themes.values():
            if theme.chosen != (theme.pk in chosen):
                theme.chosen = theme.pk in chosen
                theme.save(update_fields=["chosen"])
        for pk, into in merges.items():
            if pk in themes and into in themes and pk != into and into not in merges:
                moved += _merge(person, themes[pk], themes[into])
        audit.record(person, "theme.sort", term, school=term.school, after={"moved": moved, "chosen": len(set(chosen) & set(themes))})
    return moved


def _merge(person: Person, theme: Theme, into: Theme) -> int:
    """Everything under one theme goes to another, and the empty one goes away."""
    moved = theme.problems.update(theme=into)
    theme.cores.update(theme=into)
    into.entries.add(*theme.entries.all())
    if theme.chosen:
        Theme.objects.filter(pk=into.pk).update(chosen=True)
    audit.record(person, "theme.merge", theme, after=into.title)
    theme.delete()
    return moved


def take_up(person: Person, term: Term, pk: int) -> Theme:
    """接着研究 a theme that the last term carried over."""
    old = carried_themes(term).filter(pk=pk).first()
    if old is None:
        raise Refused("上学期转来的主题里没有这一个。", "请刷新页面再选。")
    theme = add_theme(person, term, old.title)
    Theme.objects.filter(pk=theme.pk).update(chosen=True)
    return theme


def hold_for(person: Person, theme: Theme, entries: Collection[int]) -> None:
    """哪些日程是为这个主题办的."""
    with transaction.atomic():
        theme.entries.set(ScheduleEntry.objects.filter(plan__term=theme.term, plan__level=Plan.Level.SCHOOL, pk__in=entries))
        audit.record(person, "theme.entries", theme, after=[entry.title for entry in theme.entries.all()])


def step_theme(person: Person, theme: Theme, name: str, *, reason: str = "") -> None:
    """了结 or carry a theme over; the word why stays as its result."""
    advance(person, theme, THEME_STEPS, name, reason=reason, outcome=reason)


def save_core(person: Person, term: Term, theme: Theme, text: str, how: str, *, version: int) -> CoreProblem:
    """我的核心问题: one a term. Raises StaleEdit with both texts when it was saved in between."""
    if person.teacher is None:
        raise Refused("你的账号没有对应的教师，选不了核心问题。", "请管理员在名册里把账号连上。")
    if not theme.chosen:
        raise Refused("这个主题本学期不研究。", "请从本学期研究的主题里选一个。", label=theme.title)
    with transaction.atomic():
        row, made = CoreProblem.objects.get_or_create(term=term, teacher=person.teacher, defaults={
            "school": person.school, "theme": theme, "text": text, "how": how, "saved_at": clock.now(), "before": carried_core(person.teacher, term),
        })
        if not made:
            rows = CoreProblem.objects.filter(pk=row.pk, version=version, state=ProblemState.OPEN)
            if not rows.update(theme=theme, text=text, how=how, saved_at=clock.now(), version=F("version") + 1):
                row.refresh_from_db()
                if row.state != ProblemState.OPEN:
                    raise Refused(f"它现在是『{row.get_state_display()}』，不能改。", "还要接着研究请『重新打开』。", label=row.text)
                if (row.theme_id, row.text, row.how) == (theme.pk, text, how):
                    return row
                raise StaleEdit(mine=f"{text}\n{how}", theirs=f"{row.text}\n{row.how}", version=row.version, label="我的核心问题")
            row.refresh_from_db()
        audit.record(person, "core_problem.save", row, after=text)
    return row


def step_core(person: Person, row: CoreProblem, name: str, *, reason: str = "") -> None:
    """写下结果: solved, or carried over to the next term with a word why."""
    advance(person, row, CORE_STEPS, name, reason=reason, outcome=reason)
