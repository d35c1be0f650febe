"""获奖: the table says what each level and prize is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..base import NONE, Frame, Rule, Score, close_evidence
from ..fields import Fields, number
from ..numbers import Number, divide, exact
from ..problems import Problems, inside, short


@dataclass(frozen=True)
class Entry:
    """One award (一项获奖)."""

    level: str
    prize: str | None
    work: str | None
    factors: tuple[str, ...]
    people: Number


@dataclass(frozen=True)
class Awards(Rule):
    """获奖计分: cell − less, · factors, ÷ people; one work counts once; then all, the best, or the best few."""

    kind = "awards"
    table: Mapping[str, Number | Mapping[str, Number]]
    same_work: str
    take_all: bool
    top: int | None
    others: Number
    less: Mapping[str, Number]
    factors: Mapping[str, Number]
    split: bool

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Awards":
        table: dict[str, Any] = {}
        if fields.required("table", "获奖分值表") and fields.raw("table") == {}:
            fields.wrong("table", "获奖分值表是空的")
        for level, raw in fields.object("table", "获奖分值表").items():
            path = inside(fields.at("table"), level)
            if raw is None or raw == {}:
                fields.problems.add(path, f"“{short(level)}”没有分值")
            elif isinstance(raw, dict):
                table[level] = {}
                for prize, cell in raw.items():
                    where = inside(path, prize)
                    if cell is None or cell == "":
                        fields.problems.add(where, f"“{short(level)} {short(prize)}”没有分值")
                    else:
                        table[level][prize] = number(cell, where, fields.problems, 0)
            else:
                table[level] = number(raw, path, fields.problems, 0)
        take = fields.raw("take", "all")
        top, others = None, 0
        if isinstance(take, dict):
            inner = Fields(take, fields.at("take"), fields.problems, "取法")
            inner.required("top", "取最高的几项")
            top = inner.number("top", 1, least=0, whole=True)
            others = inner.number("others", 0)
            inner.close()
        elif take == "best":
            top = 1
        elif take != "all":
            fields.wrong("take", f"“take”只能是 all、best 或 {{\"top\": 个数, \"others\": 每项分值}}，现在是 {short(take)}")
        return cls(frame, table, fields.choice("same_work", ("best", "all")), take == "all", top, others,
                   fields.numbers("less", "减分"), fields.numbers("factors", "系数"), fields.flag("split", False))

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        if isinstance(raw, (list, tuple)):
            return self._take_list(list(raw), path, problems)
        fields = Fields(raw, path, problems, "依据")
        if not fields.sound or not fields.required("awards", "获奖列表"):
            return ()
        found = self._take_list(fields.list("awards", "获奖列表"), fields.at("awards"), problems)
        close_evidence(fields)
        return found

    def _take_list(self, members: list[Any], path: str, problems: Problems) -> tuple[Entry, ...]:
        return tuple(entry for index, raw in enumerate(members)
                     if (entry := self._take_entry(raw, inside(path, index), problems)))

    def _take_entry(self, raw: object, path: str, problems: Problems) -> Entry | None:
        fields = Fields(raw, path, problems, "一项获奖")
        if not fields.sound or not fields.required("level", "级别"):
            return None
        level, prize, work = fields.raw("level"), fields.raw("prize"), fields.raw("work")
        if not isinstance(level, str) or level not in self.table:
            fields.wrong("level", f"分值表里没有“{short(level)}”，只有 {'、'.join(self.table)}")
            level = None
        cells = self.table.get(level) if level else None
        if isinstance(cells, Mapping):
            if prize is None:
                problems.add(path, f"“{level}”要写明奖次（prize）：{'、'.join(cells)}")
            elif not isinstance(prize, str) or prize not in cells:
                fields.wrong("prize", f"“{level}”没有“{short(prize)}”，只有 {'、'.join(cells)}")
        elif prize is not None and not isinstance(prize, str):
            fields.wrong("prize", f"奖次应当是文字，现在是 {short(prize)}")
        if work is not None and not isinstance(work, str):
            fields.wrong("work", f"作品名称应当是文字，现在是 {short(work)}")
        factors = fields.texts("factors", "系数") if fields.raw("factors") is not None else ()
        for index, name in enumerate(factors):
            if name not in self.factors and name not in self.less:
                problems.add(inside(fields.at("factors"), index), f"规则里没有“{short(name)}”这个系数或减分")
        people = fields.number("people", 1, least=1, null=True)
        close_evidence(fields)
        return Entry(level, prize, work, factors, people or 1) if fields.sound else None

    def worth(self, entry: Entry) -> Number:
        """cell − less (not below 0), · factors, ÷ people when split."""
        cell = self.table[entry.level]
        worth: Any = cell[entry.prize or ""] if isinstance(cell, Mapping) else cell
        less = sum(self.less[name] for name in entry.factors if name in self.less)
        if less:
            worth = max(0, worth - less)
        for name in entry.factors:
            worth *= self.factors.get(name, 1)
        return divide(worth, entry.people) if self.split else exact(worth)

    def nothing(self, case: Any) -> Score:
        return self.work((), case)

    def work(self, evidence: Any, case: Any) -> Score:
        worths = [(self.worth(entry), entry) for entry in evidence]
        kept: list[tuple[Number, Entry]] = []
        by_work: dict[str, int] = {}
        for worth, entry in worths:
            if entry.work is None or self.same_work == "all":
                kept.append((worth, entry))
            elif entry.work not in by_work:
                by_work[entry.work] = len(kept)
                kept.append((worth, entry))
            elif worth > kept[by_work[entry.work]][0]:
                kept[by_work[entry.work]] = (worth, entry)
        counted, further = kept, 0
        if not self.take_all and self.top is not None:
            counted = sorted(kept, key=lambda pair: -pair[0])
            counted, further = counted[: self.top], max(0, len(counted) - self.top)
        points = sum(worth for worth, _ in counted) + further * self.others
        return Score.of(points, "awards", counted=tuple(counted), further=further, others=self.others,
                        dropped=len(worths) - len(kept), given=len(worths), take_all=self.take_all)

    def own(self, name: str, evidence: Any, case: Any) -> Any:
        if name == "count":
            if evidence is NONE:
                return 0
            return len(evidence) if isinstance(evidence, tuple) else None
        return super().own(name, evidence, case)
