"""从学校自己的文件里读出评价细则（X1）：Word、Excel 或粘贴的文字 → 细则、每个数的出处、疑问。"""

import re
from decimal import Decimal

from documents.reading import Document, Paragraph, Table, Unreadable
from documents.reading.numbers import parse
from rubrics.scoring import Refusal, parse_rubric

from .items import Item, items_of_table, plain_of, tidy
from .lines import MOST_LINE, PLAIN, depth_of, items_of_lines
from .rules import read_rule
from .sentence import SURE, UNSURE, Reading, judged

__all__ = ["read_rubric"]

MOST_ITEMS = 500
FULL = re.compile(r"(?:满分|总分|总计|合计|共计?)[^\d。；;，,]{0,6}(\d{2,4})\s*分")
GRADE = re.compile(
    r"(?P<low>\d{2,3}(?:\.\d+)?)\s*分?\s*(?:[（(]含[^)）]*[)）])?\s*(?:及?以上|(?:[-—–~～－至到]+\s*\d{2,3}(?:\.\d+)?\s*分?(?:[（(][^)）]*[)）])?))\s*(?:的|者)?\s*(?:为|评为|评定为|是|定为|:|：)\s*"
    r"[“\"]?(?P<name>优秀|良好|合格|称职|基本合格|基本称职|及格|一般|优|良|中|[A-D一二三四]等?|[甲乙丙丁]等?)"
)
LAST = re.compile(
    r"(?P<top>\d{2,3})\s*分?\s*(?:以下|及以下)\s*(?:的|者)?\s*(?:为|评为|评定为|是|定为|:|：)\s*[“\"]?(?P<name>不合格|不称职|不及格|差|较差|[DE]等?|[丁]等?)"
)
# 优秀（90分以上）、良好（80—89分）、不合格（60分以下）: the name first
NAMES = "优秀|良好|基本合格|基本称职|不合格|不称职|合格|称职|不及格|及格|一般|较差|优|良|中|差|[A-E]等?|[甲乙丙丁]等"
NAMED_GRADE = re.compile(
    rf"(?P<name>{NAMES})\s*(?:等次|等级|档次?)?\s*[（(：:]\s*(?P<low>\d{{2,3}}(?:\.\d+)?)\s*分?\s*"
    r"(?:(?P<up>(?:[（(]含[^)）]*[)）])?\s*及?以上)|(?P<down>(?:及)?以下)|[-—–~～－至到]+\s*\d{2,3}(?:\.\d+)?\s*分?)"
)
VETO = re.compile(r"一票否决")
LEADING = "。．，,；;：:、 　"
BONUS = re.compile(r"附加|加分项|奖励(?:分|项)|额外加分|特色加分")


def read_rubric(document: Document) -> dict:
    """读成 `{"rubric", "rules", "doubts"}`；一个考核项目也没有时抛出 Unreadable。

    The rubric is a `yanxiu-rubric/1` document (spec of the rubric); `rules` says for every item its kind, the numbers
    with their place `[start, end]` in the document's text, and a confidence from 0 to 1; `doubts` what a person must look at.
    """
    found = [item for block in document.blocks if isinstance(block, Table) for item in items_of_table(block)]
    found = found or items_of_lines([block for block in document.blocks if isinstance(block, Paragraph)])
    if len(found) > MOST_ITEMS:
        raise Unreadable(f"读到 {len(found)} 个考核项目，不像一份细则：请只留要读的部分再试。")
    items, rules, doubts = [], [], []
    codes = [str(n) for n in range(1, len(found) + 1)]
    sections: dict[str, str] = {}
    for item, code in zip(found, codes, strict=True):
        entry, rule, told = _read_item(item, code)
        if item.section:
            entry["section"] = sections.setdefault(item.section, _letter(len(sections)))
        items.append(entry)
        rules.append(rule)
        doubts += [{"code": code, "text": text, "why": why} for text, why in told]
    if all(entry["max"] is None and entry["rule"]["kind"] == "judged" for entry in items):
        raise Unreadable("没有找到考核项目：请确认文件里有“内容、分值、标准”这样的表格，或者写着分值的条文。")
    rubric = {"format": "yanxiu-rubric/1", "title": _title(document, found), "items": items}
    if sections:
        rubric["sections"] = [{"code": code, "name": name} for name, code in sections.items()]
    outside = _outside(document, found)
    stated = FULL.search("\n".join(line for line in outside.split("\n") if depth_of(line) == PLAIN))
    if stated:
        rubric["full_marks"] = int(stated[1])
    grades = _grades(outside)
    if grades:
        rubric["grades"] = grades
    doubts += _doubts_of_whole(found, rubric)
    veto = VETO.search(document.text)
    if veto:
        line = document.text[document.text.rfind("\n", 0, veto.start()) + 1 :].split("\n", 1)[0]
        doubts.append({"code": "", "text": line[:MOST_LINE], "why": "写了一票否决，没有读成规则，请在总则里写明情形和处理"})
    return {"rubric": rubric, "rules": rules, "doubts": doubts}


def _read_item(item: Item, code: str) -> tuple[dict, dict, list[tuple[str, str]]]:
    plain = plain_of(item)
    if item.levels:
        reading = Reading(
            {"kind": "tiers", "tiers": {name: points for name, points, _ in item.levels}}, weight=item.weight
        )
    else:
        reading = read_rule(plain, item.name, item.weight)
    refused = _refused(reading.rule, reading.weight)
    if refused:
        weight = reading.weight
        reading = judged(f"读出的规则不能计分：{refused}")
        reading.weight = weight
    text = item.text.lstrip(LEADING)
    told = [(text, why) for why in reading.doubts]
    confidence = reading.confidence
    if item.doubt:
        told.append((text, item.doubt))
        confidence = min(confidence, UNSURE)
    weight = reading.weight
    if weight is None:
        told.append((text or item.name, "没有写分值"))
    bonus = bool(BONUS.search(item.section) or BONUS.search(item.name))
    entry = {"code": code, "name": item.name, "max": _plain(weight), "method": item.method, "text": text}
    if bonus:
        entry["counts"] = "bonus"
    entry["rule"] = _plain(reading.rule)
    numbers = [{"value": _plain(value), "from": plain.span(*span)} for value, span in reading.numbers]
    numbers += [{"value": _plain(points), "from": list(span)} for _, points, span in item.levels]
    if item.weight_span is not None:
        numbers.insert(0, {"value": _plain(weight), "from": list(item.weight_span)})
    rule = {
        "code": code,
        "kind": reading.rule["kind"],
        "numbers": numbers,
        "confidence": round(min(confidence, SURE), 2),
    }
    return entry, rule, told


def _refused(rule: dict, weight: Decimal | None) -> str:
    """计分核心不收这条规则的原因；收的为空。"""
    item = {"code": "1", "name": "1", "max": _plain(weight), "rule": _plain(rule)}
    try:
        parse_rubric({"format": "yanxiu-rubric/1", "title": "1", "items": [item]})
    except Refusal as refusal:
        return refusal.problems[0]["sentence"]
    return ""


def _plain(value: object) -> object:
    """数写成整数或十进制数，别的照旧。"""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value


def _letter(n: int) -> str:
    return chr(65 + n) if n < 26 else f"S{n + 1}"


def _title(document: Document, found: list[Item]) -> str:
    first = min((item.start for item in found), default=0)
    before = [b for b in document.blocks if isinstance(b, Paragraph) and b.end <= first]
    for paragraph in reversed(before):
        if depth_of(paragraph.text) == PLAIN and re.search(r"细则|标准|办法|方案|评分|考核|评价表|量化", paragraph.text) and len(paragraph.text) <= 50:
            return re.sub(r"\s*[（(][^)）]*\d+\s*分[^)）]*[)）]\s*$", "", tidy(paragraph.text))
    return "校本研修评价细则"


def _outside(document: Document, found: list[Item]) -> str:
    """项目以外的文字，满分和等次写在那里。"""
    inside = {start for item in found for _, start in item.places} | {item.start for item in found}
    return "\n".join(
        b.text
        for b in document.blocks
        if isinstance(b, Paragraph) and b.start not in inside and len(b.text) <= MOST_LINE
    )


def _grades(text: str) -> list[dict]:
    grades = []
    for m in GRADE.finditer(text):
        if m["name"] not in {g["name"] for g in grades}:
            grades.append({"name": m["name"], "at_least": _plain(Decimal(m["low"]))})
    named = _named_grades(text)
    if len(named) > len(grades):
        return named
    last = LAST.search(text)
    bounds = [g["at_least"] for g in grades]
    if not last or len(grades) < 1 or bounds != sorted(bounds, reverse=True) or parse(last["top"]) != bounds[-1]:
        return []
    return grades + [{"name": last["name"]}]


def _named_grades(text: str) -> list[dict]:
    """Grades whose name stands before their points; only when they go down and end in a 以下 that meets the last one."""
    grades: list[dict] = []
    for m in NAMED_GRADE.finditer(text):
        low = _plain(Decimal(m["low"]))
        if m["down"]:
            ends = bool(grades) and low == grades[-1]["at_least"]
            return [*grades, {"name": m["name"]}] if ends else []
        if grades and (low >= grades[-1]["at_least"] or m["name"] in {grade["name"] for grade in grades}):
            return []
        grades.append({"name": m["name"], "at_least": low})
    return []


def _doubts_of_whole(found: list[Item], rubric: dict) -> list[dict]:
    doubts = []
    counted = [entry for entry in rubric["items"] if entry.get("counts") != "bonus"]
    weights = [entry["max"] for entry in counted if entry["max"] is not None]
    total = sum(weights)
    full = rubric.get("full_marks", 100)
    if weights and len(weights) == len(counted) and total != full:
        said = f"文件写满分 {full} 分" if "full_marks" in rubric else f"没有写满分，按 {full} 分"
        doubts.append({"code": "", "text": rubric["title"], "why": f"各项分值合计 {total} 分，{said}"})
    if any(item.percent for item in found) and not all(item.percent for item in found if item.weight is not None):
        doubts.append({"code": "", "text": rubric["title"], "why": "有的分值写百分比，有的写分，请核对"})
    return doubts
