"""The rubric in use, the running score sheet, one objection upheld and one waiting, one correction of points."""
from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from importlib.resources import files as resources

from evaluation.models import Objection, ScoreSheet
from evaluation.services import corrections, sheets
from evaluation.states import ObjectionState
from rubrics.models import Rubric
from rubrics.states import RubricState
from school.models import Tag
from school.person import person_of
from yanxiu.demo import plan as text
from yanxiu.demo import term
from yanxiu.demo.builders.activities import first_batch, second_batch
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at
from yanxiu.demo.texts.records import OBJECTIONS

STATES = {"已提出": ObjectionState.FILED, "成立": ObjectionState.UPHELD, "维持": ObjectionState.KEPT}
RECORDING = "录课教师"


def build_rubric(built: Built) -> Rubric:
    """评价细则: the fourteen reference items under today's titles; for whom an item does not apply it is left out."""
    document = json.loads(resources("rubrics").joinpath("reference/yanxiu-2026.json").read_text("utf-8"))
    titles = dict(term.CONTENTS)
    for item in document["items"]:
        title = titles[item["code"]]
        if ":" in item["evidence"] and not item["evidence"].startswith("works:"):
            item["evidence"] = f"{item['evidence'].partition(':')[0]}:{title}"
        item["name"] = title
        if item.get("applies_to"):
            item["otherwise"] = "exclude"
        if item["code"] == "6":
            item["applies_to"] = {"tags": [RECORDING]}
    tag = Tag.objects.get(school=built.school, name=RECORDING)
    tag.teachers.set(built.teachers[number] for number in first_batch(built) | second_batch(built))
    vote = {"date": text.VOTE["date"].isoformat(), "due": text.VOTE["entitled"], "present": text.VOTE["present"],
            "agreed": text.VOTE["agreed"]}
    return Rubric.objects.create(
        school=built.school, title="校本研修评价细则", version=3, state=RubricState.IN_USE, document=document, vote=vote,
        responsible={"2": "principal", "9": "leader"}, edited_by=built.account("何淑芬"), edited_at=at(text.PUBLISHED, 9),
    )


def build_scores(built: Built, rubric: Rubric) -> ScoreSheet:
    """考核汇总表 as it runs in week 12."""
    sheet = sheets.open_scoring(None, built.term, rubric)
    for person in built.people.values():
        if person.absences:
            reason = "、".join(absence.kind for absence in person.absences)
            sheets.leave_out(person_of(built.account("何淑芬")), sheet, built.teachers[person.no], f"本学期{reason}")
    for told in OBJECTIONS:
        Objection.objects.create(
            sheet=sheet, school=built.school, teacher=built.called(told.author), code=told.item, text=told.reason,
            points_then=told.before, state=STATES[told.state], filed_at=at(told.filed, 12, 5),
            answer_by=corrections.working_days_after(told.filed, 7), decision=told.answer,
            decided_by=built.account("吴敬堂") if told.decided else None, decided_at=at(told.decided, 17) if told.decided else None,
        )
    proposed = corrections.propose_override(
        person_of(built.account("何淑芬")), sheet, built.called("方静宜"), "9", Decimal(5),
        "第 8 周五（2）班先进班级漏记一次，周评原始表可查，本人异议成立。",
    )
    corrections.agree_override(person_of(built.account("吴敬堂")), proposed)
    type(proposed).objects.filter(pk=proposed.pk).update(
        proposed_at=at(term.TODAY - timedelta(days=6), 10), agreed_at=at(term.TODAY - timedelta(days=5), 16)
    )
    return sheet
