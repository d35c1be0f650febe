"""首页: for each role the next thing to do first, then how things stand; and what is one's own (我的)."""
from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from activities.queries import attendance, quotas, sharing
from activities.queries.pairs import todo_pairs
from activities.queries.todo import todo_activities
from activities.queries.todo_contests import todo_contests
from activities.queries.todo_records import todo_records
from activities.queries.todo_week import todo_week
from activities.queries.topics import todo_topics
from activities.queries.trips import todo_trips
from archives import queries as archives
from archives.contents import collect
from documents.chinese import whole
from evaluation import queries as evaluation
from instruments import queries as instruments
from plans import filing
from plans import queries as plans
from plans.states import FilingState
from school.models import Notice, School
from school.person import Person
from school.policy import has, requires
from school.services import notices as services
from school.todo import Todo
from yanxiu import overview
from yanxiu.lacking import by_matter, lacking, reached

FEW, MANY, PER_PAGE = 3, 6, 30


def todos(person: Person) -> list[Todo]:
    """待办 of all floors, computed on reading, the most pressing first."""
    found = [
        *plans.todo(person), *todo_activities(person), *todo_records(person), *todo_contests(person), *todo_pairs(person),
        *todo_trips(person), *todo_topics(person), *instruments.todo(person), *evaluation.todo(person),
        *archives.todo(person), *todo_week(person), *sharing.asked(person),
    ]
    return sorted(found, key=lambda todo: (todo.order, str(todo.due or "9999")))


@requires("home")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    person = request.person
    if person.school is None:
        return district(request)
    term = person.term
    waiting = todos(person)
    leads = has(person, "plan.edit")
    context = {
        "todos": waiting, "shown": MANY if leads else FEW, "leads": leads, "notices": _notices(person),
        "today": attendance.today_sessions(person) if term else [], "types": has(person, "work.type_in") and not leads,
    }
    if term and has(person, "remind"):
        late = reached(person, lacking(term))
        context.update(late=late, matters=by_matter(late))
    if term and leads:
        context.update(
            overview=overview.overview(term), groups=overview.groups(person.school, term), last=overview.last_meeting(term),
            week=overview.week(term), sheet=evaluation.sheet_summary(term),
        )
    if term and has(person, "dossier.build") and not leads:
        volume = archives.dossiers(person).filter(kind="term", term=term).first()
        context.update(archive=True, volume=volume, missing=collect(volume, typeset=False).missing if volume else None)
    if person.teacher and term:
        context.update(next=attendance.next_activity(person), progress=quotas.quota_progress(person, term), points=evaluation.my_points(person))
    return render(request, "home.html", context)


def _notices(person: Person) -> list[Notice]:
    return list(Notice.objects.filter(user=person.user, read_at=None)[:FEW])


@requires("home")
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """通知: everything this person was told, what is unread first."""
    rows = Notice.objects.filter(user=request.person.user).order_by(F("read_at").asc(nulls_first=True), "-at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices.html", {"page": page, "unread": rows.filter(read_at=None).count()})


@requires("home")
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """知道了: one notice, or all of this person."""
    number = request.POST.get("notice", "")
    services.mark_read(request.person, whole(number))
    return redirect("notices" if request.POST.get("back") == "notices" else "home")


@requires("score.own")
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """我的: quotas, points and everything one has handed in."""
    person = request.person
    return render(request, "mine.html", {
        "progress": quotas.quota_progress(person, person.term) if person.teacher and person.term else [],
        "points": evaluation.my_points(person),
    })


@requires("district.read")
@require_GET
def district(request: HttpRequest) -> HttpResponse:
    """区县: all schools by name, their published plans and what is held; nothing of persons."""
    places = list(School.objects.filter(district=request.person.district, parent=None))
    waiting = filing.filings(request.person).filter(state=FilingState.SENT).count() if has(request.person, "filing.receive") else 0
    return render(request, "district.html", {"rows": overview.schools(places), "district": request.person.district, "waiting": waiting})
