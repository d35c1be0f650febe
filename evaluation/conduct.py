"""师德 in a sheet: who may read why, and the one wording for everybody else (spec 02)."""
from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from activities.models import ConductRecord
from evaluation.models import ScoreSheet
from school.person import Person
from school.policy import PRINCIPAL, has, within


def codes(document: Mapping[str, Any]) -> frozenset[str]:
    """The items whose reason rests on 师德考核记录: by their source, or by a condition on an incident."""
    return frozenset(item["code"] for item in document["items"] if _rests_on_conduct(item))


def _rests_on_conduct(item: Mapping[str, Any]) -> bool:
    said = json.dumps({key: item.get(key) for key in ("evidence", "rule", "by", "exempt")}, ensure_ascii=False)
    return '"conduct"' in said or "incident:" in said


def readers(person: Person | None, sheet: ScoreSheet) -> frozenset[int] | None:
    """Teachers whose 师德 reasons this person may read; None: all of them. Nobody at all for exports (person None)."""
    if person is None:
        return frozenset()
    if PRINCIPAL in person.roles:
        return None
    records = within(person, "conduct.read", ConductRecord.objects.filter(term=sheet.term)) if has(person, "conduct.read") else ()
    own = [person.teacher.pk] if person.teacher else []
    return frozenset([*(record.teacher_id for record in records), *own])


def said(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as everybody else reads it: the points and nothing behind them."""
    points = "待定" if item["state"] == "open" else f"{item['points']}分"
    return {**item, "reason": f"按师德考核结果：{points}", "more": "", "records": []}


class Lens:
    """What one reader sees of the items of a sheet. `person` None: a paper or a workbook, which may go anywhere."""

    def __init__(self, sheet: ScoreSheet, person: Person | None) -> None:
        self.codes = codes(sheet.document)
        self.readers = readers(person, sheet)

    def hides(self, code: str, teacher_id: int) -> bool:
        return code in self.codes and self.readers is not None and teacher_id not in self.readers

    def items(self, items: list[dict[str, Any]], teacher_id: int) -> list[dict[str, Any]]:
        return [said(item) if self.hides(item["code"], teacher_id) else item for item in items]
