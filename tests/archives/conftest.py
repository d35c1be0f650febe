"""A small school's volume, asked for and built by its job; set parts stay on the shelf between the tests."""
from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from activities.models import Activity, Contest, Inspection, Registration
from archives import services, tasks
from evaluation import conduct
from evaluation.models import Objection, Score, ScoreSheet
from instruments.models import Response, Round
from school import clock
from school.models import Teacher
from tests.builders import TODAY
from tests.builders_surveys import ANSWERS, a_form, a_round
from tests.builders_term import a_full_term

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def term(cast) -> SimpleNamespace:
    """One of everything; one teacher has a rare character in the name."""
    made = a_full_term(cast)
    Teacher.objects.filter(pk=cast.teachers["colleague"].pk).update(name="孙龑")
    made.dossier.refresh_from_db()
    return made


def settle(made: SimpleNamespace) -> None:
    """The contest is decided, the round of inspection confirmed, the preparation held."""
    now = clock.now()
    Contest.objects.filter(pk=made.contest.pk).update(state="decided", confirmed_at=now)
    Activity.objects.filter(pk__in=[made.contest.activity_id, made.preparation.activity_id]).update(state="finished")
    made.contest.activity.sessions.create(day=TODAY)
    Inspection.objects.filter(pk=made.inspection.pk).update(state="confirmed", confirmed_at=now)


def as_lived(made: SimpleNamespace) -> None:
    """Surveys are over, courses were chosen, a 师德 item was objected to and not answered, the leadership group has decided."""
    settle(made)
    people = list(made.cast.users.values())
    for person in people[:4]:
        _answer(made.survey, made.form, person)
    Round.objects.filter(pk=made.survey.pk).update(closed=True, anonymous=True)
    made.few = a_round(made.form, title="两个人的问卷", anonymous=True, closes=YESTERDAY)
    made.nobody = a_round(made.form, title="没人理的问卷", closes=YESTERDAY)
    made.rating = a_round(a_form(made.school, "互评表", "rating"), title="组内互评", closes=YESTERDAY)
    Round.objects.filter(pk=made.rating.pk).update(about="group")
    for person in people[:5]:
        _answer(made.rating, made.rating.instrument, person, about=made.teacher)
    for person in people[:2]:
        _answer(made.few, made.form, person)
    Activity.objects.filter(pk=made.activity.pk).update(sign_up="choice")
    Registration.objects.create(session=made.session, teacher=made.teacher, state="placed", wish=2, at=clock.now())
    code = next(iter(conduct.codes(made.sheet.document)))
    made.closed = Objection.objects.create(
        sheet=made.sheet, school=made.school, teacher=made.cast.teachers["colleague"], code=code, text="师德密句", decision="师德答密句",
        filed_at=clock.now(), answer_by=YESTERDAY,
    )
    ScoreSheet.objects.filter(pk=made.sheet.pk).update(state="decided")
    Score.objects.filter(sheet=made.sheet).update(grade="良好")
    Score.objects.filter(sheet=made.sheet, teacher=made.teacher).update(grade=made.sheet.document["grades"][0]["name"], open_items=0)


def _answer(round: Round, form, person, about=None) -> None:
    Response.objects.create(
        school=round.school, instrument=form, round=round, respondent=None if round.anonymous else person, about=about,
        answers=ANSWERS | {"say": "写的密句"}, total=10, submitted_at=clock.now(),
    )


def build(made: SimpleNamespace, role: str = "archivist", reason: str = ""):
    """The edition and its job after the worker has run."""
    edition, job = services.request_build(made.cast.person(role), made.dossier, reason=reason)
    tasks.build(job.pk)
    edition.refresh_from_db()
    job.refresh_from_db()
    return edition, job


def bytes_of(edition) -> bytes:
    with edition.pdf.blob.open("rb") as source:
        return source.read()
