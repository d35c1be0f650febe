"""The check of a rubric (细则体检): what it must say about the reference rubric, and one case per finding."""

from typing import Any

import pytest

from rubrics.check import Supply, check_against_plan, check_rubric
from rubrics.scoring import parse_rubric
from rubrics.scoring.rubric import Profile
from rubrics.sources import SOURCES, source_of
from tests.rubrics.scoring.builders import a_rubric, an_item, reference

JUDGED = {"kind": "judged"}


def sentences(rubric: dict[str, Any], *teachers: Profile, in_school: bool = False) -> str:
    found = check_rubric(parse_rubric(rubric), teachers, in_school=in_school)
    assert all(finding.sentence and finding.remedy and finding.place for finding in found)
    return "\n".join(f"{finding.level} {finding.place} {finding.sentence}｜{finding.remedy}" for finding in found)


def of_rule(rule: dict[str, Any], maximum: Any = 10, **more: Any) -> str:
    return sentences(a_rubric(an_item(rule, maximum, evidence="manual", **more), full_marks=maximum or 10))


def test_the_reference_rubric() -> None:
    """Seed 004: 103 instead of 100, notes whose number is never given, a lecture that pays for class awards."""
    found = sentences(reference())
    assert "合计 103 分，而满分写的是 100 分，多 3 分" in found
    for choice in ("封顶", "折算", "改分值"):
        assert choice in found
    assert "第 3、6、9、11 项共 25 分只对部分教师开放" in found
    assert "第 1 项“学习十九大精神” 标准没有写应完成几次" in found
    assert "名为“班级管理讲座”，实际按“班级获奖（先进班级）”计分" in found
    assert "“出课”一次就到上限 5 分" in found
    assert "第 1 项“学习十九大精神” 按“查笔记”计分，数的是纸面材料" in found
    assert "error" not in found


def test_a_sound_rubric_gets_no_finding() -> None:
    rule = {"kind": "tiers", "tiers": {"一档": 100, "二档": 80}}
    item = an_item(rule, 100, text="一档100分，二档80分。", evidence="assessment:读书交流会")
    grades = [{"name": "合格", "at_least": 60}, {"name": "不合格"}]
    assert sentences(a_rubric(item, grades=grades)) == ""


@pytest.mark.parametrize(("rule", "word"), [
    ({"kind": "tiers", "tiers": {"一档": 12}}, "“一档”写的是 12 分，超过上限 10 分"),
    ({"kind": "tiers", "tiers": {"一档": 8}}, "没有人能得满 10 分"),
    ({**JUDGED, "cap": 12}, "这一项可能得到比分值更多的分"),
    ({**JUDGED, "ranges": {"优": [9, 10], "良": [7, 9]}}, "两档重叠"),
    ({**JUDGED, "step": "0.5", "ranges": {"优": [9, 10], "良": [6, 8]}}, "中间的分数哪一档也不是"),
    ({"kind": "bands", "bands": [{"at_least": 60, "points": 5}, {"at_least": 90, "points": 10}, {"points": 0}]}, "永远轮不到"),
    ({"kind": "count", "base": 5, "points": {"a": -1}}, "没有人能得满 10 分"),
    ({"kind": "count", "points": {"a": 2, "b": 2}, "each_cap": {"a": 4, "b": 4}}, "合计最多 8 分"),
    ({"kind": "count", "points": {"a": 2}, "change_cap": 6}, "到不了 10 分"),
    ({"kind": "raters", "weights": {"自评": "0.2", "互评": "0.7"}}, "各方权重合计是 0.9"),
    ({"kind": "rank", "steps": [{"top_share": 30, "points": 10}]}, "超过了全部人数"),
    ({"kind": "gate", "when": {"of": "学时数", "at_least": 1}, "rule": JUDGED}, "条件会一直待定"),
])
def test_a_rule_that_says_what_nobody_means(rule: dict[str, Any], word: str) -> None:
    assert word in of_rule(rule)


@pytest.mark.parametrize(("text", "expected"), [
    ("每少一次扣2分", "2 分"), ("每少一次扣１分", ""), ("每少一次扣一分", ""), ("扣两分", "2 分"), ("满分十分", ""), ("扣十五分", "15 分"),
    ("迟到40分钟，扣1分", "")])
def test_the_text_against_the_rule(text: str, expected: str) -> None:
    found = of_rule({"kind": "quota", "required": 8, "per_missing": 1}, text=text)
    assert (f"文字里写着 {expected}" in found) if expected else "文字里写着" not in found


def test_sources() -> None:
    assert {"works:学习笔记/政治", "conduct", "observations:made", "open_lessons"} <= {
        key for key in ("works:学习笔记/政治", "conduct", "observations:made", "open_lessons") if source_of(key)}
    for key in ("works", "works:", "observations:both", "hours:1", "photos"):
        assert source_of(key) is None
    assert all(source.label and source.gives for source in SOURCES.values())
    unknown = a_rubric(an_item(JUDGED, evidence="photos"), full_marks=10)
    assert "warning 第 1 项“项目” 不认识依据来源“photos”" in sentences(unknown)
    assert "error 第 1 项“项目” 不认识依据来源“photos”" in sentences(unknown, in_school=True)
    assert "这条规则读不了" in sentences(a_rubric(an_item(JUDGED, evidence="conduct"), full_marks=10))


def test_an_audience_of_fewer_than_half() -> None:
    rubric = a_rubric(an_item(JUDGED, evidence="manual", applies_to={"tags": ["新教师"]}), full_marks=10)
    new, old = Profile(frozenset(["新教师"]), frozenset(), {}), Profile(frozenset(), frozenset(), {})
    assert "3 名教师中只有 1 名（“新教师”的教师）" in sentences(rubric, new, old, old)
    assert "新教师" not in sentences(rubric, new, new, old)
    assert "没有一名教师符合" in sentences(rubric, old)


def test_sections_grades_and_vetoes() -> None:
    item = an_item(JUDGED, 50, section="A", evidence="manual")
    rubric = a_rubric(item, full_marks=50, sections=[{"code": "A", "cap": 60, "fail_below": 70}, {"code": "B"}],
                      grades=[{"name": "良", "at_least": 30}, {"name": "优", "at_least": 45}],
                      vetoes=[{"when": {"of": "hours", "fewer_than": 72}, "effect": "no_top_grade"}])
    found = sentences(rubric)
    for word in ("上限 60 分永远达不到", "不合格线 70 分高于", "栏目“B” 没有考核项目", "没有从高到低排", "达不到的教师没有等次",
                 "这条否决永远不会生效"):
        assert word in found


def test_rubric_and_plan_together() -> None:
    notes = an_item({"kind": "quota", "required": 12, "per_missing": 1}, evidence="works:学习笔记/政治")
    talk = an_item({"kind": "tiers", "tiers": {"一档": 10}}, evidence="assessment:读书交流会")
    rubric = parse_rubric(a_rubric(notes, talk, full_marks=20))
    supplies = [Supply("works:学习笔记/政治", "政治学习笔记", 10), Supply("assessment:心理健康培训", "心理健康培训")]
    said = [f"{finding.place} {finding.sentence}" for finding in check_against_plan(rubric, supplies)]
    assert said == ["第 2 项“项目” 依据是“读书交流会”的评定结果，计划里没有活动会产生它",
                    "计划“心理健康培训” 没有一个考核项目用到它", "第 1 项“项目” 要求 12 次，计划只安排了 10 次"]
    assert check_against_plan(rubric, [Supply("works:学习笔记/政治", "政治学习笔记", 12),
                                       Supply("assessment:读书交流会", "读书交流会")]) == []


def test_nothing_counts() -> None:
    assert "error 细则 没有一项计入总分" in sentences({"format": "yanxiu-rubric/1", "items": []})
