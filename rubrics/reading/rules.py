"""从一段规则的“几分”拼出一条计分规则；拼不出来的照原文留作评定，不猜。"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from documents.reading.numbers import NUMBER, Plain, parse

from .marks import UNIT, ZERO, Mark, bounds_of, marks_of

SURE, LIKELY, LOOSE, UNSURE, UNREAD = 0.95, 0.8, 0.6, 0.5, 0.2
LEVEL = re.compile(
    r"(?:国家|部|省|地市|市|州|旗|区县|县区|县\(?区\)?|区\(?县\)?|县|区|乡镇|镇|乡|街道|学区|片区|集团|中心校|联盟|校|园)"
    r"(?:\([^)]*\))?级?(?:及?以上)?"
)
PRIZE = re.compile(r"(?:特等奖?|[一二三四]等奖|[一二三四]等|优秀奖|优胜奖|鼓励奖|参与奖|入围奖|第[一二三四五六七八]名|金奖|银奖|铜奖)")
TIER = re.compile(
    r"(?:优秀?|良好?|中等?|差|合格|不合格|及格|不及格|好|较好|一般|较差|很好|A\+?级?等?|[B-E]级?等?|甲等?|乙等?|丙等?|丁等?"
    r"|第?[一二三四五六]档次?|第?[一二三四五六]等次?|特等奖|[一二三四]等奖|优秀奖|鼓励奖|参与奖|第[一二三四五六七八]名|[一二三四五]级.{0,4}"
    r"|第[一二三四五六七八九十]名?|其余|其他|其它|(?:优秀|良好|中等|合格|不合格|基本合格|达标)(?:等[级次])"
    r"|达标|基本达标|不达标|未达标|基本合格|熟练|较熟练|不熟练|满意|基本满意|不满意|完成|基本完成|部分完成|未完成)$"
)
WRONGS = re.compile(r"迟到|早退|旷|缺席|缺勤|缺课|体罚|违反|违纪|投诉|事故|未按|不按")
MODIFIED = re.compile(r"翻倍|翻番|加倍|减半|折半|[一二三两半\d]倍|递增|累进")
FREE = re.compile(rf"(?P<n>{NUMBER})(?P<u>{UNIT})(?:及?以内|及?以下|之内|以内\(含\))?(?:的|者)?(?:,|均)?不扣分")
EVENTS = ("出课", "主讲", "承担", "迟到", "早退", "旷工", "旷课", "旷会", "旷教", "缺席", "缺勤", "病假", "事假")
REQUIRED = re.compile(
    rf"(?:(?:不少于|不低于|至少|不得少于|应达到?|达到)(?P<n1>{NUMBER})(?P<u1>{UNIT})(?:以上)?"
    rf"|(?P<n2>{NUMBER})(?P<u2>{UNIT})(?:\(含\))?(?:及?以上))"
)
QUANTITY = re.compile(rf"(?<!第)(?P<n>{NUMBER})(?P<u>{UNIT})")
PERIOD = ((re.compile(r"每周"), "week"), (re.compile(r"每个?月"), "month"))


@dataclass
class Reading:
    """读出来的一条规则：计分方式、每个数的出处、把握、疑问。"""

    rule: dict
    numbers: list[tuple[Decimal, tuple[int, int]]] = field(default_factory=list)
    confidence: float = SURE
    doubts: list[str] = field(default_factory=list)
    weight: Decimal | None = None


def judged(why: str = "", confidence: float = UNREAD) -> Reading:
    return Reading({"kind": "judged"}, confidence=confidence, doubts=[why] if why else [])


def read_rule(plain: Plain, name: str, weight: Decimal | None) -> Reading:
    """一个考核项目的规则；weight 是它的分值，没有写为 None。"""
    text = plain.text
    marks = marks_of(plain)
    weights = [m for m in marks if m.sort == "full"]
    if weight is None and weights:
        weight = weights[0].value
    marks = [m for m in marks if m.sort != "full" and not (m.bracketed and not m.label and m.value == weight)]
    marks, whole = _without_whole(text, marks, weight)
    if weight is None and whole:
        weight = whole[0].value
    reading = _compose(text, marks, name, weight)
    if whole and reading.rule["kind"] != "judged":
        reading.numbers += _numbers(whole)
    if reading.rule["kind"] == "judged" and any(m.sort != "cap" for m in marks):
        reading = _parts(text, marks, name, weight) or reading
    reading.weight = weight
    if "一票否决" in text:
        reading.doubts.append("写有“一票否决”，要在否决条款里另定后果")
    if reading.rule["kind"] != "judged":
        _exceptions(text, reading)
    loose = [b for b in bounds_of(text) if b.unit == "分" and not any(m.bound and m.bound.start == b.start for m in marks)]
    if loose and reading.rule["kind"] != "judged" or loose and "ranges" in reading.rule:
        reading.doubts.append(f"“{text[loose[0].start : loose[0].end]}”没有用上")
        reading.confidence = min(reading.confidence, LIKELY)
    stray = [m for m in marks if not _told(m, reading)]
    if stray and reading.rule["kind"] != "judged":
        words = "、".join(f"{_show(m.value)}分" for m in stray)
        reading.doubts.append(f"这些分数没有用上：{words}")
        reading.confidence = min(reading.confidence, UNSURE)
    return reading


def _without_whole(text: str, marks: list[Mark], weight: Decimal | None) -> tuple[list[Mark], list[Mark]]:
    """“出满勤计10分，事假一天扣0.5分”“达到72学时得5分，每少1学时扣0.1分”：前面的满分不是另一条规则。"""
    gains = [m for m in marks if m.sort == "gain" and not m.per and m.high is None and len(m.values) == 1]
    others = [m for m in marks if m not in gains and m.sort not in ("cap", "deduct_cap")]
    losing = others and all(m.sort in ("deduct", "missing", "extra", "below", "above") for m in others)
    if len(gains) == 1 and losing and not re.search(r"递减|依次", text) and gains[0] is marks[0] and weight in (None, gains[0].value):
        return marks[1:], gains
    return marks, []


def _exceptions(text: str, reading: Reading) -> None:
    """“3天以内不扣分”“市级以上翻倍”：规则之外的话，读得出的写进规则，读不出的存疑。"""
    rule = reading.rule
    free = FREE.search(text)
    if free and rule["kind"] == "count" and len(rule["points"]) == 1:
        rule["free"] = {next(iter(rule["points"])): parse(free["n"])}
        reading.numbers.append((parse(free["n"]), free.span("n")))
    elif "不扣分" in text:
        reading.doubts.append("有“不扣分”的情形没有读进规则")
        reading.confidence = min(reading.confidence, UNSURE)
    changed = MODIFIED.search(text)
    if changed:
        reading.doubts.append(f"“{changed.group()}”没有读进规则")
        reading.confidence = min(reading.confidence, UNSURE)


def _told(mark: Mark, reading: Reading) -> bool:
    known = {span for _, span in reading.numbers}
    return all(span in known for span in mark.spans)


def _show(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _compose(text: str, marks: list[Mark], name: str, weight: Decimal | None) -> Reading:
    caps = [m for m in marks if m.sort in ("cap", "deduct_cap")]
    bases = [m for m in marks if m.sort == "base"]
    rest = [m for m in marks if m.sort not in ("cap", "deduct_cap", "base")]
    if not rest:
        return _without_marks(text, weight, caps)
    for kind in (_listed, _banded, _ranked, _compared, _ranged, _awarded, _granted, _lacking, _counted, _tiered, _divided):
        reading = kind(text, rest, name, weight, bases)
        if reading is not None:
            for m in bases:
                reading.numbers.append((m.value, m.spans[0]))
            return _capped(reading, caps, weight)
    return judged("这句话里的分数没有读懂，原文照录，请人工确定规则")


def _without_marks(text: str, weight: Decimal | None, caps: list[Mark]) -> Reading:
    shares = list(re.finditer(r"(?P<who>[^,。;:、()\d]{2,10}?)(?:得分|成绩|分数)?(?:占|按|权重|\()(?:总分的|比|为)*(?P<n>\d+(?:\.\d+)?)%", text))
    if len(shares) >= 2 and sum(Decimal(m["n"]) for m in shares) == 100:
        weights = {m["who"].strip("和与及"): Decimal(m["n"]) / 100 for m in shares}
        if len(weights) == len(shares):
            numbers = [(Decimal(m["n"]) / 100, (m.start("n"), m.end())) for m in shares]
            return Reading({"kind": "raters", "weights": weights}, numbers, LIKELY)
    if re.search(r"按(?:照)?[^,。;]{0,14}(?:比例|率)[^,。;]{0,4}(?:计分|折算|得分|计算|赋分|折合)|[率]\s*[x×*]", text) and not caps:
        return Reading({"kind": "ratio"}, confidence=LIKELY)
    if caps:
        return judged("只写了上限，没有写怎样加分或扣分", UNSURE)
    return judged(confidence=LIKELY)


def _capped(reading: Reading, caps: list[Mark], weight: Decimal | None) -> Reading:
    """最高几分、扣完几分为止。"""
    rule = reading.rule
    for m in caps:
        if m.sort == "deduct_cap":
            if rule["kind"] == "quota" and m.value != weight:
                rule["missing_cap"] = m.value
            elif rule["kind"] == "count" and m.value != weight:
                rule["change_cap"] = m.value
            elif rule["kind"] not in ("quota", "count"):
                continue
        elif weight is None and rule["kind"] in ("count", "awards", "quota"):
            rule["cap"] = m.value
        elif m.value != weight:
            if len(caps) > 1 or rule["kind"] not in ("count", "awards", "quota"):
                continue
            if rule["kind"] == "quota" and "per_extra" in rule:
                if weight is not None and m.value < weight:
                    rule["extra_cap"] = m.value
                else:
                    rule["cap"] = m.value
            else:
                rule["cap"] = m.value
        reading.numbers.append((m.value, m.spans[0]))
    return reading


def _numbers(marks: list[Mark]) -> list[tuple[Decimal, tuple[int, int]]]:
    found = []
    for m in marks:
        values = m.values if m.high is None else (m.values[0], m.high)
        found.extend(zip(values, m.spans, strict=True))
        found.extend(m.extra_spans)
        if m.bound is not None and m.bound.span is not None:
            found.append((m.bound.number, m.bound.span))
    return found


def _listed(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“分为三档：8分、6分、4分”“一、二、三等奖分别加5、3、1分”。"""
    if not any(len(m.values) > 1 for m in marks) or any(m.sort not in ("gain", "add") or m.per for m in marks):
        return None
    table: dict = {}
    confidence = SURE
    for m in marks:
        names = _names_before(m.left, len(m.values))
        level = re.match(rf".*?({LEVEL.pattern})(?=[特一二三])", m.left.split("。")[-1])
        if names is None and len(marks) == 1:
            listed = re.search(r"(?:分为|分成|分|评出|设)([^,。;:分]{1,6}(?:、[^,。;:]{1,6}?)+?)(?:[一二三四五\d]?个?(?:等级|等次|档次|等|档|级))[,:。]", text)
            names = listed[1].split("、") if listed and listed[1].count("、") + 1 == len(m.values) else None
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
            table[_level(level[1])] = cells
        else:
            table.update(cells)
    if any(isinstance(v, dict) for v in table.values()) or any(LEVEL.fullmatch(n) for n in table):
        return Reading({"kind": "awards", "table": table, **_take(text)}, _numbers(marks), confidence)
    return Reading({"kind": "tiers", "tiers": table}, _numbers(marks), _fits(table, weight, confidence))


def _names_before(left: str, count: int) -> list[str] | None:
    """列在分数前面的名称：“国家、省、市级分别”“一、二、三等奖”“优、良、中”。"""
    piece = re.split(r"[,。;:]", re.sub(r"[,:]$", "", left))[-1]
    piece = re.sub(r"(?:分别|依次|各|按|为|加|计|得|记|奖励|奖|给予|给)+$", "", piece.replace("等奖", "等獎")).replace("獎", "奖")
    parts = re.split(r"[、/]", piece)
    if len(parts) != count:
        return None
    tail = re.search(r"(等奖|级|等|档|名)$", parts[-1])
    first = re.search(r"(?:特|第?[一二三四五六七八]|[A-E甲乙丙丁]|优秀?|良好?|好|国家|省|市|县|区|校|[^、]{1,4})$", parts[0])
    parts[0] = first.group() if first else parts[0]
    if re.search(r"等奖$", parts[-1]):
        parts[0] = parts[0][-1]
    if tail:
        parts = [p if p.endswith(tail[1]) or (tail[1] == "级" and TIER.fullmatch(p)) else p + tail[1] for p in parts]
    return parts if len(set(parts)) == count and all(0 < len(p) <= 8 for p in parts) else None


def _fits(tiers: dict, weight: Decimal | None, confidence: float) -> float:
    return min(confidence, UNSURE) if weight is not None and max(tiers.values()) > weight else confidence


def _banded(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“90分以上得10分，80—89分得8分，其余5分”。"""
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
    return Reading({"kind": "bands", "bands": bands}, _numbers(marks), confidence, doubts)


def _ranked(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“前3名得10分，4—6名得8分”“第一名10分，以下每名递减0.5分”。"""
    if len(marks) == 2 and re.search(r"第[一1]名?", marks[0].left) and re.search(r"递减|依次减|每(?:降|低|下降)", marks[1].left):
        if marks[0].high is None and marks[1].high is None and len(marks[0].values) == len(marks[1].values) == 1:
            decrement = {"first": marks[0].value, "by": marks[1].value}
            return Reading({"kind": "rank", "decrement": decrement}, _numbers(marks), LIKELY)
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
    return Reading({"kind": "rank", "steps": steps}, _numbers(marks), LIKELY)


def _ranged(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“优9—10分，良7—8分”，或者“视情况给0—5分”。"""
    if any(m.high is None for m in marks) or any(m.sort not in ("gain", "add") or m.per for m in marks):
        return None
    if len(marks) == 1:
        top = max(marks[0].value, marks[0].high)
        if weight is not None and top != weight:
            return None
        return Reading({"kind": "judged"}, _numbers(marks), LIKELY)
    labels = _family([m.label for m in marks])
    if not all(labels) or len(set(labels)) != len(labels):
        return None
    ranges = {label: sorted((m.value, m.high)) for label, m in zip(labels, marks, strict=True)}
    if weight is not None and max(high for _, high in ranges.values()) > weight:
        return None
    sure = SURE if all(TIER.fullmatch(n) for n in labels) else LIKELY
    return Reading({"kind": "judged", "ranges": ranges}, _numbers(marks), sure)


def _level(text: str) -> str:
    text = re.sub(r"[()]", "", text)
    return text if "级" in text else re.sub(r"(及?以上)?$", lambda m: "级" + (m[1] or ""), text, count=1)


def _awarded(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“国家级一等奖10分、二等奖8分；省级一等奖8分……”。"""
    if any(m.sort not in ("gain", "add") or m.high is not None or len(m.values) > 1 or m.bound for m in marks):
        return None
    table: dict = {}
    level = None
    seen_level = False
    for m in marks:
        piece = re.split(r"[,。;]", re.sub(r"[,:]$", "", m.left))[-1]
        context = piece if LEVEL.search(piece) else m.left
        found = [f for f in LEVEL.finditer(context) if f.group().rstrip("上以及").endswith("级") or len(f.group()) == 1 or "国家" in f.group()]
        found = [f for f in found if "级" in f.group() or re.match(r"(?:[特一二三]等|优秀奖|[、,:]|$|奖|每|加|计|得|记)", context[f.end() :])]
        prize = PRIZE.search(piece)
        if found:
            level = _level(found[-1].group())
            seen_level = True
        if not prize and not found:
            return None
        if prize:
            cells = table.setdefault(level or "", {})
            if not isinstance(cells, dict) or prize.group() in cells:
                return None
            cells[prize.group()] = m.value
        elif level in table:
            return None
        else:
            table[level] = m.value
    if not seen_level or "" in table or (len(table) < 2 and not any(isinstance(v, dict) for v in table.values())):
        return None
    return Reading({"kind": "awards", "table": table, **_take(text)}, _numbers(marks), SURE)


def _take(text: str) -> dict:
    """同一成果取最高；或者只计最高一项。"""
    highest = r"(?:就高|取最高|最高(?:奖|级|项|分)|按最高|以最高|高的?(?:计|为准)|不重复|不累计|不累加|不兼得)"
    if re.search(rf"同一?(?:项|篇|作品|成果|论文|课题|内容|奖项|课|比赛|活动)[^。;]*?{highest}", text):
        return {"same_work": "best"}
    if re.search(highest, text):
        return {"take": "best"}
    return {}


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


def _lacking(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“听课不少于20节，每少1节扣0.5分，每多1节加0.5分”。"""
    missing = [m for m in marks if m.sort == "missing"]
    extra = [m for m in marks if m.sort == "extra"]
    if len(missing) != 1 or len(missing) + len(extra) != len(marks) or len(extra) > 1 or missing[0].high is not None:
        return None
    if len(missing[0].values) != 1:
        return None
    m = missing[0]
    rule: dict = {"kind": "quota", "required": None, "per_missing": m.value}
    reading = Reading(rule, _numbers([m]))
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
        reading.numbers += _numbers(extra)
        if extra[0].amount != m.amount:
            reading.confidence = UNSURE
            reading.doubts.append("少和多按不同的数量计，请核对")
    if bases and bases[0].value != weight:
        rule["base"] = bases[0].value
    if weight is None and not bases:
        reading.confidence = min(reading.confidence, LIKELY)
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


def _counted(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“严重扣10分，较轻扣5分”“每参加一次加2分，出课加5分”。"""
    if any(len(m.values) > 1 for m in marks):
        return None
    down = [m for m in marks if m.sort in ("deduct", "missing")]
    up = [m for m in marks if m.sort in ("add", "extra") or (m.sort == "gain" and m.per and not m.bound)]
    if len(down) + len(up) != len(marks):
        return None
    if any(WRONGS.search(m.label) for m in up):
        return None  # nobody earns points for being late
    if len({(m.label, m.unit) for m in down if m.sort == "missing"}) < len([m for m in down if m.sort == "missing" and m.amount != 1]) + 1:
        if len([m for m in down if m.sort == "missing"]) > 1:
            return None  # 缺1次扣1分，缺2次扣3分 goes by steps
    mixed = _mixed(text, marks, name, weight)
    if mixed:
        return mixed
    rule: dict = {"kind": "count", "points": {}}
    reading = Reading(rule, _numbers(marks))
    units = {}
    for m in marks:
        sign = -1 if m in down else 1
        points = sign * m.value if m.high is None else sorted((sign * m.value, sign * m.high))
        events = [f"缺{m.label or m.unit}"] if m.sort == "missing" else _events(m, text, name)
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


def _tiered(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“一档5分，二档3分，三档1分”“优秀10分、良好8分”。"""
    if len(marks) < 2 or any(m.sort not in ("gain", "add") or m.per or m.high is not None or m.bound and m.bound.side != "rest" for m in marks):
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
        return Reading({"kind": "tiers", "tiers": tiers}, _numbers(marks), _fits(tiers, weight, SURE), doubts)
    if not (falling or rising) or (weight is not None and max(values) != weight):
        return None
    if sum(values) == weight or len(max(labels, key=len)) > 24:
        return None
    return Reading({"kind": "tiers", "tiers": tiers}, _numbers(marks), LIKELY, doubts)


def _family(labels: list[str]) -> list[str]:
    """“课件制作优秀、良好、一般”：别的都是档名时，第一个也只留档名。"""
    if len(labels) > 1 and any(TIER.fullmatch(n) for n in labels[1:]) and not TIER.fullmatch(labels[0]) and "完成" not in labels[0]:
        tail = next((labels[0][i:] for i in range(1, len(labels[0])) if TIER.fullmatch(labels[0][i:])), "")
        return [tail or labels[0], *labels[1:]]
    return labels


def _tier_name(label: str) -> str:
    found = re.search(r"(?:为|评为|获得?|得|达到|评定为)((?:优|良|中|差|合格|不合格|[A-E一二三四特]).{0,4})$", label)
    name = found[1] if found else label
    return re.sub(r"^(?:等次|等级|评为|获得?|考核|其中)", "", name) or name


def _mixed(text: str, marks: list[Mark], name: str, weight: Decimal | None) -> Reading | None:
    """“听课不少于20节，每少1节扣0.5分；无评语每节扣0.2分”：缺数一部分，别的扣分一部分，合起来扣到零为止。"""
    missing = [m for m in marks if m.sort == "missing"]
    if weight is None or not missing or len(marks) < 2 or any(m.high is not None for m in missing):
        return None
    parts, numbers, confidence, doubts = [], [], LIKELY, []
    since = 0
    for m in missing:
        reading = _lacking("。" * since + text[since : m.end], [m], name, weight, [])
        if reading is None or reading.rule["required"] is None:
            return None
        since = m.end
        if parts:  # only the first part starts from the full marks
            reading.rule |= {"base": Decimal(0), "floor": -weight}
        parts.append({"name": f"缺{m.label or m.unit}", "rule": reading.rule})
        numbers += reading.numbers
        confidence, doubts = min(confidence, reading.confidence), doubts + reading.doubts
    others = [m for m in marks if m not in missing]
    if others:
        rest = _counted(text, others, name, weight, [])
        if rest is None or rest.rule["kind"] != "count":
            return None
        rest.rule |= {"base": Decimal(0), "floor": -weight}
        parts.append({"name": "另外扣分", "rule": rest.rule})
        numbers += rest.numbers
        confidence, doubts = min(confidence, rest.confidence), doubts + rest.doubts
    return Reading({"kind": "sum", "parts": parts}, numbers, confidence, doubts)


def _compared(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“以平均分为准，每高1分加0.5分，每低1分扣0.5分”“及格率100%得5分，每降一个百分点扣0.1分”。"""
    steps = [m for m in marks if m.sort in ("above", "below")]
    others = [m for m in marks if m not in steps]
    if not steps or len(steps) > 2 or len({m.sort for m in steps}) != len(steps) or any(m.high is not None for m in steps):
        return None
    if len({m.amount for m in steps}) > 1:
        return None
    rule: dict = {"kind": "relative"}
    reading = Reading(rule, _numbers(steps), LIKELY)
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
    if len(others) > 1 or len(gains) != len(others):
        return None
    if gains:
        if gains[0].value != weight:
            rule["base"] = gains[0].value
        reading.numbers += _numbers(gains)
    if "排" in text or "名" in "".join(m.unit for m in steps):
        return None
    return reading


def _divided(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“有计划2分，有总结2分，有记录4分”：几样东西各占几分，加起来正是这一项的分值。"""
    if weight is None or bases or marks[0].sort != "gain":
        return None
    each = re.search(r"([^,。;:]+、[^,。;:]+?)(?:各|均)(?:占|得|计|为)?$", marks[0].left) if len(marks) == 1 else None
    if each and len(marks[0].values) == 1:
        labels = re.split(r"[、和]", each[1])
        parts = [{"name": n, "max": marks[0].value, "rule": {"kind": "judged"}} for n in labels]
        if marks[0].value * len(parts) == weight and len(set(labels)) == len(labels):
            return Reading({"kind": "sum", "parts": parts}, _numbers(marks), LIKELY)
        return None
    gains = [m for m in marks if m.sort == "gain" and not m.per and m.high is None and len(m.values) == 1]
    labels = [m.label for m in gains]
    if len(gains) < 2 or sum(m.value for m in gains) != weight or not all(labels) or len(set(labels)) != len(labels):
        return None
    parts, numbers, doubts, confidence = [], _numbers(gains), [], LIKELY
    for m, following in zip(gains, [*gains[1:], None], strict=True):
        end = following.start - len(following.left) if following else len(text)
        own = [o for o in marks if o not in gains and m.end <= o.start < end]
        reading = _compose("。" * m.end + text[m.end : end], own, m.label, m.value) if own else judged()
        if own and reading.rule["kind"] == "judged":
            return None
        parts.append({"name": m.label[:40], "max": m.value, "rule": reading.rule})
        numbers, doubts = numbers + reading.numbers, doubts + reading.doubts
        confidence = min(confidence, reading.confidence) if own else confidence
    return Reading({"kind": "sum", "parts": parts}, numbers, confidence, doubts)


def _granted(text: str, marks: list[Mark], name: str, weight: Decimal | None, bases: list[Mark]) -> Reading | None:
    """“按时上交得5分，不交不得分”。"""
    awarded = [m for m in marks if m.value != 0]
    if len(awarded) != 1 or (awarded[0].per and not awarded[0].loose) or awarded[0].high is not None or len(awarded[0].values) > 1:
        return None
    m = awarded[0]
    if m.sort not in ("gain", "add") or m.bound or not m.label or (weight is not None and m.value != weight):
        return None
    zero = len(marks) == 2 or ZERO.search(text[m.end :]) or re.search(r"否则0?", text[m.end :])
    if not zero:
        return None
    rule = {"kind": "all", "conditions": [m.label], "points": m.value}
    return Reading(rule, _numbers(marks), LIKELY)


PART = re.compile(r"(?:^|(?<=[。;,:]))(?:[(\[]?(?:\d{1,2}|[一二三四五六七八九]|[①②③④⑤⑥⑦⑧⑨])(?:[)\]、]|\.(?!\d))|(?=[①②③④⑤⑥⑦⑧⑨]))")


def _parts(text: str, marks: list[Mark], name: str, weight: Decimal | None) -> Reading | None:
    """几句话各说一件事：每句读成一部分，合起来是这一项。"""
    cuts = [m.start() for m in PART.finditer(text)]
    if len(cuts) < 2:
        cuts = [0] + [m.end() for m in re.finditer(r"[。;]", text)]
    edges = sorted({0, *cuts, len(text)})
    pieces = [(a, b) for a, b in zip(edges, edges[1:], strict=False) if any(a <= m.start < b for m in marks)]
    if len(pieces) < 2:
        return None
    parts, numbers, confidence, doubts = [], [], SURE, []
    whole = Decimal(0)
    for i, (a, b) in enumerate(pieces, 1):
        own = [m for m in marks if a <= m.start < b]
        bracket = [m for m in own if m.bracketed]
        limit = bracket[0].value if len(bracket) == 1 and bracket[0].high is None else None
        own = [m for m in own if m not in bracket] if limit is not None else own
        if limit is None and len(own) == 1 and own[0].sort == "gain" and not own[0].per and own[0].bound is None and own[0].high is None:
            limit, own, bracket = own[0].value, [], own
        # full stops before the piece keep every place where it is
        reading = _compose("。" * a + text[a:b], own, f"{name}{i}", limit)
        if own and reading.rule["kind"] == "judged" and reading.confidence == UNREAD:
            return None
        if limit is None and reading.rule["kind"] in ("quota",):
            return None
        if limit is None and reading.rule["kind"] == "count" and any(_low(p) < 0 for p in reading.rule["points"].values()):
            return None
        part = {"name": re.sub(r"(?:\(\d+(?:\.\d+)?分\))?[。;]?$", "", PART.sub("", text[a:b], count=1))[:40] or f"第{i}部分", "rule": reading.rule}
        if limit is not None:
            part["max"] = limit
            whole += limit
            numbers += _numbers(bracket)
        numbers += reading.numbers
        parts.append(part)
        confidence = min(confidence, reading.confidence)
        doubts += reading.doubts
    if all(part["rule"]["kind"] == "judged" and "max" not in part for part in parts):
        return None
    limited = [part for part in parts if "max" in part]
    if limited and (len(limited) != len(parts) or (weight is not None and whole != weight)):
        return None
    return Reading({"kind": "sum", "parts": parts}, numbers, min(confidence, LIKELY), doubts)


def _low(points: object) -> Decimal:
    return points[0] if isinstance(points, list) else points

