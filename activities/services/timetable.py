"""导入课表: rows of a workbook or pasted from one; every bad row is named, and nothing is stored before all of it is right."""
from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.db import transaction

from activities.models import TimetableSlot
from activities.queries.timetable import class_key, period_number
from documents import tables
from documents.chinese import half_width, normal
from school import audit, past
from school.models import School, Teacher, Term
from school.person import Person
from school.workflow import Refused

COLUMNS = ("教师", "班级", "学科", "星期", "节次")
_OTHER_NAMES = {
    "教师": {"姓名", "任课教师", "老师", "任课老师", "教师姓名"}, "班级": {"班", "任教班级"}, "学科": {"科目", "课程", "任教学科"},
    "星期": {"周几", "星期几", "周次"}, "节次": {"第几节", "节", "节数"},
}
_WEEKDAYS = {name: number for number, names in enumerate("一1 二2 三3 四4 五5 六6 日天7".split(), 1) for name in names}
_APART = re.compile(r"\t|,|，|\s{2,}")
MOST = 3000


@dataclass(frozen=True)
class Row:
    """One line as it was given, what it would store, and what is wrong with it."""

    no: int
    texts: tuple[str, ...]
    slots: tuple[TimetableSlot, ...] = ()
    problem: str = ""


@dataclass
class Draft:
    """预览: what the lines would store; taken over only when no line is wrong."""

    rows: list[Row] = field(default_factory=list)

    @property
    def wrong(self) -> list[Row]:
        return [row for row in self.rows if row.problem]

    @property
    def slots(self) -> list[TimetableSlot]:
        return [slot for row in self.rows for slot in row.slots]

    @property
    def teachers(self) -> int:
        return len({slot.teacher_id for slot in self.slots})

    @property
    def text(self) -> str:
        """The lines as text, to be mended on the page."""
        return "\n".join("\t".join(row.texts) for row in self.rows)


def lines_of(data: bytes) -> str:
    """The first sheet of a workbook as lines with tabs between the cells. Raises Refused when it is none."""
    try:
        sheets = tables.read(data, rows=MOST)
    except tables.Unreadable as error:
        raise Refused(str(error), label="课表") from error
    if not sheets:
        raise Refused("表是空的。", "每行一节课：教师、班级、学科、星期、节次。", label="课表")
    return "\n".join("\t".join(cell.text.replace("\n", " ").replace("\t", " ") for cell in row) for row in sheets[0])


def read(text: str, school: School, term: Term) -> Draft:
    """The draft of a timetable: 教师 班级 学科 星期 节次 in this order, or by the names in the first line."""
    lines = [(no, [normal(half_width(cell)) for cell in _APART.split(line)]) for no, line in enumerate(text.splitlines(), 1)]
    lines = [(no, cells) for no, cells in lines if any(cells)]
    if len(lines) > MOST:
        raise Refused(f"一共 {len(lines)} 行，超过 {MOST} 行。", "请分年级核对，一张课表每节课一行就够了。", label="课表")
    places = dict(zip(COLUMNS, range(len(COLUMNS)), strict=True))
    if lines and (heads := _heads(lines[0][1])):
        places, lines = heads, lines[1:]
    people = _People(school)
    draft, seen = Draft(), {}
    for no, cells in lines:
        texts = tuple(cells[places[name]] if places.get(name, 99) < len(cells) else "" for name in COLUMNS)
        try:
            slots = tuple(_slots(texts, people, school, term))
        except ValueError as error:
            draft.rows.append(Row(no, texts, problem=str(error)))
            continue
        twice = next((seen[place] for slot in slots if (place := _place(slot)) in seen), None)
        if twice:
            draft.rows.append(Row(no, texts, problem=f"和第 {twice} 行是同一节课，请删去一行。"))
            continue
        seen |= dict.fromkeys(map(_place, slots), no)
        draft.rows.append(Row(no, texts, slots))
    return draft


@transaction.atomic
def store(person: Person, draft: Draft, term: Term) -> int:
    """Take the whole timetable over (导入): it replaces the one of this term. Refused while a line is wrong."""
    if draft.wrong:
        raise Refused(f"还有 {len(draft.wrong)} 行要改，一行也没有导入。", "请照提示改好再导入。", label="课表")
    if not draft.slots:
        raise Refused("没有读到课。", "每行一节课：教师、班级、学科、星期、节次。", label="课表")
    past.refuse(person)
    rows = TimetableSlot.objects.filter(school=person.school, term=term)
    before = rows.count()
    rows.delete()
    TimetableSlot.objects.bulk_create(draft.slots, batch_size=500)
    audit.record(person, "timetable.import", term, school=person.school, before=before, after=len(draft.slots))
    return len(draft.slots)


def _heads(cells: list[str]) -> dict[str, int]:
    """Where each column stands, when the line is one of names; else nothing."""
    found = {}
    for at, cell in enumerate(cells):
        for name in COLUMNS:
            if cell == name or cell in _OTHER_NAMES[name]:
                found.setdefault(name, at)
    return found if len(found) >= 3 else {}


class _People:
    """Who is meant by a name or a 工号."""

    def __init__(self, school: School) -> None:
        self.by_no: dict[str, Teacher] = {}
        self.by_name: dict[str, list[Teacher]] = {}
        for row in Teacher.objects.filter(school=school, left=None):
            self.by_no[row.staff_no] = row
            self.by_name.setdefault(row.name, []).append(row)

    def find(self, text: str) -> Teacher:
        if not text:
            raise ValueError("没有写教师。")
        named = self.by_name.get(text.replace(" ", "")) or self.by_name.get(text, [])
        if len(named) > 1:
            numbers = "、".join(f"{row.staff_no}（{row.subject or '未写学科'}）" for row in named)
            raise ValueError(f"有 {len(named)} 位『{text}』，请改写工号：{numbers}。")
        found = named[0] if named else self.by_no.get(text)
        if found is None:
            raise ValueError(f"名册里没有『{text}』，请核对姓名。")
        return found


def _slots(texts: tuple[str, ...], people: _People, school: School, term: Term) -> list[TimetableSlot]:
    name, class_name, subject, weekday, periods = texts
    teacher = people.find(name)
    if not class_name:
        raise ValueError("没有写班级。")
    if len(class_name) > 20 or len(subject) > 20:
        raise ValueError("班级和学科各不超过 20 个字。")
    day = _WEEKDAYS.get(weekday.removeprefix("星期").removeprefix("周").removeprefix("礼拜"))
    if day is None:
        raise ValueError(f"星期写成『{weekday}』看不懂，请写 星期三、周三 或 3。" if weekday else "没有写星期。")
    return [
        TimetableSlot(
            school=school, term=term, teacher=teacher, weekday=day, period=number, class_name=class_name,
            subject=subject or teacher.subject,
        )
        for number in _periods(periods)
    ]


def _periods(text: str) -> list[int]:
    """第2节; also 1、2 and 3-4 for lessons that go on."""
    if not text:
        raise ValueError("没有写节次。")
    span = re.fullmatch(r"第?(\d{1,2})\s*[-—~至到]\s*(\d{1,2})节?", text)
    parts = range(int(span[1]), int(span[2]) + 1) if span else re.split(r"[、/；;]", text)
    found = [period_number(str(part)) for part in parts]
    if not found or len(found) > 12 or None in found:
        raise ValueError(f"节次写成『{text}』看不懂，请写 第2节、2 或 3-4。")
    return found


def _place(slot: TimetableSlot) -> tuple[int, int, int, str]:
    return slot.teacher_id, slot.weekday, slot.period, class_key(slot.class_name)
