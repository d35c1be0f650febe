"""纸: papers that no page of its own prints, one address for all; the empty forms, and what stands beside an activity or a term."""
from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from activities.models import Activity, Leave
from activities.papers import certificates, hours
from activities.papers.blanks import BLANKS, blank_paper
from activities.papers.notices import leave_paper, notice_paper
from activities.queries.activities import told_on
from activities.queries.contests import praised
from activities.queries.handed_in import NONE, Hours, hours_of
from activities.views.contests import found
from activities.views.works import pdf
from documents.chinese import whole
from documents.paper import Paper
from documents.typeset import typeset
from school.audience import in_service
from school.clock import today
from school.models import Teacher, Term
from school.person import Person
from school.policy import check, fetch, has, requires, within
from school.workflow import Refused

Made = Paper | list[Paper]


def _notice(person: Person, pk: int) -> Made:
    rows = Activity.objects.select_related("school", "group", "host", "content_item", "term")
    return notice_paper(fetch(person, "activity.read", rows, pk=pk), told_on([pk]).get(pk))


def _leave(person: Person, pk: int) -> Made:
    """请假条: one's own, or one that this person decides upon; empty without a number."""
    if not pk:
        return leave_paper(None, person.school)
    rows = Leave.objects.select_related("teacher", "session__activity", "decided_by").filter(pk=pk)
    row = within(person, "leave.ask", rows).first() or has(person, "leave.decide") and within(person, "leave.decide", rows).first()
    if not row:
        raise Http404
    return leave_paper(row, person.school)


def _hours(person: Person, pk: int) -> Made:
    return hours.own_paper(fetch(person, "growth.read", Teacher.objects.select_related("school"), pk=pk), _term(person))


def _rows(person: Person) -> list[tuple[Teacher, Hours]]:
    """学时 of those whose growth this person sees to, in the order of the roster."""
    check(person, "activity.run")
    term = _term(person)
    found = hours_of(person.school, term)
    teachers = within(person, "growth.read", in_service(person.school, min(max(today(), term.starts), term.ends)))
    return [(teacher, found.get(teacher.pk, NONE)) for teacher in teachers]


def _all_hours(person: Person, pk: int) -> Made:
    return hours.school_paper(_rows(person), person.school, _term(person))


def _studied(person: Person, pk: int) -> Made:
    rows = [(teacher, one) for teacher, one in _rows(person) if one.hours]
    if not rows:
        raise Refused("本学期还没有人记到学时，没有证书可印。", "先在活动里写上学时，点好名再来。", label=str(_term(person)))
    return certificates.studied(rows, person.school, _term(person))


def _honours(person: Person, pk: int) -> Made:
    contest = found(person, pk, "contest.run")
    entries = praised(contest)
    if not entries:
        raise Refused("这次评比还没有公布的名单，没有证书可印。", "结果确认以后，公布的几档每人一张。", label=str(contest))
    return certificates.honours(contest, entries)


def _term(person: Person) -> Term:
    if person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    return person.term


FILLED: dict[str, Callable[[Person, int], Made]] = {
    "notice": _notice, "leave": _leave, "hours-own": _hours, "hours-all": _all_hours, "hours-certificates": _studied, "honours": _honours,
}


@require_GET
@requires("activity.read")
def form_paper(request: HttpRequest, kind: str) -> HttpResponse:
    """One paper by its kind; `?of=` says of which thing."""
    if kind in BLANKS:
        made = blank_paper(BLANKS[kind], request.person.school)
    elif make := FILLED.get(kind):
        made = make(request.person, whole(request.GET.get("of", ""), 0))
    else:
        raise Http404
    title = made.title if isinstance(made, Paper) else made[0].title.partition("：")[0]
    return pdf(typeset(made), title)
