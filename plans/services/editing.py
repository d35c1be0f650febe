"""起草: every change to a plan that is being drafted; a stale save is answered with both texts."""
from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Model, ProtectedError, QuerySet

from documents import chinese, richtext
from plans.models import Plan, PlanComment, ScheduleEntry, Section
from plans.states import PlanState
from school import audit, clock
from school.models import Term
from school.person import Person
from school.policy import has
from school.workflow import Refused, StaleEdit, again, guarded

STANDARD_SECTIONS = (
    "指导思想", "师资现状", "研修目标", "研修重点", "研修内容", "研修方式", "研修流程", "考核办法", "保障措施与经费",
)
EDITABLE = (PlanState.DRAFT, PlanState.CONSULTING)
BUSY = timedelta(minutes=2)
MOST_TEXT = 200_000


def start(person: Person, term: Term) -> Plan:
    """本学期计划: a draft with the usual sections; asking again gives the one that is there."""
    with transaction.atomic():
        plan, is_new = Plan.objects.get_or_create(
            term=term, level=Plan.Level.SCHOOL,
            defaults={"school": person.school, "title": f"{term.name}校本研修计划", "edited_by": person.user, "edited_at": clock.now()},
        )
        if is_new:
            Section.objects.bulk_create(
                Section(plan=plan, order=order, title=title) for order, title in enumerate(STANDARD_SECTIONS, 1)
            )
            audit.record(person, "plan.start", plan)
    return plan


def must_be_open(plan: Plan) -> None:
    if plan.state not in EDITABLE:
        raise Refused(
            f"计划现在是『{plan.get_state_display()}』，不能改。", "已发布的请先『起草新一版』，待审批的请等审批的人退回。", label=plan.title
        )


def hold(plan: Plan) -> None:
    """The plan kept still until this is saved: what was submitted meanwhile takes no late autosave."""
    must_be_open(Plan.objects.select_for_update().get(pk=plan.pk))


def save_section(person: Person, section: Section, *, title: str, body: str, version: int) -> Section:
    """自动保存 of one section. Raises StaleEdit with both texts when somebody saved in between."""
    must_be_open(section.plan)
    if len(body) > MOST_TEXT:
        raise Refused("这一节太长，存不下。", "请分成几节，或者把表格放到附件里。", label=section.title)
    body = richtext.clean(body)
    with transaction.atomic():
        hold(section.plan)
        rows = guarded(Section).filter(pk=section.pk, version=version)
        changed = rows.update(
            title=title.strip()[:60] or section.title, body=body, version=F("version") + 1, edited_by=person.user,
            edited_at=clock.now(),
        )
        if not changed:
            section.refresh_from_db()
            if richtext.plain(section.body) == richtext.plain(body):
                return section
            raise StaleEdit(
                mine=richtext.plain(body), theirs=richtext.plain(section.body), version=section.version,
                by=section.edited_by.name if section.edited_by else "", label=section.title,
            )
        touch(person, section.plan)
    section.refresh_from_db()
    return section


def add_section(person: Person, plan: Plan, title: str, key: UUID | None = None) -> Section:
    """加一节 at the end; the same key again gives the section that is there."""
    must_be_open(plan)
    with transaction.atomic():
        if key and (there := Section.objects.filter(plan=plan, key=key).first()):
            return there
        last = plan.sections.aggregate(last=Max("order"))["last"] or 0
        section = Section.objects.create(plan=plan, order=last + 1, title=title.strip()[:60] or "新的一节", key=key)
        touch(person, plan)
    return section


def remove_section(person: Person, section: Section) -> None:
    must_be_open(section.plan)
    with transaction.atomic():
        audit.record(person, "plan.section.remove", section, school=section.plan.school,
                     before={"title": section.title, "body": section.body})
        section.delete()
        touch(person, section.plan)


def move_section(person: Person, section: Section, step: int) -> None:
    """Up (−1) or down (+1) by one place."""
    must_be_open(section.plan)
    ordered = list(section.plan.sections.all())
    at = next(index for index, row in enumerate(ordered) if row.pk == section.pk)
    to = at + step
    if not 0 <= to < len(ordered):
        return
    ordered[at], ordered[to] = ordered[to], ordered[at]
    _renumber(person, section.plan, ordered)


def _renumber(person: Person, plan: Plan, rows: Iterable[Model]) -> None:
    with transaction.atomic():
        for order, row in enumerate(rows, 1):
            type(row).objects.filter(pk=row.pk).exclude(order=order).update(order=order)
        touch(person, plan)


def state_of(rows: QuerySet, columns: list[str]) -> str:
    """A short mark of a list as it stands; a page carries it, and it differs once anybody has changed the list."""
    return hashlib.sha256(repr(_values(rows, ["pk", *columns])).encode()).hexdigest()[:20]


def _values(rows: QuerySet, columns: list[str]) -> list[tuple]:
    return list(rows.order_by("pk").values_list(*columns))


def save_rows(person: Person, plan: Plan, formset: Any, *, seen: str) -> None:
    """The rows of one list of the plan (阶段, 月度安排, 领导小组, 任务量, 研修内容), from a checked formset.

    seen: `state_of` the list when the page was opened. Raises StaleEdit when somebody changed the list in between;
    the same page sent twice is saved once.
    """
    must_be_open(plan)
    rows, columns = formset.queryset.all(), formset.columns
    with transaction.atomic():
        hold(plan)
        now = state_of(rows, columns)
        if now != seen:
            shown = [name for name in columns if name != "order"]
            there = _values(rows, shown)
            if sorted(map(repr, there)) == sorted(map(repr, formset.typed(shown))):
                return
            raise StaleEdit(
                mine="", theirs="\n".join("　".join(str(value) for value in row if value) for row in there),
                version=0, by=plan.edited_by.name if plan.edited_by else "", label=str(rows.model._meta.verbose_name),
            )
        formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        for row in [*formset.new_objects, *(changed for changed, _ in formset.changed_objects)]:
            row.plan = plan
            row.save()
        if "order" in columns:
            _number(rows)
        touch(person, plan)


def _number(rows: QuerySet) -> None:
    """1, 2, 3 … in the order given; each month of 月度安排 begins anew."""
    counts: Counter = Counter()
    for row in rows.order_by(*(["month"] if hasattr(rows.model, "month") else []), "order", "pk"):
        counts[month := getattr(row, "month", "")] += 1
        if row.order != counts[month]:
            rows.filter(pk=row.pk).update(order=counts[month])


def save_entry(
    person: Person, plan: Plan, entry: ScheduleEntry, sessions: Any, *, version: int, key: UUID | None = None
) -> ScheduleEntry:
    """One row of the schedule with its sessions. Raises StaleEdit when it was changed in between.

    The same key again gives the row that is there.
    """
    must_be_open(plan)
    with transaction.atomic():
        hold(plan)
        if entry.pk:
            if not guarded(ScheduleEntry).filter(pk=entry.pk, version=version).update(version=F("version") + 1):
                now = ScheduleEntry.objects.select_related("edited_by").get(pk=entry.pk)
                raise StaleEdit(
                    mine=said(entry), theirs=said(now), version=now.version, label="活动日程",
                    by=now.edited_by.name if now.edited_by else "",
                )
            entry.version = version + 1
        else:
            if key and (there := ScheduleEntry.objects.filter(plan=plan, key=key).first()):
                return there
            entry.plan, entry.key, entry.order = plan, key, (plan.schedule.aggregate(last=Max("order"))["last"] or 0) + 1
        entry.edited_by = person.user
        entry.save()
        sessions.instance = entry
        sessions.save()
        touch(person, plan)
    return entry


def said(entry: ScheduleEntry) -> str:
    """A row in one line, to tell two versions apart."""
    days = chinese.date_range(entry.starts, entry.ends or entry.starts) if entry.starts else "没有日期"
    return f"{entry.title}，{days}，{'、'.join(entry.forms) or '没有写方式'}"


def remove_entry(person: Person, entry: ScheduleEntry) -> None:
    must_be_open(entry.plan)
    try:
        with transaction.atomic():
            audit.record(person, "plan.entry.remove", entry, school=entry.plan.school, before={"title": entry.title})
            entry.delete()
            touch(person, entry.plan)
    except ProtectedError as error:
        raise Refused("这一行已经有活动，不能删。", "不办了请在活动里『取消』，计划上留下经过。", label=entry.title) from error


def move_entry(person: Person, entry: ScheduleEntry, step: int) -> None:
    must_be_open(entry.plan)
    ordered = list(entry.plan.schedule.all())
    at = next(index for index, row in enumerate(ordered) if row.pk == entry.pk)
    to = at + step
    if 0 <= to < len(ordered):
        ordered[at], ordered[to] = ordered[to], ordered[at]
        _renumber(person, entry.plan, ordered)


def touch(person: Person, plan: Plan) -> None:
    """The plan has just been changed by this person."""
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1, edited_by=person.user, edited_at=clock.now())


def somebody_else(person: Person, section: Section) -> str:
    """Who else saved this section within two minutes, in words; empty when nobody did."""
    if section.edited_by_id and section.edited_by_id != person.user.pk and section.edited_at > clock.now() - BUSY:
        return f"{section.edited_by.name}正在改『{section.title}』（{section.edited_at.astimezone():%H:%M} 存过）"
    return ""


def comment(
    person: Person, plan: Plan, text: str, *, section: Section | None = None, parent: PlanComment | None = None,
    quote: str = "", key: UUID | None = None,
) -> PlanComment:
    """提意见 or a reply; the same key again gives the comment that is there."""
    if plan.state == PlanState.CLOSED:
        raise Refused("计划已结束，不再收意见。", label=plan.title)
    if plan.state != PlanState.CONSULTING and not has(person, "plan.edit"):
        raise Refused(f"计划现在是『{plan.get_state_display()}』，不在征求意见。", "有话请直接告诉教导处。", label=plan.title)
    if not text.strip():
        raise Refused("意见是空的。", "写一句话再提交。", label=plan.title)
    with transaction.atomic():
        if key and (there := PlanComment.objects.filter(key=key).first()):
            return again(there, plan=plan, author=person.user, text=text.strip()[:2000])
        row = PlanComment.objects.create(
            plan=plan, section=section, parent=parent, author=person.user, author_name=person.name, text=text.strip()[:2000],
            quote=quote[:100], at=clock.now(), key=key,
        )
        audit.record(person, "plan.comment", row, school=plan.school)
    return row


def resolve(person: Person, row: PlanComment, done: bool, kept: str = "") -> None:
    """意见已采纳, or kept as it was for a reason; done=False opens it again."""
    with transaction.atomic():
        row.resolved_at = clock.now() if done else None
        row.resolved_by = person.user if done else None
        row.kept_reason = kept.strip()[:200] if done else ""
        row.save(update_fields=["resolved_at", "resolved_by", "kept_reason"])
        audit.record(person, "plan.comment.resolve" if done else "plan.comment.reopen", row, school=row.plan.school, reason=row.kept_reason)
