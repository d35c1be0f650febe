"""还能怎样: acts a teacher can still take part in this term, and what each would do to his total.

Every act is scored again with the evidence it would leave, so that 封顶, 剔除后折算 and conditions count as they will.
Never offered: to write more, photos, what is over, what others decide as if it were certain (spec 03, Burden; 06).
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from activities.models import Activity, Attendance, Leave, Session
from activities.queries.attendance import concerned
from activities.states import BEFORE_OPENING, ActivityState, LeaveState, Part
from documents.chinese import date_range
from evaluation import evidence
from evaluation.evidence.setting import Setting
from evaluation.evidence.shapes import exact
from evaluation.models import Score, ScoreSheet
from evaluation.reckoning import reckon
from evaluation.services.sheets import MOVING, closing_words
from rubrics.scoring.numbers import plain, read_number
from school import clock
from school.person import Person

LIVE = (*BEFORE_OPENING, ActivityState.OPEN, ActivityState.RUNNING)
LESSONS_A_WEEK = 3  # more visits than that nobody is told to make
MOST_TRIED = 40
CLASS_TEACHER = "班主任"


@dataclass(frozen=True)
class Coming:
    """还会举行的一次活动, in which sessions this teacher would take part and how."""

    activity: Activity
    sessions: int
    part: str
    day: date | None

    @property
    def when(self) -> str:
        return date_range(self.day, self.day) if self.day else "日期未定"


@dataclass(frozen=True)
class Act:
    """还能做的一件事: what to do, what it would bring, and where it stands."""

    do: str
    then: str
    certain: bool
    coming: list[Coming] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """依据的一处: an item, or a part of one, with its source and rule."""

    code: str
    part: int | None
    head: str
    argument: str
    rule: Mapping[str, Any]
    most: Any  # the scale somebody judges on


Evidence = dict[str, Any]


def acts(person: Person, sheet: ScoreSheet) -> list[Act]:
    """What is still worth doing, dated acts first; nothing when the sheet is decided or the term is over."""
    day = clock.today()
    scores = list(Score.objects.filter(sheet=sheet).select_related("teacher"))
    own = next((score for score in scores if score.teacher == person.teacher), None)
    if own is None or sheet.state not in MOVING or day > sheet.term.ends:
        return []
    asking = _Asking(sheet, own, scores)
    setting = Setting(sheet.term, [own.teacher], sheet.contents, sheet.pk)
    weeks = [(first, last) for _, first, last in setting.weeks if last >= day and not _away(setting, own.teacher_id, max(first, day))]
    found = [
        *_by_content(asking, sheet, _coming(person, sheet, setting)),
        *(act for place in asking.places for act in _lessons(asking, place, weeks)),
        *(act for place in asking.places for act in _class_awards(asking, place, len(weeks))),
    ]
    return [act for act in found if act]


class _Asking:
    """One teacher's evidence, its places, and what his total would be with other evidence."""

    def __init__(self, sheet: ScoreSheet, own: Score, scores: list[Score]) -> None:
        self.sheet, self.own, self.scores = sheet, own, scores
        self.given: Evidence = own.evidence["evidence"]
        self.places = list(_places(sheet.document))
        self.compares = _compares(sheet.document)

    def gains(self, variants: list[Evidence]) -> list[Decimal]:
        """How the total moves with each evidence. In one go, unless the rubric compares teachers with each other."""
        if not variants:
            return []
        facts = self.own.evidence
        persons = [{**facts, "id": f"{facts['id']}#{at}", "evidence": one} for at, one in enumerate([self.given, *variants])]
        if not self.compares:
            totals = [row["total"] for row in self._reckon(persons)]
        else:
            place = self.scores.index(self.own)
            everybody = [score.evidence for score in self.scores]
            totals = [self._reckon([*everybody[:place], one, *everybody[place + 1:]])[place]["total"] for one in persons]
        return [Decimal(total) - Decimal(totals[0]) for total in totals[1:]]

    def _reckon(self, persons: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return reckon(self.sheet.document, self.sheet.periods, persons, closing_words(self.sheet))[0]

    def value(self, place: Place, given: Evidence) -> Any:
        whole = given.get(place.code)
        if place.part is None or not isinstance(whole, dict):
            return whole
        return whole["parts"][place.part]

    def put(self, place: Place, given: Evidence, value: Any) -> Evidence:
        """The evidence with another value in one place."""
        if place.part is None:
            return {**given, place.code: value}
        whole = given[place.code]
        parts = [value if at == place.part else part for at, part in enumerate(whole["parts"])]
        return {**given, place.code: {**whole, "parts": parts}}


def _places(document: Mapping[str, Any]) -> Iterator[Place]:
    for item in document["items"]:
        parts = item["rule"].get("parts") or []
        if item["rule"]["kind"] in ("sum", "best") and any(part.get("evidence") for part in parts):
            lines: Iterable[tuple[int | None, Mapping[str, Any]]] = enumerate(parts)
        else:
            lines = [(None, item)]
        for at, line in lines:
            head, _, argument = line.get("evidence", "").partition(":")
            if head in evidence.SOURCES:
                yield Place(item["code"], at, head, argument, line["rule"], line["rule"].get("out_of") or line.get("max") or item.get("max"))


def _compares(value: Any) -> bool:
    """Whether somebody's points hang on those of others: rank, relative, the best, 平均分."""
    if isinstance(value, dict):
        rule = value.get("kind") in ("rank", "relative") or (value.get("kind") == "ratio" and value.get("of") == "best")
        return rule or value.get("otherwise") == "average" or any(_compares(one) for one in value.values())
    return isinstance(value, list) and any(_compares(one) for one in value)


def _away(setting: Setting, teacher: int, day: date | None) -> bool:
    """On long leave (产假, 病休, 借调) on a day; without a day, to the end of the term."""
    day = day or setting.term.ends
    return any(row.since <= day and (row.until is None or row.until >= day) for row in setting.absences.get(teacher, []))


def _coming(person: Person, sheet: ScoreSheet, setting: Setting) -> list[Coming]:
    """Activities ahead that are this teacher's, in order of their days; what he has leave for is not."""
    now, teacher = clock.now(), person.teacher
    is_his = concerned(person)
    rows = {
        row.session_id: row
        for row in Attendance.objects.filter(teacher=teacher, session__activity__term=sheet.term)
    }
    excused = set(
        Leave.objects.filter(teacher=teacher, state=LeaveState.APPROVED, session__activity__term=sheet.term)
        .values_list("session_id", flat=True)
    )

    def ahead(session: Session) -> bool:
        if session.cancelled or session.day and (session.last < now.date() or session.day > sheet.term.ends):
            return False
        if session.last == now.date() and session.ends and session.ends < now.time():
            return False
        row = rows.get(session.pk)
        return not (session.pk in excused or (row and row.state) or _away(setting, teacher.pk, session.day))

    found = []
    activities = Activity.objects.filter(term=sheet.term, state__in=LIVE).select_related("entry")
    for activity in activities.prefetch_related("sessions__presenters"):
        sessions = list(activity.sessions.all())
        if not sessions:
            day = activity.entry and activity.entry.starts
            if is_his(None, activity) and not (day and day < now.date()) and not _away(setting, teacher.pk, day):
                found.append(Coming(activity, 1, _part(activity, None, teacher.pk), day))
            continue
        mine = [session for session in sessions if is_his(session, activity) and ahead(session)]
        if mine:
            row = rows.get(mine[0].pk)
            part = Part(row.part).label if row else _part(activity, mine[0], teacher.pk)
            found.append(Coming(activity, len(mine), part, mine[0].day))
    return sorted(found, key=lambda one: (one.day or date.max, one.activity.pk))


def _part(activity: Activity, session: Session | None, teacher: int) -> str:
    if session and any(one.pk == teacher for one in session.presenters.all()):
        return Part.PRESENT.label
    return (Part.HOST if activity.host_id == teacher else Part.ATTEND).label


def _by_content(asking: _Asking, sheet: ScoreSheet, coming: list[Coming]) -> Iterator[Act | None]:
    """One act for each content ahead: to take part, once or each time, and what a mark there would do."""
    grouped: dict[Any, list[Coming]] = {}
    for one in coming:
        grouped.setdefault(one.activity.content_item_id or ("activity", one.activity.pk), []).append(one)
    for key, ones in grouped.items():
        concerning = [
            place for place in asking.places
            if place.head == "hours" or (place.head in ("part", "attendance", "assessment") and sheet.contents.get(place.argument) == key)
        ]
        if concerning:
            yield _take_part(asking, concerning, ones)


def _take_part(asking: _Asking, places: list[Place], ones: list[Coming]) -> Act | None:
    once, always = asking.given, asking.given
    for place in places:
        if place.head != "assessment":
            once = asking.put(place, once, _attended(place, asking.value(place, once), ones[:1]))
            always = asking.put(place, always, _attended(place, asking.value(place, always), ones))
    marks = [
        (words, asking.put(place, once, value))
        for place in places if place.head == "assessment" for words, value in _marks(place)
    ]
    first, every, *judged = asking.gains([once, always, *(one for _, one in marks)])
    if max(first, every, *judged, Decimal()) <= 0:
        return None
    said = []
    if first > 0:
        said.append(f"参加 1 次{signed(first)}" if every > first else signed(first).strip())
    if every > max(first, 0):
        said.append(f"{len(ones)} 次都参加{signed(every)}")
    if judged and max(judged) > max(first, 0):
        named = [f"{words}{signed(gain)}" for (words, _), gain in zip(marks, judged, strict=True)]
        said.append(f"若评为{'，'.join(named)}")
    title = ones[0].activity.title if len(ones) == 1 else places[0].argument or ones[0].activity.title
    do = f"参加『{title}』" if ones[0].part == Part.ATTEND.label else f"在『{title}』{ones[0].part}"
    return Act(do, "，".join(said), not judged, ones)


def _attended(place: Place, value: Any, ones: list[Coming]) -> Any:
    """Evidence after having been at these activities, in the form its rule takes."""
    times = sum(one.sessions for one in ones)
    if place.head == "hours":
        worth = sum((one.activity.hours or Decimal() for one in ones), Decimal())
        return {"number": exact(Decimal(_number(value)) + worth)}
    if place.rule["kind"] == "count":
        counts = dict(value["counts"]) if isinstance(value, dict) else {}
        for one in ones:
            name = "出勤" if place.head == "attendance" else one.part
            if place.head == "part" and name not in place.rule["points"]:
                name = Part.ATTEND.label
            if name in place.rule["points"]:
                counts[name] = counts.get(name, 0) + one.sessions
        return {"counts": counts}
    if isinstance(value, dict) and "of" in value:
        return {**value, "done": value["done"] + times, "of": value["of"] + times}
    if value is None and place.rule["kind"] in ("quota", "ratio", "bands"):
        return {"done": times, "of": times}
    return {"number": plain(read_number(_number(value)) + times)}


def _number(value: Any) -> str:
    return str(value.get("number", 0)) if isinstance(value, dict) else "0"


def _marks(place: Place) -> list[tuple[str, Any]]:
    """What somebody may be given there: the tiers by name, the bands by their bound, of a number only the most."""
    rule = place.rule
    if rule["kind"] == "tiers":
        return [(name, {"tier": name}) for name in rule["tiers"]]
    if rule["kind"] == "bands":
        return [(f" {band['at_least']} 分及以上", {"number": str(band["at_least"])}) for band in rule["bands"] if "at_least" in band]
    return [("满分", {"number": str(place.most)})] if rule["kind"] == "judged" and place.most else []


def _lessons(asking: _Asking, place: Place, weeks: list[tuple[date, date]]) -> Iterator[Act]:
    """再听几节课: the fewest that reach what is due, and the fewest that bring the most, within the weeks left."""
    if (place.head, place.argument) != ("observations", "made") or not weeks:
        return
    value = asking.value(place, asking.given)
    add = _one_more_lesson(place.rule, value, weeks)
    tried = [asking.put(place, asking.given, add(number)) for number in range(1, _within(place.rule, weeks) + 1)]
    gains = asking.gains(tried)
    if not gains or max(gains) <= 0:
        return
    most = gains.index(max(gains)) + 1
    lacking = _lacking(place.rule, value)
    if 0 < lacking < most and gains[lacking - 1] > 0:
        yield Act(f"再听 {lacking} 节课", f"达标，{signed(gains[lacking - 1]).strip()}", True)
    reached = "达标，" if most == lacking else ""
    yield Act(f"再听 {most} 节课", f"{reached}{signed(gains[most - 1]).strip()}", True)


def _within(rule: Mapping[str, Any], weeks: list[tuple[date, date]]) -> int:
    """How many lessons can still be visited for it: only this month's where each month stands for itself."""
    if rule.get("each") == "month":
        weeks = [week for week in weeks if (week[0].year, week[0].month) <= (clock.today().year, clock.today().month)]
    return 0 if rule.get("each") == "week" else min(LESSONS_A_WEEK * len(weeks), MOST_TRIED)


def _one_more_lesson(rule: Mapping[str, Any], value: Any, weeks: list[tuple[date, date]]) -> Callable[[int], Any]:
    if rule.get("each") == "month":
        month = f"{clock.today():%Y-%m}"
        periods = dict((value or {}).get("by_period", {}))
        return lambda number: {"by_period": {**periods, month: periods.get(month, 0) + number}}
    key = next((key for key in ("done", "count", "number") if isinstance(value, dict) and key in value), "count")
    return lambda number: {**(value or {}), key: (value or {}).get(key, 0) + number}


def _lacking(rule: Mapping[str, Any], value: Any) -> int:
    """How many are missing now where that is known: of the plan's number, else of the rule's."""
    if not isinstance(value, dict):
        return 0
    if "of" in value:
        return max(value["of"] - value["done"], 0)
    required = rule.get("required")
    return max(int(required) - value.get("count", 0), 0) if required and not rule.get("each") else 0


def _class_awards(asking: _Asking, place: Place, weeks: int) -> Iterator[Act]:
    """班级再评上先进班级: others decide, so only as 若; for those who have a class."""
    value = asking.value(place, asking.given)
    if place.head != "class_awards" or not weeks or not isinstance(value, dict) or "count" not in value:
        return
    if CLASS_TEACHER not in asking.own.evidence["tags"] and not value["count"]:
        return
    times = range(1, min(weeks, MOST_TRIED) + 1)
    gains = asking.gains([asking.put(place, asking.given, {**value, "count": value["count"] + number}) for number in times])
    if max(gains) <= 0:
        return
    most = gains.index(max(gains)) + 1
    once = f"若再获 1 次{signed(gains[0])}" if gains[0] > 0 else ""
    more = f"{most} 次{signed(gains[most - 1])}" if most > 1 else ""
    yield Act("班级评先进班级", "，".join(filter(None, (once, more if once else f"若再获 {more}"))), False)


def signed(gain: Decimal) -> str:
    """" +1.5 分", " −2 分", "不变", as it follows a word."""
    if not gain:
        return "不变"
    text = f"{abs(gain):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f" {'+' if gain > 0 else '−'}{text} 分"
