"""数次数的规则：缺一次扣几分、参加一次加几分、迟到一次扣几分。"""

import re
from decimal import Decimal

from documents.reading.numbers import NUMBER, parse

from .levels import LEVEL, PRIZE
from .marks import UNIT, Mark
from .sentence import LIKELY, LOOSE, UNSURE, Reading, Sentence, numbers_of

WRONGS = re.compile(r"迟到|早退|旷|缺席|缺勤|缺课|体罚|违反|违纪|投诉|事故|未按|不按")
EVENTS = ("出课", "主讲", "迟到", "早退", "旷工", "旷课", "旷会", "旷教", "缺席", "缺勤", "病假", "事假")
REQUIRED = re.compile(
    rf"(?:(?:不少于|不低于|至少|不得少于|应达到?|达到)(?P<n1>{NUMBER})(?P<u1>{UNIT})(?:以上)?"
    rf"|(?P<n2>{NUMBER})(?P<u2>{UNIT})(?:\(含\))?(?:及?以上))"
)
QUANTITY = re.compile(rf"(?<!第)(?P<n>{NUMBER})(?P<u>{UNIT})")
PERIOD = ((re.compile(r"每周"), "week"), (re.compile(r"每个?月"), "month"))


def lacking(s: Sentence) -> Reading | None:
    """“听课不少于20节，每少1节扣0.5分，每多1节加0.5分”。"""
    text, marks, weight, bases = s.text, s.marks, s.weight, s.bases
    missing = [m for m in marks if m.sort == "missing"]
    extra = [m for m in marks if m.sort == "extra"]
    if len(missing) != 1 or len(missing) + len(extra) != len(marks) or len(extra) > 1 or missing[0].high is not None:
        return None
    if len(missing[0].values) != 1:
        return None
    m = missing[0]
    rule: dict = {"kind": "quota", "required": None, "per_missing": m.value}
    reading = Reading(rule, numbers_of([m]))
    clean = text[: m.cut]
    required = _required(clean)
    counted = {q.group() for q in QUANTITY.finditer(clean)}
    if required:
        value, span, unit = required
        rule["required"] = value
        reading.numbers.append((value, span))
        period = next((p for pattern, p in PERIOD if pattern.search(clean[: span[0]][-8:])), None)
        if period:
            rule["each"] = period
        if m.unit != unit and not {m.unit, unit} & {"次", "个", "项"}:
            reading.confidence = UNSURE
            reading.doubts.append(f"应完成的按“{unit}”说，扣分按“{m.unit}”说，请核对")
        elif value == 1 and not period:
            reading.confidence = LIKELY
    elif len(counted) > 1:
        reading.confidence = LIKELY
        reading.doubts.append("写了几个不同的应完成数，没有定用哪一个")
    else:
        reading.doubts.append("没有写应完成多少，由计划里的数来定")
    if m.amount != 1:
        rule["unit"] = m.amount
    if extra:
        rule["per_extra"] = extra[0].value
        reading.numbers += numbers_of(extra)
        if extra[0].amount != m.amount:
            reading.confidence = UNSURE
            reading.doubts.append("少和多按不同的数量计，请核对")
    if bases and bases[0].value != weight:
        rule["base"] = bases[0].value
    if weight is None and not bases:
        reading.confidence = min(reading.confidence, LIKELY)
    return reading


def _required(text: str) -> tuple[Decimal, tuple[int, int], str] | None:
    """“不少于20节”：应完成的数；有几个不同的数就不定。"""
    found = {}
    for m in REQUIRED.finditer(text):
        group = "n1" if m["n1"] else "n2"
        value = parse(m[group])
        if value is not None and value > 0:
            found.setdefault(value, (m.span(group), m["u1"] or m["u2"]))
    if not found:
        for m in QUANTITY.finditer(text):
            value = parse(m["n"])
            if value:
                found.setdefault(value, (m.span("n"), m["u"]))
    if len(found) != 1:
        return None
    value, (span, unit) = found.popitem()
    return value, span, unit


def counted(s: Sentence) -> Reading | None:
    """“严重扣10分，较轻扣5分”“每参加一次加2分，出课加5分”。"""
    text, marks, name, weight, bases = s.text, s.marks, s.name, s.weight, s.bases
    if any(len(m.values) > 1 for m in marks):
        return None
    down = [m for m in marks if m.sort in ("deduct", "missing")]
    up = [m for m in marks if m.sort in ("add", "extra") or (m.sort == "gain" and m.per and not m.bound)]
    if len(down) + len(up) != len(marks):
        return None
    if any(WRONGS.search(m.label) for m in up):
        return None  # nobody earns points for being late
    if (
        len({(m.label, m.unit) for m in down if m.sort == "missing"})
        < len([m for m in down if m.sort == "missing" and m.amount != 1]) + 1
    ):
        if len([m for m in down if m.sort == "missing"]) > 1:
            return None  # 缺1次扣1分，缺2次扣3分 goes by steps
    mixed = _mixed(text, marks, name, weight)
    if mixed:
        return mixed
    rule: dict = {"kind": "count", "points": {}}
    reading = Reading(rule, numbers_of(marks))
    units = {}
    for m in marks:
        sign = -1 if m in down else 1
        points = sign * m.value if m.high is None else sorted((sign * m.value, sign * m.high))
        events = [f"缺{m.label or '一' + m.unit}"] if m.sort == "missing" else _events(m, text, name)
        for event in events:
            if event in rule["points"]:
                event = f"{event}{len(rule['points']) + 1}"
                reading.confidence = min(reading.confidence, LIKELY)
            rule["points"][event] = points
            if m.amount != 1:
                units[event] = m.amount
        if m.high is not None and m.amount != 1:
            return None
    if {"出课", "主讲"} & set(rule["points"]):  # the parts taken in an activity have names of their own
        rule["points"] = {"参加" if e.startswith("参加") else e: p for e, p in rule["points"].items()}
    if down and up and not bases:
        reading.confidence = min(reading.confidence, LOOSE)
        reading.doubts.append("又加分又扣分，没有写基础分，按从满分起算")
    if units:
        rule["unit"] = units
        reading.confidence = min(reading.confidence, LIKELY)
    if bases:
        rule["base"] = bases[0].value
    elif down and weight is not None:
        rule["base"] = weight
    elif down:
        reading.confidence = UNSURE
        reading.doubts.append("只有扣分，没有写这一项满分多少")
    if not down and weight is not None and any(m.high is None and m.value > weight for m in up):
        reading.confidence = min(reading.confidence, UNSURE)
        reading.doubts.append("一次加的分超过这一项的分值")
    if up and not down and not any(m.per or m.sort == "add" for m in up):
        return None
    if up and len(up) == len(marks) and not any(m.per for m in up):
        level = [m for m in up if LEVEL.search(m.label) or PRIZE.search(m.label)]
        if level and len(level) == len(up) and len(up) > 1:
            return None
    return reading


def _events(mark: Mark, text: str, name: str) -> list[str]:
    """一个加扣分的事由；“迟到、早退”是两个。"""
    label = re.sub(r"^(?:.*(?:获得|荣获|评为)|获)(?=..)(?!奖)", "", mark.label)
    known = [e for e in EVENTS if e in label]
    if len(known) == 1 and not re.search(r"[、或和及与]", label) and (len(label) <= 6):
        return [known[0]]
    parts = [p for p in re.split(r"[、或和及与]", label) if p]
    if len(parts) > 1 and all(p in EVENTS or len(p) <= 4 for p in parts) and any(e in label for e in EVENTS):
        return [re.sub(r"^无故", "", p) if p[2:] in EVENTS else p for p in parts]
    if label:
        return [label[:30]]
    before = re.split(r"[,。;:]", text[: mark.start - len(mark.left)] + mark.left)
    for piece in reversed(before[:-1]):
        noun = re.search(r"(?:获得?|得|评为)([^,]{2,10}?)(?:的?次数|的)?$", piece)
        if noun:
            return [noun[1]]
    return [mark.unit or name or "次"]


def _mixed(text: str, marks: list[Mark], name: str, weight: Decimal | None) -> Reading | None:
    """“听课不少于20节，每少1节扣0.5分；无评语每节扣0.2分”：缺数一部分，别的扣分一部分，合起来扣到零为止。"""
    missing = [m for m in marks if m.sort == "missing"]
    if weight is None or not missing or len(marks) < 2 or any(m.high is not None for m in missing):
        return None
    parts, numbers, confidence, doubts = [], [], LIKELY, []
    since = 0
    for m in missing:
        reading = lacking(Sentence("。" * since + text[since : m.end], [m], name, weight, []))
        if reading is None or reading.rule["required"] is None:
            return None
        since = m.end
        if parts:  # only the first part starts from the full marks
            reading.rule |= {"base": Decimal(0), "floor": -weight}
        parts.append({"name": f"缺{m.label or '一' + m.unit}", "rule": reading.rule})
        numbers += reading.numbers
        confidence, doubts = min(confidence, reading.confidence), doubts + reading.doubts
    others = [m for m in marks if m not in missing]
    if others:
        rest = counted(Sentence(text, others, name, weight, []))
        if rest is None or rest.rule["kind"] != "count":
            return None
        rest.rule |= {"base": Decimal(0), "floor": -weight}
        parts.append({"name": "另外加减分", "rule": rest.rule})
        numbers += rest.numbers
        confidence, doubts = min(confidence, rest.confidence), doubts + rest.doubts
    return Reading({"kind": "sum", "parts": parts}, numbers, confidence, doubts)
