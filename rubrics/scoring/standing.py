"""From items to total, rank and grade (总分、名次、等次), in the one order of spec 03."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from typing import Any

from .case import Case, Person
from .conditions import EXCLUDED_ITEM, Condition
from .evidence import Evidence, Teacher
from .numbers import Number, divide, exact, plain, rounded
from .result import Outcome, Sheet
from .rubric import Grade, Rubric, Section, Veto, weight_of

NO_SECTIONS: dict[str, Number] = {}


@dataclass(frozen=True)
class _Place:
    """A section with the columns of its items (栏目所含项目)."""

    section: Section
    columns: tuple[int, ...]
    bonus: bool  # it holds bonus items only: its cap bounds the bonus


class Standing:
    """Totals, ranks and grades of all teachers of a rubric."""

    def __init__(self, rubric: Rubric, evidence: Evidence) -> None:
        self.rubric, self.evidence = rubric, evidence
        self.places: list[_Place] = []
        self.single_full: list[int] = []
        self.single_bonus: list[int] = []
        counts = [item.counts for item in rubric.items]
        for section in rubric.sections:
            inside = [i for i, item in enumerate(rubric.items) if item.section == section.code]
            full = [i for i in inside if counts[i] == "full"]
            bonus = [i for i in inside if counts[i] == "bonus"]
            only_bonus = bool(bonus) and not full
            self.places.append(_Place(section, tuple(bonus if only_bonus else full), only_bonus))
            self.single_bonus += [] if only_bonus else bonus
        for i, item in enumerate(rubric.items):
            if not item.section:
                (self.single_full if counts[i] == "full" else self.single_bonus if counts[i] == "bonus" else []).append(i)
        self.full = [i for i, count in enumerate(counts) if count == "full"]
        self.findings: list[dict[str, str]] = []
        self.failed: set[int] = set()
        self.rank_basis: list[Number] = []
        self.struck: list[Sequence[Veto]] = []
        self.may_be_open = self.may_be_excluded = True

    def sheets(self, columns: list[list[Outcome]]) -> list[Sheet]:
        states = [{outcome.state for outcome in column} for column in columns]
        self.may_be_open = any("open" in states[i] for i in self.single_full)
        self.may_be_excluded = any("excluded" in states[i] for i in self.full)
        rows: Iterable[tuple[Outcome, ...]] = zip(*columns, strict=True) if columns else repeat(())
        sheets = [self._sheet(index, teacher, items)
                  for index, (teacher, items) in enumerate(zip(self.evidence.teachers, rows, strict=False))]
        self._rank(sheets)
        self._grade(sheets)
        return sheets

    def _sheet(self, index: int, teacher: Teacher, items: tuple[Outcome, ...]) -> Sheet:
        earned = sum([items[i].points for i in self.single_full])
        bonus = sum([items[i].points for i in self.single_bonus])
        possible: Number | None = earned
        if self.may_be_open:
            possible = _sum([items[i].most for i in self.single_full])
        sections: dict[str, Number] = {} if self.places else NO_SECTIONS
        for place in self.places:
            points, most = _in_section(place, items)
            sections[place.section.code] = points
            if place.bonus:
                bonus += points
            else:
                earned += points
                possible = None if possible is None or most is None else possible + most
            self._section_findings(index, teacher.person, place, items, points)
        value, assessed = self._total(items, earned)
        struck: Sequence[Veto] = ()
        if self.rubric.vetoes:
            struck = [veto for veto in self.rubric.vetoes if self._holds(veto.when, teacher, items)]
        with_bonus = value + bonus if assessed else value
        total = rounded(with_bonus, self.rubric.places)
        basis = total if self.rubric.grades_count_bonus else rounded(value, self.rubric.places)
        if struck:
            fixed_totals = [veto.points for veto in struck if veto.effect == "total"]
            if fixed_totals:
                total = basis = rounded(min(fixed_totals), self.rubric.places)
            if any(veto.effect == "not_assessed" for veto in struck):
                assessed = False
        self.rank_basis.append(basis)
        self.struck.append(struck)
        vetoes = tuple({"when": as_written(veto.raw), "effect": veto.effect} for veto in struck) if struck else ()
        return Sheet(teacher.person, items, self.rubric.places, sections, earned, possible, bonus, total, assessed,
                     vetoes=vetoes)

    def _section_findings(self, index: int, person: Person, place: _Place, items: tuple[Outcome, ...],
                          points: Number) -> None:
        section = place.section
        if section.warn_below is None and section.fail_below is None:
            return
        if place.columns and all(items[i].state == "excluded" for i in place.columns):
            return
        name = section.name or section.code
        for limit, failing in ((section.warn_below, False), (section.fail_below, True)):
            if limit is not None and points < limit:
                if failing:
                    self.failed.add(index)
                ending = "，按规定定为最低等次" if failing and self.rubric.grades else ""
                self.findings.append({
                    "level": "warning", "place": f"{person.id}/{section.code}",
                    "sentence": f"{person.name or person.id}的“{name}”{plain(points)} 分，低于 {plain(limit)} 分{ending}",
                    "remedy": "请与本人核对这一栏的依据"})

    def _total(self, items: tuple[Outcome, ...], earned: Number) -> tuple[Number, bool]:
        """exclude, then `total`; the second value is false when no weight is left."""
        rubric, value = self.rubric, earned
        excluded = [i for i in self.full if items[i].state == "excluded"] if self.may_be_excluded else ()
        every: Number | None = None
        if excluded:
            every = self._weight(items, self.full)
            rest = self._weight(items, [i for i in self.full if items[i].state != "excluded"])
            if len(excluded) == len(self.full) or (every and not rest):
                return 0, False
            if every:
                value = divide(value * every, rest)
        if rubric.total == "cap":
            return min(value, rubric.full_marks), True
        if rubric.total == "rescale":
            every = self._weight(items, self.full) if every is None else every
            if not every:
                return 0, False
            return divide(value * rubric.full_marks, every), True
        return value, True

    def _weight(self, items: tuple[Outcome, ...], columns: Iterable[int]) -> Number:
        """Σ of this teacher's own weights; a section brings min(cap, Σ max)."""
        if not self.rubric.sections:
            return sum([items[i].weight for i in columns])
        return weight_of(self.rubric.sections, [(items[i].item.section, items[i].weight) for i in columns])

    def _holds(self, when: Condition, teacher: Teacher, items: tuple[Outcome, ...]) -> bool:
        wanted = set(when.items())
        results = {outcome.code: _points(outcome) for outcome in items if outcome.code in wanted}
        case = Case(teacher.person, self.evidence.periods, self.rubric.without_evidence == "zero", results)
        by_source = {}
        for name in when.names():
            for item, value, variant in zip(self.rubric.items, teacher.values, teacher.variants, strict=True):
                if item.evidence == name:
                    whole = Case(teacher.person, self.evidence.periods, case.zero, {}, rule=item.variants[variant].rule,
                                 evidence=value.given, source=name, gate=value.gate)
                    by_source[name] = whole.value(name)
                    break
        return case.ask(when, None, None, by_source) is True

    def _rank(self, sheets: list[Sheet]) -> None:
        """Competition rank on the rounded total: 1, 2, 2, 4."""
        ordered = sorted(-basis for sheet, basis in zip(sheets, self.rank_basis, strict=True) if sheet.assessed)
        places: dict[Number, int] = {}
        for place, basis in enumerate(ordered):
            places.setdefault(basis, place + 1)
        for sheet, basis in zip(sheets, self.rank_basis, strict=True):
            if sheet.assessed:
                sheet.rank = places[-basis]

    def _grade(self, sheets: list[Sheet]) -> None:
        grades = self.rubric.grades
        if not grades:
            return
        by_group = self._groups(sheets)
        n = sum(sheet.assessed for sheet in sheets)
        for index, sheet in enumerate(sheets):
            if not sheet.assessed:
                continue
            basis = self.rank_basis[index]
            reached = next((place for place, grade in enumerate(grades)
                            if self._reached(grade, sheet, basis, n, by_group)), None)
            if index in self.failed:
                reached = len(grades) - 1
            for veto in self.struck[index]:
                if veto.effect == "grade":
                    named = next(place for place, grade in enumerate(grades) if grade.name == veto.grade)
                    reached = named if reached is None else max(reached, named)
            if reached is not None and any(veto.effect == "no_top_grade" for veto in self.struck[index]):
                reached = self._below_top(reached)
            sheet.grade = None if reached is None else grades[reached].name

    def _below_top(self, reached: int) -> int | None:
        """不得评为最高等次: the next grade of another name."""
        grades = self.rubric.grades
        if grades[reached].name != grades[0].name:
            return reached
        return next((place for place, grade in enumerate(grades) if grade.name != grades[0].name), None)

    def _reached(self, grade: Grade, sheet: Sheet, basis: Number, n: int,
                 by_group: dict[tuple[str, str], list[Number]]) -> bool:
        if grade.at_least is not None and basis < grade.at_least:
            return False
        if grade.top is None and grade.top_share is None:
            return True
        places = [(sheet.rank or 0, n)]
        if grade.among.kind == "group":
            groups = [by_group[grade.among.name, name] for name in sheet.person.groups.get(grade.among.name, ())]
            places = [(len(totals) - bisect_right(totals, basis) + 1, len(totals)) for totals in groups]
        elif grade.among.kind == "tag":
            totals = by_group["", grade.among.name]
            inside = grade.among.name in sheet.person.tags
            places = [(len(totals) - bisect_right(totals, basis) + 1, len(totals))] if inside else []
        return any((grade.top is None or rank <= grade.top)
                   and (grade.top_share is None or rank <= grade.top_share * size) for rank, size in places)

    def _groups(self, sheets: list[Sheet]) -> dict[tuple[str, str], list[Number]]:
        """The totals within each group that a grade compares, in ascending order."""
        found: dict[tuple[str, str], list[Number]] = {}
        for among in {grade.among for grade in self.rubric.grades if grade.among.kind != "all"}:
            for sheet, basis in zip(sheets, self.rank_basis, strict=True):
                if among.kind == "tag":
                    names: Iterable[tuple[str, str]] = [("", among.name)] if among.name in sheet.person.tags else []
                    found.setdefault(("", among.name), [])
                else:
                    names = [(among.name, name) for name in dict.fromkeys(sheet.person.groups.get(among.name, ()))]
                for name in names:
                    found.setdefault(name, [])
                    if sheet.assessed:
                        found[name].append(basis)
        for totals in found.values():
            totals.sort()
        return found


def _in_section(place: _Place, items: tuple[Outcome, ...]) -> tuple[Number, Number | None]:
    """Σ of its items, not below floor, not above cap: so far, and the most still possible."""
    section = place.section

    def clamp(value: Number) -> Number:
        if section.floor is not None and value < section.floor:
            value = section.floor
        return section.cap if section.cap is not None and value > section.cap else value

    most = _sum([items[i].most for i in place.columns])
    return clamp(sum(items[i].points for i in place.columns)), section.cap if most is None else clamp(most)


def as_written(raw: Any) -> Any:
    """A condition as the file has it, with numbers that every JSON writer takes."""
    if isinstance(raw, dict):
        return {key: as_written(value) for key, value in raw.items()}
    if isinstance(raw, (list, tuple)):
        return [as_written(value) for value in raw]
    if isinstance(raw, (Decimal, Fraction)):
        return int(raw) if raw == int(raw) else plain(exact(Fraction(raw)))
    return raw


def _sum(values: list[Number | None]) -> Number | None:
    return None if None in values else sum(values)  # type: ignore[arg-type]


def _points(outcome: Outcome) -> Any:
    if outcome.state == "excluded":
        return EXCLUDED_ITEM
    return None if outcome.state == "open" else outcome.points
