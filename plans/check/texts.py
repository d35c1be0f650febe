"""正文：标题序号、附件和各处的名称、研修方式、错字、照抄的话、没有换掉的旧学期。"""

import re
from collections import Counter
from collections.abc import Iterator

from .findings import Finding, alike, found, month_items, rows, within

NUMERALS = "一二三四五六七八九十"
LEAST_COPIED = 16  # letters of a sentence that two places can hardly share by chance
BLANKS = re.compile(r"[_＿]{2,}|[×xX]{2,}(?=[学校镇县人名年月日])|[（(]\s*(?:填|写|补)[^）)]{0,12}[)）]|待填|待补")
YEAR = re.compile(r"(20\d{2})(?=\s*(?:年(?:秋|春|度)|[—\-–至]\s*20\d{2}\s*学年))")


def numbers(plan: dict) -> Iterator[Finding]:
    """标题序号：两个“四”、漏了一个、写法和别的不同。"""
    groups: list[list[dict]] = [[]]
    children: list[list[dict]] = []
    for section in plan.get("sections") or []:
        if section["level"] == 1:
            groups[0].append(section)
            children.append([])
        elif children:
            children[-1].append(section)
    for group in groups + children:
        numbered = [s for s in group if s["number"] and s["number"] in NUMERALS]
        repeated = {number: times for number, times in Counter(s["number"] for s in numbered).items() if times > 1}
        if len(repeated) > 2:
            yield found(
                "标题", f"标题{'、'.join(repeated)}都出现了不止一次，像是把几份文件拼在了一起。", "只留自己学校的一份。"
            )
        else:
            for number, times in repeated.items():
                titles = "、".join(f"“{s['title']}”" for s in numbered if s["number"] == number)
                yield found(
                    f"标题“{number}、”", f"有 {times} 个标题都编作“{number}、”：{titles}。", "把后面的标题依次改号。"
                )
        odd = [s for s in group if s["number"].isdigit()]
        if odd and numbered:
            yield found(
                f"标题“{odd[0]['title']}”",
                f"“{odd[0]['number']}、{odd[0]['title']}”的序号和别的标题写法不同。",
                "同一级标题用同一种序号。",
            )


def names(plan: dict) -> Iterator[Finding]:
    """附件目录上的名称和附件自己的名称；正文、研修内容、日程里同一件事的名称。"""
    title = (plan.get("rubric") or {}).get("title", "")
    for listed in plan.get("attachments") or []:
        if title and listed != title and listed[-2:] == title[-2:] and alike(listed, title) > 0.6:
            yield found("附件目录", f"附件目录写“{listed}”，附件自己叫“{title}”。", "两处统一成一个名称。")
    known = [*(plan.get("contents") or []), *(entry["content"] for _, entry in rows(plan))]
    if not known:
        return
    for month, item in month_items(plan):
        name = item["content"]
        if not any(within(other, name) for other in known):
            near = max(known, key=lambda other: alike(other, name))
            if alike(near, name) > 0.5:
                yield found(
                    f"{month}第 {item['order']} 项", f"这里叫“{name}”，别处叫“{near}”。", "同一件事用同一个名称。"
                )
    for content in plan.get("contents") or []:
        if plan.get("schedule") and not any(entry.get("item") == content or within(content, entry["content"]) for _, entry in rows(plan)):
            yield found(
                f"研修内容“{content}”",
                f"研修内容里有“{content}”，日程表里没有安排。",
                "在日程表里安排，或者从研修内容里去掉。",
            )


def forms(plan: dict) -> Iterator[Finding]:
    """日程用的研修方式，“研修方式”一节里没有列出。"""
    listed = "".join(s["text"] for s in plan.get("sections") or [] if re.search(r"方式|形式", s["title"]) and "内容" not in s["title"])
    if not listed:
        return
    missing = dict.fromkeys(form for _, entry in rows(plan) for form in entry["forms"] if form not in listed)
    if missing:
        yield found(
            "研修方式",
            f"日程表用了 {len(missing)} 种没有列进“研修方式”的方式：{'、'.join(missing)}。",
            "列进“研修方式”，或者换成已列的方式。",
        )


def misprints(plan: dict) -> Iterator[Finding]:
    """“一级指标、二级指标、三有指标”这样的错字。"""
    texts = [
        (f"{month}第 {item['order']} 项", item["content"] + item["requirement"]) for month, item in month_items(plan)
    ]
    for place, text in texts:
        if len(re.findall(r"[一二三四]级指标", text)) < 2:
            continue
        for wrong in re.findall(r"[一二三四](?!级)\w指标", text):
            yield found(place, f"“{wrong}”疑为“{wrong[0]}级指标”。", "改正错字。")


def empty(plan: dict) -> Iterator[Finding]:
    """还没有写的一节。"""
    for section in plan.get("sections") or []:
        if "body" in section and not section["text"].strip():
            yield found(f"正文“{section['title']}”", "这一节还是空的。", "写几句，或者删去这一节。", at=section["title"])


def left_over(plan: dict) -> Iterator[Finding]:
    """照上学期或范本起草时没有换掉的：别的学年，空着的横线和叉。"""
    own = set(re.findall(r"20\d{2}", plan.get("term") or ""))
    for section in plan.get("sections") or []:
        if "body" not in section:
            continue
        place = f"正文“{section['title']}”"
        old = [year for year in dict.fromkeys(YEAR.findall(section["text"])) if own and year not in own]
        if old:
            yield found(place, f"写到{'、'.join(old)}年的学期，本计划是{plan['term']}。", "核对是不是上一学期留下的话。", at=section["title"])
        if blank := BLANKS.search(section["text"]):
            yield found(place, f"还有没填的地方：“{section['text'][max(0, blank.start() - 10):blank.end() + 4].strip()}”。", "填上或者删去。",
                        at=section["title"])


def repeated(plan: dict) -> Iterator[Finding]:
    """两节里一字不差的话。"""
    seen: dict[str, str] = {}
    for section in plan.get("sections") or []:
        if "body" not in section:
            continue
        for sentence in dict.fromkeys(re.split(r"[。；！？\n]", section["text"])):
            if len(sentence.strip()) < LEAST_COPIED:
                continue
            first = seen.setdefault(sentence.strip(), section["title"])
            if first != section["title"]:
                yield found(f"正文“{section['title']}”", f"“{sentence.strip()[:20]}……”和“{first}”里的话一字不差。", "只在一处说。", at=section["title"])
