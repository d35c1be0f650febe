"""参加人员的说法: which groups, tags, roles and teachers of a school may be named in a rule, read once for a whole page."""
from __future__ import annotations

import re

from documents import chinese
from school.audience import Audience, words
from school.models import Group, Role, School, Tag, Teacher

EVERYBODY = ("全体教师", "全体", "全校教师", "全体教职工")
NOT_YET = ("未定", "待定")
# 教龄满25年, 教龄25年以上, 不满35岁, 年龄50岁以上, 35岁及以下, 教龄满5年不满10年
YEARS = re.compile(r"(教龄|工龄|年龄|年)?(?:满?(\d{1,2})(年|周?岁)(?:(以下|及以下)|及?以上)?)?(?:不满(\d{1,2})(年|周?岁))?的?(?:教师|老师)?")
LOOSE = re.compile(r"(?<=[龄满])\s+(?=\d)|(?<=\d)\s+(?=[年岁周])")


class Unknown(ValueError):
    """A word of the rule that the roster does not know, as a sentence."""


class Vocabulary:
    """Turns 「语文组、骨干，不含 某某」 into a rule of participants and back, with the names of one school."""

    def __init__(self, school: School) -> None:
        self.groups = set(Group.objects.filter(school=school).values_list("name", flat=True))
        self.tags = set(Tag.objects.filter(school=school).values_list("name", flat=True))
        self.subjects = set(Teacher.objects.filter(school=school, left=None).exclude(subject="").order_by().values_list("subject", flat=True))
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

    def offered(self) -> list[str]:
        """What may be written, to be chosen from: everybody, groups, tags, subjects, years of service and of age, roles."""
        return [
            EVERYBODY[0], *sorted(self.groups), *sorted(self.tags), *(f"{subject}学科" for subject in sorted(self.subjects)),
            "教龄满25年", "教龄不满3年", "满50岁", "不满35岁", *self.roles,
        ]

    def rule(self, text: str) -> Audience:
        """The rule a text means. Raises Unknown with a sentence for the first word nobody in the school is called by."""
        text = LOOSE.sub("", chinese.normal(chinese.half_width(text or "")))
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
        for said in (name, short, f"{short}组", f"{short}教师", f"{name.removesuffix('教研组')}组"):
            if said in self.groups:
                rule.setdefault("groups", []).append(said)
                return
            if said in self.tags:
                rule.setdefault("tags", []).append(said)
                return
        if (subject := next((said for said in (name.removesuffix("学科"), short) if said in self.subjects), "")):
            rule.setdefault("subjects", []).append(subject)
        elif found := _years(name):
            key, span = found
            rule.setdefault(key, []).append(span)
        elif name in self.teachers:
            rule.setdefault("plus", []).append(self._one(name))
        elif name in self.roles:
            rule.setdefault("roles", []).append(self.roles[name])
        else:
            raise Unknown(f"『{name}』不是本校的组、标签、学科、身份或教师姓名，请核对写法。")

    def _one(self, name: str) -> str:
        numbers = self.teachers.get(name)
        if not numbers:
            raise Unknown(f"名册里没有『{name}』。")
        if len(numbers) > 1:
            raise Unknown(f"有 {len(numbers)} 位教师叫『{name}』，请写工号：{'、'.join(numbers)}。")
        return numbers[0]


def _years(name: str) -> tuple[str, list[int | None]] | None:
    """教龄满25年 → served [25, None]; 35岁及以下 → aged [None, 36]; None for anything else."""
    said = YEARS.fullmatch(name)
    if not said or not (said[2] or said[5]) or said[3] and said[6] and said[3][-1] != said[6][-1]:
        return None
    key = "aged" if (said[3] or said[6]).endswith("岁") else "served"
    if key == "served" and said[1] not in ("教龄", "工龄"):
        return None
    first, below = (int(said[at]) if said[at] else None for at in (2, 5))
    return key, [None, first + 1] if said[4] else [first, below]


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[、，,;；\s]+", text) if part and part not in NOT_YET]
