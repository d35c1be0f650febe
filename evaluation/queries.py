"""Reads for pages, papers and the home page: the sheet, one's own points, what waits for whom."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse

from activities.models import Activity, Assessment
from evaluation import conduct, reports, services
from evaluation.models import Confirmation, Objection, Override, Reopening, Score, ScoreSheet
from evaluation.reckoning import reckon
from evaluation.scales import Scale, scale_of
from evaluation.services.marks import MARKABLE
from evaluation.states import ObjectionState, OverrideState, ReopeningState, SheetState
from rubrics.scoring.rubric import Audience, Profile
from school.models import Group, Membership, Tag, Teacher, Term
from school.person import Person
from school.policy import ARCHIVIST, has, reaches, within
from school.todo import Todo


def sheet_of(person: Person, action: str, term: Term | None = None) -> ScoreSheet | None:
    """The sheet of a term within reach; for somebody who has the action only as 档案员 when it is final."""
    rows = ScoreSheet.objects.filter(term=term or person.term).select_related("term__school", "school", "rubric")
    if action != "score.own":
        rows = within(person, action, rows)
    sheet = rows.first()
    if sheet and action in ("score.read", "score.export") and _only_archivist(person, action):
        return sheet if sheet.state == SheetState.FINAL else None
    return sheet


def _only_archivist(person: Person, action: str) -> bool:
    return not reaches(replace(person, roles=person.roles - {ARCHIVIST}), action)


@dataclass(frozen=True)
class Column:
    """一项 as the head of a column: code, name, points."""

    code: str
    name: str
    max: str

    @property
    def folded(self) -> list[str]:
        """The name in lines of at most three signs: 教师职业道德培训 → 教师职, 业道德, 培训."""
        lines = max(1, -(-len(self.name) // 3))
        size = -(-len(self.name) // lines)
        return [self.name[at:at + size] for at in range(0, len(self.name), size)]


def columns(document: Mapping[str, Any]) -> list[Column]:
    return [
        Column(item["code"], item.get("name", ""), "" if item.get("max") is None else f"{item['max']:g}")
        for item in document["items"]
    ]


@dataclass(frozen=True)
class Row:
    """一位教师 on the sheet: his stored score as this reader sees it."""

    teacher: Teacher
    score: Score
    items: list[dict[str, Any]]
    flags: frozenset[str]


@dataclass(frozen=True)
class Matrix:
    """考核汇总表 for one reader: rows by 教研组 in the school's order."""

    sheet: ScoreSheet
    columns: list[Column]
    groups: list[tuple[str, list[Row]]]

    @property
    def rows(self) -> list[Row]:
        return [row for _, rows in self.groups for row in rows]

    @property
    def open_columns(self) -> int:
        """How many items somebody still waits for."""
        return len({item["code"] for row in self.rows for item in row.items if item["state"] == "open"})


def matrix(
    sheet: ScoreSheet, person: Person | None, *, group: str = "", tag: str = "", name: str = "", own_only: Teacher | None = None
) -> Matrix:
    """All rows of a sheet as one reader sees them, in a fixed number of queries. `person` None: for a paper or a file."""
    scores = Score.objects.filter(sheet=sheet).select_related("teacher").defer("evidence")
    if own_only:
        scores = scores.filter(teacher=own_only)
    if group:
        scores = scores.filter(teacher__memberships__group=group, teacher__memberships__term=sheet.term)
    if tag:
        scores = scores.filter(teacher__tags=tag)
    if name:
        scores = scores.filter(Q(teacher__name__icontains=name) | Q(teacher__pinyin__icontains=name))
    flags: dict[int, set[str]] = {}
    for rows in (
        Override.objects.filter(sheet=sheet).exclude(state=OverrideState.DECLINED),
        Objection.objects.filter(sheet=sheet).exclude(state=ObjectionState.WITHDRAWN),
    ):
        for teacher, code in rows.values_list("teacher_id", "code"):
            flags.setdefault(teacher, set()).add(code)
    lens = conduct.Lens(sheet, person)
    homes = group_names(sheet)
    by_group: dict[str, list[Row]] = {}
    for score in scores.distinct() if group or tag else scores:
        row = Row(
            score.teacher, score, lens.items(score.items, score.teacher_id), frozenset(flags.get(score.teacher_id, ()))
        )
        by_group.setdefault(homes.get(score.teacher_id, ""), []).append(row)
    order = {name: place for place, name in enumerate(dict.fromkeys(homes.values()))}
    groups = sorted(by_group.items(), key=lambda pair: order.get(pair[0], len(order)))
    return Matrix(sheet, columns(sheet.document), [(name or "未编组", rows) for name, rows in groups])


def group_names(sheet: ScoreSheet) -> dict[int, str]:
    """教研组 of each teacher in the school's order; one in two groups stands in the first."""
    found: dict[int, str] = {}
    members = Membership.objects.filter(term=sheet.term, group__kind=Group.Kind.RESEARCH).order_by("group__order", "group_id")
    for teacher, name in members.values_list("teacher_id", "group__name"):
        found.setdefault(teacher, name)
    return found


def filters(sheet: ScoreSheet) -> dict[str, Any]:
    return {
        "all_groups": list(Group.objects.filter(school=sheet.school, kind=Group.Kind.RESEARCH)),
        "all_tags": list(Tag.objects.filter(school=sheet.school)),
    }


def seen_item(sheet: ScoreSheet, person: Person | None, score: Score, code: str) -> dict[str, Any] | None:
    """One item of one teacher as this reader sees it, with the rubric's own words and resolved records."""
    item = next((one for one in score.items if one["code"] == code), None)
    if item is None:
        return None
    lens = conduct.Lens(sheet, person)
    return of_rubric(sheet, lens.items([item], score.teacher_id)[0]) | {"hidden": lens.hides(code, score.teacher_id)}


def of_rubric(sheet: ScoreSheet, item: Mapping[str, Any]) -> dict[str, Any]:
    """A stored item beside its line in the rubric; what would earn more only where it is an act, never writing more."""
    line = next(one for one in sheet.document["items"] if one["code"] == item["code"])
    more = "" if line.get("evidence", "").startswith("works:") else item["more"]
    records = [record | {"address": _address(record["url"])} for record in item["records"]]
    return {**item, "name": line.get("name", ""), "max": line.get("max"), "more": more, "records": records}


def _address(url: list[Any]) -> str:
    """The page of a record, where there is one."""
    if not url:
        return ""
    try:
        return reverse(url[0], args=url[1:])
    except NoReverseMatch:
        return ""


def corrections(sheet: ScoreSheet, teacher: Teacher, code: str = "") -> dict[str, list[Any]]:
    """异议 and 改分 of a teacher, of one item or all."""
    only = {"sheet": sheet, "teacher": teacher} | ({"code": code} if code else {})
    return {
        "objections": list(Objection.objects.filter(**only).select_related("decided_by", "sheet")),
        "overrides": list(
            Override.objects.filter(**only).select_related("proposed_by", "agreed_by", "confirmed_by", "sheet", "teacher")
        ),
    }


@dataclass(frozen=True)
class MyPoints:
    """我的得分: the own row of the sheet, item by item."""

    sheet: ScoreSheet
    score: Score
    items: list[dict[str, Any]]
    confirmed: Confirmation | None

    @property
    def waiting(self) -> str:
        """待定 in points: what the open items weigh."""
        weights = [float(item["weight"]) for item in self.items if item["state"] == "open"]
        return f"{sum(weights):g}"

    @property
    def not_applying(self) -> list[str]:
        return [item["name"] for item in self.items if item["state"] == "excluded"]


def my_points(person: Person, term: Term | None = None) -> MyPoints | None:
    """The own points with reasons and records; None before scoring opens or for somebody who is left out."""
    if person.teacher is None or (term or person.term) is None:
        return None
    sheet = sheet_of(person, "score.own", term)
    score = Score.objects.filter(sheet=sheet, teacher=person.teacher).first() if sheet else None
    if score is None:
        return None
    found = corrections(sheet, person.teacher)
    items = []
    for item in score.items:
        one = of_rubric(sheet, item)
        one["objections"] = [row for row in found["objections"] if row.code == item["code"]]
        one["overrides"] = [row for row in found["overrides"] if row.code == item["code"]]
        items.append(one)
    confirmed = Confirmation.objects.filter(sheet=sheet, teacher=person.teacher).first()
    return MyPoints(sheet, score, items, confirmed)


def sheet_summary(term: Term) -> dict[str, Any] | None:
    """考核 of a term in a few figures, for home pages: no names, no order."""
    sheet = ScoreSheet.objects.filter(term=term).first()
    if sheet is None:
        return None
    scores = list(Score.objects.filter(sheet=sheet).values_list("total", "open_items", "grade"))
    grades: dict[str, int] = {}
    for _, waiting, grade in scores:
        if grade and not waiting:
            grades[grade] = grades.get(grade, 0) + 1
    return {
        "sheet": sheet, "teachers": len(scores), "with_open": sum(1 for _, waiting, _ in scores if waiting),
        "mean": round(sum(total for total, _, _ in scores) / len(scores), 1) if scores else None, "grades": grades,
        "objections": Objection.objects.filter(sheet=sheet, state=ObjectionState.FILED).count(),
    }


@dataclass(frozen=True)
class Marking:
    """一个要评定的活动: whose content an item asks marks for."""

    activity: Activity
    item: Mapping[str, Any]
    scale: Scale
    done: int
    preliminary: int
    day: Any


def asked(sheet: ScoreSheet) -> dict[int, tuple[Mapping[str, Any], Scale]]:
    """研修内容 that an item asks tiers or numbers for: content item id → item and its scale."""
    found = {}
    for item in sheet.document["items"]:
        key, _, content = item.get("evidence", "").partition(":")
        scale = scale_of(item)
        if key == "assessment" and scale and content in sheet.contents:
            found[sheet.contents[content]] = (item, scale)
    return found


def by_hand(sheet: ScoreSheet) -> list[tuple[Mapping[str, Any], Scale]]:
    """Items that are entered by hand and take a tier or a number."""
    return [
        (item, scale) for item in sheet.document["items"]
        if item.get("evidence") == "manual" and (scale := scale_of(item)) is not None
    ]


def markings(sheet: ScoreSheet) -> list[Marking]:
    """Activities that wait for marks or have them, the latest first."""
    wanted = asked(sheet)
    activities = (
        Activity.objects.filter(term=sheet.term, content_item__in=list(wanted), state__in=MARKABLE)
        .annotate(
            done=Count("assessments", distinct=True),
            first=Count("assessments", filter=Q(assessments__preliminary=True), distinct=True),
        )
        .select_related("entry").prefetch_related("sessions").order_by("-pk")
    )
    found = []
    for activity in activities:
        days = [session.day for session in activity.sessions.all() if session.day]
        day = max(days) if days else activity.entry and (activity.entry.ends or activity.entry.starts)
        item, scale = wanted[activity.content_item_id]
        found.append(Marking(activity, item, scale, activity.done, activity.first, day))
    return sorted(found, key=lambda one: (one.day is not None, one.day or 0), reverse=True)


def marked_teachers(person: Person, sheet: ScoreSheet, item: Mapping[str, Any], activity: Activity | None = None) -> list[Teacher]:
    """Rows of a grid: those the item applies to and this person may mark; of an activity, those who were asked to it."""
    applies = item.get("applies_to") or {}
    audience = Audience(*(frozenset(applies.get(key, ())) for key in ("tags", "roles", "groups", "not_tags")))
    addressed = [
        teacher for teacher, facts in Score.objects.filter(sheet=sheet).values_list("teacher_id", "evidence")
        if audience.holds(Profile(frozenset(facts["tags"]), frozenset(facts["roles"]), facts["groups"]))
    ]
    teachers = Teacher.objects.filter(pk__in=addressed).select_related("user")
    if activity is not None:
        called = set(activity.sessions.values_list("attendances__teacher", flat=True)) - {None}
        called |= set(Assessment.objects.filter(activity=activity).values_list("teacher_id", flat=True)) if called else set()
        if called:
            teachers = teachers.filter(pk__in=called)
    return services.may_mark(person, teachers, sheet.term_id)


def todo(person: Person) -> list[Todo]:
    """What waits for this person: objections to answer, corrections to agree to, the own sheet to confirm, the term report."""
    if person.school is None or person.term is None:
        return []
    found = reports.todo(person)
    sheet = ScoreSheet.objects.filter(term=person.term).first()
    if sheet is None:
        return found
    where = reverse("correction_list")
    if has(person, "objection.decide"):
        rows = within(person, "objection.decide", Objection.objects.filter(sheet=sheet, state=ObjectionState.FILED))
        lens = conduct.Lens(sheet, person)
        mine = [row for row in rows if not lens.hides(row.code, row.teacher_id)]
        if mine:
            due = min(row.answer_by for row in mine)
            found.append(Todo("答复异议", where, "去答复", f"{len(mine)} 条", due, len(mine), 10))
    for action, state, title in (
        ("override.agree", OverrideState.PROPOSED, "核对改分"), ("override.confirm", OverrideState.AGREED, "同意改分"),
    ):
        if has(person, action):
            number = within(person, action, Override.objects.filter(sheet=sheet, state=state)).count()
            if number:
                found.append(Todo(title, where, "去看", f"{number} 处", count=number, order=20))
    if has(person, "score.reopen"):
        row = Reopening.objects.filter(sheet=sheet, state=ReopeningState.PROPOSED).first()
        if row and services.may_answer(person, row):
            found.append(Todo("答复：重新打开汇总表", where, "去看", f"{row.proposed_by.name}提出", order=10))
    if person.teacher and sheet.state == SheetState.MEETING:
        waiting = Score.objects.filter(sheet=sheet, teacher=person.teacher).exists()
        if waiting and not Confirmation.objects.filter(sheet=sheet, teacher=person.teacher).exists():
            found.append(Todo("核对我的得分", reverse("my_score"), "去核对", due=sheet.meeting_until, order=15))
    return found


def differences(sheet: ScoreSheet) -> list[dict[str, str]]:
    """Where the stored points are not what the frozen rubric gives for the frozen evidence; nothing when all agree."""
    scores = list(Score.objects.filter(sheet=sheet).select_related("teacher"))
    rows, _ = reckon(sheet.document, sheet.periods, [score.evidence for score in scores], services.closing_words(sheet))
    places, found = sheet.document.get("places", 1), []
    for score, row in zip(scores, rows, strict=True):
        pairs = [("总分", f"{score.total:.{places}f}", row["total"]), ("等次", score.grade, row["grade"]),
                 ("名次", str(score.rank), str(row["rank"]))]
        for stored, again in zip(score.items, row["items"], strict=True):
            pairs += [(f"第 {stored['code']} 项{label}", stored[key], again[key])
                      for label, key in (("得分", "points"), ("状态", "state"), ("理由", "reason"))]
        found += [
            {"teacher": score.teacher.name, "what": what, "stored": stored, "reckoned": again}
            for what, stored, again in pairs if stored != again
        ]
    return found
