"""问题与今后打算, and the last chapter: problem → theme → core problem → activities that serve it → evidence → closed or carried over."""
from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from activities.models import Activity
from activities.queries import serving
from activities.states import ActivityState
from documents.chinese import date_range
from evaluation.models import TermReport
from evaluation.report.asked import Asked
from evaluation.report.blocks import Block, Cell, say, table
from plans.models import CoreProblem, Goal, ScheduleEntry
from plans.problems import Studied, going, themes
from plans.states import ProblemState
from school import clock

CORE = 2  # the column of core problems
COLUMNS = (("问题", 30), ("主题", 18), ("核心问题", 34), ("为它办的活动", 26), ("证据", 26), ("结果", 22))


def ahead(asked: Asked) -> list[Block]:
    """What stays open: rows that are late, goals missed, problems that go on. What to do about it only people can say."""
    report = asked.report
    late = [] if report.teacher else [row.title for row in asked.rows if row.behind]
    school = report.level == TermReport.Level.SCHOOL and report.whole_term
    missed = [goal.text for goal in asked.plan.goals.filter(result__in=(Goal.Result.MISSED, Goal.Result.PARTLY))] if asked.plan and school else []
    studied, cores = _studied(asked)
    carried = [one.theme.title for one in studied if one.theme.state == ProblemState.CARRIED] if report.level == TermReport.Level.SCHOOL else []
    carried += [core.text for core in cores if core.state == ProblemState.CARRIED] if report.teacher else []
    going = sum(core.state == ProblemState.OPEN for core in cores)
    said = (
        _listed("过了日子没有办的", late), _listed("没有全部达成的目标", missed), _listed("转到下学期的问题", carried),
        f"还有 {going} 个核心问题在研究。" if going else "",
    )
    return [say(*said) if any(said) else say("按记录，没有逾期的活动，也没有转到下学期的问题。")]


def _listed(what: str, names: list[str]) -> str:
    return f"{what} {len(names)} 个：{'、'.join(names)}。" if names else ""


def _studied(asked: Asked) -> tuple[list[Studied], list[CoreProblem]]:
    """The chosen themes, and the core problems of those the report is about; a group's and a teacher's own themes only."""
    every = themes(asked.term, chosen=True)
    if asked.teachers is None:
        return every, [core for one in every for core in one.cores]
    cores = [core for one in every for core in one.cores if core.teacher_id in asked.teachers]
    mine = {core.theme_id for core in cores}
    return [one for one in every if one.theme.pk in mine], cores


def table_of_problems(asked: Asked) -> list[Block]:
    """One line for each activity that serves a theme, beside it what it left; a row not yet held says so."""
    studied, cores = _studied(asked)
    if not studied:
        return [say("这学期没有选定研究的问题。" if asked.teachers is None else "没有选核心问题。")]
    made: dict[int, list[Activity]] = {}
    for activity in serving.made_of([entry.pk for one in studied for entry in one.entries]):
        made.setdefault(activity.entry_id, []).append(activity)
    own = _own(asked, cores)
    rows: list[tuple[Cell, ...]] = []
    for one in studied:
        mine = [core for core in cores if core.theme_id == one.theme.pk]
        head = (
            _lines(problem.text for problem in one.problems), one.theme.title,
            _lines(map(_ended, mine)) if asked.report.teacher else [[core.teacher_id, core.teacher.name, _ended(core), core.state] for core in mine],
        )
        result = "：".join(filter(None, (one.theme.get_state_display(), one.theme.outcome)))
        served = [line for entry in one.entries for line in _served(asked, entry, made.get(entry.pk, []), own)] or [
            ("没有为它办活动" if asked.report.whole_term else "这段时间没有为它办活动", "—")
        ]
        for at, line in enumerate(served):
            rows.append((*(head if at == 0 else (None, None, None)), *line, result if at == 0 else None))
    return [table("问题—主题—核心问题—活动—证据—结果", COLUMNS, rows, left=range(6))]


def _ended(core: CoreProblem) -> str:
    return f"{core.text}（{'：'.join(filter(None, (core.get_state_display(), core.outcome)))}）"


def read_by(table: Block, readable: Collection[int] | None) -> Block:
    """The table for one reader: whose core problems he may read stand with their names, the others are counted by how they go.

    readable: teachers; None: everybody. Reports finished before this was told apart hold names as text: who may not read all sees none.
    """
    rows = [[_cores(cell, readable) if at == CORE and cell is not None else cell for at, cell in enumerate(row)] for row in table["rows"]]
    return table | {"rows": rows}


def _cores(cell: list[list] | str, readable: Collection[int] | None) -> str:
    if isinstance(cell, str):
        return cell if readable is None else "—"
    names = [f"{name}：{text}" for teacher, name, text, _ in cell if readable is None or teacher in readable]
    rest = going(state for teacher, _, _, state in cell if readable is not None and teacher not in readable)
    return _lines(names + ([f"{'另有 ' if names else ''}{rest}"] if rest else []))


def _own(asked: Asked, cores: list[CoreProblem]) -> dict[int, str] | None:
    """What one teacher did about his core problem, by activity: he was there, he wrote; None when the report is not about one."""
    if not asked.report.teacher:
        return None
    there, works = serving.of_core(cores[0])
    wrote = Counter(works.values_list("activity", flat=True))
    return {activity.pk: f"到场{f'，材料 {wrote[activity.pk]} 份' if wrote[activity.pk] else ''}" for activity in there}


def _served(asked: Asked, entry: ScheduleEntry, activities: list[Activity], own: dict[int, str] | None) -> list[tuple[str, str]]:
    """What was held for a row in these days, with its evidence; in a 小结 what lies on other days is left out."""
    first, last = asked.report.first, asked.report.last
    if not activities:
        planned = date_range(entry.starts, entry.starts) if entry.starts else "没有日期"
        inside = asked.report.whole_term or entry.starts and first <= entry.starts <= last
        return [(f"{entry.title}（计划{planned}）", "还没有办")] if inside else []
    return [
        (f"{activity.title}（{date_range(activity.day, activity.day)}）" if activity.day else f"{activity.title}（没有日期）", _evidence(activity, own))
        for activity in activities if asked.report.whole_term or activity.day and first <= activity.day <= last
    ]


def _evidence(activity: Activity, own: dict[int, str] | None) -> str:
    if own is not None and activity.pk in own:
        return own[activity.pk]
    if activity.state == ActivityState.CANCELLED:
        return "取消了"
    if activity.state not in serving.DONE and (activity.day is None or activity.day >= clock.today()):
        return "还没有办完"
    if own is not None:
        return "没有参加"
    left = [f"{activity.people} 人到场"] if activity.people else []
    left += ["有活动记录"] if activity.process.strip() else []
    left += [f"材料 {activity.writings} 份"] if activity.writings else []
    return "，".join(left) or "还没有留下记录"


def _lines(texts: Iterable[str]) -> str:
    """Each on its own line, numbered where there are several."""
    found = list(texts)
    return "\n".join(f"{no}．{text}" for no, text in enumerate(found, 1)) if len(found) > 1 else (found or ["—"])[0]
