"""师徒结对 as evidence: which of the conditions a rubric names a teacher's pairs of this term meet."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from activities.models import Help, Pair
from activities.queries.pairs import lessons_between
from activities.states import PairState
from documents.chinese import half_width
from evaluation.evidence.setting import Found, Record, Setting

NUMBER = re.compile(r"\d+")


@dataclass
class Fact:
    """What one pair brought in the term."""

    pair: Pair
    helps: int = 0
    lessons: int = 0
    checks: int = 0

    def meets(self, text: str) -> bool | None:
        """Whether the pair meets a condition in the school's words: 有协议, 听课 5 节以上, 帮带记录 8 次, 查技能, 互评, 优秀师徒, 结对.

        A number in the words is the least that counts. None: words that none of these records answer.
        """
        found = NUMBER.search(half_width(text))
        least = int(found[0]) if found else 1
        if "优秀" in text:
            return bool(self.pair.praise)
        if "评" in text:
            return self.pair.by_mentor_id is not None and self.pair.by_helped_id is not None
        if "协议" in text or "签" in text:
            return self.pair.signed_on is not None
        if "技能" in text:
            return self.checks >= least
        if "听" in text:
            return self.lessons >= least
        if any(word in text for word in ("记录", "帮带", "交流", "指导", "次")):
            return self.helps + self.lessons >= least
        return True if "结对" in text or "师徒" in text else None


def mentorship(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """mentorship: for mentor and helped alike, each condition answered by the best of their pairs of the term.

    Who has no pair meets none. 蹲点包组 ties a leader to a group and is no mentorship.
    """
    found = setting.each()
    pairs = list(
        Pair.objects.filter(since__lte=setting.until, until__gte=setting.term.starts)
        .exclude(kind=Pair.Kind.STATION).exclude(state=PairState.DRAFT).select_related("mentor", "guide", "helped")
    )
    facts = {pair.pk: Fact(pair) for pair in pairs}
    days = (setting.term.starts, setting.until)
    seen = {pk: [row.day for row in rows if days[0] <= row.day <= days[1]] for pk, rows in lessons_between(pairs).items()}
    for pk, fact in facts.items():
        fact.lessons = len(seen[pk])
    for pair, day, what in Help.objects.filter(pair__in=pairs, day__range=days).values_list("pair", "day", "what"):
        facts[pair].checks += what == Help.What.SKILL
        if what != Help.What.LESSON:
            facts[pair].helps += 1
        elif day not in seen[pair]:  # a lesson with its 听课记录 counts once
            facts[pair].lessons += 1
    mine: dict[int, list[Fact]] = {}
    for fact in facts.values():
        for teacher in (fact.pair.mentor_id, fact.pair.helped_id):
            if teacher in found:
                mine.setdefault(teacher, []).append(fact)
    wanted = item["rule"].get("conditions") or []
    for pk, one in found.items():
        one.value = {"conditions": [_answer(mine.get(pk, []), text) for text in wanted]}
        one.records = [
            Record(f"{fact.pair.get_kind_display()}{fact.pair}：听课 {fact.lessons} 节，其他帮带 {fact.helps} 次", fact.pair.since, "pair", fact.pair.pk)
            for fact in mine.get(pk, [])
        ]
    return found


def _answer(facts: list[Fact], text: Any) -> bool | None:
    """A condition that looks elsewhere is answered there; one in words by the best of the pairs."""
    if not isinstance(text, str):
        return None
    answers = [fact.meets(text) for fact in facts]
    if not answers:
        return False
    return True if True in answers else None if None in answers else False
