"""What all and any share (条件得分): a list of conditions, each answered in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from ..base import LEFT_OUT, Frame, Reason, Rule, Score, close_evidence, evidence_fields
from ..conditions import PREFIXES, Condition, ItemPoints, Own, read_condition, together
from ..fields import Fields, number
from ..numbers import Number
from ..problems import Problems, inside, short


@dataclass(frozen=True)
class Met(Rule):
    """满足条件得分: points when all, or one, of the conditions hold."""

    every: ClassVar[bool]
    conditions: tuple[str | Condition, ...]
    points: Number

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> Any:
        conditions: list[str | Condition] = []
        fields.required("conditions", "条件")
        members = fields.list("conditions", "条件")
        if not members and fields.sound:
            fields.wrong("conditions", "没有写一个条件")
        for index, raw in enumerate(members):
            if isinstance(raw, str) and not raw.startswith(PREFIXES):
                conditions.append(raw)
            elif condition := read_condition(raw, inside(fields.at("conditions"), index), reader):
                conditions.append(condition)
        if not fields.has("points") and frame.scale is None:
            fields.problems.add(fields.path, "本项没有分值上限（max 为 null），应写明满足条件得几分（points）")
        return cls(frame, tuple(conditions), fields.number("points", frame.scale or 0))

    @property
    def looks_around(self) -> bool:
        return any(isinstance(condition, Condition) for condition in self.conditions)

    def item_codes(self) -> Iterator[str]:
        for condition in self.conditions:
            if isinstance(condition, Condition):
                yield from condition.items()

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if not fields.sound or not fields.required("conditions", "各条件是否满足"):
            return None
        answers = fields.list("conditions", "各条件是否满足")
        close_evidence(fields)
        if not fields.sound:
            return None
        if len(answers) != len(self.conditions):
            fields.wrong("conditions", f"应回答 {len(self.conditions)} 个条件，现在是 {len(answers)} 个")
            return None
        found: list[Any] = []
        for index, (condition, answer) in enumerate(zip(self.conditions, answers, strict=True)):
            where = inside(fields.at("conditions"), index)
            if answer is None or isinstance(answer, bool):
                found.append(answer)
            elif isinstance(condition, Own):
                found.append(number(answer, where, problems))
            else:
                problems.add(where, f"应当是 true、false 或 null，现在是 {short(answer)}")
        return tuple(found)

    def answer(self, condition: str | Condition, given: Any, case: Any, evidence: Any) -> bool | None:
        if isinstance(condition, str):
            return given
        if isinstance(condition, ItemPoints) or condition.looked_up:
            return case.ask(condition, None, None, {})
        if isinstance(given, bool):
            return given
        if given is not None:
            return condition.holds(case, lambda name: given)
        return case.ask(condition, None, None, {})

    def judge(self, evidence: Any, case: Any) -> Score:
        """Where every condition is looked up there is nothing to hand in, so nothing can be left out."""
        if evidence is LEFT_OUT and all(isinstance(each, Condition) and each.looked_up for each in self.conditions):
            evidence = (None,) * len(self.conditions)
        return super().judge(evidence, case)

    def work(self, evidence: Any, case: Any) -> Score:
        answers = [self.answer(condition, given, case, evidence)
                   for condition, given in zip(self.conditions, evidence, strict=True)]
        if case.zero:
            answers = [answer or False for answer in answers]
        met = together(answers, self.every)
        texts = tuple(condition if isinstance(condition, str) else condition.words() for condition in self.conditions)
        values = {"texts": texts, "answers": tuple(answers), "every": self.every, "points": self.points}
        if met is None:
            return Score(0, Reason("met", values), None, open=True, blank=True)
        return Score.of(self.points if met else 0, "met", **values)

    def more(self, evidence: Any, score: Score) -> Reason | None:
        if score.reason.code != "met" or True in score.reason.values["answers"] and not self.every:
            return None
        values = score.reason.values
        lacking = tuple(text for text, answer in zip(values["texts"], values["answers"], strict=True)
                        if answer is not True)
        if any(isinstance(condition, Condition) and condition.looked_up for condition in self.conditions):
            return None  # what is looked up is nothing a teacher can go and do
        gain = self.frame.weighed(self.frame.clamp(self.points) - self.frame.clamp(0))
        if not lacking or gain <= 0:
            return None
        return Reason("more_met", {"lacking": lacking, "every": self.every, "gain": gain})
