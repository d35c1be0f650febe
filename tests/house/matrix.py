"""Every address of the house, declared by hand: what it asks for, which methods it takes, whose thing it shows.

The walk in test_walk.py holds each of them against every kind of person. An address that is not here fails the run.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings

from activities import codes

World = SimpleNamespace
NOBODY = 99_999_999

PUBLIC, SIGNED_IN = "public", "signed in"
READ, WRITE, BOTH = ("GET",), ("POST",), ("GET", "POST")


@dataclass(frozen=True)
class Route:
    """One address: the action it asks for (or PUBLIC, SIGNED_IN), its methods and its thing.

    thing: gives the thing's key of a world, None for a page without one. own: whose thing it is, as people of the cast.
    own None: everybody's who has the action. owners_only: nobody else reaches it, whatever his role. grouped: a leader
    of 语文组 reaches it. not_for: who has the action and does not reach it for a reason of content. opens: what the
    entitled get (a page, if not said). post: the action of a POST, where it asks for more. by: the argument that carries
    the key. more: further arguments. ask: the query string. writes: tables that opening the page may write, and no other.
    shared: the key means the same in both schools. slow: a paper is typeset; one reader is enough.
    """

    action: str
    methods: tuple[str, ...] = READ
    thing: Callable[[World], object] | None = None
    own: tuple[str, ...] | None = ()
    owners_only: bool = False
    grouped: bool = False
    not_for: tuple[str, ...] = ()
    opens: int = 200
    post: str = ""
    by: str = "pk"
    more: Callable[[World], dict[str, object]] = lambda world: {}
    ask: str = ""
    absent: object = NOBODY
    writes: tuple[str, ...] = ()
    shared: bool = False
    slow: bool = False


def of(name: str) -> Callable[[World], object]:
    return lambda world: getattr(world, name).pk


ACTIVITY = {"thing": of("activity"), "grouped": True, "own": ("teacher", "colleague")}
SESSION = {"thing": of("session"), "grouped": True, "own": ("teacher", "colleague")}
OWN_WORK = {"thing": of("draft"), "own": ("teacher",), "owners_only": True}
WORK = {"thing": of("work"), "own": ("teacher",), "grouped": True}
OWN_LESSON = {"thing": of("lesson_draft"), "own": ("teacher",), "owners_only": True}
LESSON = {"thing": of("lesson"), "own": ("teacher", "colleague"), "grouped": True}
PAIR = {"thing": of("pair"), "own": ("teacher", "colleague")}
TRIP = {"thing": of("trip"), "own": ("teacher",)}
TOPIC = {"thing": of("topic"), "own": ("teacher", "colleague")}
OPEN_LESSON = {"thing": of("open_lesson"), "own": ("colleague",), "grouped": True}
PREPARATION = {"thing": of("preparation"), "own": ("teacher",), "grouped": True}
CONTEST = {"thing": of("contest"), "grouped": True}
INSPECTION = {"thing": of("inspection"), "grouped": True}
PLAN = {"thing": of("plan")}
SCORED = {"not_for": ("archivist",)}  # 档案员: when the sheet is final
RECKONED = ("evaluation_score", "evaluation_scoresheet")  # points are reckoned again when something has changed since

ROUTES: dict[str, Route] = {
    # 首页、登录、帮助
    "home": Route("home"),
    "mine": Route("score.own", writes=RECKONED),
    "notices_read": Route("home", WRITE),
    "notices": Route("home"),
    "lacking": Route("remind"),
    "remind": Route("remind", WRITE, of("teacher"), grouped=True),
    "reminder_settings": Route("reminders.set", BOTH),
    "robot_step": Route("reminders.set", WRITE),
    "district": Route("district.read"),
    "more": Route("home"),
    "help": Route("home"),
    "help_page": Route("home", thing=lambda world: "points", own=None, by="slug", absent="nothing", shared=True),
    "health": Route(PUBLIC),
    "login": Route(PUBLIC, BOTH),
    "logout": Route(SIGNED_IN, WRITE),
    "password_change": Route(SIGNED_IN, BOTH),
    "pin_change": Route(SIGNED_IN, BOTH),
    "devices_out": Route(SIGNED_IN, WRITE),
    "own_account": Route(SIGNED_IN, BOTH),
    "own_feed_step": Route("score.own", WRITE),
    "own_feed": Route(PUBLIC, thing=lambda world: "nobody", by="token", absent="nothing", opens=404),
    "card": Route(PUBLIC, BOTH, lambda world: "nobody", by="token", absent="nothing", opens=404),
    "invited": Route(PUBLIC, BOTH, lambda world: "nobody", by="token", absent="nothing", opens=404),
    "switch_school": Route(SIGNED_IN, WRITE),
    "switch_term": Route(SIGNED_IN, WRITE),
    "verify": Route(PUBLIC, BOTH),
    "file": Route("home", thing=of("file"), own=None, not_for=("admin", "expert", "clerk", "district")),
    # 计划
    "plan_list": Route("plan.read"),
    "plan_start": Route("plan.edit", WRITE),
    "plan_read": Route("plan.edit", BOTH),
    "plan_copy": Route("plan.edit", BOTH),
    "plan_pattern": Route("plan.edit", BOTH),
    "plan_staff": Route("plan.edit", BOTH),
    "schedule": Route("plan.read"),
    "entry_move": Route("plan.edit", BOTH, of("entry")),
    "entry_days": Route("plan.edit", thing=of("entry")),
    "stage_move": Route("plan.edit", WRITE, of("stage")),
    "schedule_xlsx": Route("plan.read", not_for=("district",)),
    "schedule_ics": Route("plan.read", not_for=("district",)),
    "schedule_feed": Route(PUBLIC, thing=lambda world: "nobody", by="token", absent="nothing", opens=404),
    "entry_step": Route("plan.edit", WRITE, of("entry")),
    "section_save": Route("plan.edit", WRITE, of("section")),
    "section_check": Route("plan.edit", thing=of("section")),
    "plan_against_term": Route("activity.read"),
    "plan_against_xlsx": Route("activity.read"),
    "plan_against_note": Route("plan.edit", WRITE, of("entry")),
    "plan_readers": Route("plan.edit", **PLAN),
    "plan_burden": Route("plan.publish", WRITE, **PLAN),
    "section_step": Route("plan.edit", WRITE, of("section")),
    "comment_resolve": Route("plan.edit", WRITE, of("comment")),
    "plan": Route("plan.read", **PLAN, writes=("plans_planreceipt",)),  # 已读
    "plan_compare": Route("plan.read", **PLAN),
    "plan_edit": Route("plan.edit", **PLAN),
    "plan_check": Route("plan.edit", **PLAN),
    "plan_step": Route("plan.edit", WRITE, **PLAN),
    "section_add": Route("plan.edit", WRITE, **PLAN),
    "plan_comment": Route("plan.comment", WRITE, **PLAN),
    "plan_rows": Route("plan.edit", BOTH, **PLAN, more=lambda world: {"kind": "stages"}),
    "entry_new": Route("plan.edit", BOTH, **PLAN, by="plan_pk"),
    "entry_edit": Route("plan.edit", BOTH, of("entry"), more=lambda world: {"plan_pk": world.plan.pk}),
    "plan_pdf": Route("plan.read", **PLAN),
    "plan_docx": Route("plan.read", slow=True, **PLAN),
    "team_plans": Route("personal_plan.read"),
    "personal_plan_start": Route("personal_plan.write", WRITE),
    "group_plan_start": Route("group_plan.write", WRITE, of("group"), grouped=True),
    "group_plan": Route("group_plan.read", BOTH, of("group_plan"), grouped=True, own=("teacher", "colleague"), post="group_plan.write"),
    "group_plan_step": Route("group_plan.read", WRITE, of("group_plan"), grouped=True, own=("teacher", "colleague")),
    "personal_plan": Route("personal_plan.read", BOTH, of("personal_plan"), grouped=True, own=("teacher",), post="personal_plan.write"),
    "personal_plan_step": Route("personal_plan.read", WRITE, of("personal_plan"), grouped=True, own=("teacher",)),
    # 计划资料
    "plan_hub": Route("rule.read"),
    "filing_list": Route("filing.read"),
    "filing_new": Route("filing.send", BOTH),
    "filing_package": Route("filing.read", thing=of("filing")),
    "filing_step": Route("filing.read", WRITE, of("filing"), post="filing.receive"),
    "inspection": Route("filing.send"),
    "long_plans": Route("plan.read"),
    "long_start": Route("plan.read", WRITE, post="plan.edit"),
    "long_copy": Route("plan.edit", WRITE, of("long_plan")),
    "word_template": Route("plan.edit", BOTH),
    "word_sample": Route("plan.edit"),
    "plan_network": Route("plan.edit", BOTH, **PLAN),
    "plan_needs": Route("plan.edit", BOTH, **PLAN),
    "budget": Route("budget.read", BOTH, **PLAN, post="budget.edit", writes=("plans_budget",)),
    "budget_step": Route("budget.read", WRITE, **PLAN),
    "budget_pdf": Route("budget.read", **PLAN, slow=True),
    "budget_xlsx": Route("budget.read", **PLAN),
    "spending_new": Route("spending.enter", BOTH, of("budget_line")),
    "spending": Route("spending.enter", BOTH, of("spending")),
    "spending_step": Route("spending.approve", WRITE, of("spending")),
    "problem_list": Route("problem.read", BOTH, post="core_problem.write"),
    "problem_sort": Route("problem.sort", WRITE),
    "problem_pdf": Route("problem.read", slow=True),
    "problem_remove": Route("core_problem.write", WRITE, of("problem"), own=("teacher",), owners_only=True),
    "theme": Route("problem.read", BOTH, of("theme"), post="problem.sort"),
    "theme_step": Route("problem.sort", WRITE, of("theme")),
    "theme_records": Route("problem.read", thing=of("theme")),
    "core_problem_mine": Route("core_problem.write", BOTH),
    "core_problem": Route("core_problem.read", thing=of("core"), own=("teacher",), grouped=True),
    "core_problem_step": Route("core_problem.write", WRITE, of("core"), own=("teacher",), owners_only=True),
    "core_records": Route("core_problem.read", thing=of("core"), own=("teacher",), grouped=True),
    "rule_list": Route("rule.read"),
    "rule_new": Route("rule.edit", BOTH),
    "rule": Route("rule.read", thing=of("school_rule")),
    "rule_draft": Route("rule.edit", WRITE, of("school_rule")),
    "rule_edit": Route("rule.edit", BOTH, of("rule_draft")),
    "rule_step": Route("rule.enact", WRITE, of("rule_draft")),
    "rule_confirm": Route("rule.read", WRITE, of("rule_version")),
    "rule_pdf": Route("rule.read", thing=of("rule_version"), slow=True),
    "goal_list": Route("plan.read", **PLAN),
    "goal_judge": Route("plan.edit", WRITE, of("goal")),
    "goal_pdf": Route("plan.read", **PLAN, slow=True),
    "team_due": Route("plan.edit", WRITE),
    "team_plan_counts": Route("personal_plan.read", thing=of("personal_plan"), own=("teacher",), grouped=True),
    # 活动
    "activity_list": Route("activity.read"),
    "activity_new": Route("activity.run", BOTH),
    "activities_from_plan": Route("activity.run", BOTH),
    "activity_detail": Route("activity.read", **ACTIVITY),
    "activity_step": Route("activity.run", WRITE, **ACTIVITY),
    "activity_edit": Route("activity.run", BOTH, **ACTIVITY),
    "session_new": Route("activity.run", BOTH, **ACTIVITY),
    "activity_materials": Route("activity.read", **ACTIVITY),
    "session_edit": Route("activity.run", BOTH, **SESSION),
    "session_remove": Route("activity.run", WRITE, **SESSION),
    "session_move": Route("activity.run", BOTH, **SESSION),
    "session_cancel": Route("activity.run", WRITE, **SESSION),
    "session_series": Route("activity.run", BOTH, **ACTIVITY),
    # 报名与教研固定时间
    "activity_sign_up": Route("activity.read", BOTH, **ACTIVITY),
    "sign_up_offer": Route("activity.run", WRITE, **ACTIVITY),
    "sign_up_decide": Route("activity.run", WRITE, of("registration")),
    "slot_list": Route("activity.read", BOTH, post="activity.run"),
    "slot_edit": Route("activity.run", BOTH, of("slot"), grouped=True),
    "slot_remove": Route("activity.run", WRITE, of("slot"), grouped=True),
    # 签到与点名
    "sign_out": Route("attendance.sign", WRITE, of("session"), owners_only=True, own=(
        "teacher", "colleague", "group_leader", "office", "leader", "principal", "archivist", "other",
    )),
    "doubt_cleared": Route("attendance.mark", WRITE, of("row"), grouped=True),
    "sheet_photos": Route("sheet.file", BOTH),
    "sheet_assign": Route("sheet.file", WRITE, of("loose"), own=("teacher",)),
    "sheet_scan": Route(
        "sheet.file", thing=lambda world: codes.sheet(world.session.pk, settings.SECRET_KEY), own=("teacher", "colleague"),
        grouped=True, by="token", absent="nothing", opens=302,
    ),
    "sheet_entry": Route("attendance.paper", BOTH, **SESSION),
    "scan": Route(PUBLIC, thing=lambda world: "0-0-0", by="token", absent="0-0-0", shared=True, opens=409),
    "sign": Route("attendance.sign", WRITE),
    "sign_code": Route("attendance.sign", BOTH),
    "sign_kept": Route("attendance.sign", opens=409),
    "activity_attendance": Route("activity.read", **ACTIVITY),
    "sign_in_switch": Route("attendance.project", WRITE, **SESSION),
    "projector": Route("attendance.project", **SESSION),
    "projector_code": Route("attendance.project", **SESSION),
    "session_number": Route("attendance.project", **SESSION),
    "session_join": Route("attendance.roll", WRITE, **SESSION),
    "signed": Route(
        "attendance.sign", thing=of("session"), owners_only=True,
        own=("teacher", "colleague", "group_leader", "office", "leader", "principal", "archivist"),
    ),
    "roll": Route("attendance.roll", BOTH, **SESSION),
    "sign_in_sheet": Route("activity.read", **SESSION, slow=True),
    # 活动记录
    "activity_record": Route("activity.read", BOTH, **ACTIVITY, post="activity.record"),
    "record_confirm": Route("record.confirm", WRITE, **ACTIVITY),
    "form_paper": Route("activity.read", thing=lambda world: "activity", own=None, by="kind", absent="nothing", shared=True, slow=True),
    "record_pdf": Route("activity.read", **ACTIVITY, slow=True),
    "activity_files": Route("activity.record", WRITE, **ACTIVITY),
    "activity_paper": Route("activity.record", WRITE, **ACTIVITY),
    "activity_file": Route("activity.record", WRITE, of("activity_file"), grouped=True, own=("teacher", "colleague")),
    # 请假
    "leave_list": Route("leave.ask"),
    "leave_new": Route("leave.ask", BOTH, of("coming"), own=None),
    "leave_decide": Route("leave.decide", WRITE, of("leave")),
    "leave_withdraw": Route("leave.ask", WRITE, of("leave"), own=("teacher",)),
    # 先进班级与师德
    "award_list": Route("award.read"),
    "award_week": Route("award.enter", BOTH),
    "award_remove": Route("award.enter", WRITE, of("award")),
    "conduct_list": Route("conduct.read"),
    "conduct_new": Route("conduct.write", BOTH),
    "conduct_decide": Route("conduct.write", WRITE, of("conduct")),
    "conduct_answer": Route("conduct.answer", WRITE, of("conduct"), own=("teacher",)),
    # 研修材料
    "kind_list": Route("settings", BOTH),
    "kind_new": Route("settings", BOTH),
    "kind_edit": Route("settings", BOTH, of("kind")),
    "write_new": Route("work.write"),
    "work_list": Route("work.read"),
    "work_new": Route("work.write", BOTH, of("kind"), by="kind", own=None),
    "work": Route("work.read", **WORK),
    "work_edit": Route("work.write", BOTH, **OWN_WORK),
    "work_step": Route("work.write", WRITE, **OWN_WORK),
    "work_files": Route("work.write", WRITE, **OWN_WORK),
    "work_file_remove": Route("work.write", WRITE, of("work_file"), own=("teacher",), owners_only=True),
    "work_share": Route("work.write", WRITE, of("work"), own=("teacher",), owners_only=True),
    "work_unshare": Route("work.write", WRITE, of("work_share"), own=("teacher",), owners_only=True),
    "work_comment": Route("work.comment", WRITE, **WORK),
    "lesson_share": Route("work.write", WRITE, of("open_lesson"), own=("colleague",), owners_only=True),
    "lesson_comment": Route("lesson.read", WRITE, of("open_lesson")),
    "library": Route("library.read"),
    "library_use": Route("library.read", WRITE),
    "work_pdf": Route("work.read", **WORK, slow=True),
    "work_confirm": Route("work.write", WRITE, **OWN_WORK),
    "typed_list": Route("work.type_in", BOTH),
    # 审阅
    "review_queue": Route("work.review"),
    "review": Route("work.review", BOTH, **WORK),
    # 公开课、课表、集体备课
    "lesson_list": Route("lesson.read"),
    "lesson_new": Route("lesson.write", BOTH),
    "lesson": Route("lesson.read", thing=of("open_lesson")),
    "lesson_edit": Route("lesson.write", BOTH, **OPEN_LESSON),
    "lesson_step": Route("lesson.read", WRITE, of("open_lesson")),
    "lesson_compare": Route("lesson.read", thing=of("open_lesson")),
    "lesson_pdf": Route("lesson.read", thing=of("open_lesson"), slow=True),
    "timetable": Route("roster.edit", BOTH),
    "timetable_lesson": Route("observation.write", ask="day=2026-11-18&period=2"),
    "preparation_list": Route("activity.read"),
    "preparation_new": Route("activity.run", BOTH),
    "preparation": Route("activity.read", thing=of("preparation")),
    "preparation_edit": Route("activity.record", BOTH, **PREPARATION),
    "preparation_say": Route("activity.read", WRITE, of("preparation")),
    "preparation_write": Route("work.write", WRITE, of("preparation"), own=None),
    "preparation_compare": Route("activity.read", thing=of("preparation")),
    "preparation_pdf": Route("activity.read", thing=of("preparation"), slow=True),
    "preparation_agree": Route("activity.record", WRITE, of("question"), grouped=True, own=("teacher",)),
    # 听课记录
    "observation_list": Route("observation.read"),
    "observation_new": Route("observation.write", BOTH),
    "observation": Route("observation.read", BOTH, **LESSON),
    "observation_edit": Route("observation.write", BOTH, **OWN_LESSON),
    "observation_step": Route("observation.write", WRITE, **OWN_LESSON),
    "observation_answer": Route("observation.answer", WRITE, of("lesson"), own=("colleague",), owners_only=True),
    "observation_pdf": Route("observation.read", **LESSON, slow=True),
    # 评价表与问卷
    "survey_list": Route("survey.results"),
    "survey_new": Route("survey.open", BOTH),
    "survey": Route("survey.results", thing=of("survey")),
    "survey_xlsx": Route("survey.results", thing=of("survey")),
    "survey_step": Route("survey.open", WRITE, of("survey")),
    "survey_totals": Route("survey.open", BOTH, of("paper_survey")),
    "survey_sheet": Route("survey.open", BOTH, of("paper_survey")),
    "entered_remove": Route("survey.open", WRITE, of("entered")),
    "my_surveys": Route("survey.answer"),
    "survey_answer": Route("survey.answer", BOTH, of("receipt"), own=("teacher",), owners_only=True),
    "survey_again": Route("survey.answer", WRITE, of("answered_receipt"), own=("teacher",), owners_only=True),
    "instrument_list": Route("instrument.edit"),
    "instrument_new": Route("instrument.edit", BOTH),
    "instrument": Route("instrument.edit", thing=of("form")),
    "instrument_edit": Route("instrument.edit", BOTH, of("form_draft")),
    "instrument_step": Route("instrument.edit", WRITE, of("form")),
    # 结对、外出、课题、校际、成长
    "fellowship": Route("activity.read"),
    "pair_list": Route("pair.read"),
    "pair_new": Route("pair.arrange", BOTH),
    "pair": Route("pair.read", **PAIR, grouped=True),
    "pair_edit": Route("pair.arrange", BOTH, **PAIR),
    "pair_step": Route("pair.arrange", WRITE, **PAIR),
    "pair_help": Route("pair.write", BOTH, **PAIR),
    "pair_rate": Route("pair.write", BOTH, **PAIR),
    "pair_praise": Route("pair.arrange", WRITE, **PAIR),
    "pair_agreement": Route("pair.read", **PAIR, grouped=True, slow=True),
    "pair_summary": Route("pair.read", **PAIR, grouped=True, slow=True),
    "help_settle": Route("pair.write", WRITE, of("help"), own=("teacher", "colleague")),
    "trip_list": Route("trip.read"),
    "trip_new": Route("trip.ask", BOTH),
    "trip": Route("trip.read", **TRIP, grouped=True),
    "trip_decide": Route("trip.decide", WRITE, **TRIP),
    "trip_withdraw": Route("trip.ask", WRITE, **TRIP),
    "trip_report": Route("trip.ask", WRITE, **TRIP),
    "trip_retrained": Route("trip.ask", WRITE, **TRIP),
    "trip_arrange": Route("trip.decide", WRITE, **TRIP),
    "trip_pdf": Route("trip.read", **TRIP, grouped=True, slow=True),
    "topic_list": Route("topic.read"),
    "topic_new": Route("topic.write", BOTH),
    "topic": Route("topic.read", **TOPIC),
    "topic_edit": Route("topic.write", BOTH, **TOPIC),
    "topic_step": Route("topic.read", WRITE, **TOPIC),
    "topic_task": Route("topic.write", WRITE, **TOPIC),
    "topic_outcome": Route("topic.write", WRITE, **TOPIC),
    "topic_register_pdf": Route("topic.read", **TOPIC, slow=True),
    "topic_conclusion_pdf": Route("topic.read", **TOPIC, slow=True),
    "task_done": Route("topic.write", WRITE, of("milestone"), own=("teacher", "colleague")),
    "outcome_remove": Route("topic.write", WRITE, of("outcome"), own=("teacher", "colleague")),
    "joint_list": Route("joint.read"),
    "joint_new": Route("joint.arrange", BOTH),
    "joint_join": Route("joint.arrange", WRITE),
    "partner_save": Route("joint.arrange", WRITE),
    "partner_remove": Route("joint.arrange", WRITE, of("partner")),
    "joint": Route("joint.read", thing=of("joint")),
    "joint_edit": Route("joint.arrange", WRITE, of("joint")),
    "guest_add": Route("joint.arrange", WRITE, of("joint")),
    "guest_remove": Route("joint.arrange", WRITE, of("guest")),
    "joint_teaching": Route("joint.arrange", WRITE, of("joint")),
    "growth_list": Route("growth.read"),
    "growth_teacher": Route("growth.read", thing=of("teacher"), own=("teacher",), grouped=True),
    "lecturers": Route("activity.read"),
    "offer_add": Route("lecturer.write", WRITE),
    "offer_remove": Route("lecturer.write", WRITE, of("offer"), own=("teacher",)),
    "lecture_list": Route("activity.read"),
    "basics": Route("activity.read"),
    "best_lessons": Route("activity.read"),
    "six_things": Route("activity.read"),
    # 评比
    "contest_list": Route("contest.read"),
    "contest_new": Route("contest.run", BOTH),
    "contest": Route("contest.read", thing=of("contest"), own=("expert",)),
    "contest_edit": Route("contest.run", BOTH, **CONTEST),
    "contest_judges": Route("contest.run", BOTH, **CONTEST),
    "contest_enter": Route("contest.enter", BOTH, of("collecting"), own=None),
    "contest_step": Route("contest.run", WRITE, **CONTEST),
    "entry_remove": Route(
        "contest.enter", WRITE, of("contest_entry"), own=("teacher", "principal", "leader", "office", "group_leader"), owners_only=True
    ),
    "contest_judge": Route("contest.judge", thing=of("contest"), own=("colleague", "expert"), owners_only=True),
    "judging": Route("contest.judge", BOTH, of("judging"), own=("expert",), owners_only=True),
    "judging_file": Route("contest.judge", thing=of("judging"), own=("expert",), owners_only=True, more=lambda world: {"no": 0}),
    "contest_result": Route("contest.run", BOTH, **CONTEST),
    "contest_pdf": Route("contest.run", **CONTEST, slow=True),
    "contest_xlsx": Route("contest.run", **CONTEST),
    "results_import": Route("mark.enter", BOTH, of("activity"), grouped=True),
    # 检查
    "inspection_list": Route("finding.read"),
    "inspection_new": Route("inspection.run", BOTH),
    "walk": Route("walk.note", BOTH),
    "inspection_round": Route("inspection.run", BOTH, **INSPECTION),
    "inspection_step": Route("inspection.run", WRITE, **INSPECTION),
    "inspection_pdf": Route("inspection.run", **INSPECTION, slow=True),
    "finding": Route("finding.read", BOTH, of("finding"), own=("teacher",), grouped=True),
    "finding_answer": Route("finding.answer", WRITE, of("finding"), own=("teacher",), owners_only=True),
    "finding_check": Route("finding.enter", WRITE, of("finding"), grouped=True),
    # 考核
    "score_sheet": Route("score.read", writes=RECKONED),
    "score_open": Route("score.advance", WRITE),
    "score_compute": Route("score.advance", WRITE),
    "score_close_open": Route("score.advance", WRITE),
    "score_step": Route("score.advance", WRITE),
    "score_cell": Route("score.read", BOTH, of("teacher"), by="teacher_pk", ask="item=4", **SCORED),
    "sheet_members": Route("score.advance", BOTH),
    "score_export": Route("score.export", writes=RECKONED, **SCORED),
    "score_pdf": Route("score.export", slow=True, writes=RECKONED, **SCORED),
    "trial": Route("rubric.edit", thing=of("rubric"), writes=RECKONED),
    "trial_export": Route("rubric.edit", thing=of("rubric"), writes=RECKONED),
    "correction_list": Route("score.read", **SCORED),
    "objection_step": Route("objection.decide", WRITE, of("objection")),
    "override_step": Route("score.read", WRITE, of("override")),
    "reopening_propose": Route("score.reopen", WRITE),
    "reopening_step": Route("score.reopen", WRITE, of("reopening")),
    "my_score": Route("score.own", writes=RECKONED),
    "what_if": Route("score.own", writes=RECKONED),
    "my_score_pdf": Route("score.own", slow=True),
    "score_confirm": Route("score.own", WRITE),
    "objection_new": Route("objection.file", BOTH, ask="item=4"),
    "objection_withdraw": Route("objection.file", WRITE, of("objection"), own=("teacher",)),
    "report_list": Route("personal_plan.read", BOTH),
    "report": Route("personal_plan.read", BOTH, of("report"), grouped=True, own=("teacher",), post="personal_plan.write"),
    "report_step": Route("personal_plan.write", WRITE, of("report"), own=("teacher",)),
    "report_pdf": Route("personal_plan.read", thing=of("report"), grouped=True, own=("teacher",), slow=True),
    "report_docx": Route("personal_plan.read", thing=of("report"), grouped=True, own=("teacher",), slow=True),
    "mark_list": Route("mark.enter"),
    "manual_grid": Route("mark.enter", BOTH, opens=404),  # the reference rubric has no item entered by hand
    "mark_grid": Route("mark.enter", BOTH, of("activity"), own=None),
    "mark_confirm": Route("mark.enter", WRITE, of("activity"), own=None),
    # 评价细则
    "rubric_list": Route("rubric.read"),
    "rubric_new": Route("rubric.edit", WRITE),
    "rubric_page": Route("rubric.read", thing=of("rubric")),
    "rubric_edit": Route("rubric.edit", WRITE, of("rubric_draft")),
    "rubric_decide": Route("rubric.edit", WRITE, of("rubric_draft")),
    "rubric_use": Route("rubric.use", WRITE, of("rubric_draft")),
    "rubric_pdf": Route("rubric.read", thing=of("rubric"), slow=True),
    "rubric_file": Route("rubric.read", thing=of("rubric"), more=lambda world: {"kind": "json"}),
    "rubric_compare": Route("rubric.read", thing=of("rubric")),
    "rubric_read": Route("rubric.edit", BOTH),
    "rubric_item": Route("rubric.edit", BOTH, of("rubric_draft")),
    "rubric_whole": Route("rubric.edit", BOTH, of("rubric_draft")),
    "rubric_arrange": Route("rubric.edit", WRITE, of("rubric_draft")),
    "rubric_remedy": Route("rubric.edit", WRITE, of("rubric_draft")),
    "rubric_with_plan": Route("rubric.edit", thing=of("rubric")),
    "plan_contents": Route("rubric.edit"),
    # 档案
    "dossier_list": Route("dossier.read"),
    "dossier_open": Route("dossier.build", WRITE),
    "dossier": Route("dossier.read", thing=of("dossier")),
    "dossier_build": Route("dossier.build", WRITE, of("dossier")),
    "dossier_note": Route("dossier.build", WRITE, of("dossier")),
    "dossier_arrange": Route("dossier.build", WRITE, of("dossier")),
    "dossier_spine": Route("dossier.read", thing=of("dossier"), slow=True),
    "edition_seal": Route("dossier.seal", WRITE, of("volume")),
    "edition_pdf": Route("dossier.read", thing=of("volume")),
    # 学校与设置
    "settings": Route("settings", BOTH),
    "term_new": Route("settings", BOTH),
    "term_edit": Route("settings", BOTH, lambda world: world.term.code, by="code", absent="1999-2000-1", shared=True),
    "groups": Route("settings", BOTH),
    "group_members": Route("settings", BOTH, of("group")),
    "tag_members": Route("settings", BOTH, of("tag")),
    "roster": Route("roster.read"),
    "roster_import": Route("roster.edit", BOTH),
    "teacher_edit": Route("roster.edit", BOTH, of("teacher")),
    "accounts": Route("accounts"),
    "account_edit": Route("accounts", BOTH, of("user")),
    "account_password": Route("accounts", WRITE, of("user")),
    "account_active": Route("accounts", WRITE, of("user")),
    "card_list": Route("cards", BOTH),
    "card_out": Route("cards", WRITE, of("user")),
    "audit_log": Route("audit.read"),
    "job_list": Route("job.read"),
    "job_state": Route("job.read", thing=of("job")),
    "job_step": Route("job.read", WRITE, of("job")),
}
