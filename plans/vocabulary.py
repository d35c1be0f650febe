"""参加人员的说法: which groups, tags, roles and teachers of a school may be named in a rule, read once for a whole page."""
from __future__ import annotations

import re

from documents import chinese
from school.audience import Audience, words
from school.models import Group, Role, School, Tag, Teacher

EVERYBODY = ("全体教师", "全体", "全校教师", "全体教职工")
NOT_YET = ("未定", "待定")


class Unknown(ValueError):
    """A word of the rule that the roster does not know, as a sentence."""


class Vocabulary:
    """Turns 「语文组、骨干，不含 某某」 into a rule of participants and back, with the names of one school."""

    def __init__(self, school: School) -> None:
        self.groups = set(Group.objects.filter(school=school).values_list("name", flat=True))
        self.tags = set(Tag.objects.filter(school=school).values_list("name", flat=True))
        self.roles = {label: value for value, label in Role.Name.choices}
        self.teachers: dict[str, list[str]] = {}
        for staff_no, name in Teacher.objects.filter(school=school, left=None).values_list("staff_no", "name"):
            self.teachers.setdefault(name, []).append(staff_no)
            self.teachers.setdefault(staff_no, [staff_no])
        self.names = {
            number: name for name, numbers in self.teachers.items() if len(numbers) == 1 for number in numbers if name != number
        }

    def said(self, rule: Audience) -> str:
        return words(rule, self.names) if rule else ""

    def rule(self, text: str) -> Audience:
        """The rule a text means. Raises Unknown with a sentence for the first word nobody in the school is called by."""
        text = chinese.normal(chinese.half_width(text or ""))
        wanted, _, without = text.partition("不含")
        rule: Audience = {}
        for name in _parts(wanted.replace("另加", "、")):
            self._add(rule, name)
        if without:
            rule["minus"] = [self._one(name) for name in _parts(without)]
        return rule

    def _add(self, rule: Audience, name: str) -> None:
        short = name.removeprefix("全体").removesuffix("教师").removesuffix("老师")
        if name in EVERYBODY:
            rule["all"] = True
            return
        for said in (name, short, f"{short}组", f"{short}教师"):
            if said in self.groups:
                rule.setdefault("groups", []).append(said)
                return
            if said in self.tags:
                rule.setdefault("tags", []).append(said)
                return
        if name in self.teachers:
            rule.setdefault("plus", []).append(self._one(name))
        elif name in self.roles:
            rule.setdefault("roles", []).append(self.roles[name])
        else:
            raise Unknown(f"『{name}』不是本校的组、标签、身份或教师姓名，请核对写法。")

    def _one(self, name: str) -> str:
        numbers = self.teachers.get(name)
        if not numbers:
            raise Unknown(f"名册里没有『{name}』。")
        if len(numbers) > 1:
            raise Unknown(f"有 {len(numbers)} 位教师叫『{name}』，请写工号：{'、'.join(numbers)}。")
        return numbers[0]


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[、，,;；\s]+", text) if part and part not in NOT_YET]
