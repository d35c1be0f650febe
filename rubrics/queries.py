"""Reads for the rubric pages: versions, and a rule said in a sentence."""
from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from rubrics.models import Rubric
from rubrics.scoring.numbers import plain, read_number
from school.models import School
from school.person import Person
from school.policy import has, within

OTHERWISE = {"zero": "零分", "full": "满分", "exclude": "剔除后折算", "average": "平均分"}


def rubric_in_use(school: School) -> Rubric | None:
    """The version of the 评价细则 that a school uses now."""
    return Rubric.objects.filter(school=school, state="in_use").first()


def readable(person: Person):
    """Versions within reach; who may not edit reads those in use or retired."""
    rows = within(person, "rubric.read", Rubric.objects.all())
    if not (has(person, "rubric.edit") or "group_leader" in person.roles):
        rows = rows.filter(state__in=["in_use", "retired"])
    return rows


def n(value: Any) -> str:
    """A number as people write it."""
    return plain(read_number(value if not isinstance(value, float) else str(value)))


def rule_words(item: Mapping[str, Any]) -> str:
    """计分规则 as one sentence: 每缺 1 次扣 1 分，扣完为止。"""
    return f"{_words(item['rule'], item.get('max'))}。"


def _words(rule: Mapping[str, Any], most: Any) -> str:
    kind = rule["kind"]
    top = "" if most is None else f"，最高 {n(rule.get('cap') if rule.get('cap') is not None else most)} 分"
    match kind:
        case "tiers":
            named = "，".join(f"{name} {n(points)} 分" for name, points in rule["tiers"].items())
            return f"分{_count(len(rule['tiers']))}档：{named}；未参加 {n(rule.get('none', 0))} 分"
        case "quota":
            due = "应交数按计划" if rule.get("required") is None else f"应有 {n(rule['required'])} 次"
            each = {"week": "每周", "month": "每月"}.get(rule.get("each") or "", "")
            unit = n(rule.get("unit", 1))
            parts = [f"{each}{due}"]
            if rule.get("per_missing"):
                parts.append(f"每缺 {unit} 次扣 {n(rule['per_missing'])} 分，扣完为止")
            if rule.get("per_extra"):
                parts.append(f"每多 {unit} 次加 {n(rule['per_extra'])} 分")
            return "，".join(parts)
        case "count":
            base = f"基础 {n(rule['base'])} 分；" if rule.get("base") else ""
            named = "，".join(_event(name, points) for name, points in rule["points"].items())
            ends = top if any(_gains(points) for points in rule["points"].values()) else "，扣完为止"
            return f"{base}{named}{ends}"
        case "judged":
            ranges = rule.get("ranges") or {}
            named = "，".join(f"{name} {n(low)}—{n(high)} 分" for name, (low, high) in ranges.items())
            return f"评定给分{top}{f'：{named}' if named else ''}"
        case "bands":
            return "，".join(_band(band) for band in rule["bands"])
        case "ratio":
            return f"按完成的比例得分{top}"
        case "sum":
            return "各部分相加：" + "；".join(_part(part, most) for part in rule["parts"])
        case "best":
            return "取最高的一个：" + "；".join(_part(part, most) for part in rule["parts"])
        case "mean":
            return f"各期平均：{_words(rule['rule'], most)}" if "rule" in rule else "各部分加权平均"
        case "gate":
            return f"{_words(rule['rule'], most)}；遇规定情形得 {n(rule.get('then', 0))} 分"
        case "group":
            return f"按{rule.get('of', '组')}计：{_words(rule['rule'], most)}"
        case "awards":
            return f"按获奖等级计分{top}"
        case "raters":
            named = "，".join(f"{name} {n(Fraction(str(weight)) * 100)}%" for name, weight in rule["weights"].items())
            return f"多方评分加权：{named}"
        case "rank":
            return f"按名次计分{top}"
        case "relative":
            return f"与参照数比较计分{top}"
        case "all" | "any":
            return f"{'各条件都' if kind == 'all' else '有一个条件'}达到得 {n(rule.get('points', most or 0))} 分"
    raise ValueError(kind)


def _gains(points: Any) -> bool:
    return not isinstance(points, list) and read_number(n(points)) > 0


def _event(name: str, points: Any) -> str:
    if isinstance(points, list):
        return f"{name}每次 {n(points[0])} 到 {n(points[1])} 分，视情节"
    value = n(points)
    return f"{name}每次扣 {value[1:]} 分" if value.startswith("-") else f"{name}每次加 {value} 分"


def _band(band: Mapping[str, Any]) -> str:
    words = {"at_least": "≥ ", "more_than": "> ", "at_most": "≤ ", "fewer_than": "< "}
    bound = "且".join(f"{words[key]}{n(band[key])}" for key in words if key in band)
    return f"{bound or '其余'} 得 {n(band['points'])} 分"


def _part(part: Mapping[str, Any], most: Any) -> str:
    return f"{part.get('name', '')}（{_words(part['rule'], part.get('max', most))}）"


def _count(number: int) -> str:
    return "零一二三四五六七八九十"[number] if number <= 10 else str(number)


def source_words(key: str) -> str:
    """评价依据 as people say it: 学习笔记／政治."""
    name, _, argument = key.partition(":")
    words = {
        "works": "材料", "attendance": "考勤", "part": "参加与出课", "observations": "听课记录", "instrument": "评价表",
        "assessment": "评定结果", "contest": "评比", "inspection": "检查", "conduct": "师德考核记录", "class_awards": "先进班级",
        "open_lessons": "公开课", "mentorship": "师徒结对", "hours": "学时", "achievements": "成果", "group": "教研组",
        "ratings": "互评", "manual": "手工录入",
    }
    argument = {"made": "听课", "received": "被听"}.get(argument, argument).replace("/", "／")
    label = words.get(name, name)
    return f"{label}／{argument}" if argument else label or "未定"


def audience_words(item: Mapping[str, Any]) -> str:
    """对象: 全体教师, or who, and what the others get."""
    applies = item.get("applies_to") or {}
    names = [*applies.get("tags", []), *applies.get("groups", []), *applies.get("roles", [])]
    names += [f"不含{name}" for name in applies.get("not_tags", [])]
    if not names:
        return "全体教师"
    return f"{'、'.join(names)}，其余{OTHERWISE[item.get('otherwise', 'zero')]}"
