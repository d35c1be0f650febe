"""What waits for somebody among works and observations (待办), for the home page."""
from __future__ import annotations

from django.db.models import Min
from django.urls import reverse

from activities.models import ConductRecord
from activities.queries import observations, reviews, works
from activities.queries.todo_lessons import todo_lessons
from activities.states import ObservationState, WorkState
from documents.chinese import date_range
from school.person import Person
from school.policy import has, within
from school.todo import Todo


def todo_records(person: Person) -> list[Todo]:
    """退回的先改、没写完的接着写、别人听了我的课要回应、等我审阅的有几份."""
    found = []
    if person.teacher:
        found += _returned(person) + _unchecked(person) + _answers(person) + _drafts(person)
    if has(person, "work.review"):
        found += _reviews(person)
    if has(person, "conduct.write"):
        found += _undecided(person)
    return found + todo_lessons(person)


def _returned(person: Person) -> list[Todo]:
    rows = works.own(person).filter(state=WorkState.RETURNED).select_related("kind").defer("body").order_by("saved_at")[:5]
    return [
        Todo(f"『{work}』退回修改", reverse("work_edit", args=[work.pk]), "去改", "看一下批语，改好再交", order=20) for work in rows
    ]


def _unchecked(person: Person) -> list[Todo]:
    typed = works.unchecked(person).select_related("kind", "typed_by").defer("body").order_by("created_at")[:5]
    lessons = observations.unchecked(person).select_related("observed", "typed_by").defer("process").order_by("day")[:5]
    return [
        Todo(f"请核对代录的『{row}』", reverse(page, args=[row.pk]), "去核对", f"{row.typed_by.name}替你录入，约 1 分钟", order=25)
        for page, rows in (("work", typed), ("observation", lessons)) for row in rows
    ]


def _answers(person: Person) -> list[Todo]:
    rows = observations.received(person).filter(state=ObservationState.SUBMITTED).select_related("observer")
    return [
        Todo("回复听课意见", reverse("observation", args=[row.pk]), "去看", f"{row.observer.name}听了你 {date_range(row.day, row.day)}的课", order=30)
        for row in rows.defer("process").order_by("day")[:5]
    ]


def _drafts(person: Person) -> list[Todo]:
    lessons = observations.own(person).filter(state=ObservationState.DRAFT).select_related("observed").defer("process")
    found = [
        Todo("听课记录还没交", reverse("observation_edit", args=[row.pk]), "补完",
             "，".join(filter(None, (date_range(row.day, row.day) + row.period, row.observed.name, row.class_name))), order=40)
        for row in lessons.order_by("day")[:3]
    ]
    drafts = works.own(person).filter(state=WorkState.DRAFT).select_related("kind").order_by("-saved_at")[:3]
    return found + [
        Todo(str(work), reverse("work_edit", args=[work.pk]), "接着写", f"{work.kind}，已写 {len(work.body)} 字", order=50) for work in drafts
    ]


def _reviews(person: Person) -> list[Todo]:
    waiting = reviews.waiting(person).order_by()
    count = waiting.values("pk").distinct().count()
    if not count:
        return []
    first = waiting.aggregate(first=Min("submitted_at"))["first"].astimezone().date()
    return [Todo(f"{count} 份材料等你看", reverse("review_queue"), "去审阅", f"最早的一份 {date_range(first, first)}交来", count=count, order=25)]


def _undecided(person: Person) -> list[Todo]:
    """师德考核记录 without a decision; the line names nobody and nothing, since others may see the screen."""
    count = within(person, "conduct.write", ConductRecord.objects.filter(term=person.term, decision="")).count()
    return [Todo(f"{count} 条记录等领导小组决定", reverse("conduct_list"), "去看", count=count, order=35)] if count else []
