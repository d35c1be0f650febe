"""The activities of the demo term: sessions, who came, what was assessed, who was praised."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from random import Random

from activities.models import Activity, Assessment, Attendance, ClassAward, ConductRecord, Leave, Session
from activities.states import ActivityState, AttendanceState, LeaveState, Part
from plans.models import ScheduleEntry
from school import audience
from school.models import Teacher
from yanxiu.demo import people, term
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at

A, S = Attendance.How, AttendanceState
PAPER_ONLY = ("智慧黑板使用（第四步）：现场操作",)
WITHOUT_RECORD = ("数学组教研：第 9 周作业批改交流", "数学组教研：第 11 周错题归类")
# 评定 by tier: activity → the codes of the tiers from best to last are taken from the rubric item of its content.
ASSESSED = {
    "新教师汇报课": "3", "心理健康培训（第一次）：孩子发脾气的时候": "4", "智慧黑板使用（第四步）：现场操作": "5",
    "精品课录制（第一批）": "6", "教研论文评比": "7", "信息技术培训（第一次）：微课与课件整理": "8",
    "教师经验交流会（第一次）": "10", "教学技能培训（第一次）：朗读与口算": "12", "读书交流会（第一次）：定书目，分领读": "13",
    "作业设计评比": "14",
}
SHARES = (38, 54, 8)


def build_activities(built: Built, entries: list[ScheduleEntry]) -> dict[str, Activity]:
    """研修活动 made from the schedule, as they stand on the demo day; title → activity."""
    rows = term.schedule()
    activities = Activity.objects.bulk_create([
        *(_activity(built, row, entry) for row, entry in zip(rows, entries, strict=True)),
        *_maths_meetings(built),
    ])
    sessions, presenters = [], []
    for row, activity in zip(rows, activities, strict=False):
        for order, plan in enumerate(row.sessions or (None,), 1):
            sessions.append(Session(
                activity=activity, order=order, day=plan.day if plan else row.start,
                until=row.end if not plan and row.end != row.start else None, starts=plan and plan.start, ends=plan and plan.end,
                place="、".join(plan.places) if plan else "",
                audience=plan.audience if plan and plan.audience != activity.audience else {},
                late_after=plan and plan.start,
            ))
            presenters.append(plan.presenters if plan else ())
    for activity, day in zip(activities[len(rows):], (date(2026, 10, 27), date(2026, 11, 10)), strict=True):
        sessions.append(Session(activity=activity, order=1, day=day, starts=time(14, 20), ends=time(15, 50), place="录播教室"))
        presenters.append((built.called("唐建平").staff_no,))
    saved = Session.objects.bulk_create(sessions)
    Through = Session.presenters.through
    Through.objects.bulk_create(
        Through(session_id=session.pk, teacher_id=built.teachers[number].pk)
        for session, numbers in zip(saved, presenters, strict=True) for number in numbers
    )
    _attendance(built, saved, presenters)
    _leaves(built, saved)
    return {activity.title: activity for activity in activities}


def _activity(built: Built, row: term.Row, entry: ScheduleEntry) -> Activity:
    moves = []
    if row.moved_from:
        moves.append({"from": row.moved_from.isoformat(), "to": row.start.isoformat() if row.start else "",
                      "reason": row.moved_why, "at": at(row.moved_from - timedelta(days=1), 9).isoformat(), "by": "吴敬堂"})
    return Activity(
        school=built.school, term=built.term, entry=entry, content_item=entry.content_item, group=entry.group,
        title=row.title, forms=list(row.forms), state=_state(row), hours=row.hours or None, audience=entry.audience,
        host=built.called("何淑芬") if "all" in entry.audience else None,
        recorder=built.teachers.get(row.recorder), moves=moves,
        paper_pages=2 if row.title in PAPER_ONLY else None,
    )


def _state(row: term.Row) -> str:
    if row.done:
        return ActivityState.FINISHED if row.title in PAPER_ONLY else ActivityState.COMPLETE
    if row.start is None:
        return ActivityState.POSTPONED
    if row.start <= term.TODAY:
        return ActivityState.RUNNING if row.recurring else ActivityState.OPEN
    return ActivityState.OPEN if row.start <= term.TODAY + timedelta(days=1) else ActivityState.PLANNED


def _maths_meetings(built: Built) -> Iterable[Activity]:
    """Two meetings of the maths group that took place and whose record has not come: the gap to show."""
    for title in WITHOUT_RECORD:
        yield Activity(
            school=built.school, term=built.term, group=built.groups["数学组"], title=title, forms=["交流研讨"],
            state=ActivityState.FINISHED, hours=2, audience={"groups": ["数学组"]}, host=built.called("唐建平"),
            recorder=built.called("孔令飞"),
        )


def _attendance(built: Built, sessions: list[Session], presenters: list[tuple[str, ...]]) -> None:
    """考勤: the frozen list of every session that was opened, with the absences of real life."""
    resolved: dict[str, list[Teacher]] = {}
    rows = []
    for session, leading in zip(sessions, presenters, strict=True):
        activity = session.activity
        if activity.state in (ActivityState.PLANNED, ActivityState.POSTPONED) or session.starts is None:
            continue
        rule = session.audience or activity.audience
        key = repr(rule)
        if key not in resolved:
            resolved[key] = list(audience.resolve(rule, built.school, built.term, session.day))
        listed = {teacher.pk: teacher for teacher in resolved[key]}
        listed.update({built.teachers[number].pk: built.teachers[number] for number in leading})
        rng = Random(f"{session.day}{activity.title}{session.order}")
        past = session.day < term.TODAY
        pending = not past or activity.title in PAPER_ONLY or (activity.group_id and session.day == date(2026, 11, 10))
        for teacher in listed.values():
            state = "" if pending else _presence(built.people[teacher.staff_no], session.day, rng)
            part = Part.ATTEND
            if teacher.staff_no in leading:
                part = Part.TEACH if "联合体" in activity.title or "送教" in activity.title else Part.PRESENT
                state = state and S.PRESENT
            came = state in (S.PRESENT, S.LATE)
            rows.append(Attendance(
                session=session, teacher=teacher, state=state, part=part,
                how="" if not state else (A.QR if came and rng.random() < 0.86 else A.HAND),
                at=at(session.day, session.starts.hour, min(59, session.starts.minute + rng.randint(0, 9))) if state else None,
            ))
    Attendance.objects.bulk_create(rows)


def _presence(person: people.Person, day: date, rng: Random) -> str:
    roll = rng.random()
    away = person.away(day)
    if away:
        return S.MATERNITY if away == "产假" else S.SICK
    if any(absence.kind == "借调" and absence.start <= day for absence in person.absences):
        return S.ON_DUTY
    for limit, state in ((0.02, S.SICK), (0.036, S.PERSONAL), (0.06, S.ON_DUTY), (0.09, S.LATE), (0.096, S.LEFT_EARLY), (0.105, S.ABSENT)):
        if roll < limit:
            return state
    return S.PRESENT


def _leaves(built: Built, sessions: list[Session]) -> None:
    """请假 for this afternoon: two wait for a decision."""
    today = next(session for session in sessions if session.day == term.TODAY and "读书交流会" in session.activity.title)
    for name, kind, reason in (("罗春梅", Leave.Kind.SICK, "嗓子发炎，医生让少说话"), ("田野", Leave.Kind.PERSONAL, "家里老人住院，要去送饭")):
        Leave.objects.create(
            school=built.school, session=today, teacher=built.called(name), kind=kind, reason=reason,
            state=LeaveState.ASKED, asked_at=at(term.TODAY, 8, 12),
        )
    approved = Leave.objects.create(
        school=built.school, session=today, teacher=built.called("邹桂芳"), kind=Leave.Kind.ON_DUTY,
        reason="到县里领期末资料", state=LeaveState.APPROVED, asked_at=at(term.TODAY - timedelta(days=1), 15),
        decided_by=built.account("何淑芬"), decided_at=at(term.TODAY - timedelta(days=1), 16),
    )
    Attendance.objects.filter(session=today, teacher=approved.teacher).update(state=S.ON_DUTY, how=A.LEAVE)


def build_results(built: Built, activities: dict[str, Activity], items: dict[str, dict], rng: Random) -> None:
    """评定结果, 先进班级 and one 师德考核记录. `items`: rubric item code → item, whose tier names are used."""
    skill = {number: rng.gauss(0, 1) for number in built.people}
    marker = built.account("何淑芬")
    rows = []
    for title, code in ASSESSED.items():
        activity = activities[title]
        tiers = list(items[code]["rule"]["tiers"])
        chosen = sorted(_assessed(built, code, activity), key=lambda t: -(skill[t.staff_no] + rng.gauss(0, 2.6)))
        for place, teacher in enumerate(chosen):
            share = 100 * place / len(chosen)
            tier = tiers[0] if share < SHARES[0] else tiers[1] if share < SHARES[0] + SHARES[1] else tiers[2]
            rows.append(Assessment(activity=activity, teacher=teacher, tier=tier, by=marker, at=at(term.TODAY - timedelta(days=4), 17)))
    Assessment.objects.bulk_create(rows)
    _class_awards(built, rng)
    minor = built.called("彭志刚")
    ConductRecord.objects.create(
        school=built.school, term=built.term, teacher=minor, severity="较轻", clause="《枫渡镇中心小学师德公约》第六条：不当众斥责学生",
        day=date(2026, 10, 15), talk="10月16日周德厚与本人谈话，本人承认当时急躁，已向学生和家长道歉。",
        decision="领导小组 10月19日议定：较轻，扣 5 分，不通报。", by=built.account("周德厚"), at=at(date(2026, 10, 19), 17),
    )


def _assessed(built: Built, code: str, activity: Activity) -> list[Teacher]:
    """Who was assessed: nobody on long leave, the addressed ones only, a few not yet."""
    day = activity.sessions.first().day if activity.sessions.first() else term.TODAY
    here = [
        teacher for number, teacher in built.teachers.items()
        if not built.people[number].away(day) and not any(a.kind == "借调" for a in built.people[number].absences)
    ]
    if code == "3":
        return [teacher for teacher in here if "新教师" in built.people[teacher.staff_no].tags]
    if code == "6":
        return [teacher for teacher in here if teacher.staff_no in first_batch(built)]
    if code == "14":
        return [teacher for teacher in here if "六" not in "".join(built.people[teacher.staff_no].head_of)]
    return here


def first_batch(built: Built) -> set[str]:
    """承担录课 in the first batch; the second batch follows on 27 November, so theirs is still open."""
    names = "方静宜 沈玉兰 胡月娥 龚雪梅 江丽萍 雷鸣 侯雅丽 薛彩琳 余小军"
    return {built.called(name).staff_no for name in names.split()}


def second_batch(built: Built) -> set[str]:
    names = "谭小燕 汪玉洁 梁书琴 阎凤英 任海涛 秦立新 傅志强 黎秀芳 孙龑"
    return {built.called(name).staff_no for name in names.split()}


def _class_awards(built: Built, rng: Random) -> None:
    """先进班级: about a third of the classes each week from week 2; 方静宜's eighth week was first forgotten."""
    heads = [(person.no, person.head_of) for person in built.people.values() if person.head_of]
    by = built.account("康丽华")
    fixed = {built.called("方静宜").staff_no: {2, 4, 7, 11}}
    rows = []
    for week in range(2, 12):
        if week == 6:
            continue
        friday = term.WEEK_ONE + timedelta(weeks=week - 1, days=4)
        for number, class_name in heads:
            if week in fixed.get(number, ()) or (number not in fixed and rng.random() < 0.34):
                rows.append(ClassAward(school=built.school, term=built.term, teacher=built.teachers[number],
                                       class_name=class_name, day=friday, by=by, at=at(friday, 16)))
    ClassAward.objects.bulk_create(rows)
