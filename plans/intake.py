"""读入: what `read_plan` found in a school's own file, turned into a PlanDocument of a term, every doubt beside its place.

Nothing here saves. Days without a year get the year of the term; days of another term are carried over by school week.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from documents import chinese, richtext
from documents.calendar import Calendar
from plans import recurrence
from plans.document import Document
from plans.reading.said import Said
from plans.vocabulary import Unknown, Vocabulary
from school.models import Term

SLACK = timedelta(days=31)  # a plan may begin a month before its term and end as late after it
FEW_DAYS = 8  # days named by weeks that become sessions of their own; more are kept as a stretch with the school's words
TIME_OF_DAY = re.compile(r"(?:上午|下午|晚上|中午)(?:第?[一二三四五六七八\d]节课?)?|第[一二三四五六七八\d]节课?")
ROLES = ("组长", "副组长", "组员")
WHOLE = re.compile(r"附件|附：")
PARTS = {
    "sections": "正文", "stages": "阶段", "months": "月度安排", "contents": "研修内容", "schedule": "活动日程", "leadership": "领导小组",
    "rubric": "评价细则", "quotas": "任务量",
}
# Which part a doubt of the reader speaks of, by the words its place begins with.
PLACES = (
    ("schedule", re.compile(r"日程")), ("months", re.compile(r"\d+ ?月安排")), ("rubric", re.compile(r"评价细则|细则")),
    ("leadership", re.compile(r"领导小组")),
    ("quotas", re.compile(r"任务量")), ("stages", re.compile(r"研修阶段|.{1,6}阶段")), ("contents", re.compile(r"研修内容")),
    ("sections", re.compile(r"标题|附件|研修方式|正文")),
)


@dataclass
class Taken:
    """A plan read in: its document for this term and what has to be looked at, by part; `whole` concerns the file."""

    document: Document
    rubric: dict[str, Any] | None
    doubts: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    moved: bool = False

    def size(self, part: str) -> int:
        """How many sections, rows or items of a part were read."""
        if part == "rubric":
            return len(self.rubric["items"]) if self.rubric else 0
        return sum(len(month["items"]) for month in self.document["months"]) if part == "months" else len(self.document[part])

    def doubt(self, part: str, where: str, why: str, text: str = "") -> None:
        self.doubts.setdefault(part, []).append({"where": where, "why": why, "text": text})

    def settled(self, part: str, where: str, began: str) -> None:
        """A doubt of the reader that this term's calendar has answered."""
        kept = [one for one in self.doubts.get(part, []) if one["where"] != where or not one["why"].startswith(began)]
        self.doubts[part] = kept

    @property
    def count(self) -> int:
        return sum(map(len, self.doubts.values()))


def first_day(read: dict[str, Any]) -> str | None:
    """The earliest day the file names, as written: where its first week is guessed to be."""
    days = [stage["start"] for stage in read["stages"]] + [entry["start"] for entry in read["schedule"]]
    return min((day for day in days if day), default=None)


def take(
    read: dict[str, Any], term: Term, vocabulary: Vocabulary, *, base: date | None = None, calendar: Calendar | None = None
) -> Taken:
    """The PlanDocument for a term. base: a day in the first school week of the plan that was read, when it is another term's."""
    days = Days(term, base, calendar or Calendar())
    taken = Taken(document={}, rubric=read["rubric"])
    for found in read["doubts"]:
        taken.doubt(_part(found["where"]), found["where"], found["why"], found["text"])
    stages = _stages(read, days, taken)
    taken.document = {
        "title": read["title"] or f"{term.name}校本研修计划", "term": term.name, "sections": _sections(read, stages),
        "stages": stages, "months": _months(read, days, taken), "contents": list(dict.fromkeys(read["contents"])),
        "schedule": [_entry(at, entry, days, taken) for at, entry in enumerate(read["schedule"], 1)],
        "leadership": _leadership(read), "quotas": _quotas(read, vocabulary, taken), "sources": [],
    }
    _link_contents(taken.document)
    _hours(read, taken)
    _strangers(taken, vocabulary)
    _unkept(read, taken)
    if days.outside:
        taken.doubt("whole", "日期", f"有 {days.outside} 个日子不在{term.name}里，已空着，原来的写法照留；填上原计划第一周的日子，就按学校周次搬过来。")
    taken.moved = base is not None
    return taken


class Days:
    """Days as the file writes them (2019-03-11 or 03-11) in the days of a term."""

    def __init__(self, term: Term, base: date | None, calendar: Calendar) -> None:
        self.term, self.calendar = term, calendar
        self.first, self.last = term.starts - SLACK, term.ends + SLACK
        self.years = range(self.first.year, self.last.year + 1)
        self.start, self.base, self.outside = term.starts, base, 0

    def of(self, text: str | None) -> str | None:
        if not text:
            return None
        day = self._by_week(text) if self.base else self._here(text)
        if day is None:
            self.outside += 1
        return day.isoformat() if day else None

    def weeks(self, first: int, last: int) -> tuple[str, str]:
        """Monday of the first and Friday of the last of these school weeks of the term."""
        monday = _monday(self.start) + timedelta(weeks=first - 1)
        return monday.isoformat(), (monday + timedelta(weeks=last - first, days=4)).isoformat()

    def said(self, words: str) -> recurrence.Times | None:
        """第16周周三, 每周三下午: the days of the term that words without a date mean."""
        try:
            return recurrence.read(re.split(r"上午|下午|晚上|；\d", words)[0].replace("；", ""), self.term.starts, self.term.ends, self.calendar)
        except recurrence.Unclear:
            return None

    def _here(self, text: str) -> date | None:
        found = [_day(text, year) for year in self.years]
        return next((day for day in found if day and self.first <= day <= self.last), None)

    def _by_week(self, text: str) -> date | None:
        day = _day(text, self.base.year)
        if day is None:
            return None
        if day < self.base - SLACK and len(text) == 5:
            day = _day(text, self.base.year + 1) or day
        return day + (_monday(self.start) - _monday(self.base))


def _day(text: str, year: int) -> date | None:
    try:
        return date.fromisoformat(text if len(text) == 10 else f"{year}-{text}")
    except ValueError:
        return None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _part(where: str) -> str:
    return next((part for part, pattern in PLACES if pattern.match(where)), "whole")


def _sections(read: dict[str, Any], stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Chapters with their text; a chapter's own text stands once, annexes and the stages are kept in rows."""
    rows = Said([stages, read["months"]])
    made = []
    for number, chapter in enumerate(_chapters(read), 1):
        body = richtext.from_plain(_outside_stages(chapter["text"], read["stages"], rows))
        made.append({"level": 1, "number": chinese.numeral(number), "title": chapter["title"].strip()[:60], "body": body,
                     "text": richtext.plain(body)})
    return made


def _chapters(read: dict[str, Any]) -> list[dict[str, Any]]:
    """The chapters of the text; a （一） that stands before the first 一、 is one too."""
    first = next((at for at, s in enumerate(read["sections"]) if s["level"] == 1), len(read["sections"]))
    return [
        s for at, s in enumerate(read["sections"]) if (s["level"] == 1 or at < first) and s["title"].strip() and not WHOLE.match(s["number"])
    ]


def _outside_stages(text: str, stages: list[dict[str, Any]], rows: Said) -> str:
    """The text of a chapter without the lines of the stages and months it unrolls: they stand in rows."""
    if sum(stage["name"] in text for stage in stages) < 2:
        return text
    lines = text.split("\n")
    at = next((n for n, line in enumerate(lines) if any(stage["name"] in line[:20] for stage in stages)), len(lines))
    return "\n".join(lines[:at] + [line for line in lines[at:] if not rows.holds(line, numbers=True)])


def _stages(read: dict[str, Any], days: Days, taken: Taken) -> list[dict[str, Any]]:
    made = []
    for stage in read["stages"]:
        start, end = days.of(stage["start"]), days.of(stage["end"])
        if "weeks" in stage:
            start, end = days.weeks(*stage["weeks"])
            taken.settled("stages", "研修阶段", f"{stage['name']}只写了周次")
            taken.doubt("stages", stage["name"], f"{stage['name']}按本学期的周次换成{_say(start)}—{_say(end)}。", stage["name"])
        if not start or not end or end < start:
            outside = stage["start"] and not start
            why = "的日子不在本学期里，按学校周次搬过来以后才写得进" if outside else "没有可用的起止日期，读入以后请补"
            taken.doubt("stages", stage["name"], f"{stage['name']}{why}。", stage["name"])
            continue
        title = next((s for s in read["sections"] if s["level"] == 2 and s["title"].startswith(stage["name"])), None)
        text = re.split(r"\n(?=[^\n]{0,4}月份?[（(])", title["text"])[0].replace("\n", "") if title else stage.get("text", "")
        made.append({"name": stage["name"].removesuffix("阶段")[:20], "start": start, "end": end, "text": text})
    return made


def _months(read: dict[str, Any], days: Days, taken: Taken) -> list[dict[str, Any]]:
    made: dict[str, list[dict[str, Any]]] = {}
    for month in read["months"]:
        day = days.of(f"{month['month']}-15")
        if day is None:
            items = "\n".join(" ".join(text for key, text in item.items() if key != "order" and text) for item in month["items"])
            taken.doubt("months", f"{month['month']} 月安排", "这个月不在本学期里，没有读入；填上原计划第一周的日子再读。", items)
            continue
        for item in month["items"]:
            made.setdefault(day[:7], []).append({
                "order": item["order"], "content": item["content"][:100], "requirement": item["requirement"][:600],
                "assessed_by": item.get("assessed_by", "")[:100], "responsible": item.get("responsible", "")[:60],
            })
    return [{"month": month, "items": items} for month, items in sorted(made.items())]


def _entry(at: int, entry: dict[str, Any], days: Days, taken: Taken) -> dict[str, Any]:
    where = f"日程表第 {at} 行（{entry['content']}）"
    start, end = days.of(entry["start"]), days.of(entry["end"])
    words = _words(entry) or entry.get("time", "")[:60]
    listed = [day for day in map(days.of, entry.get("days", [])) if day]
    text = ""
    if start is None and entry["start"] is None:
        start, end, listed, text = _by_words(where, entry, days, taken)
        if start:
            taken.settled("schedule", f"日程表第 {at} 行", "时间")
    if start is None:
        end = None
    if end and end < start:
        taken.doubt("schedule", where, f"结束在开始之前（{words}），只留了开始的日子。", entry["content"])
        end = None
    if len(listed) > 1:
        start, end = listed[0], None
    whole = "、".join(dict.fromkeys(session["audience"] for session in entry["sessions"] if session["audience"]))
    return {
        "start": start, "end": end if end != start else None, "time_text": text if start else words, "content": entry["content"][:100],
        "item": "", "forms": entry["forms"], "audience": whole, "hours": entry.get("hours", ""),
        "sessions": [
            {"day": day, "starts": entry.get("starts", ""), "ends": entry.get("ends", ""), "presenters": session["presenters"], "audience": session["audience"],
             "places": session["places"]}
            for day in (listed if len(listed) > 1 else [_one_day(start, end, entry)]) for session in entry["sessions"]
        ],
    }


def _by_words(where: str, entry: dict[str, Any], days: Days, taken: Taken) -> tuple[str | None, str | None, list[str], str]:
    """First and last day, the single days and the words to keep of a row that names weeks or weekdays and no date."""
    words = entry.get("time", "")[:60]
    found = days.said(words)
    if found and 1 <= len(found.days) + len(found.skipped) <= FEW_DAYS and found.kind == recurrence.Kind.SERIES:
        chosen = [day.isoformat() for day in found.days]
        for lost in found.skipped:
            taken.doubt("schedule", where, f"{words}里的{_say(lost.day.isoformat())}是{lost.why}，没有排，请另定。", entry["content"])
        return (chosen[0], chosen[0] if len(chosen) == 1 else None, chosen, "") if chosen else (None, None, [], "")
    if found and found.kind == recurrence.Kind.SERIES:
        off = "、".join(_say(lost.day.isoformat()) for lost in found.skipped)
        free = f"（{off}放假，不算）" if off else ""
        why = f"『{words}』本学期有 {len(found.days)} 天{free}，先记成一段，排场次时照这个写法展开。"
        taken.doubt("schedule", where, why, entry["content"])
        return found.first.isoformat(), found.last.isoformat(), [], words
    if "weeks" in entry:
        taken.doubt("schedule", where, f"只写了{words}，先放在这几天里，请定到日。", entry["content"])
        return *days.weeks(*entry["weeks"]), [], ""
    return None, None, [], ""


def _one_day(start: str | None, end: str | None, entry: dict[str, Any]) -> str | None:
    """The day of a session that has a time of its own; without one it takes the row's."""
    return start if start and end in (None, start) and entry.get("starts") else None


def _unkept(read: dict[str, Any], taken: Taken) -> None:
    """What was read and found no room in the draft (too long, a stage without days): told with its words, so that nothing is gone."""
    said = Said([taken.document, taken.rubric, [[doubt["where"], doubt["text"]] for doubts in taken.doubts.values() for doubt in doubts]])
    told = {
        "sections": [line for s in _chapters(read) for line in (s["title"], *s["text"].split("\n"))],
        "stages": [text for stage in read["stages"] for text in (stage["name"].removesuffix("阶段"), stage.get("text", ""))],
        "months": [text for month in read["months"] for item in month["items"] for key, text in item.items() if key != "order"],
        "contents": read["contents"],
        "schedule": [
            text for entry in read["schedule"] for session in entry["sessions"]
            for text in (entry["content"], *entry["forms"], *session["presenters"], session["audience"], *session["places"])
        ],
        "leadership": [text for duty in read["duties"] for text in (duty["who"], duty["duty"])],
    }
    for part, lines in told.items():
        lost = list(dict.fromkeys(line for line in lines if not said.holds(line, numbers=True)))
        if lost:
            taken.doubt(part, PARTS[part], f"{PARTS[part]}里有 {len(lost)} 处放不下：“{lost[0][:30]}”", "\n".join(lost))


def _strangers(taken: Taken, vocabulary: Vocabulary) -> None:
    """People and participants the roster does not know, each said once with all its rows."""
    named: dict[str, list[int]] = {}
    addressed: dict[str, list[int]] = {}
    for at, entry in enumerate(taken.document["schedule"], 1):
        for session in entry["sessions"]:
            for name in session["presenters"]:
                named.setdefault(name, []).append(at)
            if session["audience"]:
                addressed.setdefault(session["audience"], []).append(at)
    for name, rows in named.items():
        if len(vocabulary.teachers.get(name, [])) != 1:
            taken.doubt("schedule", f"日程表第 {_rows(rows)} 行", f"主讲『{name}』不在名册里，按校外主讲写下。", name)
    for text, rows in addressed.items():
        try:
            vocabulary.rule(text)
        except Unknown as unknown:
            taken.doubt("schedule", f"日程表第 {_rows(rows)} 行", f"参加人员照原文留着：{unknown}", text)
    absent = [m["name"] for m in taken.document["leadership"] if len(vocabulary.teachers.get(m["name"], [])) != 1]
    if absent:
        taken.doubt("leadership", "领导小组", f"『{'、'.join(absent)}』不在名册里，只留姓名。", absent[0])


def _hours(read: dict[str, Any], taken: Taken) -> None:
    """下午第三节: a time of day without an hour has no field; said once with all its rows."""
    said: dict[str, list[int]] = {}
    for at, entry in enumerate(read["schedule"], 1):
        if not entry.get("starts") and (m := TIME_OF_DAY.search(entry.get("time", ""))):
            said.setdefault(m.group(), []).append(at)
    for words, rows in said.items():
        taken.doubt("schedule", f"日程表第 {_rows(rows)} 行", f"写着『{words}』，没有写几点，排场次时请补。", words)


def _rows(numbers: list[int]) -> str:
    return "、".join(map(str, dict.fromkeys(numbers)))


def _say(day: str) -> str:
    return f"{int(day[5:7])}月{int(day[8:])}日"


def _quotas(read: dict[str, Any], vocabulary: Vocabulary, taken: Taken) -> list[dict[str, Any]]:
    """任务量 the school has people for; whoever the roster does not know is told and left out."""
    made = []
    for quota in read.get("quotas", []):
        where = f"任务量“{quota['name']}”"
        try:
            vocabulary.rule(quota["audience"])
        except Unknown as unknown:
            taken.doubt("quotas", where, f"{quota['period']} {quota['number']} {quota['unit']}没有读入：{unknown}", quota["text"])
            continue
        made.append({key: quota[key] for key in ("name", "source", "number", "unit", "period", "audience")})
    if made:
        taken.doubt("quotas", "任务量", f"从句子里读出 {len(made)} 条，写入以前请核对数量和对象。",
                    "\n".join(dict.fromkeys(quota["text"] for quota in read["quotas"])))
    return made


def _words(entry: dict[str, Any]) -> str:
    """The days as the file had them, for the school's own words."""
    parts = [text for text in (entry["start"], entry["end"]) if text]
    said = list(dict.fromkeys(f"{int(text[-5:-3])}月{int(text[-2:])}日" for text in parts))
    return "—".join(said)


def _leadership(read: dict[str, Any]) -> list[dict[str, str]]:
    duties: dict[str, list[str]] = {}
    for duty in read["duties"]:
        duties.setdefault(duty["who"], []).append(duty["duty"])
    made = []
    for member in read["leadership"]:
        role = "副组长" if "副" in member["role"] else "组长" if re.search("组长|总负责", member["role"]) else "组员"
        duty = "；".join([*duties.get(member["name"], []), *duties.get(member["role"], [])])
        made.append({"role": role, "name": member["name"], "duty": duty[:200]})
    return sorted(made, key=lambda member: ROLES.index(member["role"]))


def _link_contents(value: Document) -> None:
    """Each row of the schedule to the content item it is called after: 「对新教师进行汇报课评比」 holds 新教师汇报课."""
    for entry in value["schedule"]:
        bare = re.sub(r"\W", "", entry["content"])
        fitting = [title for title in value["contents"] if _within(re.sub(r"[（(].*?[)）]|\W", "", title), bare)]
        entry["item"] = max(fitting, key=len, default="")


def _within(name: str, text: str) -> bool:
    rest = iter(text)
    return bool(name) and all(letter in rest for letter in name)
