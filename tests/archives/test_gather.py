"""What the house has grown stands in the volumes too: bound where it belongs, asked for where it is missing, nothing private."""
from __future__ import annotations

import re
from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Attendance, Contest, Help, Inspection, Observation, OpenLesson, Pair, Topic, Trip
from activities.queries.trips import owed
from archives import services
from archives.contents import collect
from archives.gather.line import HELD, SCORES
from archives.models import Edition
from documents.volume import cover
from plans import filing
from plans.leadership import heads_of
from plans.models import LeadershipMember, Plan, PlanEdition
from school import clock
from school.models import Teacher
from school.policy import TABLE, Reach
from tests.archives.conftest import as_lived, settle
from tests.builders import TODAY
from tests.builders_judged import more_rounds
from tests.builders_lessons import open_lessons
from tests.builders_people import a_pair, a_topic, a_trip

BOUND_UNDER = (
    "plan.read", "rule.read", "budget.read", "core_problem.read", "activity.read", "contest.read", "lesson.read", "observation.read",
    "finding.read", "pair.read", "trip.read", "topic.read", "work.read", "rubric.read", "score.read", "group_plan.read", "personal_plan.read",
)


def keys(made) -> list[str]:
    return [item.key for item in collect(made.dossier, typeset=False).items]


def words(contents) -> str:
    """All that the pages of a volume say, without marks and gaps."""
    return re.sub(r"<[^>]+>|\s", "", "".join(paper.html for item in contents.bound for paper in item.piece.papers))


def test_each_thing_stands_beside_what_it_belongs_to(term):
    settle(term)
    found = keys(term)
    contest = found.index(f"contest-{term.contest.pk}")
    assert found[contest - 1] == f"activity-{term.contest.activity_id}"
    assert {f"lesson-{term.open_lesson.pk}", f"inspection-{term.inspection.pk}", "pairs-mentor", "pairs-station", "trips", "topics"} <= set(found)
    assert found.index("sheet") < found.index("goals") < found.index("problems") < found.index("budget") == len(found) - 1
    assert "rule-" + str(term.school_rule.pk) in found


def test_the_term_as_it_was_lived_stands_in_its_class_and_order(term, login, monkeypatch):
    """Surveys, walks, schools that came, places, objections, what was made public: figures and names, never a hidden word."""
    as_lived(term)
    contents = collect(term.dossier)
    found = [item.key for item in contents.bound]
    assert found[found.index(f"joint-{term.joint.pk}") - 1] == f"activity-{term.activity.pk}"
    held = {item.key: item for item in contents.bound if item.group == HELD}
    assert {f"round-{term.survey.pk}", f"round-{term.few.pk}", "walks"} <= held.keys()
    assert "报名名单" in held[f"activity-{term.activity.pk}"].piece.title and held[f"contest-{term.contest.pk}"].piece.title.endswith("、公布名单")
    assert [item.key for item in contents.bound if item.group == SCORES] == [
        f"round-{term.rating.pk}", "rubric", "sheet", "reasons", "objections", "public"]
    texts = {item.key: re.sub(r"<[^>]+>|\s", "", "".join(paper.html for paper in item.piece.papers)) for item in contents.bound}
    assert "有用吗量表，5人答" in texts[f"round-{term.survey.pk}"] and "4.00" not in texts[f"round-{term.few.pk}"]
    assert "收到2份" in texts[f"round-{term.few.pk}"] and "才列各题结果" in texts[f"round-{term.few.pk}"]
    assert term.guest.name in texts[f"joint-{term.joint.pk}"] and term.partner.name in texts[f"joint-{term.joint.pk}"]
    assert "选课名单" in texts[f"activity-{term.activity.pk}"] and f"{term.teacher.name}（2）" in texts[f"activity-{term.activity.pk}"]
    assert "正常上课" in texts["walks"]
    assert term.teacher.name in texts["public"] and term.cast.teachers["office"].name not in texts["public"]
    assert term.objection.text in texts["objections"] and "按师德考核的规定另行答复" in texts["objections"]
    assert not [word for word in ("写的密句", "师德密句", "师德答密句") if any(word in text for text in texts.values())]
    office, printed = login("office"), {"print": 1}
    pages = [(reverse("score_pdf"), {"of": of}) for of in ("public", "objections")] + [(reverse("walk"), printed)] + [
        (reverse(name, args=[row.pk]), printed) for name, row in (
            ("activity_sign_up", term.activity), ("joint", term.joint), ("survey", term.survey), ("instrument", term.form))]
    assert not [page for page, query in pages if not office.get(page, query).content.startswith(b"%PDF-")]
    asked = {gap.key: gap for gap in contents.missing}
    assert asked[f"objection-{term.closed.pk}"].whom == "考核小组" and asked[f"round-{term.nobody.pk}"].short == "没有收到"
    term.joint.partners.clear()
    term.guest.delete()
    Help.objects.all().delete()
    Observation.objects.all().delete()
    monkeypatch.setattr("archives.gather.together.today", lambda: term.term.ends + timedelta(days=1))
    asked = {gap.key: gap for gap in collect(term.dossier, typeset=False).missing}
    assert asked[f"joint-{term.joint.pk}"].url == ("joint", term.joint.pk) and asked[f"helps-{term.pair.pk}"].short == "没有记录"


def test_what_is_not_there_is_asked_of_whoever_has_it(term):
    past = TODAY - timedelta(days=1)
    Contest.objects.filter(pk=term.contest.pk).update(judging_due=past)
    Pair.objects.filter(pk=term.pair.pk).update(state="draft", signed_on=None)
    Topic.objects.filter(pk=term.topic.pk).update(until=past)
    Inspection.objects.filter(pk=term.inspection.pk).update(day=past)
    term.open_lesson.observations.all().delete()
    OpenLesson.objects.filter(pk=term.open_lesson.pk).update(day=past)
    contents = collect(term.dossier, typeset=False)
    asked = {gap.key: gap for gap in contents.missing}
    trip = next(row for row in Trip.objects.all() if owed(row))
    assert asked[f"trip-{trip.pk}"].whom == term.teacher.name and "学习心得、二次培训" in asked[f"trip-{trip.pk}"].what
    assert asked[f"contest-{term.contest.pk}"].short == "未确认"
    assert "教导处" in asked[f"pair-{term.pair.pk}"].whom
    assert asked[f"topic-{term.topic.pk}"].whom == term.teacher.name
    assert asked[f"inspection-{term.inspection.pk}"].whom == term.cast.users["office"].name
    assert asked[f"lesson-{term.open_lesson.pk}"].whom == Teacher.objects.get(pk=term.open_lesson.teacher_id).name
    assert asked["spendings"].whom == "校长"
    assert not any(key.startswith(("contest", "inspection", "lesson")) for key in (item.key for item in contents.bound))


def test_a_goal_without_a_result_is_missing_only_when_the_term_is_over(term, monkeypatch):
    assert not any(gap.key.startswith(("goal", "theme")) for gap in collect(term.dossier, typeset=False).missing)
    monkeypatch.setattr("archives.gather.closing.today", lambda: term.term.ends + timedelta(days=1))
    assert {gap.whom for gap in collect(term.dossier, typeset=False).missing if gap.key.startswith(("goal", "theme"))} == {"教导处"}


def test_nothing_private_is_bound(term):
    """No judge's name, no conduct record, no illness, no anonymous answer, no draft."""
    settle(term)
    Attendance.objects.filter(session=term.session, teacher=term.cast.teachers["colleague"]).update(state="sick")
    session = term.preparation.activity.sessions.get()
    Attendance.objects.create(session=session, teacher=term.cast.teachers["colleague"], state="sick", at=clock.now())
    term.conduct.decision, term.conduct.clause = "谈话密记", "条款密记"
    term.conduct.save()
    contents = collect(term.dossier)
    said = words(contents)
    judges = {judge.user.name for judge in term.contest.judges.select_related("user__teacher")}
    results = "".join(paper.html for item in contents.bound if item.key.startswith("contest") for paper in item.piece.papers)
    assert "评审汇总表" in results and judges and not [name for name in judges if name in results]
    assert "病假" not in said and "产假" not in said and "（请假）" in said
    assert "密记" not in said
    assert term.draft.title not in said and "匿名" not in said


def test_the_readers_of_a_volume_may_read_all_that_it_binds():
    for action in BOUND_UNDER:
        assert {role: TABLE[action].get(role) for role in TABLE["dossier.read"]} == dict.fromkeys(TABLE["dossier.read"], Reach.SCHOOL), action
    assert "archivist" not in TABLE["survey.results"], "he reads answers: what people wrote may be bound too"


def test_more_of_each_costs_the_same_queries(term):
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            collect(term.dossier, typeset=False)
        return len(found)

    settle(term)
    cost()
    before = cost()
    people = [term.cast.teachers[name] for name in ("other", "office", "leader")]
    for teacher in people:
        a_pair(term, term.teacher, teacher)
        a_topic(term, teacher)
        a_trip(term, teacher, first=TODAY - timedelta(days=20), state="approved")
    more_rounds(term)
    open_lessons(term)
    assert cost() == before


def test_a_group_and_a_teacher_find_what_concerns_them(term):
    settle(term)
    Plan.objects.filter(pk__in=[term.group_plan.pk, term.personal_plan.pk]).update(state="published", edited_at=clock.now())
    archivist = term.cast.person("archivist")
    group = services.dossier(archivist, term.school, term.term, "group", group=term.group)
    found = {item.key for item in collect(group).items}
    assert {"team-plan", f"contest-{term.contest.pk}", "lessons", "pairs-station", "trips", "topics"} <= found
    assert not found & {"sheet", "reasons", "personal", f"inspection-{term.inspection.pk}", f"lesson-{term.open_lesson.pk}"}
    own = services.dossier(archivist, term.school, term.term, "teacher", teacher=term.teacher)
    assert {"person", "team-plan", "hours", "own-contests", "pairs-mentor", "trips", "topics", "personal"} <= {item.key for item in collect(own).items}
    other = services.dossier(archivist, term.school, term.term, "teacher", teacher=term.cast.teachers["office"])
    assert not {"own-contests", "pairs-mentor", "trips", "topics"} & {item.key for item in collect(other, typeset=False).items}


def test_the_leadership_stands_on_the_cover_as_the_published_plan_names_it(term):
    LeadershipMember.objects.create(plan=term.plan, order=1, team="lead", role="head", name="顾明德")
    PlanEdition.objects.all().delete()
    assert heads_of(term.term) == (("组长", "顾明德"),)
    edition = Edition.objects.select_related("dossier__school", "dossier__term").get(dossier=term.dossier)
    front = services.front_of(edition, collect(term.dossier, typeset=False))
    assert "顾明德" in cover(front, 1, 1).html


def test_the_list_for_an_inspection_says_whether_the_volume_is_sealed(term):
    kept = {one.title: one.number for one in filing.inspection(term.school, term.term)}
    assert (kept["学期研修档案（已生成）"], kept["学期研修档案（已归档固化）"]) == (1, 0)
    Edition.objects.update(state="sealed", sealed_at=clock.now())
    kept = {one.title: one.number for one in filing.inspection(term.school, term.term)}
    assert kept["学期研修档案（已归档固化）"] == 1


def test_a_rule_made_after_the_term_is_not_in_its_volume(term):
    term.rule_version.effective = date(2027, 9, 1)
    term.rule_version.save()
    assert not any(key.startswith("rule") for key in keys(term))
