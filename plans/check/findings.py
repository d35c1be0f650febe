"""计划体检的共同部分：一条发现的样子、日程各行、名称是否相近。"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date as Day

Finding = dict[str, str]

# Which part of the plan a finding belongs to, by the words its place begins with.
PARTS = (
    ("schedule", r"日程表"), ("months", r"\d+ 月安排"), ("rubric", r"评价细则"), ("contents", r"研修内容“"), ("leadership", r"领导小组"),
    ("quotas", r"任务量|书写负担"),
    ("sections", r"标题|附件目录|研修方式|正文"),
)


def found(place: str, sentence: str, remedy: str, level: str = "warning", *, at: str = "") -> Finding:
    """One finding. part and at: where a page leads to, the part of the plan and the number or title of the row."""
    part = next((part for part, pattern in PARTS if re.match(pattern, place)), "stages")
    number = re.match(r"日程表第 (\d+) 行", place)
    at = number[1] if number else at
    return {"level": level, "place": place, "sentence": sentence, "remedy": remedy, "part": part, "at": at}


def row(number: int, entry: dict) -> str:
    return f"日程表第 {number} 行（{entry['content']}）"


def rows(plan: dict) -> Iterator[tuple[int, dict]]:
    return enumerate(plan.get("schedule") or [], 1)


def say(text: str) -> str:
    return f"{int(text[-5:-3])}月{int(text[-2:])}日"


def month_items(plan: dict) -> Iterator[tuple[str, dict]]:
    for month in plan.get("months") or []:
        for item in month["items"]:
            yield f"{int(str(month['month'])[-2:])} 月安排", item


def bare(text: str) -> str:
    return re.sub(r"[（(][^（）()]*[)）]|[^\w]", "", text)


def within(name: str, text: str) -> bool:
    """name 的字依次都在 text 里，如“教师职业道德培训”在“对教师职业道德进行培训”里。"""
    rest = iter(bare(text))
    return all(c in rest for c in bare(name))


def alike(one: str, other: str) -> float:
    a, b = Counter(bare(one)), Counter(bare(other))
    return 2 * sum((a & b).values()) / max(sum(a.values()) + sum(b.values()), 1)


def backwards(span: dict) -> bool:
    if not span["start"] or not span["end"] or span["end"] >= span["start"]:
        return False
    # without a year, a span from autumn into the new year is right
    return len(span["start"]) == 10 or not (span["start"] >= "09" and span["end"] < "03")


def date(text: str | None, year: int | None) -> Day | None:
    if not text or (len(text) == 5 and year is None):
        return None
    try:
        return Day.fromisoformat(text if len(text) == 10 else f"{year}-{text}")
    except ValueError:
        return None


def entry_of(plan: dict, content: str) -> dict | None:
    """日程表里和正文这一项对应的一行；括号里的“高段”“低段”也要相同。"""
    marks = set(re.findall(r"[（(](.+?)[)）]", content))
    best, score = None, 0.6
    for _, entry in rows(plan):
        if marks and marks != set(re.findall(r"[（(](.+?)[)）]", entry["content"])):
            continue
        likeness = 1.0 if within(entry["content"], content) else alike(entry["content"], content)
        if likeness > score:
            best, score = entry, likeness
    return best
