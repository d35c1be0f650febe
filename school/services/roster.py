"""导入教师名册: a workbook is read, every bad cell is named, and nothing is stored before all of it is right."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from documents import chinese, names, tables
from school import audit, honours, past
from school.models import Group, Membership, Role, School, Tag, Teacher, Term, User
from school.person import Person
from school.services.tags import follow_roster, refuse_own
from school.workflow import Refused

REQUIRED = ("姓名", "工号")
YEAR_MONTH = re.compile(r"^(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?月?$")
TITLES = {**{title.label: title.value for title in Teacher.Title}, "未定级": "", "无": "", "": ""}


@dataclass(frozen=True)
class CellError:
    """One bad cell: where it is in words people find in WPS, and what to do about it."""

    sheet: str
    row: int
    column: str
    value: str
    sentence: str

    def __str__(self) -> str:
        return f"工作表『{self.sheet}』第 {self.row} 行 {self.column}列：{self.sentence}"


@dataclass
class RosterRow:
    staff_no: str
    values: dict[str, Any]
    groups: tuple[str, ...]
    leads: bool | None  # None: the workbook has no such column
    tags: tuple[str, ...]
    is_new: bool = False
    changes: tuple[str, ...] = ()


@dataclass
class RosterDraft:
    """预览: what the workbook would do; applied only when there is no error."""

    rows: list[RosterRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def added(self) -> list[RosterRow]:
        return [row for row in self.rows if row.is_new]

    @property
    def changed(self) -> list[RosterRow]:
        return [row for row in self.rows if row.changes and not row.is_new]


def _day(text: str) -> date | None:
    if not text:
        return None
    found = YEAR_MONTH.match(text)
    if not found:
        raise ValueError("应写成 1985-09 或 1985-09-01 这样的年月。")
    year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"没有『{text}』这一天，请改成真实的日期。") from error


def _choice(known: dict[str, str], what: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"{what}里没有『{text}』，可以写：{'、'.join(label for label in known if label)}。")
        return known[text]

    return read


def _short(limit: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > limit:
            raise ValueError(f"有 {len(text)} 个字，最多 {limit} 个，请写短些。")
        return text

    return read


# Head of the column → field and how its text is read.
COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "姓名": ("name", _short(30)),
    "工号": ("staff_no", _short(20)),
    "性别": ("gender", _choice({"": "", "女": "f", "男": "m"}, "性别")),
    "学科": ("subject", _short(20)),
    "年级": ("grade", _short(20)),
    "职务": ("position", _short(30)),
    "职称": ("title", _choice(TITLES, "职称")),
    "第一学历": ("first_degree", _short(10)),
    "最高学历": ("degree", _short(10)),
    "出生年月": ("born", _day),
    "参加工作": ("started", _day),
    "调入本校": ("joined", _day),
    "用工": ("employment", _choice({"": "在编", **{value: value for value in Teacher.Employment.values}}, "用工")),
    "任教班级": ("classes", _short(60)),
    "称号": ("honours", honours.read_all),
}
LISTS = ("教研组", "组长", "标签", "校点")


def read(data: bytes, school: School, term: Term) -> RosterDraft:
    """The draft of a roster workbook (first visible sheet). Raises Refused when the file is no workbook at all."""
    try:
        sheets = tables.read(data)
    except tables.Unreadable as error:
        raise Refused(str(error), label="教师名册") from error
    if not sheets or not sheets[0].rows:
        raise Refused("表是空的。", "第一行写栏名，至少有姓名、工号两栏，第二行起每人一行。", label="教师名册")
    sheet = sheets[0]
    draft = RosterDraft()
    head_at, heads = _heads(sheet, draft)
    if draft.errors:
        return draft
    groups = {group.name for group in Group.objects.filter(school=school)}
    campuses = {campus.short_name or campus.name: campus for campus in school.campuses.all()}
    known = {teacher.staff_no: teacher for teacher in Teacher.objects.filter(school=school)}
    seen: dict[str, int] = {}
    for cells in sheet.rows[head_at + 1:]:
        texts = {head: chinese.normal(chinese.half_width(cells[at].text)) if at < len(cells) else "" for head, at in heads.items()}
        if not any(texts.values()):
            continue
        row_no = cells[0].row

        def wrong(head: str, sentence: str, row: int = row_no, texts: dict[str, str] = texts) -> None:
            draft.errors.append(CellError(sheet.name, row, tables.letters(heads[head] + 1), texts[head], f"{head}{sentence}"))

        values: dict[str, Any] = {}
        for head, (name, reader) in COLUMNS.items():
            if head not in heads:
                continue
            try:
                values[name] = reader(texts[head])
            except ValueError as error:
                wrong(head, str(error))
        for head in REQUIRED:
            if not texts[head]:
                wrong(head, "是空的，每位教师都要有。")
        number = texts["工号"]
        if number and number in seen:
            wrong("工号", f"『{number}』和第 {seen[number]} 行重复，一个工号只能有一个人。")
        seen.setdefault(number, row_no)
        member = tuple(part for part in re.split(r"[、,，;；\s]+", texts.get("教研组", "")) if part)
        for name in member:
            if name not in groups:
                wrong("教研组", f"『{name}』还没有，请先在『教研组』里建好，或改成：{'、'.join(sorted(groups)) or '（还没有组）'}。")
        if texts.get("校点"):
            if texts["校点"] not in campuses:
                wrong("校点", f"『{texts['校点']}』不在本校的校点里，可以写：{'、'.join(campuses) or '（本校没有校点）'}。")
            else:
                values["campus"] = campuses[texts["校点"]]
        tags = tuple(part for part in re.split(r"[、,，;；\s]+", texts.get("标签", "")) if part)
        leads = texts["组长"] in ("是", "√", "1") if "组长" in heads else None
        row = RosterRow(number, values, member, leads, tags)
        teacher = known.get(number)
        row.is_new = teacher is None
        if teacher:
            row.changes = tuple(name for name, value in values.items() if getattr(teacher, name) != value)
        draft.rows.append(row)
    if not draft.rows and not draft.errors:
        raise Refused("表里没有一位教师。", "栏名下面每人写一行。", label="教师名册")
    return draft


def _heads(sheet: tables.Table, draft: RosterDraft) -> tuple[int, dict[str, int]]:
    """The row that holds the column heads (a title row may stand above it) and where each head is."""
    for at, cells in enumerate(sheet.rows[:5]):
        found = {chinese.normal(cell.text).replace(" ", ""): index for index, cell in enumerate(cells)}
        if "姓名" in found:
            if "工号" not in found:
                draft.errors.append(CellError(sheet.name, cells[0].row, "A", "", "没有『工号』一栏，同名的教师分不开，请加上。"))
            heads = {head: index for head, index in found.items() if head in COLUMNS or head in LISTS}
            return at, heads
    draft.errors.append(CellError(sheet.name, 1, "A", "", "前五行里找不到『姓名』这个栏名，请把栏名写在第一行。"))
    return 0, {}


def apply(person: Person | None, school: School, term: Term, draft: RosterDraft) -> tuple[int, int]:
    """导入: everything or nothing; (added, changed). The same workbook again changes nothing.

    Raises Refused when the draft still has errors.
    """
    if draft.errors:
        raise Refused(f"名册有 {len(draft.errors)} 处要改，一行也没有导入。", "请照着提示改好，再上传整张表。", label="教师名册")
    if person:
        past.refuse(person)
    added = changed = 0
    told: dict[str, list[str]] = {}
    with transaction.atomic():
        order = Teacher.objects.filter(school=school).count()
        for row in draft.rows:
            values = dict(row.values)
            teacher = Teacher.objects.filter(school=school, staff_no=row.staff_no).first()
            if teacher is None:
                teacher = Teacher.objects.create(
                    school=school, order=order, pinyin=names.pinyin(values["name"]), user=new_account(school, row.staff_no, values["name"]),
                    **values,
                )
                order += 1
                added += 1
                what = ["新增"]
            else:
                before = {name: getattr(teacher, name) for name in values}
                what = [name for name in values if before[name] != values[name]]
                if what:
                    for name, value in values.items():
                        setattr(teacher, name, value)
                    if before.get("name") != values.get("name"):
                        teacher.pinyin = names.pinyin(teacher.name)
                    teacher.save()
                    changed += 1
            what += _groups(teacher, term, row)
            if new_tags := sorted(set(row.tags) - {tag.name for tag in teacher.tags.all()}):
                refuse_own(person, teacher, "分层标签", "标签关系到考核哪些项目")
                teacher.tags.add(*(Tag.objects.get_or_create(school=school, name=tag)[0] for tag in new_tags))
                what += new_tags
            if what:
                told[row.staff_no] = what
        follow_roster(school, person)
        if told:
            audit.record(person, "roster.import", school, school=school, after={"added": added, "changed": changed, "rows": told})
    return added, changed


def _groups(teacher: Teacher, term: Term, row: RosterRow) -> list[str]:
    """Membership as the row says, the 组长's role with it; what changed, in words for the 日志."""
    told = []
    for name in row.groups:
        group = Group.objects.get(school=teacher.school, name=name)
        member, is_new = Membership.objects.get_or_create(
            term=term, group=group, teacher=teacher, defaults={"leads": bool(row.leads)}
        )
        if is_new:
            told.append(f"{name}{'组长' if member.leads else ''}")
        elif row.leads is not None and member.leads != row.leads:
            member.leads = row.leads
            member.save(update_fields=["leads"])
            told.append(f"{name}{'组长' if row.leads else '不再是组长'}")
        if teacher.user and row.leads:
            Role.objects.get_or_create(user=teacher.user, school=teacher.school, group=group, name=Role.Name.GROUP_LEADER)
        elif teacher.user and row.leads is False:
            Role.objects.filter(user=teacher.user, group=group, name=Role.Name.GROUP_LEADER).delete()
    return told


def new_account(school: School, staff_no: str, name: str) -> User:
    """An account that cannot log in before the office hands out its first password. 用户名: 工号, with the school's code where there are several schools."""
    alone = School.objects.filter(parent=None).count() == 1
    username = staff_no if alone else f"{school.code}-{staff_no}"
    user = User(username=username, first_name=name, must_change=True)
    user.set_unusable_password()
    user.save()
    Role.objects.create(user=user, school=school, name=Role.Name.TEACHER)
    return user
