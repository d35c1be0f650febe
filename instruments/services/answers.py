"""Keeping answers (答卷): a draft may have gaps, what is handed in is reckoned once and stays."""
from __future__ import annotations

from django.db import transaction

from instruments import answers as reading
from instruments.models import Instrument, Response
from school import clock
from school.models import Teacher
from school.person import Person
from school.workflow import Refused


def keep_answers(
    person: Person, response: Response | None, instrument: Instrument, given: dict[str, str], *, about: Teacher | None = None
) -> Response:
    """Keep answers as a draft (草稿); the form's version at the first answer stays with it."""
    if response is None:
        response = Response(school=person.school, instrument=instrument, respondent=person.user)
    response.about = about
    response.answers = given
    response.total = reading.total(response.instrument.document, given)
    response.save()
    return response


@transaction.atomic
def hand_in(person: Person, response: Response) -> Response:
    """Hand a filled-in form in (交卷): the total is stored. Refused while an indicator with points is open."""
    document = response.instrument.document
    if gaps := reading.missing(document, response.answers):
        raise Refused(f"还有 {len(gaps)} 项没评：{'、'.join(gaps)}。", "请补上，或者选『不评分』。", label=response.instrument.name)
    response.total = reading.total(document, response.answers)
    response.submitted_at = clock.now()
    response.save(update_fields=["total", "submitted_at"])
    return response
