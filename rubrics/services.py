"""Writing rubrics: a draft, its decisions, and putting it in use after the 教职工大会."""
from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from rubrics.differences import different_lines, rubric_lines
from rubrics.models import Rubric
from rubrics.queries import findings, total_choices
from rubrics.scoring import Refusal, parse_rubric
from rubrics.states import RubricState
from school import audit, clock
from school.person import Person
from school.policy import check
from school.workflow import Refused, StaleEdit

REFERENCE = Path(__file__).parent / "reference" / "yanxiu-2026.json"


def start(person: Person) -> Rubric:
    """起草第一版 from the reference rubric; a school that has one makes a new version instead."""
    check(person, "rubric.edit")
    if Rubric.objects.filter(school=person.school).exists():
        raise Refused("学校已经有评价细则。", "请在最新一版上『起草新一版』。", label="评价细则")
    document = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return _create(person, document["title"], 1, document, {})


def new_version(person: Person, rubric: Rubric) -> Rubric:
    """起草新一版: a copy that can be changed; the one in use stays as it is."""
    check(person, "rubric.edit")
    draft = Rubric.objects.filter(school=rubric.school, title=rubric.title, state=RubricState.DRAFT).first()
    if draft:
        raise Refused(f"第 {draft.version} 版还是草稿。", "请接着改那一版。", label=str(rubric))
    last = Rubric.objects.filter(school=rubric.school, title=rubric.title).aggregate(last=Max("version"))["last"]
    return _create(person, rubric.title, last + 1, rubric.document, rubric.responsible)


def take_in(person: Person, document: dict[str, Any]) -> Rubric:
    """读入: a rubric read from the school's own plan or table, as a draft to be checked before anything is scored."""
    check(person, "rubric.edit")
    title = document["title"][:80]
    if Rubric.objects.filter(school=person.school, title=title, state=RubricState.DRAFT).exists():
        raise Refused("同名的细则还有一份草稿。", "请先把那一份定下来或改名，再读入。", label=title)
    try:
        parse_rubric(json.dumps(document))
    except Refusal as refusal:
        raise Refused(f"细则还不能读入：{refusal}。", "请在原文件里改好再读，或者这一次不读细则。", label=title) from refusal
    last = Rubric.objects.filter(school=person.school, title=title).aggregate(last=Max("version"))["last"] or 0
    return _create(person, title, last + 1, named(document, title), {})


def replace(person: Person, rubric: Rubric, document: dict[str, Any], edition: int) -> Rubric:
    """换掉草稿的内容 with what was read from a file; title and version stay, who gives the points stays by code."""
    return change(person, rubric, {**document, "title": rubric.title}, edition, "rubric.replace")


def _create(person: Person, title: str, version: int, document: dict[str, Any], responsible: dict[str, Any]) -> Rubric:
    try:
        with transaction.atomic():
            row = Rubric.objects.create(
                school=person.school, title=title, version=version, document=document, responsible=responsible,
                edited_by=person.user, edited_at=clock.now(),
            )
            audit.record(person, "rubric.create", row, after={"version": version})
    except IntegrityError as error:
        raise Refused("刚刚有人起草了同一版。", "请刷新页面。", label=title) from error
    return row


def decide(person: Person, rubric: Rubric, total: str, otherwise: Mapping[str, str], edition: int) -> Rubric:
    """定下来: how the total is made, and what those get for whom an item does not apply. Drafts only."""
    document = deepcopy(rubric.document)
    if total_choices(document):
        document["total"] = total
    for item in document["items"]:
        if item["code"] in otherwise and item.get("applies_to"):
            item["otherwise"] = otherwise[item["code"]]
    return change(person, rubric, document, edition, "rubric.decide")


class Unreckonable(Refused):
    """算不出来: the core refuses the rubric as it would be; every problem with its JSON path and a sentence."""

    status = 400

    def __init__(self, problems: list[dict[str, str]], label: str = "") -> None:
        first = "；".join(f"{one['path']}：{one['sentence']}" for one in problems[:3])
        super().__init__(f"这样算不出来：{first}。", "改好再存；原来的没有动。", label=label)
        self.problems = problems


def change(person: Person, rubric: Rubric, document: dict[str, Any], edition: int, action: str = "rubric.edit",
           responsible: Mapping[str, str] | None = None) -> Rubric:
    """存草稿: the whole document at once, if nobody saved in between and the core can reckon with it.

    Raises Unreckonable, StaleEdit (409, both texts), or Refused when the version is no draft.
    """
    check(person, "rubric.edit")
    try:
        parse_rubric(json.dumps(document))
    except Refusal as refusal:
        raise Unreckonable(refusal.problems, str(rubric)) from refusal
    document = named(document, rubric.title)
    codes = {item["code"] for item in document["items"]}
    given = {code: who for code, who in (rubric.responsible if responsible is None else responsible).items() if who and code in codes}
    with transaction.atomic():
        rows = Rubric.objects.filter(pk=rubric.pk, state=RubricState.DRAFT, edition=edition)
        if not rows.update(document=document, responsible=given, edition=F("edition") + 1, edited_by=person.user, edited_at=clock.now()):
            now = Rubric.objects.select_related("edited_by").get(pk=rubric.pk)
            if now.state != RubricState.DRAFT:
                raise Refused(f"这一版{now.get_state_display()}，不能再改。", "要改请起草新一版，下学期起用。", label=str(now))
            mine, theirs = different_lines(rubric_lines(document, given), rubric_lines(now.document, now.responsible))
            raise StaleEdit(mine=mine, theirs=theirs, version=now.edition, by=now.edited_by.name if now.edited_by else "", label=str(now))
        before = rubric.document
        rubric.refresh_from_db()
        audit.record(person, action, rubric, before={"total": before.get("total", "cap")},
                     after={"total": document.get("total", "cap"), "items": _changed(before, document)})
    return rubric


def named(document: dict[str, Any], title: str) -> dict[str, Any]:
    """A file may leave out title and names; kept in the school they are there, if only empty."""
    items = [{"code": item["code"], "name": "", **item} for item in document["items"]]
    return {**document, "title": document.get("title") or title, "items": items}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    was = {item["code"]: item for item in before["items"]}
    now = {item["code"]: item for item in after["items"]}
    return sorted(code for code in {*was, *now} if was.get(code) != now.get(code))


def put_in_use(
    person: Person, rubric: Rubric, day: date, due: int, present: int, agreed: int, edition: int | None = None
) -> Rubric:
    """启用 after the 教职工大会 has passed it: day and votes are recorded, the version is frozen, the old one retires.

    `edition`: the one that was on the screen; when it has been edited since, nothing is put in use.
    """
    check(person, "rubric.use")
    label = str(rubric)
    if day > clock.today():
        raise Refused("大会的日期还没有到。", "开过大会、登记票数以后再启用。", label=label)
    if not 0 < present <= due or not 0 <= agreed <= present:
        raise Refused(f"票数对不上：应到 {due}，实到 {present}，同意 {agreed}。", "实到不能多于应到，同意不能多于实到。", label=label)
    if 3 * present < 2 * due or 2 * agreed <= due:
        raise Refused(
            f"没有通过：应到 {due}，实到 {present}，同意 {agreed}。",
            "实到要有应到的三分之二，同意要超过应到的一半；改好以后再交大会。", label=label,
        )
    errors = [one for one in findings(rubric, person.term) if one.level == "error"]
    if errors:
        raise Refused(f"体检还有 {len(errors)} 处错误：{errors[0].place}，{errors[0].sentence}。", "改好以后再启用。", label=label)
    vote = {"date": day.isoformat(), "due": due, "present": present, "agreed": agreed}
    if edition is not None and edition != rubric.edition:
        raise Refused("这一版在你打开页面以后又改过，没有启用。", "请刷新页面，看清改动再登记。", label=label)
    with transaction.atomic():
        Rubric.objects.filter(school=rubric.school, state=RubricState.IN_USE).update(state=RubricState.RETIRED)
        rows = Rubric.objects.filter(pk=rubric.pk, edition=rubric.edition, state__in=[RubricState.DRAFT, RubricState.PASSED])
        if not rows.update(state=RubricState.IN_USE, vote=vote):
            rubric.refresh_from_db()
            raise Refused(f"这一版{rubric.get_state_display()}，不能再启用一次。", "请刷新页面。", label=label)
        rubric.refresh_from_db()
        audit.record(person, "rubric.use", rubric, after=vote)
    return rubric

