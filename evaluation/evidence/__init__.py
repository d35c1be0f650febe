"""评价依据: for each key a rubric may name, one function that answers for all teachers of a term.

A function takes the setting, what stands behind the colon and the item (its rule decides the form of the answer), asks
the database a fixed number of times, and gives evidence with the records it was taken from. The keys are those of
rubrics/sources.py; a test holds both sets equal.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from evaluation.evidence import achieved, handed_in, judged, mentoring, presence, rated, results
from evaluation.evidence.setting import Found, Record, Setting
from rubrics.scoring import collector_rests

Source = Callable[[Setting, str, Mapping[str, Any]], dict[int, Found]]

SOURCES: dict[str, Source] = {
    "works": handed_in.works,
    "observations": handed_in.observations,
    "open_lessons": handed_in.open_lessons,
    "attendance": presence.attendance,
    "part": presence.part,
    "hours": presence.hours,
    "assessment": results.assessment,
    "class_awards": results.class_awards,
    "conduct": results.conduct,
    "instrument": rated.instrument,
    "ratings": rated.ratings,
    "contest": judged.contest,
    "inspection": judged.inspection,
    "mentorship": mentoring.mentorship,
    "achievements": achieved.achievements,
    "group": achieved.group,
    "manual": results.manual,
}

__all__ = ["SOURCES", "Found", "Record", "Setting", "gather", "people"]


def gather(setting: Setting, document: Mapping[str, Any]) -> dict[int, dict[str, Found]]:
    """Evidence of all teachers for every item of a rubric: teacher → code → what was found."""
    found: dict[int, dict[str, Found]] = {pk: {} for pk in setting.teachers}
    with collector_rests():
        for item in document["items"]:
            for pk, one in of_item(setting, item).items():
                found[pk][item["code"]] = one
    return found


def of_item(setting: Setting, item: Mapping[str, Any]) -> dict[int, Found]:
    """Evidence for one item; parts of a sum or a choice bring their own sources, a gate takes that of its rule."""
    if item["rule"]["kind"] == "gate":
        return of_item(setting, {**item, "rule": item["rule"]["rule"]})
    parts = item["rule"].get("parts") or []
    if any(part.get("evidence") for part in parts) and item["rule"]["kind"] in ("sum", "best"):
        return _joined(setting, [of_item(setting, {"code": item["code"], **part}) for part in parts])
    key, _, argument = item.get("evidence", "").partition(":")
    if key not in SOURCES:
        return setting.each()
    return SOURCES[key](setting, argument, item)


def _joined(setting: Setting, parts: list[dict[int, Found]]) -> dict[int, Found]:
    joined = setting.each()
    for pk, one in joined.items():
        mine = [part[pk] for part in parts]
        one.value = {"parts": ["open" if part.value is None else part.value for part in mine]}
        one.records = [record for part in mine for record in part.records]
        one.note = "；".join(part.note for part in mine if part.note)
    return joined


def people(setting: Setting, found: Mapping[int, Mapping[str, Found]]) -> dict[str, Any]:
    """evidence.json as the scoring core takes it: who everybody is, and what was found."""
    incidents, leave = results.incidents(setting), presence.leave(setting)
    teachers = []
    for pk, teacher in setting.teachers.items():
        served, total = setting.shares[pk]
        teachers.append({
            "id": teacher.staff_no, "name": teacher.name, "tags": setting.tags.get(pk, []),
            "roles": setting.roles.get(pk, []), "groups": setting.groups.get(pk, {}),
            "served_share": f"{served}/{total}" if total and served != total else "1",
            "incidents": incidents[pk], "leave": leave[pk],
            "evidence": {code: one.value for code, one in found[pk].items() if one.value is not None},
        })
    return {"periods": setting.periods, "teachers": teachers}
