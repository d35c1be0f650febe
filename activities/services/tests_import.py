"""导入测试成绩: 工号、姓名、成绩 out of a workbook; every bad row is named, and nothing is stored before all of it is right."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db import transaction

from activities.models import Activity, Assessment
from activities.services.results import set_mark
from documents import tables
from documents.chinese import half_width, normal
from school import audit
from school.models import Membership, Role, Teacher
from school.person import Person
from school.policy import Reach, beyond, reaches
from school.templatetags.words import points
from school.workflow import Refused

HEADS = {"number": ("工号", "编号"), "name": ("姓名", "教师", "教师姓名"), "score": ("成绩", "分数", "得分", "测试成绩")}
ABSENT = ("缺考", "未参加", "请假")
MOST = Decimal(1000)


@dataclass(frozen=True)
class Band:
    """一段: from so many points up it is this tier; the highest first."""

    tier: str
    least: Decimal


@dataclass(frozen=True)
class RowError:
    """One bad row: where it is in words people find in WPS, and what to do about it."""

    row: int
    value: str
    sentence: str

    def __str__(self) -> str:
        return f"第 {self.row} 行{f'『{self.value}』' if self.value else ''}：{self.sentence}"


@dataclass(frozen=True)
class Result:
    """One row that stands: whose, how much (None: 缺考), and the tier it comes to."""

    teacher: Teacher
    score: Decimal | None
    tier: str = ""

    @property
    def value(self) -> tuple[str, Decimal | None]:
        """What is stored: the tier where there are bands, else the number; who did not sit it took no part."""
        if self.score is None:
            return "未参加", None
        return (self.tier, None) if self.tier else ("", self.score)

    @property
    def remark(self) -> str:
        return f"测试 {points(self.score)} 分" if self.score is not None else "缺考"


@dataclass
class Draft:
    """预览: what the workbook would do."""

    results: list[Result] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    left_out: list[Result] = field(default_factory=list)  # oneself and those who mark one's like
    changed: int = 0

    @property
    def tiers(self) -> dict[str, int]:
        """How many come to each tier, in the order they appear."""
        counted: dict[str, int] = {}
        for result in sorted(self.results, key=lambda one: -(one.score if one.score is not None else Decimal(-1))):
            name = result.value[0] or "记分数"
            counted[name] = counted.get(name, 0) + 1
        return counted


def tier_of(score: Decimal, bands: Sequence[Band]) -> str:
    return next((band.tier for band in bands if score >= band.least), "")


def read(person: Person, activity: Activity, data: bytes, bands: Sequence[Band]) -> Draft:
    """The draft of a workbook (first visible sheet). Raises Refused when it is none, or a head is missing."""
    try:
        sheets = tables.read(data)
    except tables.Unreadable as error:
        raise Refused(str(error), label="测试成绩") from error
    at, heads = _heads(sheets[0].rows if sheets else ())
    draft, seen = Draft(), {}
    people = list(Teacher.objects.filter(school=activity.school, left=None))
    mine = set(_may_mark(person, activity, people))
    for cells in sheets[0].rows[at + 1:]:
        texts = {key: normal(half_width(cells[column].text)) if column < len(cells) else "" for key, column in heads.items()}
        if not any(texts.values()):
            continue
        row = cells[0].row
        try:
            teacher = _teacher(texts.get("number", ""), texts.get("name", ""), people)
            if teacher.pk in seen:
                raise ValueError(f"{teacher}在第 {seen[teacher.pk]} 行已经有成绩，请只留一行。")
            seen[teacher.pk] = row
            score = _score(texts["score"])
            tier = tier_of(score, bands) if score is not None else ""
            if score is not None and bands and not tier:
                raise ValueError(f"{points(score)} 分不在任何一段里，请把最低一段写到 0。")
        except ValueError as error:
            draft.errors.append(RowError(row, texts.get("name") or texts.get("number", ""), str(error)))
            continue
        (draft.results if teacher.pk in mine else draft.left_out).append(Result(teacher, score, tier))
    if not draft.results and not draft.errors and not draft.left_out:
        raise Refused("表里没有一行成绩。", "第一行写栏名，第二行起每人一行。", label="测试成绩")
    draft.changed = _changed(activity, draft.results)
    return draft


def _heads(rows: Sequence[Sequence[tables.Cell]]) -> tuple[int, dict[str, int]]:
    """The row of the heads, within the first five, and the column of each."""
    for at, cells in enumerate(rows[:5]):
        found: dict[str, int] = {}
        for column, cell in enumerate(cells):
            for key, words in HEADS.items():
                if normal(cell.text).replace(" ", "") in words:
                    found.setdefault(key, column)
        if "score" in found and ("number" in found or "name" in found):
            return at, found
    raise Refused("没有找到『成绩』和『姓名』（或『工号』）两栏。", "第一行写栏名：工号、姓名、成绩。", label="测试成绩")


def _teacher(number: str, name: str, people: Sequence[Teacher]) -> Teacher:
    """By 工号 if there is one, and then the name must agree; else by the name, if only one bears it."""
    if number:
        teacher = next((one for one in people if one.staff_no == number), None)
        if teacher is None:
            raise ValueError(f"名册里没有工号『{number[:20]}』。")
        if name and name.replace(" ", "") != teacher.name.replace(" ", ""):
            raise ValueError(f"工号『{number}』是{teacher}，不是{name[:20]}，请核对。")
        return teacher
    same = [one for one in people if one.name.replace(" ", "") == name.replace(" ", "")]
    if not same:
        raise ValueError(f"名册里没有『{name[:20]}』。" if name else "没有写姓名，也没有写工号。")
    if len(same) > 1:
        numbers = "、".join(f"{one.staff_no}（{one.subject or one.grade or '未写学科'}）" for one in same)
        raise ValueError(f"有 {len(same)} 位『{name}』，请加『工号』一栏：{numbers}。")
    return same[0]


def _score(text: str) -> Decimal | None:
    if text in ABSENT:
        return None
    if not text:
        raise ValueError("没有成绩；没有参加的写『缺考』。")
    try:
        score = Decimal(text.removesuffix("分").strip())
    except InvalidOperation:
        raise ValueError(f"成绩『{text[:20]}』不是数字。") from None
    if not score.is_finite() or not 0 <= score <= MOST or score != score.quantize(Decimal("0.01")):
        raise ValueError(f"成绩『{text[:20]}』要在 0 到 {MOST} 之间，最多两位小数。")
    return score


def _may_mark(person: Person, activity: Activity, people: Sequence[Teacher]) -> list[int]:
    """Whose marks this person may enter: in reach, never his own, nor those of who marks his like."""
    above = set(Role.objects.filter(school=person.school, name__in=beyond(person)).values_list("user_id", flat=True))
    own = person.teacher.pk if person.teacher else None
    found = [one.pk for one in people if one.user_id not in above and one.pk != own]
    if Reach.SCHOOL in reaches(person, "mark.enter"):
        return found
    led = set(Membership.objects.filter(term=activity.term, group__in=person.led_groups).values_list("teacher_id", flat=True))
    return [pk for pk in found if pk in led]


def _changed(activity: Activity, results: Sequence[Result]) -> int:
    have: Mapping[int, Assessment] = {row.teacher_id: row for row in Assessment.objects.filter(activity=activity)}
    return sum(
        one.teacher.pk not in have
        or (have[one.teacher.pk].tier, have[one.teacher.pk].number, have[one.teacher.pk].remark) != (*one.value, one.remark)
        for one in results
    )


def apply(person: Person, activity: Activity, draft: Draft) -> int:
    """导入 what was previewed, all of it or nothing; the same file twice changes nothing. How many were written."""
    if draft.errors:
        raise Refused(f"有 {len(draft.errors)} 行要改，一行也没有导入。", "请改好再上传整张表。", label=str(activity))
    first = Reach.SCHOOL not in reaches(person, "mark.enter")
    with transaction.atomic():
        written = 0
        for one in draft.results:
            tier, number = one.value
            written += set_mark(
                person, activity, one.teacher, tier=tier, number=number, remark=one.remark, preliminary=first, reason="导入测试成绩"
            )
        if written:
            audit.record(person, "result.import", activity, after={"rows": len(draft.results), "written": written})
    return written
