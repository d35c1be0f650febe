"""活动: of each that was held its record, list of places and sign-in sheet, beside it the schools that came, the contest, the open
lessons; and the rounds of inspection, the walks and the surveys."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Count, Prefetch, Q

from activities.models import Activity, Contest, Entry, Inspection, Joint, OpenLesson, Registration, Session, Walk
from activities.papers.activities import record_paper, sheets_paper, sign_in_paper
from activities.papers.contests import own_paper, praised_paper, result_paper
from activities.papers.hours import own_paper as hours_paper
from activities.papers.inspections import inspection_paper, walks_paper
from activities.papers.joint import joint_paper
from activities.papers.lessons import lesson_list, lesson_paper
from activities.papers.notices import notice_paper
from activities.papers.preparations import preparation_paper
from activities.papers.registration import registration_paper
from activities.queries.activities import told_on
from activities.queries.attendance import Count as Attended
from activities.queries.attendance import counts_of
from activities.queries.contests import praised, result
from activities.queries.handed_in import hours_lines
from activities.queries.lessons import whole
from activities.queries.observations import HANDED_IN
from activities.states import ActivityState, ContestState, InspectionState, OpenLessonState, RegistrationState
from archives.gather import asked
from archives.gather.line import HELD, Collected, Missing, absent, piece, quoted
from archives.models import Dossier
from documents.paper import Paper
from documents.volume import Piece
from school.clock import today

WAS_HELD = (ActivityState.RUNNING, ActivityState.FINISHED, ActivityState.COMPLETE)
Beside = Iterator[tuple[int | None, Collected]]  # the activity that a line belongs to, and the line


def of_school(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """By day: each activity, after it what belongs to it; what belongs to none stands at its own day."""
    beside = [*_joints(dossier, typeset), *_contests(dossier, typeset), *_lessons(dossier, typeset), *_inspections(dossier, typeset)]
    alone = [*_walks(dossier, typeset), *asked.rounds(dossier, HELD, typeset, about_teachers=False)]
    yield from _by_day(dossier, typeset, [*beside, *((None, item) for item in alone)])


def of_group(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """教研组: its activities, who was praised in its contests, its open lessons; nobody's points and no findings."""
    yield from _by_day(dossier, typeset, [*_praised(dossier, typeset), *_lesson_list(dossier, typeset)], group=dossier.group)


def of_teacher(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """教师: his 学时, the open lessons he gave and what his entries in contests brought."""
    if hours_lines(dossier.teacher, dossier.term):
        yield Collected("hours", HELD, piece(
            "学时登记表", dossier.school.office_name, min(today(), dossier.term.ends), lambda: [hours_paper(dossier.teacher, dossier.term)], typeset))
    for _, item in _lessons(dossier, typeset, teacher=dossier.teacher):
        yield item
    entries = list(
        Entry.objects.filter(teacher=dossier.teacher, contest__activity__term=dossier.term, contest__state=ContestState.DECIDED)
        .select_related("contest__school", "contest__activity").order_by("contest__confirmed_at", "pk")
    )
    if entries:
        day = entries[-1].contest.confirmed_at.astimezone().date()
        yield Collected("own-contests", HELD, piece(
            f"参加评比结果（{len(entries)}次）", dossier.school.office_name, day,
            lambda: [own_paper(dossier.teacher, entries, day)], typeset))


def _by_day(dossier: Dossier, typeset: bool, beside: Iterable[tuple[int | None, Collected]], **only) -> Iterator[Collected]:
    sessions = Session.objects.prefetch_related("presenters").order_by("day", "starts", "order")
    rows = list(
        Activity.objects.filter(term=dossier.term, state__in=WAS_HELD, **only)
        .select_related("school", "term", "group", "host", "recorder", "entry", "content_item", "record_confirmed_by", "preparation__draft")
        .prefetch_related(Prefetch("sessions", sessions), "files__file")
    )
    now = today()
    past = {row.pk: [s for s in row.sessions.all() if s.day and s.last <= now and not s.cancelled] for row in rows}
    counts = counts_of([s for found in past.values() for s in found])
    placed = set(Registration.objects.filter(session__activity__in=past, state=RegistrationState.PLACED).values_list("session__activity", flat=True))
    told = told_on(past)
    belongs: dict[int, list[Collected]] = {}
    alone: list[Collected] = []
    for activity, item in beside:
        (belongs.setdefault(activity, []) if past.get(activity) else alone).append(item)
    held = [row for row in rows if past[row.pk]]
    days = [(past[row.pk][-1].day, row.pk, row) for row in held] + [(item.piece.date, 0, item) for item in alone]
    for _, _, found in sorted(days, key=lambda one: one[:2]):
        if isinstance(found, Collected):
            yield found
        else:
            yield from _activity(found, past[found.pk], counts, found.pk in placed, told.get(found.pk), typeset)
            yield from belongs.get(found.pk, ())


def _activity(
    row: Activity, held: list[Session], counts: dict[int, Attended], placed: bool, told: date | None, typeset: bool
) -> Iterator[Collected]:
    """The notice, the record, who had a place, and the sign-in sheets of its past sessions, on the screen or on paper."""
    signed = [s for s in held if _taken(counts.get(s.pk))]
    photos = any(file.sign_in_sheet for file in row.files.all())
    by = row.group.name if row.group else row.school.office_name
    yield Collected(f"activity-{row.pk}", HELD, piece(
        f"{row.title}（{'通知、' if told else ''}记录{'、报名名单' if placed else ''}{'、签到表' if signed or photos else ''}）", by, held[-1].day,
        lambda: _papers(row, signed, placed, told), typeset,
    ), tuple(_gaps(row, held, counts)))
    if row.paper_pages and not photos:
        yield Collected(f"sheet-{row.pk}", HELD, Piece(
            f"{row.title}（纸质签到表）", by, held[-1].day, reserve=row.paper_pages, remark=f"原件另附{row.paper_pages}页"))


def _papers(row: Activity, signed: list[Session], placed: bool, told: date | None) -> list[Paper]:
    """通知 where people were told of it. 集体备课 has its own form of record; who was ill reads 请假, for an archivist does not call the roll."""
    prepared = getattr(row, "preparation", None)
    record = preparation_paper(prepared) if prepared else record_paper(row)
    lists = [registration_paper(row)] if placed else []
    before = [notice_paper(row, told)] if told else []
    return [*before, record, *lists, *(sign_in_paper(session, whole=False) for session in signed), *filter(None, [sheets_paper(row)])]


def _taken(count: Attended | None) -> bool:
    """Somebody's attendance is recorded: an empty form is no sign-in sheet."""
    return count is not None and count.pending < count.due


def _whom(row: Activity) -> str:
    return row.recorder.name if row.recorder else (row.host.name if row.host else "教导处")


def _gaps(row: Activity, held: list[Session], counts: dict[int, Attended]) -> Iterator[Missing]:
    whom = _whom(row)
    if not row.process.strip():
        yield Missing(f"record-{row.pk}", f"{quoted(row.title)}活动记录", whom, ("activity_record", row.pk), "缺记录")
    on_paper = row.paper_pages or any(file.sign_in_sheet for file in row.files.all())
    for session in held:
        count = counts.get(session.pk)
        if count and count.due and not _taken(count) and not on_paper:
            yield Missing(
                f"sheet-{session.pk}", f"{quoted(row.title)}{session.days_short}签到表", whom,
                ("roll", session.pk), "缺签到表",
            )


def _joints(dossier: Dossier, typeset: bool) -> Beside:
    """校际活动情况表 beside the record of each that was held; which schools came must be known."""
    rows = Joint.objects.filter(activity__term=dossier.term, activity__state__in=WAS_HELD, activity__sessions__day__lte=today())
    found = rows.select_related("activity__school", "activity__term", "activity__group", "activity__host", "activity__recorder", "host__school")
    for row in found.prefetch_related("partners", "guests", "activity__sessions").distinct().order_by("activity_id"):
        activity = row.activity
        day = max(one.day for one in activity.sessions.all() if one.day and one.day <= today())
        by = activity.group.name if activity.group else dossier.school.office_name
        if row.host_id or row.partners.all() or row.guests.all():
            yield row.activity_id, Collected(f"joint-{row.pk}", HELD, piece(
                f"{activity.title}（校际活动情况表）", by, day, lambda row=row: [joint_paper(row)], typeset))
        else:
            yield row.activity_id, absent(HELD, day, Missing(
                f"joint-{row.pk}", f"{quoted(activity.title)}参加的学校和来宾", _whom(activity), ("joint", row.pk), "没有写哪些学校"))


def _of_term(dossier: Dossier, **only) -> list[Contest]:
    rows = Contest.objects.filter(activity__term=dossier.term, **only).exclude(activity__state=ActivityState.CANCELLED)
    return list(rows.select_related("school", "activity__host", "activity__recorder", "instrument").order_by("pk"))


def _contests(dossier: Dossier, typeset: bool) -> Beside:
    """评审汇总表 of each contest that was decided: places and points, no judge's name, and the names that were made public."""
    for row in _of_term(dossier):
        if row.state == ContestState.DECIDED:
            public = "、公布名单" if row.praised else ""
            yield row.activity_id, Collected(f"contest-{row.pk}", HELD, piece(
                f"{row.title}评审汇总表{public}", dossier.school.office_name, row.confirmed_at.astimezone().date(),
                lambda row=row: [result_paper(row, result(row)), *([praised_paper(row, praised(row))] if row.praised else [])], typeset))
        elif row.activity.state in WAS_HELD or (row.judging_due and row.judging_due < today()):
            yield row.activity_id, absent(HELD, row.judging_due or today(), _undecided(row))


def _undecided(row: Contest) -> Missing:
    return Missing(f"contest-{row.pk}", f"{quoted(row.title)}评审汇总表", _whom(row.activity), ("contest", row.pk), "未确认")


def _praised(dossier: Dossier, typeset: bool) -> Beside:
    """公布的名单 of the group's contests."""
    for row in _of_term(dossier, activity__group=dossier.group):
        if row.state == ContestState.DECIDED:
            yield row.activity_id, Collected(f"contest-{row.pk}", HELD, piece(
                f"{row.title}公布名单", dossier.group.name, row.confirmed_at.astimezone().date(),
                lambda row=row: [praised_paper(row, praised(row))], typeset))
        elif row.activity.state in WAS_HELD:
            yield row.activity_id, absent(HELD, row.judging_due or today(), _undecided(row))


def _given(dossier: Dossier, **only) -> list[OpenLesson]:
    """The open lessons whose day has come, with how many observers handed in."""
    rows = OpenLesson.objects.filter(term=dossier.term, day__lte=today(), **only).exclude(state=OpenLessonState.CANCELLED)
    return list(
        rows.select_related("teacher", "term", "school").annotate(heard=Count("observations", Q(observations__state__in=HANDED_IN)))
        .order_by("day", "starts", "pk")
    )


def _lessons(dossier: Dossier, typeset: bool, **only) -> Beside:
    """课堂教学评价汇总 of each open lesson that somebody watched and wrote about."""
    rows = _given(dossier, **only)
    gathered = {found.lesson.pk: found for found in whole(rows)} if typeset else {}
    for row in rows:
        if row.heard:
            yield row.activity_id, Collected(f"lesson-{row.pk}", HELD, piece(
                f"公开课{row.named_topic}评价汇总", row.teacher.name, row.day, lambda row=row: [lesson_paper(gathered[row.pk])], typeset))
        elif row.day < today():
            yield row.activity_id, absent(HELD, row.day, Missing(
                f"lesson-{row.pk}", f"公开课{row.named_topic}的听课记录", row.teacher.name, ("lesson", row.pk), "缺听课记录"))


def _lesson_list(dossier: Dossier, typeset: bool) -> Beside:
    members = {"teacher__memberships__group": dossier.group, "teacher__memberships__term": dossier.term}
    if rows := _given(dossier, **members):
        yield None, Collected("lessons", HELD, piece(
            f"公开课一览表（{len(rows)}节）", dossier.group.name, rows[-1].day, lambda: [lesson_list(rows, dossier.group.name)], typeset))


def _inspections(dossier: Dossier, typeset: bool) -> Beside:
    """检查记录 of each confirmed round: whoever may open the volume may read the findings of the whole school (spec 02)."""
    for row in Inspection.objects.filter(term=dossier.term, day__lte=today()).select_related("term", "school", "by").order_by("day", "pk"):
        if row.state == InspectionState.CONFIRMED:
            yield row.activity_id, Collected(f"inspection-{row.pk}", HELD, piece(
                f"{row.title}记录", row.by.name, row.day, lambda row=row: [inspection_paper(row)], typeset))
        else:
            yield row.activity_id, absent(HELD, row.day, Missing(
                f"inspection-{row.pk}", f"{quoted(row.title)}检查记录的确认", row.by.name, short="未确认"))


def _walks(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """巡课记录 of the term as one piece."""
    rows = list(Walk.objects.filter(term=dossier.term, day__lte=today()).select_related("teacher", "term", "school", "by").order_by("day", "at", "pk"))
    if rows:
        yield Collected("walks", HELD, piece(
            f"巡课记录（{len(rows)}次）", dossier.school.office_name, rows[-1].day, lambda: [walks_paper(rows)], typeset))
