"""选一档的规则：分档、分数段、名次、档内给分、是与否、和平均数比。"""

import re
from decimal import Decimal

from documents.reading.numbers import NUMBER, parse

from .levels import LEVEL, PRIZE, level_of, take_of
from .marks import ZERO
from .sentence import LIKELY, SURE, UNSURE, Reading, Sentence, judged, numbers_of

TIER = re.compile(
    r"(?:优秀?|良好?|中等?|差|合格|不合格|及格|不及格|好|较好|一般|较差|很好|A\+?级?等?|[B-E]级?等?|甲等?|乙等?|丙等?|丁等?"
    r"|第?[一二三四五六]档次?|第?[一二三四五六]等次?|特等奖|[一二三四]等奖|优秀奖|鼓励奖|参与奖|第[一二三四五六七八]名|[一二三四五]级.{0,4}"
    r"|第[一二三四五六七八九十]名?|其余|其他|其它|(?:优秀|良好|中等|合格|不合格|基本合格|达标)(?:等[级次])"
    r"|[优良中差]等|达标|基本达标|不达标|未达标|基本合格|熟练|较熟练|不熟练|满意|基本满意|不满意|完成|基本完成|部分完成|未完成)$"
)


def listed(s: Sentence) -> Reading | None:
    """“分为三档：8分、6分、4分”“一、二、三等奖分别加5、3、1分”。"""
    text, marks = s.text, s.marks
    if not any(len(m.values) > 1 for m in marks) or any(m.sort not in ("gain", "add") or m.per for m in marks):
        return None
    table: dict = {}
    confidence = SURE
    for m in marks:
        names = _names_before(m.left, len(m.values))
        levels = list(re.finditer(rf"({LEVEL.pattern})(?:[^,。;:、]{{0,6}})(?=[特一二三](?:等|、))", m.left))
        level = levels[-1] if levels else None
        if names is None and len(marks) == 1:
            listed = re.search(
                r"(?:分为|分成|分|评出|设)([^,。;:分]{1,6}(?:、[^,。;:]{1,6}?)+?)(?:[一二三四五\d]?个?(?:等级|等次|档次|等|档|级))[,:。]",
                text,
            )
            names = listed[1].split("、") if listed and listed[1].count("、") + 1 == len(m.values) else None
        top = re.search(rf"前({NUMBER})名(?:教师|的|者)*(?:分别|依次)?(?:[得计记加给为])*$", m.left)
        if names is None and len(marks) == 1 and top and parse(top[1]) == len(m.values):
            steps = [{"top": n, "points": points} for n, points in enumerate(m.values, 1)]
            return Reading({"kind": "rank", "steps": steps}, numbers_of(marks), LIKELY)
        if names is None and len(marks) == 1:
            stated = re.search(rf"(?:分|为|共)({NUMBER})个?(?:档|等|级|类|层)", text)
            if stated and parse(stated[1]) not in (None, Decimal(len(m.values))):
                return judged(f"写的是{stated[1]}档，却有 {len(m.values)} 个分数")
            if not stated and not re.search(r"档|等次|等级|级别|层次", text):
                confidence = UNSURE
            names = [f"{c}档" for c in "一二三四五六七八九"[: len(m.values)]]
        if names is None or len(names) != len(m.values):
            return None
        cells = dict(zip(names, m.values, strict=True))
        if level and all(PRIZE.fullmatch(n) for n in names):
            table[level_of(level[1])] = cells
        else:
            table.update(cells)
    if len({isinstance(v, dict) for v in table.values()}) > 1:
        return None
    if any(isinstance(v, dict) for v in table.values()) or any(LEVEL.fullmatch(n) for n in table):
        return Reading({"kind": "awards", "table": table, **take_of(text)}, numbers_of(marks), confidence)
    return _tiers(table, s, confidence, [])


def _names_before(left: str, count: int) -> list[str] | None:
    """列在分数前面的名称：“国家、省、市级分别”“一、二、三等奖”“优、良、中”。"""
    piece = re.split(r"[,。;:]", re.sub(r"[,:]$", "", left))[-1]
    piece = re.sub(r"(?:分别|依次|各|按|为|加|计|得|记|奖励|奖|给予|给)+$", "", piece.replace("等奖", "等獎")).replace(
        "獎", "奖"
    )
    parts = re.split(r"[、/]", piece)
    if len(parts) != count:
        return None
    tail = re.search(r"(等奖|级|等|档|名)$", parts[-1])
    first = re.search(r"(?:特|第?[一二三四五六七八]|[A-E甲乙丙丁]|优秀?|良好?|好|国家|省|市|县|区|校)$", parts[0])
    parts[0] = first.group() if first else re.sub(r"^.*(?:获得?|为)", "", parts[0])
    if re.search(r"等奖$", parts[-1]):
        parts[0] = parts[0][-1]
    if tail:
        parts = [p if p.endswith(tail[1]) or (tail[1] == "级" and TIER.fullmatch(p)) else p + tail[1] for p in parts]
    return parts if len(set(parts)) == count and all(0 < len(p) <= 8 for p in parts) else None


def _tiers(tiers: dict, s: Sentence, confidence: float, doubts: list[str]) -> Reading:
    """分档的规则；最高一档超过这一项的分值，就存疑。"""
    if s.weight is not None and max(tiers.values()) > s.weight:
        confidence, doubts = min(confidence, UNSURE), [*doubts, "最高一档超过这一项的分值"]
    return Reading({"kind": "tiers", "tiers": tiers}, numbers_of(s.marks), confidence, doubts)


def banded(s: Sentence) -> Reading | None:
    """“90分以上得10分，80—89分得8分，其余5分”。"""
    text, marks = s.text, s.marks
    bounds = [m.bound for m in marks]
    if any(m.sort not in ("gain", "add") or m.per or m.high is not None or len(m.values) > 1 for m in marks):
        return None
    if not any(b and b.side not in ("rank", "rest") for b in bounds) or any(b and b.side == "rank" for b in bounds):
        return None
    if any(b is None for b in bounds) or len({b.share for b in bounds if b.number is not None}) > 1:
        return None
    bands, last = [], None
    for m in marks:
        b = m.bound
        if b.side == "rest" or (b.side in ("fewer_than", "at_most") and m is marks[-1] and bands):
            last = m
            # 60分以下 under 60分以上 is the rest; another number leaves a gap or a step that the text does not fill
            if b.number is not None and b.number > list(bands[-1].values())[0]:
                return None
            continue
        side = "at_least" if b.side == "range" else b.side
        bands.append({side: b.number, "points": m.value})
    lower = [band for band in bands if "at_least" in band or "more_than" in band]
    if len(lower) not in (0, len(bands)):
        return None
    order = [list(band.values())[0] for band in bands]
    falling = bool(lower)
    if len(bands) > 1 and order != sorted(order, reverse=falling):
        bands.sort(key=lambda band: list(band.values())[0], reverse=falling)
    doubts = []
    confidence = SURE
    if last is None:
        bands.append({"points": Decimal(0)})
        if not ZERO.search(text):
            doubts.append("没有写最后一段怎样计分，按 0 分读")
            confidence = LIKELY
    else:
        bands.append({"points": last.value})
        if last.bound.number is not None and last.bound.number < list(bands[-2].values())[0]:
            pieces = marks[-2].bound
            if pieces.side != "range" and last.bound.number != pieces.number:
                doubts.append("各段之间有空档，请核对")
                confidence = UNSURE
    return Reading({"kind": "bands", "bands": bands}, numbers_of(marks), confidence, doubts)


def ranked(s: Sentence) -> Reading | None:
    """“前3名得10分，4—6名得8分”“第一名10分，以下每名递减0.5分”。"""
    marks = s.marks
    if (
        len(marks) == 2
        and re.search(r"第[一1]名?", marks[0].left)
        and re.search(r"递减|依次减|每(?:降|低|下降)", marks[1].left)
    ):
        if marks[0].high is None and marks[1].high is None and len(marks[0].values) == len(marks[1].values) == 1:
            decrement = {"first": marks[0].value, "by": marks[1].value}
            return Reading({"kind": "rank", "decrement": decrement}, numbers_of(marks), LIKELY)
    if not any(m.bound and m.bound.side == "rank" for m in marks):
        return None
    if any(m.per or m.high is not None or len(m.values) > 1 or m.sort not in ("gain", "add") for m in marks):
        return None
    steps = []
    for m in marks:
        if m.bound is None or m.bound.side not in ("rank", "rest"):
            return None
        if m.bound.side == "rest":
            steps.append({"top_share": Decimal(1), "points": m.value})
        else:
            steps.append({"top_share" if m.bound.share else "top": m.bound.number, "points": m.value})
    return Reading({"kind": "rank", "steps": steps}, numbers_of(marks), LIKELY)


def compared(s: Sentence) -> Reading | None:
    """“以平均分为准，每高1分加0.5分，每低1分扣0.5分”“及格率100%得5分，每降一个百分点扣0.1分”。"""
    text, marks, weight = s.text, s.marks, s.weight
    steps = [m for m in marks if m.sort in ("above", "below")]
    others = [m for m in marks if m not in steps]
    if (
        not steps
        or len(steps) > 2
        or len({m.sort for m in steps}) != len(steps)
        or any(m.high is not None for m in steps)
    ):
        return None
    if len({m.amount for m in steps}) > 1:
        return None
    rule: dict = {"kind": "relative"}
    reading = Reading(rule, numbers_of(steps), LIKELY)
    if "平均" in text[: steps[-1].cut]:
        rule["to"] = "mean"
    else:
        stated = [m for m in re.finditer(r"(?:达到?|为|≥)?(?P<n>\d+(?:\.\d+)?)%", text[: steps[0].cut])]
        if len(stated) != 1 or not all(m.unit.endswith(("百分点", "%")) for m in steps):
            return None
        rule |= {"to": "given", "reference": Decimal(stated[0]["n"])}
        reading.numbers.append((rule["reference"], stated[0].span("n")))
    if steps[0].amount != 1:
        rule["per"] = steps[0].amount
    for m in steps:
        rule["per_above" if m.sort == "above" else "per_below"] = m.value
    gains = [m for m in others if m.sort == "gain" and not m.per and m.high is None and len(m.values) == 1]
    if len(others) > 1 or len(gains) != len(others) or len(gains) + len(s.bases) > 1:
        return None
    if starts := gains or s.bases:
        if starts[0].value != weight:
            rule["base"] = starts[0].value
        reading.numbers += numbers_of(gains)
    if "排" in text or "名" in "".join(m.unit for m in steps):
        return None
    return reading


def ranged(s: Sentence) -> Reading | None:
    """“优9—10分，良7—8分”，或者“视情况给0—5分”。"""
    marks, weight = s.marks, s.weight
    if any(m.high is None for m in marks) or any(m.sort not in ("gain", "add") or m.per for m in marks):
        return None
    if len(marks) == 1:
        top = max(marks[0].value, marks[0].high)
        if weight is not None and top != weight:
            return None
        return Reading({"kind": "judged"}, numbers_of(marks), LIKELY)
    labels = _family([m.label for m in marks])
    if not all(labels) or len(set(labels)) != len(labels):
        return None
    ranges = {label: sorted((m.value, m.high)) for label, m in zip(labels, marks, strict=True)}
    if weight is not None and max(high for _, high in ranges.values()) > weight:
        return None
    sure = SURE if all(TIER.fullmatch(n) for n in labels) else LIKELY
    return Reading({"kind": "judged", "ranges": ranges}, numbers_of(marks), sure)


def tiered(s: Sentence) -> Reading | None:
    """“一档5分，二档3分，三档1分”“优秀10分、良好8分”。"""
    marks, weight, bases = s.marks, s.weight, s.bases
    if len(marks) < 2 or any(
        m.sort not in ("gain", "add") or m.per or m.high is not None or m.bound and m.bound.side != "rest"
        for m in marks
    ):
        return None
    if any(len(m.values) > 1 for m in marks) or bases:
        return None
    labels = _family([_tier_name(m.label) if m.bound is None else "其余" for m in marks])
    doubts = []
    suffixes = [re.fullmatch(r"[一二三四五]级(.{2})", n) for n in labels]
    if all(suffixes) and len(labels) > 2:
        names = [s[1] for s in suffixes]
        usual = max(set(names), key=names.count)
        if names.count(usual) == len(names) - 1:
            odd = next(n for n, s in zip(labels, names, strict=True) if s != usual)
            doubts.append(f"“{odd}”疑为“{odd[:2]}{usual}”")
            labels = [n[:2] + usual for n in labels]
    if not all(labels) or len(set(labels)) != len(labels):
        return None
    tiers = {n: m.value for n, m in zip(labels, marks, strict=True)}
    values = list(tiers.values())
    falling = all(a > b for a, b in zip(values, values[1:], strict=False))
    rising = all(a < b for a, b in zip(values, values[1:], strict=False))
    family = all(TIER.fullmatch(n) for n in labels)
    if family and (falling or rising):
        return _tiers(tiers, s, SURE, doubts)
    if not (falling or rising) or (weight is not None and max(values) != weight):
        return None
    if sum(values) == weight or len(max(labels, key=len)) > 24:
        return None
    return Reading({"kind": "tiers", "tiers": tiers}, numbers_of(marks), LIKELY, doubts)


def _family(labels: list[str]) -> list[str]:
    """“课件制作优秀、良好、一般”：别的都是档名时，第一个也只留档名。"""
    if (
        len(labels) > 1
        and any(TIER.fullmatch(n) for n in labels[1:])
        and not TIER.fullmatch(labels[0])
        and "完成" not in labels[0]
    ):
        tail = next((labels[0][i:] for i in range(1, len(labels[0])) if TIER.fullmatch(labels[0][i:])), "")
        return [tail or labels[0], *labels[1:]]
    return labels


def _tier_name(label: str) -> str:
    found = re.search(r"(?:为|评为|获得?|得|达到|评定为)((?:优|良|中|差|合格|不合格|[A-E一二三四特]).{0,4})$", label)
    name = found[1] if found else label
    return re.sub(r"^(?:等次|等级|评为|获得?|考核|其中)", "", name) or name


def granted(s: Sentence) -> Reading | None:
    """“按时上交得5分，不交不得分”。"""
    text, marks, weight = s.text, s.marks, s.weight
    awarded = [m for m in marks if m.value != 0]
    if (
        len(awarded) != 1
        or (awarded[0].per and not awarded[0].loose)
        or awarded[0].high is not None
        or len(awarded[0].values) > 1
    ):
        return None
    m = awarded[0]
    if m.sort not in ("gain", "add") or m.bound or not m.label or (weight is not None and m.value != weight):
        return None
    zero = len(marks) == 2 or ZERO.search(text[m.end :]) or re.search(r"否则0?", text[m.end :])
    if not zero:
        return None
    rule = {"kind": "all", "conditions": [m.label], "points": m.value}
    return Reading(rule, numbers_of(marks), LIKELY)
