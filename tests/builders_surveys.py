"""Forms and rounds of a term: one in use, one being written, a survey that 方静宜 has not answered, one she has, one on paper."""
from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

from instruments.models import Instrument, Receipt, Response, Round
from school import clock
from tests.builders import TODAY


def a_document(mark: str = "") -> dict:
    """One of each kind of question."""
    return {
        "sections": [{"name": f"{mark}部分", "items": [
            {"code": "need", "name": f"{mark}想学什么", "kind": "several", "choices": [f"{mark}提问", "写字", "带班"], "hint": f"{mark}说明"},
            {"code": "use", "name": "有用吗", "kind": "scale", "steps": ["1", "2", "3", "4", "5"], "low": f"{mark}没用", "high": "很有用"},
            {"code": "time", "name": "时间", "kind": "choice", "choices": ["合适", "太长"]},
            {"code": "goal", "name": "目标", "kind": "levels", "max": 10, "levels": [{"name": "优", "points": 10}, {"name": "良", "points": 8}]},
            {"code": "say", "name": f"{mark}还想说", "kind": "text"},
        ]}],
        "base": 0, "cut_offs": [{"name": "优秀", "at_least": 9}], "minutes": 3,
    }


ANSWERS = {"need": "写字\n带班", "use": "4", "time": "合适", "goal": "优"}


def a_form(school, name: str = "摸底问卷", purpose: str = "survey", document: dict | None = None, **values) -> Instrument:
    return Instrument.objects.create(school=school, name=name, purpose=purpose, document=document or a_document(), **values)


def a_round(form: Instrument, teachers=(), about=(), **values) -> Round:
    """A round that is open in the week of TODAY, with its receipts: each teacher about each of `about`, or about nobody."""
    row = Round.objects.create(**{
        "school": form.school, "instrument": form, "title": form.name, "audience": {"all": True}, "opens": date(2026, 11, 16),
        "closes": date(2026, 11, 27), "key": uuid4(), **values,
    })
    Receipt.objects.bulk_create(
        Receipt(round=row, teacher=one, about=other) for one in teachers for other in (about or [None]) if one != other
    )
    return row


def surveys(made: SimpleNamespace, mark: str) -> None:
    cast = made.cast
    people = list(cast.teachers.values())
    made.form = a_form(made.school, f"{mark}摸底问卷", document=a_document(mark))
    made.form_draft = a_form(made.school, f"{mark}摸底问卷", document=a_document(mark), version=2, draft=True)
    made.survey = a_round(made.form, people, title=f"{mark}期中问卷", occasion=f"{mark}培训")
    made.receipt = made.survey.receipts.get(teacher=made.teacher)
    before = a_round(made.form, people, title=f"{mark}开学问卷", opens=date(2026, 9, 7), closes=TODAY)
    for round, who in ((before, "teacher"), (before, "colleague"), (made.survey, "colleague")):
        Response.objects.create(
            school=made.school, instrument=made.form, round=round, respondent=cast.users[who], answers=ANSWERS | {"say": f"{mark}多听课"},
            total=10, submitted_at=clock.now(), group=made.group,
        )
        round.receipts.filter(teacher=cast.teachers[who]).update(done=True)
    made.answered_receipt = before.receipts.get(teacher=made.teacher)
    made.paper_survey = a_round(made.form, title=f"{mark}家长意见", party="parents", audience={})
    made.entered = Response.objects.create(
        school=made.school, instrument=made.form, round=made.paper_survey, respondent=cast.users["office"], sheets=30,
        answers={"say": f"{mark}作业少一点"}, counts={"time": {"合适": 25, "太长": 5}}, submitted_at=clock.now(), key=uuid4(),
    )


def more_rounds(made: SimpleNamespace, number: int = 30) -> None:
    """Further surveys that 方静宜 has to fill in or has filled in."""
    for no in range(number):
        row = a_round(made.form, [made.teacher], title=f"问卷{no}")
        if no % 2:
            row.receipts.update(done=True)


def more_forms(made: SimpleNamespace, number: int = 30) -> None:
    for no in range(number):
        a_form(made.school, f"表{no}", draft=bool(no % 2), retired=not no % 5)


def more_answers(made: SimpleNamespace, people: list) -> None:
    """Each of these has answered the survey, or is still missing."""
    Receipt.objects.bulk_create(Receipt(round=made.survey, teacher=teacher, done=bool(no % 2)) for no, teacher in enumerate(people))
    Response.objects.bulk_create(
        Response(school=made.school, instrument=made.form, round=made.survey, respondent=teacher.user, answers=ANSWERS, total=10,
                 submitted_at=clock.now(), group=made.group) for teacher in people[1::2]
    )
