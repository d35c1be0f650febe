"""撞了什么: what a session or an open lesson meets on its day, by the rule of the plan: room, people, holiday, fixed time."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from activities.models import Activity, OpenLesson, Session
from activities.queries.quotas import calendar_of
from activities.queries.slots import filed
from activities.states import ActivityState, OpenLessonState
from plans.clashes import Board
from plans.live import Roster
from plans.slots import taken_by
from plans.timetable import Line
from school.clock import today
from school.models import Term

LESSON = timedelta(minutes=40)  # how long something lasts of which only the beginning is known


def met(activity: Activity, sessions: Iterable[Session], beside: Iterable[int] = ()) -> list[str]:
    """One sentence for whatever these sessions of an activity meet; a word of warning, nothing is locked by it.

    beside: activities made together with it, among which the plan has looked already.
    """
    mine = [session for session in sessions if session.day and not session.cancelled]
    if not mine:
        return []
    roster = _roster(activity.term)
    board = _board(activity.term, roster, min(one.day for one in mine), max(one.last for one in mine), {activity.pk, *beside})
    return _said(board, [_of_session(one, activity, roster) for one in mine])


def taken_out(activity: Activity, sessions: Iterable[Session]) -> list[str]:
    """One sentence for each 教研固定时间 of another group out of which these sessions take people."""
    roster, slots = _roster(activity.term), filed(activity.term)
    mine = [session for session in sessions if session.day and session.starts and not session.cancelled] if slots else []
    return [said for one in mine for said in taken_by(slots, _of_session(one, activity, roster), one.day)]


def met_by_lesson(lesson: OpenLesson) -> list[str]:
    """The same for an open lesson; the activity it belongs to is not in its way."""
    roster = _roster(lesson.term)
    board = _board(lesson.term, roster, lesson.day, lesson.day, {lesson.activity_id} - {None})
    return _said(board, [_of_lesson(lesson)])


def _said(board: Board, lines: list[Line]) -> list[str]:
    said = []
    for line in lines:
        day = f"{line.day.month}月{line.day.day}日"
        said += [sentence if sentence.startswith(day) else f"{day}{sentence}" for sentence in board.meets(line, line.day)]
    return list(dict.fromkeys(said))


def _roster(term: Term) -> Roster:
    return Roster(term.school, term, min(max(today(), term.starts), term.ends))


def _board(term: Term, roster: Roster, first: date, last: date, beside: set[int]) -> Board:
    """All that stands in these days but what belongs to these activities."""
    sessions = Session.objects.filter(
        Q(day__gte=first) | Q(until__gte=first), activity__term=term, day__lte=last, starts__isnull=False, cancelled=""
    ).exclude(activity__state=ActivityState.CANCELLED).exclude(activity__in=beside)
    lessons = OpenLesson.objects.filter(Q(activity=None) | ~Q(activity__in=beside), term=term, day__range=(first, last))
    found = [_of_session(one, one.activity, roster) for one in sessions.select_related("activity").prefetch_related("presenters")]
    found += [_of_lesson(one) for one in lessons.exclude(state=OpenLessonState.CANCELLED).select_related("teacher")]
    return Board(found, calendar_of(term.school), roster.names, (term.starts, term.ends), filed(term))


def _of_session(session: Session, activity: Activity, roster: Roster) -> Line:
    """Whom it takes up: who presents and whom it means; where people sign up nobody is taken up beforehand."""
    speakers = frozenset(teacher.pk for teacher in session.presenters.all())
    meant = frozenset() if activity.sign_up else roster.meant(session.audience or activity.audience)
    return Line(
        row=activity.pk, title=activity.title, time_text="", forms=activity.forms, hours="", day=session.day, until=session.until,
        starts=_hour(session.starts), ends=_hour(session.ends or _over(session.starts)), presenters=[roster.names[pk] for pk in speakers],
        audience="", place=session.place, who=meant | speakers, speakers=speakers, group=activity.group_id,
    )


def _of_lesson(lesson: OpenLesson) -> Line:
    """Of whose hour is unknown the 节次 stands for it: it meets only the same one."""
    starts = _hour(lesson.starts) or lesson.period
    ends = _hour(_over(lesson.starts)) or lesson.period and f"{lesson.period}完"
    mine = frozenset({lesson.teacher_id})
    return Line(
        row=-lesson.pk, title=f"{lesson.teacher}的{lesson.named_topic}", time_text="", forms=[], hours="", day=lesson.day, until=None,
        starts=starts, ends=ends, presenters=[lesson.teacher.name], audience="", place=lesson.place, who=mine, speakers=mine,
    )


def _over(starts: time | None) -> time | None:
    return (datetime.combine(date.min, starts) + LESSON).time() if starts else None


def _hour(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""
