"""收集: what belongs into a volume, in its order, and what is still missing (缺件) and whom to ask.

Order after spec 09: plan and approval → leadership → schedule → per activity its record and sign-in sheet → works
chosen → observations → score sheet with reasons.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from activities.models import Activity, Observation, Session, Work
from activities.papers.activities import record_paper, sheets_paper, sign_in_paper
from activities.papers.observations import observation_paper
from activities.papers.works import work_paper
from activities.queries.attendance import Count, counts_of
from activities.queries.observations import observations_made
from activities.states import ActivityState, ObservationState, WorkState
from archives.models import Dossier
from documents.volume import Piece
from evaluation.models import Score, ScoreSheet
from evaluation.papers import personal, summary
from evaluation.states import SheetState
from plans.document import document
from plans.models import Plan, PlanEdition
from plans.papers import leadership_paper, plan_paper, schedule_paper
from rubrics.papers import rubric_paper
from school.clock import today

HELD = (ActivityState.RUNNING, ActivityState.FINISHED, ActivityState.COMPLETE)
GROUPS = ("一、计划与依据", "二、活动", "三、材料", "四、考核")


@dataclass(frozen=True)
class Missing:
    """缺件: what is not there, whom to ask, and where it is put right; a noted one is a normal end."""

    key: str
    what: str
    whom: str
    url: tuple[str, int] | None = None
    short: str = ""


@dataclass(frozen=True)
class Collected:
    """One line of the volume in the making (卷内的一件); what is absent is shown, but neither bound nor numbered."""

    key: str
    group: str
    piece: Piece
    missing: tuple[Missing, ...] = ()
    absent: bool = False


@dataclass
class Contents:
    items: list[Collected] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    @property
    def bound(self) -> list[Collected]:
        return [item for item in self.items if not item.absent]


def collect(dossier: Dossier, *, typeset: bool = True, tick: Callable[[int, str], None] = lambda n, title: None) -> Contents:
    """Everything of a volume; `tick` hears of each piece. typeset=False leaves the papers out: enough for the screen."""
    gather = {"term": _term, "teacher": _teacher, "group": _group, "anthology": _anthology}[dossier.kind]
    contents = Contents()
    for item in gather(dossier, typeset):
        contents.items.append(item)
        contents.missing.extend(item.missing)
        tick(len(contents.items), item.piece.title)
    place = {key: at for at, key in enumerate(dossier.order)}
    contents.items.sort(key=lambda item: (GROUPS.index(item.group), place.get(item.key, len(place))))
    return contents


def _term(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    yield from _plan(dossier, typeset)
    yield from _activities(dossier, typeset)
    yield from _works(dossier, typeset, WorkState.EXCELLENT)
    yield from _observations(dossier, typeset)
    yield from _scores(dossier, typeset)


def _teacher(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """教师个人专业发展档案: his works, the lessons he watched and gave, his points."""
    yield from _works(dossier, typeset, WorkState.EXCELLENT, WorkState.ACCEPTED, author=dossier.teacher)
    yield from _observations(dossier, typeset, observer=dossier.teacher)
    yield from _observations(dossier, typeset, observed=dossier.teacher)
    sheet = ScoreSheet.objects.filter(term=dossier.term).first()
    for score in Score.objects.filter(sheet=sheet, teacher=dossier.teacher).select_related("sheet__term", "sheet__school", "teacher"):
        yield Collected("personal", GROUPS[3], _piece("个人考核得分表", dossier.school.name, today(), lambda s=score: [personal(s)], typeset))


def _group(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    yield from _activities(dossier, typeset, group=dossier.group)
    members = {"author__memberships__group": dossier.group, "author__memberships__term": dossier.term}
    yield from _works(dossier, typeset, WorkState.EXCELLENT, **members)


def _anthology(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    yield from _works(dossier, typeset, WorkState.EXCELLENT)


def _piece(title: str, by: str, day: date, papers, typeset: bool, **more) -> Piece:
    return Piece(title, by, day, tuple(papers()) if typeset else (), **more)


def _plan(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    school, term = dossier.school, dossier.term
    plan = Plan.objects.filter(term=term, level=Plan.Level.SCHOOL).first()
    if plan is None:
        yield from _absent("plan", "研修计划", "教导处", ("plan_list", 0))
        return
    for source in plan.source_documents.all():
        key, pages = f"source-{source.pk}", source.paper_pages or 0
        gap = () if pages else (Missing(key, f"{_quoted(source.title)}原件", "教导处", ("plan_edit", plan.pk), "缺原件"),)
        yield Collected(key, GROUPS[0], Piece(
            source.title, source.issuer, source.day, number=source.number, reserve=pages,
            remark=f"原件另附{pages}页" if pages else "",
        ), gap, absent=not pages)
    edition = PlanEdition.objects.filter(plan=plan).order_by("-no").first()
    gap = () if edition else (Missing("plan-edition", "研修计划的发布稿", "校长", ("plan", plan.pk), "未发布"),)
    value = edition.document if edition else document(plan)
    day = edition.at.astimezone().date() if edition else today()
    no = edition.no if edition else None
    label = f"（第{no}版）" if no else "（草稿）"
    yield Collected("plan", GROUPS[0], _piece(
        f"{plan.title}{label}", school.name, day, lambda: [plan_paper(value, school.name, day, edition=no)], typeset
    ), gap)
    yield Collected("leadership", GROUPS[0], _piece(
        "校本研修领导小组与职责", school.name, day, lambda: [leadership_paper(value, school.name, day)], typeset))
    yield Collected("schedule", GROUPS[0], _piece(
        "校本研修活动日程表", school.name, day, lambda: [schedule_paper(value, school.name, day)], typeset))


def _activities(dossier: Dossier, typeset: bool, **only) -> Iterator[Collected]:
    """Per activity that was held: its record and the sign-in sheets of its past sessions, on the screen or on paper."""
    sessions = Session.objects.prefetch_related("presenters").order_by("day", "starts", "order")
    rows = list(
        Activity.objects.filter(term=dossier.term, state__in=HELD, **only)
        .select_related("school", "term", "group", "host", "recorder", "entry", "record_confirmed_by")
        .prefetch_related(Prefetch("sessions", sessions), "files__file")
    )
    now = today()
    past = {row.pk: [s for s in row.sessions.all() if s.day and s.day <= now and not s.cancelled] for row in rows}
    counts = counts_of([s for found in past.values() for s in found])
    rows = [row for row in rows if past[row.pk]]
    for row in sorted(rows, key=lambda row: (past[row.pk][-1].day, row.pk)):
        held = past[row.pk]
        signed = [s for s in held if _taken(counts.get(s.pk))]
        photos = any(file.sign_in_sheet for file in row.files.all())
        by = row.group.name if row.group else dossier.school.office_name
        yield Collected(f"activity-{row.pk}", GROUPS[1], _piece(
            f"{row.title}（记录{'、签到表' if signed or photos else ''}）", by, held[-1].day,
            lambda row=row, signed=signed: [record_paper(row), *map(sign_in_paper, signed), *filter(None, [sheets_paper(row)])], typeset,
        ), tuple(_gaps(row, held, counts)))
        if row.paper_pages and not photos:
            yield Collected(f"sheet-{row.pk}", GROUPS[1], Piece(
                f"{row.title}（纸质签到表）", by, held[-1].day, reserve=row.paper_pages, remark=f"原件另附{row.paper_pages}页",
            ))


def _quoted(title: str) -> str:
    """《》 around a title, 〈〉 inside (GB/T 15834)."""
    return f"《{title.translate(str.maketrans('《》', '〈〉'))}》"


def _taken(count: Count | None) -> bool:
    """Somebody's attendance is recorded: an empty form is no sign-in sheet."""
    return count is not None and count.pending < count.due


def _gaps(row: Activity, held: list[Session], counts: dict[int, Count]) -> Iterator[Missing]:
    whom = row.recorder.name if row.recorder else (row.host.name if row.host else "教导处")
    if not row.process.strip():
        yield Missing(f"record-{row.pk}", f"{_quoted(row.title)}活动记录", whom, ("activity_record", row.pk), "缺记录")
    on_paper = row.paper_pages or any(file.sign_in_sheet for file in row.files.all())
    for session in held:
        count = counts.get(session.pk)
        if count and count.due and not _taken(count) and not on_paper:
            yield Missing(
                f"sheet-{session.pk}", f"{_quoted(row.title)}{session.day.month}月{session.day.day}日签到表", whom,
                ("roll", session.pk), "缺签到表",
            )


def _works(dossier: Dossier, typeset: bool, *states: str, **only) -> Iterator[Collected]:
    """研修材料 by kind, each kind one piece."""
    if only.get("author", True) is None:
        return
    rows = (
        Work.objects.filter(term=dossier.term, state__in=states, **only)
        .select_related("author", "kind", "term", "school").prefetch_related("photos__file", "reviews").order_by("kind__order", "event_day")
    )
    by_kind: dict[str, list[Work]] = {}
    for work in rows:
        by_kind.setdefault(work.kind.name, []).append(work)
    for kind, works in by_kind.items():
        one = only.get("author")
        yield Collected(f"works-{kind}", GROUPS[2], _piece(
            f"{kind}{'' if one else '选'}{len(works)}{works[0].kind.unit}", one.name if one else "教师", works[-1].event_day,
            lambda works=works: [work_paper(work) for work in works], typeset,
        ))


def _observations(dossier: Dossier, typeset: bool, **only) -> Iterator[Collected]:
    """听课记录: for a term the latest answered one of every teacher who was observed, for a person all of his."""
    if None in only.values():
        return
    rows = list(
        observations_made(dossier.term).filter(**only)
        .select_related("observer", "observed", "school", "term", "response__instrument").order_by("-day", "-pk")
    )
    if not only:
        latest: dict[int, Observation] = {}
        for row in rows:
            if row.state == ObservationState.ANSWERED:
                latest.setdefault(row.observed_id, row)
        rows = list(latest.values())
    if not rows:
        return
    rows.sort(key=lambda row: (row.day, row.pk))
    what = "听课记录" if "observer" in only or not only else "被听课记录"
    yield Collected(f"{what}", GROUPS[2], _piece(
        f"{what}{'选' if not only else ''}{len(rows)}份", "教师", rows[-1].day, lambda: [observation_paper(row) for row in rows], typeset
    ))


def _scores(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    school, now = dossier.school, today()
    sheet = ScoreSheet.objects.filter(term=dossier.term).select_related("rubric", "term", "school").first()
    if sheet is None:
        yield from _absent("sheet", "考核汇总表", "教导处", ("score_sheet", 0))
        return
    yield Collected("rubric", GROUPS[3], _piece(
        str(sheet.rubric), school.name, _voted(sheet), lambda: [rubric_paper(sheet.rubric, school.name, _voted(sheet), annex=False)], typeset))
    running = sheet.state != SheetState.FINAL
    state = sheet.get_state_display()
    gap = (Missing("sheet-final", f"考核汇总表的定稿（现为{state}）", "领导小组", ("score_sheet", 0), state),) if running else ()
    yield Collected("sheet", GROUPS[3], _piece(
        f"考核汇总表{f'（{state}）' if running else ''}", school.name, now, lambda: [summary(sheet)], typeset
    ), gap)
    scores = sheet.scores.select_related("teacher", "sheet__term", "sheet__school")
    yield Collected("reasons", GROUPS[3], _piece(
        "教师得分理由", school.name, now, lambda: [personal(score) for score in scores], typeset))


def _voted(sheet: ScoreSheet) -> date:
    vote = sheet.rubric.vote or {}
    return date.fromisoformat(vote["date"]) if vote.get("date") else sheet.opened_at.astimezone().date()


def _absent(key: str, what: str, whom: str, url: tuple[str, int]) -> Iterator[Collected]:
    yield Collected(key, GROUPS[0] if key == "plan" else GROUPS[3], Piece(what, whom, today()), (Missing(key, what, whom, url),), absent=True)
