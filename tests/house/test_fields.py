"""What a form does not ask for it does not change, and nobody decides about himself (A08–A11, G3)."""
from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import models
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from activities.models import Activity, Assessment, Attendance, ConductRecord, Leave, Session, Work, WorkVersion
from evaluation.models import Objection, Override
from school import clock
from tests.builders import TODAY
from tests.house.matrix import PUBLIC, ROUTES, SIGNED_IN
from tests.house.test_walk import address, world  # noqa: F401  the same two schools

pytestmark = pytest.mark.django_db


def columns(row: models.Model) -> dict[str, Any]:
    with scopes_disabled():
        return type(row)._base_manager.filter(pk=row.pk).values().get()


def hostile(world, row: models.Model) -> dict[str, str]:  # noqa: F811
    """A value for every column of a model: the other school's rows, the last of the choices, yes, 99."""
    found = {"is_superuser": "on", "role": "principal", "locked": "on", "total": "99"}
    for field in row._meta.concrete_fields:
        if field.is_relation:
            other = field.related_model._base_manager.exclude(pk=getattr(row, field.attname)).order_by("-pk").first()
            value = str(other.pk) if other else "1"
            found[field.attname] = value
        elif field.choices:
            value = str(field.flatchoices[-1][0])
        elif isinstance(field, models.DateTimeField):
            value = "2020-01-01 08:00"
        elif isinstance(field, models.DateField):
            value = "2020-01-01"
        elif isinstance(field, models.BooleanField):
            value = "on"
        elif isinstance(field, models.JSONField):
            value = '{"x": 1}'
        elif isinstance(field, models.UUIDField):
            value = str(uuid4())
        else:
            value = "99"
        found[field.name] = value
    return found


def typed(form) -> dict[str, Any]:
    """What a browser would send back untouched."""
    given = {}
    for one in form:
        value = one.value()
        if isinstance(value, list | tuple):
            given[one.html_name] = [str(item) for item in value]
        elif value is not None and value is not False:
            given[one.html_name] = f"{value}"
    return given


# address → who, whose row, what the page may change (its own fields, and what saving notes down)
FORMS = {
    "settings": ("office", "school", {"name", "short_name", "office_name", "holidays"}),
    "term_edit": ("office", "term", {"code", "starts", "ends"}),
    "teacher_edit": ("office", "teacher", None),
    "activity_edit": ("office", "activity", {"title", "forms", "hours", "audience", "host_id", "recorder_id", "content_item_id", "group_id", "version"}),
    "session_edit": ("office", "session", {"day", "starts", "ends", "place", "presenter_text", "audience", "late_after", "version"}),
    "activity_record": ("office", "activity", {"process", "interaction", "gains", "follow_up", "record_version", "recorded_at", "recorded_by_id"}),
    "work_edit": ("teacher", "draft", {"title", "body", "topic", "privacy", "event_day", "version", "saved_at", "activity_id"}),
    "observation_edit": ("teacher", "lesson_draft", {
        "day", "started", "period", "class_name", "subject", "topic", "lesson_type", "kind", "place", "process", "strengths", "advice",
        "graded", "version", "saved_at", "response_id", "activity_id", "observed_id"}),
}
ROSTER = {"staff_no", "name", "pinyin", "gender", "subject", "grade", "position", "title", "first_degree", "degree", "born", "started",
          "joined", "employment", "classes", "left", "campus_id"}


@pytest.mark.parametrize("name", FORMS)
def test_extra_fields_change_nothing(world, name):  # noqa: F811
    """A11, G3: every column of the model is sent along; only what the page asks for may change, and what it asks for is sent back as it was."""
    who, thing, may = FORMS[name]
    row, client, url = getattr(world.ours, thing), world.clients[who], address(name, world)
    form = client.get(url).context["form"]
    sent = hostile(world, row) | typed(form)
    own = {field.html_name for field in form}
    sent = {key: value for key, value in sent.items() if key not in own or key in typed(form)}
    before = columns(row)
    answer = client.post(url, sent)
    assert answer.status_code == 302, "saved, or the test says nothing"
    after = columns(row)
    changed = {key for key in after if after[key] != before[key]}
    assert changed <= (ROSTER if may is None else may)
    assert not {"school_id", "state", "author_id", "observer_id", "user_id", "term_id"} & changed


def test_a_new_row_is_its_authors_whatever_is_sent(world):  # noqa: F811
    """A11: state, author and school of a new work are not asked for."""
    made, there = world.ours, world.theirs
    url = reverse("work_new", args=[made.kind.pk])
    key = uuid4()
    world.clients["teacher"].post(url, {
        "key": str(key), "version": "0", "title": "新的一篇", "body": "写了一点。", "event_day": "2026-11-18", "privacy": "self",
        "state": "excellent", "author": made.cast.teachers["colleague"].pk, "school": there.school.pk, "typed_by": "1", "do": "keep",
    })
    with scopes_disabled():
        row = Work._base_manager.get(key=key)
    assert (row.author, row.school, row.state, row.typed_by) == (made.teacher, made.school, "draft", None)


def test_a_foreign_row_in_a_form_is_refused(world):  # noqa: F811
    """A14: one foreign name among good ones and nothing is saved."""
    made, there = world.ours, world.theirs
    url = address("group_members", world)
    with scope(school=[made.school]):
        before = sorted(made.group.memberships.values_list("teacher_id", flat=True))
    sent = {"members": [made.teacher.pk, there.teacher.pk], "leaders": [made.teacher.pk]}
    assert world.clients["office"].post(url, sent).status_code == 200
    with scope(school=[made.school]):
        assert sorted(made.group.memberships.values_list("teacher_id", flat=True)) == before


def about(world, who: str) -> dict[str, tuple[str, dict[str, str], models.Model]]:  # noqa: F811
    """Everything that could be decided about this person: address, what he would send, the row that must stay."""
    made, cast = world.ours, world.cast
    me = cast.teachers[who]
    with scope(school=[made.school]):
        work = Work.objects.create(
            school=made.school, term=made.term, author=me, kind=made.kind, title="自己的", body="自己写的。", event_day=TODAY, state="submitted",
            created_at=clock.now(), saved_at=clock.now(), submitted_at=clock.now(), key=uuid4(),
        )
        WorkVersion.objects.create(work=work, no=1, title="自己的", at=clock.now())
        activity = Activity.objects.create(
            school=made.school, term=made.term, title="自己记的", group=made.group, state="finished", recorder=me, process="过程",
            recorded_by=cast.users[who], recorded_at=clock.now(), key=uuid4(),
        )
        session = Session.objects.create(activity=activity, day=date(2026, 11, 25))
        attendance = Attendance.objects.create(session=session, teacher=me)
        leave = Leave.objects.create(
            school=made.school, session=session, teacher=me, kind="personal", reason="有事", asked_at=clock.now(), key=uuid4()
        )
        objection = Objection.objects.create(
            sheet=made.sheet, school=made.school, teacher=me, code="4", text="少记", filed_at=clock.now(), answer_by=TODAY, key=uuid4()
        )
        override = Override.objects.create(
            sheet=made.sheet, school=made.school, teacher=me, code="4", points=8, was="4", reason="漏记",
            proposed_by=cast.users["office"], proposed_at=clock.now(),
        )
    decide = {"step": "uphold", "reason": "我看成立"}
    return {
        "review": (reverse("review", args=[work.pk]), {"decision": "praise", "no": "1", "remark": "好"}, work),
        "record": (reverse("record_confirm", args=[activity.pk]), {}, activity),
        "roll": (reverse("roll", args=[session.pk]), {f"s-{attendance.pk}": "present", f"v-{attendance.pk}": "0"}, attendance),
        "leave": (reverse("leave_decide", args=[leave.pk]), {"step": "approve"}, leave),
        "objection": (reverse("objection_step", args=[objection.pk]), decide, objection),
        "agree": (reverse("override_step", args=[override.pk]), {"step": "agree"}, override),
        "confirm": (reverse("override_step", args=[override.pk]), {"step": "confirm"}, override),
    }


@pytest.mark.parametrize("who", ["group_leader", "office", "leader", "principal"])
def test_nobody_decides_about_himself(world, who):  # noqa: F811
    """A10: reviewing, confirming, marking present, granting, deciding, agreeing and confirming, each tried on oneself."""
    changed = []
    for what, (url, sent, row) in about(world, who).items():
        before = columns(row)
        answer = world.clients[who].post(url, sent)
        if columns(row) != before or answer.status_code == 500:
            changed.append(f"{what}: {answer.status_code}")
    assert not changed


@pytest.mark.parametrize("who", ["group_leader", "office", "leader", "principal"])
def test_nobody_marks_himself(world, who):  # noqa: F811
    """A10: one's own cell is not in the grid, and sent along all the same it is not kept."""
    made, me = world.ours, world.cast.teachers[who]
    url = address("mark_grid", world)
    client = world.clients[who]
    assert f"mark-{me.pk}" not in client.get(url).content.decode()
    client.post(url, {f"mark-{me.pk}": "一档", f"was-{me.pk}": "", f"version-{me.pk}": "0"})
    client.post(url, {"cells": [{"teacher": me.pk, "text": "一档", "version": 0}]}, content_type="application/json")
    with scope(school=[made.school]):
        assert not Assessment.objects.filter(activity=made.activity, teacher=me).exists()


def test_the_principal_writes_no_conduct_record_about_himself(world):  # noqa: F811
    me = world.cast.teachers["principal"]
    sent = {"teacher": me.pk, "severity": "较轻", "clause": "条款", "day": "2026-11-10", "talk": "谈过", "decision": "扣分"}
    assert world.clients["principal"].post(reverse("conduct_new"), sent).status_code == 200
    with scope(school=[world.ours.school]):
        assert not ConductRecord.objects.filter(teacher=me).exists()


def test_an_administrator_reads_no_marks(world):  # noqa: F811
    """A09: accounts and settings, no points and no texts."""
    for name in ("score_sheet", "my_score", "mark_list", "work_list", "observation_list", "dossier_list", "correction_list", "conduct_list"):
        assert world.clients["admin"].get(reverse(name)).status_code == 403, name


def test_the_district_sees_only_what_is_published(world):  # noqa: F811
    """A12: a draft without an edition does not exist for the district, a published plan shows its last edition, and nothing can be posted
    but the answer to what was handed in (报送备案)."""
    made, client = world.ours, world.clients["district"]
    url = address("plan", world)
    with scope(school=[made.school]):
        made.section.body = "<p>还没有发布的一句。</p>"
        made.section.save()
        type(made.plan).objects.filter(pk=made.plan.pk).update(state="draft")
    for page in (url, f"{url}?draft=1"):
        assert "还没有发布的一句" not in client.get(page).content.decode()
    with scope(school=[made.school]):
        made.edition.delete()
    assert client.get(url).status_code == 404
    for name, route in ROUTES.items():
        if route.action not in (PUBLIC, SIGNED_IN, "home") and route.post != "filing.receive":
            assert client.post(address(name, world)).status_code in (403, 405), name
