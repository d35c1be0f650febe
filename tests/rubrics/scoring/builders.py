"""Small rubrics and evidence for the tests of the core (测试用的细则与依据)."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from rubrics.scoring import Result, score

CASES = Path(__file__).parent / "cases"
REFERENCE = Path(__file__).parents[3] / "rubrics" / "reference" / "yanxiu-2026.json"


def exact(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def reference(**changes: Any) -> dict[str, Any]:
    return {**exact(REFERENCE.read_text(encoding="utf-8")), **changes}


def an_item(rule: dict[str, Any], maximum: Any = 10, **more: Any) -> dict[str, Any]:
    return {"code": "1", "name": "项目", "max": maximum, "rule": rule, **more}


def a_rubric(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    numbered = [{**item, "code": item.get("code") if index == 0 or item.get("code") != "1" else str(index + 1)}
                for index, item in enumerate(items)]
    return {"format": "yanxiu-rubric/1", "total": "plain", "items": numbered, **more}


def a_teacher(evidence: Any = None, name: str = "T1", **more: Any) -> dict[str, Any]:
    return {"id": name, "evidence": {} if evidence is None else evidence, **more}


def scored(rubric: dict[str, Any], *teachers: dict[str, Any], **more: Any) -> Result:
    return score(rubric, {"teachers": list(teachers), **more})
