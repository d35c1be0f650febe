"""200 damaged files: a sentence each, or a score; never a traceback, never long, never much memory."""

import copy
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rubrics.scoring import Refusal, parse_evidence, parse_rubric, score

from .builders import CASES, a_rubric, an_item, exact, reference

SECONDS, MEGABYTES = 2, 300
NASTY = [None, True, -1, 0, "", "x", [], {}, [[]], {"a": 1}, 10**30, "NaN", "1/0", "@NaN@", "@Infinity@", "@-Infinity@",
         "@1e999999@", "@1e-999999@", "@" + "9" * 5000 + "@", "\ud83d", "x" * 10_000]


def _whole_rubric() -> dict[str, Any]:
    """One item of every case of every kind."""
    items, teachers = [], {}
    for path in sorted(CASES.glob("*.json")):
        for case in exact(path.read_text(encoding="utf-8")):
            if case.get("items") or "evidence" not in case:
                continue
            code = str(len(items) + 1)
            items.append({**an_item(case["rule"], case.get("max", 10), **case.get("item", {})), "code": code})
            if case["evidence"] != "left out":
                teachers[code] = case["evidence"]
    rubric = {"format": "yanxiu-rubric/1", "items": items, "grades": [{"name": "优", "at_least": 9}, {"name": "良"}],
              "sections": [{"code": "A", "cap": 40}], "vetoes": [{"when": {"item": "1", "at_least": 99}, "grade": "良"}]}
    return {"rubric": rubric, "evidence": {"teachers": [{"id": "T1", "evidence": teachers}]}}


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield value, key
        yield from _places(member)


def _mutants() -> Iterator[tuple[str, str, str]]:
    dice = random.Random(2026)
    whole = _whole_rubric()
    for number in range(200):
        broken = copy.deepcopy(whole)
        side = "rubric" if number % 2 else "evidence"
        for _ in range(dice.choice((1, 1, 3))):
            holder, key = dice.choice(list(_places(broken[side])))
            action = dice.randrange(4)
            if action == 0:
                del holder[key]
            elif action == 1 and isinstance(holder, dict):
                holder[f"{key}x"] = holder.pop(key)
            else:
                holder[key] = dice.choice(NASTY)
        texts = []
        for part in (broken["rubric"], broken["evidence"]):
            text = json.dumps(part, ensure_ascii=False, default=str)
            for word in ("NaN", "Infinity", "-Infinity", "1e999999", "1e-999999", "9" * 5000):
                text = text.replace(f'"@{word}@"', word)
            texts.append(text)
        yield f"{number}", *texts
    yield from _large()


def _large() -> Iterator[tuple[str, str, str]]:
    item = reference()["items"][0]
    nobody = json.dumps({"teachers": [{"id": "1", "evidence": {}}]})

    def rubric(items: list[Any]) -> str:
        return json.dumps({"format": "yanxiu-rubric/1", "items": items}, ensure_ascii=False)

    yield "10,000 items", rubric([{**item, "code": str(n)} for n in range(10_000)]), nobody
    yield "10,000 bad items", rubric([{**item, "code": "1", "max": "x"} for n in range(10_000)]), nobody
    yield "a circle of 5,000", rubric([
        {**item, "code": str(n), "rule": {"kind": "gate", "when": {"item": str((n + 1) % 5000), "is": 1}, "rule": item["rule"]}}
        for n in range(5000)]), nobody
    deep: Any = {"kind": "judged"}
    for _ in range(200):
        deep = {"kind": "sum", "parts": [{"name": "a", "rule": deep}]}
    yield "deep rules", rubric([an_item(deep)]), nobody
    when: Any = "tag:a"
    for _ in range(300):
        when = {"not": when}
    yield "deep conditions", rubric([an_item({"kind": "gate", "when": when, "rule": {"kind": "judged"}})]), nobody
    yield "deep brackets", "[" * 200_000, nobody
    huge = {"kind": "count", "points": {f"e{n}": 1 for n in range(20_000)}}
    yield "20,000 events", rubric([an_item(huge)]), nobody
    counts = json.dumps({"teachers": [{"id": "1", "evidence": {"1": {"counts": {f"x{n}": 1 for n in range(20_000)}}}}]})
    yield "20,000 unknown events", json.dumps(a_rubric(an_item({"kind": "count", "points": {"a": 1}}))), counts


@pytest.mark.parametrize(("rubric", "evidence"), [pytest.param(r, e, id=name) for name, r, e in _mutants()])
def test_a_damaged_file_gets_a_sentence(rubric: str, evidence: str) -> None:
    start = time.process_time()
    try:
        parsed = parse_rubric(rubric)
        json.dumps(score(parsed, parse_evidence(evidence, parsed)).as_json(), ensure_ascii=False)
    except Refusal as refusal:
        assert refusal.problems
        for problem in refusal.problems:
            assert problem["path"].startswith("$") and any("\u4e00" <= sign <= "\u9fff" for sign in problem["sentence"])
            assert len(problem["sentence"]) < 2000
    assert time.process_time() - start < SECONDS


def test_memory_stays_small() -> None:
    """A process of its own reads the largest file; its peak is what the machine has to give."""
    text = next(rubric for name, rubric, _ in _large() if name == "10,000 bad items")
    # VmHWM begins anew with the program; ru_maxrss would still count the memory of the process that started it.
    code = ("import re, sys\nfrom rubrics.scoring import Refusal, parse_rubric\n"
            "try:\n    parse_rubric(sys.stdin.buffer.read())\nexcept Refusal as refusal:\n"
            "    peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]\n"
            "    print(len(refusal.problems), int(peak) // 1024)")
    run = subprocess.run([sys.executable, "-c", code], input=text.encode(), cwd=Path(__file__).parents[3],
                         capture_output=True, check=True)
    problems, megabytes = map(int, run.stdout.split())
    assert problems >= 10_000 and megabytes < MEGABYTES
