"""附在计划里的评价细则和月度安排：照抄的标准，名不副实的项目。"""

import re
from collections.abc import Iterator

from .findings import Finding, alike, found, month_items


def copied(plan: dict) -> Iterator[Finding]:
    """评价标准从别的项目抄来，没有改成自己的事。"""
    items = (plan.get("rubric") or {}).get("items") or []
    for n, item in enumerate(items):
        text = item.get("text", "")
        for other in items[:n]:
            if len(text) < 12 or other.get("text") != text:
                continue
            pieces = {text[i : i + 3] for i in range(len(text) - 2)}
            borrowed = sorted(p for p in pieces if p in other["name"] and p not in item["name"])
            if borrowed:
                yield found(f"评价细则第 {item['code']} 项（{item['name']}）",
                             f"标准和第 {other['code']} 项（{other['name']}）一字不差，说的是“{borrowed[0]}”，像是抄来没有改。",
                             "改写成这一项自己的标准。")  # fmt: skip
                break


def copied_months(plan: dict) -> Iterator[Finding]:
    """一个月里的要求从另一件事抄来。"""
    seen: dict[str, str] = {}
    for month, item in month_items(plan):
        for sentence in re.split(r"[。；]", item["requirement"]):
            if len(sentence) < 16:
                continue
            first = seen.setdefault(sentence, item["content"])
            if alike(first, item["content"]) < 0.6:
                yield found(
                    f"{month}第 {item['order']} 项（{item['content']}）",
                    f"“{sentence[:20]}……”和“{first}”里的话一字不差。",
                    "写出这一项自己的要求。",
                )


def named_items(plan: dict) -> Iterator[Finding]:
    """项目叫讲座，计分却看评比结果。"""
    for item in (plan.get("rubric") or {}).get("items") or []:
        text = item.get("text", "")
        if (
            "讲座" in item["name"]
            and re.search(r"先进|获得|获奖", text)
            and not re.search(r"参加|听讲|笔记|出勤", text)
        ):
            yield found(
                f"评价细则第 {item['code']} 项（{item['name']}）",
                f"项目是“{item['name']}”，计分却看别的事：{text}",
                "改项目名称，或者改成按参加讲座计分。",
            )
