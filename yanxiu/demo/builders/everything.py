"""The whole demo, in order: places → plan → rubric → activities → records → scores."""
from __future__ import annotations

import gc
from random import Random

from django.db import transaction
from django_scopes import scope

from activities.kinds import seed_kinds
from archives import services as volumes
from instruments.library import seed_library
from plans.models import PlanEdition, PlanReceipt
from plans.services import publishing
from plans.states import PlanState
from school.models import Notice, School
from school.person import person_of
from yanxiu.demo import people
from yanxiu.demo.builders import (
    activities,
    coming_in,
    fellowship,
    folder,
    judged,
    lessons,
    meetings,
    outside,
    places,
    plan,
    records,
    reports,
    scores,
    sharing,
    signing,
    surveys,
)


def build(*, teachers: int = 60, schools: int = 2, seed: int = 2026) -> places.Built:
    """演示学校 with its term, further small schools beside it, the district and all accounts."""
    rng = Random(seed)
    gc.disable()
    try:
        with transaction.atomic():
            district = places.district()
            built = places.build_school(
                people.SCHOOL, people.teachers(teachers, seed), district, people.GROUPS, people.GROUP_LEADERS
            )
            places.outsiders(built, district)
            with scope(school=[built.school]):
                _term(built, rng)
            beside = [_beside(number, district) for number in range(1, schools)]
            with scope(school=[built.school]):
                fellowship.build_fellowship(built, beside[0] if beside else None)
                outside.build_outside(built)
                reports.build_reports(built)
    finally:
        gc.enable()
    return built


def _term(built: places.Built, rng: Random) -> None:
    the_plan, entries = plan.build_plan(built)
    rubric = scores.build_rubric(built)
    folder.before_publishing(built, the_plan, entries)
    _publish(built, the_plan)
    folder.after_publishing(built, the_plan)
    made = activities.build_activities(built, entries)
    activities.build_results(built, made, {item["code"]: item for item in rubric.document["items"]}, rng)
    records.build_records(built, made, rng)
    meetings.build_meetings(built)
    surveys.build_surveys(built)
    signing.build_signing(built, made)
    lessons.build_lessons(built)
    sharing.build_sharing(built)
    judged.build_judged(built)
    folder.hand_in(built)
    scores.build_scores(built, rubric)
    volumes.dossier(None, built.school, built.term)
    coming_in.build_coming_in(built)


def _publish(built: places.Built, the_plan) -> None:
    """第 1 版, published on the day the 教职工大会 voted."""
    type(the_plan).objects.filter(pk=the_plan.pk).update(state=PlanState.SUBMITTED)
    the_plan.state = PlanState.SUBMITTED
    edition = publishing.publish(person_of(built.account("周德厚")), the_plan)
    published = plan.at(plan.text.PUBLISHED, 17)
    PlanEdition.objects.filter(pk=edition.pk).update(at=published)
    Notice.objects.filter(school=built.school).update(at=published, read_at=published)
    unread = {built.account(name).pk for name in ("柯大勇", "邹桂芳", "白玉霞")}
    PlanReceipt.objects.bulk_create(
        PlanReceipt(edition=edition, user=user, at=published) for user in built.users.values() if user.pk not in unread
    )


def _beside(number: int, district) -> School:
    """A small school beside it: its people and an empty term, so that rights and the district have something to compare."""
    facts = people.SECOND_SCHOOL
    if number > 1:
        facts = people.SchoolFacts(f"{facts.code}{number}", f"{facts.name}第{number}校区", f"{facts.short}第{number}校区",
                                   facts.district, facts.campuses)
    roster = people.second_school()
    leaders = {person.group: person.shown for person in roster if "group_leader" in person.roles}
    built = places.build_school(facts, roster, district, people.SECOND_GROUPS, leaders, prefix=f"{facts.code.lower()}-")
    with scope(school=[built.school]):
        seed_kinds(built.school)
        seed_library(built.school)
    return built.school
