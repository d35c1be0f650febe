"""Every kind of rule by a table of worked cases, each reckoned by hand from spec 03."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import rubrics.scoring
from rubrics.scoring import plain
from rubrics.scoring.kinds import KINDS
from rubrics.scoring.wording import MORE, SENTENCES

from .builders import CASES, a_rubric, an_item, exact, scored


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.json")):
        for case in exact(path.read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{path.stem}: {case['case']}"))
    return found


@pytest.mark.parametrize("case", cases())
def test_worked_case(case: dict[str, Any]) -> None:
    """One rule, one or several teachers; what is expected is [points, state, possible] or a part of it."""
    item = an_item(case["rule"], case.get("max", 10), **case.get("item", {}))
    more = case.get("rubric", {})
    others = case.get("items", [])
    given = case["teachers"] if "teachers" in case else [{"evidence": case.get("evidence"), "expect": case["expect"]}]
    teachers = []
    for index, teacher in enumerate(given):
        evidence = dict(teacher.get("others", {}))
        if "evidence" in teacher and teacher["evidence"] != "left out":
            evidence["1"] = teacher["evidence"]
        facts = {key: teacher[key] for key in teacher if key not in ("evidence", "expect", "others")}
        teachers.append({"id": f"T{index}", "evidence": evidence, **facts})
    periods = {"periods": case["periods"]} if "periods" in case else {}
    result = scored(a_rubric(item, *others, **more), *teachers, **periods)
    for teacher, sheet in zip(given, result, strict=True):
        outcome = sheet.items[0]
        possible = None if outcome.most is None else plain(outcome.most)
        got = [plain(outcome.points), outcome.state, possible]
        assert got[: len(teacher["expect"])] == teacher["expect"], outcome.reason
        assert outcome.reason.strip()
        assert isinstance(outcome.more, str)


def test_every_kind_is_whole() -> None:
    """A kind is a file, a line in the registry, a wording, and a table of cases; none may be missing."""
    files = {path.stem for path in (Path(rubrics.scoring.__file__).parent / "kinds").glob("*.py")}
    shared = {"__init__", "parts", "compared", "conditions_met"}
    assert files - shared == set(KINDS)
    assert {path.stem for path in CASES.glob("*.json")} == set(KINDS)
    for kind, rule in KINDS.items():
        assert rule.kind == kind
        assert import_module(f"rubrics.scoring.kinds.{kind}").__doc__
        assert rule.__doc__
    source = "".join(path.read_text(encoding="utf-8")
                     for path in Path(rubrics.scoring.__file__).parent.rglob("*.py") if path.parent.name != "wording")
    for code in [*SENTENCES, *MORE]:
        assert f'"{code}"' in source, f"nobody gives the reason {code}"
    given = set(re.findall(r"(?:unsettled\(case, |Reason\(|Score\.of\([^\"\n]*|waiting\()\"(\w+)\"", source))
    assert len(given) > 20 and given <= {*SENTENCES, *MORE, "not_addressed", "exempt"}
