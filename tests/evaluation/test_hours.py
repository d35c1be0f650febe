"""学时: what was observed outside activities counts as the school decides, and never twice."""
from decimal import Decimal
from types import SimpleNamespace

from django.urls import reverse

from activities.models import Observation
from activities.queries.handed_in import hours_roster
from activities.queries.quotas import quota_progress
from evaluation.evidence import presence
from evaluation.evidence.setting import Setting
from plans.models import Plan, Quota
from school.models import AuditEntry, School, Teacher
from school.services.settings import edit_school
from tests.activities.event import an_activity
from tests.activities.lessons import an_open_lesson
from tests.activities.records import an_observation
from tests.builders_people import a_pair

ITEM = {"rule": {"kind": "number"}}


def test_a_lesson_observed_outside_an_activity_counts_the_hours_the_school_decided(cast, login):
    mine = cast.teachers["teacher"].pk
    alone = an_observation(cast, period="第1节")
    an_observation(cast, period="第2节", state="draft")
    held = an_activity(cast)
    in_activity = an_observation(cast, period="第3节")
    Observation.objects.filter(pk=in_activity.pk).update(activity=held)
    at_lesson = an_observation(cast, period="第4节")
    Observation.objects.filter(pk=at_lesson.pk).update(lesson=an_open_lesson(cast, activity=held))

    def hours():
        cast.term.school.refresh_from_db()
        setting = Setting(cast.term, list(Teacher.objects.filter(school=cast.school)), {})
        return presence.hours(setting, "", ITEM)[mine]

    assert hours().value == {"number": "0"} and hours_roster(cast.term.school, cast.term) is None, "none until the school decides"
    office = login("office")
    sent = {"name": cast.school.name, "short_name": cast.school.short_name, "office_name": cast.school.office_name, "calendar": ""}
    assert "一节课最多算 4 学时" in office.post("/settings/", {**sent, "lesson_hours": "9"}).content.decode()
    assert office.post("/settings/", {**sent, "lesson_hours": "0.5"}).status_code == 302
    found = hours()
    assert found.value == {"number": "0.5"} and [(one.page, one.pk) for one in found.records] == [("observation", alone.pk)]
    # The same act, no second form: it stands in the mentor's log, in the record and in the quota too.
    pair = a_pair(SimpleNamespace(cast=cast, school=cast.school, term=cast.term, user=cast.users["teacher"], group=cast.groups["chinese"]),
                  cast.teachers["teacher"], cast.teachers["colleague"])
    mentor, address = login("teacher"), reverse("observation", args=[alone.pk])
    assert all(address in mentor.get(page).content.decode() for page in (reverse("pair", args=[pair.pk]), reverse("observation_list")))
    plan = Plan.objects.create(school=cast.school, term=cast.term, title="研修计划", state="published")
    Quota.objects.create(plan=plan, order=1, name="听课", source="observations:made", period="term", number=20, unit="节", audience={"all": True})
    assert quota_progress(cast.person("teacher"), cast.term)[0].done == Observation.objects.filter(state="submitted").count() == 3
    office = login("office")
    assert "0.5 学时" in found.records[0].label and hours_roster(cast.term.school, cast.term) is not None
    office.post("/settings/", {**sent, "lesson_hours": ""})
    assert School.objects.get(pk=cast.school.pk).lesson_hours == Decimal(0)


def test_the_address_of_a_robot_never_stands_in_the_log(cast, login):
    """学时 and robots are kept beside each other; changing one writes neither the other's keys into the 日志 nor over them."""
    school, secret = cast.school, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim-1234"
    rules = {"on": True, "at": "16:30", "quiet": [], "robots": [{"url": secret, "group": None}]}
    School.objects.filter(pk=school.pk).update(settings={"reminders": rules})
    school.refresh_from_db()
    edit_school(cast.person("office"), school, {}, kept={"lesson_hours": "0.5"})
    school.refresh_from_db()
    assert school.settings == {"reminders": rules, "lesson_hours": "0.5"}
    said = "".join(f"{row.before}{row.after}" for row in AuditEntry.objects.filter(action="school.edit"))
    assert "0.5" in said and "geheim" not in said
