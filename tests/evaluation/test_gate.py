"""A gate asks for the evidence of the rule behind it (spec 03): a sheet with one is reckoned, not refused."""
from __future__ import annotations

from activities.models import ClassAward
from evaluation.evidence import of_item
from evaluation.evidence.setting import Setting
from school import clock


def test_a_gate_takes_the_evidence_of_its_rule(cast):
    teacher = cast.teachers["teacher"]
    ClassAward.objects.create(
        school=cast.school, term=cast.term, teacher=teacher, class_name="五（2）班", day=clock.today(),
        by=cast.users["office"], at=clock.now(),
    )
    counting = {"kind": "count", "points": {"先进班级": 1}}
    item = {"code": "9", "name": "班级管理", "max": 7, "evidence": "class_awards", "rule": counting}
    gated = {**item, "rule": {"kind": "gate", "when": "incident:严重", "rule": counting}}
    setting = Setting(cast.term, [teacher], {})
    assert of_item(setting, gated)[teacher.pk].value == of_item(setting, item)[teacher.pk].value == {"count": 1}
