"""Scores with reasons for 60,000 teachers beside the same 14 rules written by hand on integers without reasons.

    python benchmarks/scoring.py [--teachers 60000] [--rounds 3]

Prints seconds, the ratio (goal: at most 15) and the peak memory (goal: below 2 GB, growing linearly).
"""

import argparse
import random
import resource
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rubrics.scoring import parse_evidence, parse_rubric, score  # noqa: E402

REFERENCE = ROOT / "rubrics" / "reference" / "yanxiu-2026.json"
TIERED = {"3": (5, 3, 1), "4": (8, 6, 4), "5": (5, 3, 1), "7": (5, 3, 1), "8": (5, 3, 1), "10": (5, 3, 1),
          "12": (10, 8, 5), "13": (10, 8, 5), "14": (10, 8, 5)}
NAMES = ("一档", "二档", "三档")
INDICATORS = ("一级指标", "二级指标", "三级指标")


def evidence_of(teachers: int) -> dict:
    """A term of evidence, the same for the same number of teachers."""
    dice = random.Random(4)
    found = []
    for number in range(teachers):
        tags = [tag for tag in ("新教师", "晒课教师", "班主任", "骨干") if dice.random() < 0.4]
        evidence = {"1": {"done": dice.randint(0, 12), "of": 10},
                    "2": {"counts": {"较轻": 1}} if dice.random() < 0.05 else {"counts": {}},
                    "9": {"count": dice.randint(0, 9)},
                    "11": {"counts": {"参加": dice.randint(0, 3), "出课": dice.randint(0, 1)}},
                    "6": {"tier": dice.choice(INDICATORS)}}
        for code in TIERED:
            evidence[code] = {"tier": dice.choice(NAMES)}
        found.append({"id": f"T{number:05}", "tags": tags, "evidence": evidence})
    return {"teachers": found}


def by_hand(evidence: dict) -> list[tuple[int, int, str]]:
    """The reference rubric on integers: total in tenths, rank and grade, and not a word why."""
    tables = {code: dict(zip(NAMES, points, strict=True)) for code, points in TIERED.items()}
    lessons = dict(zip(INDICATORS, (8, 6, 3), strict=True))
    totals = []
    for teacher in evidence["teachers"]:
        given, tags = teacher["evidence"], teacher["tags"]
        notes = given["1"]
        points = max(0, 10 - max(0, notes["of"] - notes["done"]))
        conduct = given["2"]["counts"]
        points += max(0, 10 - 10 * conduct.get("严重", 0) - 5 * conduct.get("较轻", 0))
        for code, table in tables.items():
            if code != "3" or "新教师" in tags:
                points += table[given[code]["tier"]]
        if "晒课教师" in tags:
            points += lessons[given["6"]["tier"]]
        if "班主任" in tags:
            points += min(7, given["9"]["count"])
        if "骨干" in tags or "特岗" in tags:
            joint = given["11"]["counts"]
            points += min(5, 2 * joint.get("参加", 0) + 5 * joint.get("出课", 0))
        totals.append(min(100, points) * 10)
    places: dict[int, int] = {}
    for place, total in enumerate(sorted(totals, reverse=True)):
        places.setdefault(total, place + 1)
    return [(total, places[total], "优秀" if total >= 900 else "良好" if total >= 800 else
             "合格" if total >= 600 else "不合格") for total in totals]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--teachers", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rubric = parse_rubric(REFERENCE.read_bytes())
    evidence = evidence_of(options.teachers)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    hand, core, parse = [], [], []
    for _ in range(options.rounds):
        start = time.perf_counter()
        expected = by_hand(evidence)
        hand.append(time.perf_counter() - start)
        start = time.perf_counter()
        parsed = parse_evidence(evidence, rubric)
        parse.append(time.perf_counter() - start)
        result = score(rubric, parsed)
        core.append(time.perf_counter() - start)
        got = [(int(sheet.total * 10), sheet.rank, sheet.grade) for sheet in result]
        assert got == expected, "the core and the hand-written rules disagree"
    seconds = statistics.median(core)
    by = statistics.median(hand)
    print(f"teachers {options.teachers}, items {len(rubric.items)}")
    print(f"by hand, integers, no reasons    {by:7.3f} s")
    print(f"reading and checking evidence    {statistics.median(parse):7.3f} s")
    print(f"core with reasons (with reading) {seconds:7.3f} s")
    print(f"ratio {seconds / by:.1f} (goal: at most 15); scoring alone {(seconds - statistics.median(parse)) / by:.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB, of which the evidence as given {before:.0f} MB (goal: below 2048 MB)")


if __name__ == "__main__":
    main()
