"""从一段规则的“几分”拼出一条计分规则；拼不出来的照原文留作评定，不猜。"""

import re
from decimal import Decimal

from documents.reading.numbers import NUMBER, Plain, parse

from .counting import counted, lacking
from .levels import awarded
from .marks import UNIT, Mark, bounds_of, label_of, marks_of
from .sentence import LIKELY, SURE, UNREAD, UNSURE, Reading, Sentence, judged, numbers_of
from .tiers import banded, compared, granted, listed, ranged, ranked, tiered

MODIFIED = re.compile(r"翻倍|翻番|加倍|减半|折半|[一二三两半\d]倍|递增|累进")
MOST_WORDS = 2000
NOTHING = re.compile(
    r"(?P<what>[^,。;]{1,16}?)(?:的|者|则|均|一律|该项|本项|此项)*(?:不得分|不计分|不给分|得0分|计0分|记0分)"
)
FREE = re.compile(
    rf"(?P<n>{NUMBER})(?P<u>{UNIT})(?:及?以内|及?以下|之内)?(?:\(含[^)]{{0,6}}\))?(?:的|者)?(?:,|均)?不扣分"
)
PART = re.compile(
    r"(?:^|(?<=[。;,:]))(?:[(\[]?(?:\d{1,2}|[一二三四五六七八九]|[①②③④⑤⑥⑦⑧⑨])(?:[)\]、]|\.(?!\d))|(?=[①②③④⑤⑥⑦⑧⑨]))"
)


def read_rule(plain: Plain, name: str, weight: Decimal | None) -> Reading:
    """一个考核项目的规则；weight 是它的分值，没有写为 None。"""
    text = plain.text
    if len(text) > MOST_WORDS:
        reading = judged("这一项的文字太长，请人工确定规则")
        reading.weight = weight
        return reading
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
        reading.numbers += numbers_of(whole)
    if reading.rule["kind"] == "judged" and any(m.sort != "cap" for m in marks):
        reading = _parts(text, marks, name, weight) or reading
    reading.weight = weight
    if "一票否决" in text:
        reading.doubts.append("写有“一票否决”，要在否决条款里另定后果")
    if reading.rule["kind"] != "judged":
        _exceptions(text, reading)
    loose = [
        b for b in bounds_of(text) if b.unit == "分" and not any(m.bound and m.bound.start == b.start for m in marks)
    ]
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
    if (
        len(gains) == 1
        and losing
        and not re.search(r"递减|依次|第[一1]名", text)
        and gains[0] is marks[0]
        and weight in (None, gains[0].value)
    ):
        return marks[1:], gains
    return marks, []


def _exceptions(text: str, reading: Reading) -> None:
    """“3天以内不扣分”“市级以上翻倍”：规则之外的话，读得出的写进规则，读不出的存疑。"""
    rule = reading.rule
    free = FREE.search(text)
    if free and rule["kind"] == "count" and len(rule["points"]) == 1:
        event = next(iter(rule["points"]))
        rule["free"] = {event: parse(free["n"])}
        reading.numbers.append((parse(free["n"]), free.span("n")))
        before = re.split(r"[,。;]", text[: free.start("n")])[-1]
        named = re.search(r"[\u4e00-\u9fff]{2,}", before)
        if named and not event.startswith("超") and not any(word in before for word in (event, event[:2], event[-2:])):  # 请假3天以内 beside 缺勤
            reading.doubts.append(f"“{named.group()}……不扣分”与“{event}”是不是一回事，请核对")
            reading.confidence = min(reading.confidence, UNSURE)
    elif "不扣分" in text:
        reading.doubts.append("有“不扣分”的情形没有读进规则")
        reading.confidence = min(reading.confidence, UNSURE)
    for zero in NOTHING.finditer(text) if rule["kind"] == "count" and rule.get("base") else ():
        label = label_of(zero["what"])
        if re.search(r"\d|[一二三四五六七八九十]" + UNIT, label) or not label:
            reading.doubts.append(f"“{zero.group()}”没有读进规则")
            reading.confidence = min(reading.confidence, LIKELY)
        elif label not in rule["points"]:  # nothing at all is the whole weight off
            rule["points"][label] = -rule["base"]
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
    for kind in (listed, banded, ranked, compared, ranged, awarded, granted, lacking, counted, tiered, _divided):
        reading = kind(Sentence(text, rest, name, weight, bases))
        if reading is not None:
            for m in bases:
                if m.value == weight or "base" in reading.rule or reading.rule["kind"] == "judged":
                    reading.numbers.append((m.value, m.spans[0]))
            return _capped(reading, caps, weight)
    return judged("这句话里的分数没有读懂，原文照录，请人工确定规则")


def _without_marks(text: str, weight: Decimal | None, caps: list[Mark]) -> Reading:
    shares = list(
        re.finditer(
            r"(?P<who>[^,。;:、()\d]{2,10}?)(?:得分|成绩|分数)?(?:占|按|权重|\()(?:总分的|比|为)*(?P<n>\d+(?:\.\d+)?)%",
            text,
        )
    )
    if len(shares) >= 2 and sum(Decimal(m["n"]) for m in shares) == 100:
        weights = {m["who"].strip("和与及"): Decimal(m["n"]) / 100 for m in shares}
        if len(weights) == len(shares):
            numbers = [(Decimal(m["n"]) / 100, (m.start("n"), m.end())) for m in shares]
            return Reading({"kind": "raters", "weights": weights}, numbers, LIKELY)
    if (
        re.search(r"按(?:照)?[^,。;]{0,14}(?:比例|率)[^,。;]{0,4}(?:计分|折算|得分|计算|赋分|折合)|[率]\s*[x×*]", text)
        and not caps
    ):
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


def _divided(s: Sentence) -> Reading | None:
    """“有计划2分，有总结2分，有记录4分”：几样东西各占几分，加起来正是这一项的分值。"""
    text, marks, weight, bases = s.text, s.marks, s.weight, s.bases
    if weight is None or bases or marks[0].sort != "gain":
        return None
    each = re.search(r"([^,。;:]+、[^,。;:]+?)(?:各|均)(?:占|得|计|为)?$", marks[0].left) if len(marks) == 1 else None
    if each and len(marks[0].values) == 1:
        labels = re.split(r"[、和]", each[1])
        parts = [{"name": n, "max": marks[0].value, "rule": {"kind": "judged"}} for n in labels]
        if marks[0].value * len(parts) == weight and len(set(labels)) == len(labels):
            return Reading({"kind": "sum", "parts": parts}, numbers_of(marks), LIKELY)
        return None
    gains = [m for m in marks if m.sort == "gain" and not m.per and m.high is None and len(m.values) == 1]
    labels = [m.label for m in gains]
    if len(gains) < 2 or sum(m.value for m in gains) != weight or not all(labels) or len(set(labels)) != len(labels):
        return None
    parts, numbers, doubts, confidence = [], numbers_of(gains), [], LIKELY
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
        if (
            limit is None
            and len(own) == 1
            and own[0].sort == "gain"
            and not own[0].per
            and own[0].bound is None
            and own[0].high is None
        ):
            limit, own, bracket = own[0].value, [], own
        # full stops before the piece keep every place where it is
        reading = _compose("。" * a + text[a:b], own, f"{name}{i}", limit)
        if own and reading.rule["kind"] == "judged" and reading.confidence == UNREAD:
            return None
        if limit is None and reading.rule["kind"] in ("quota",):
            return None
        if (
            limit is None
            and reading.rule["kind"] == "count"
            and any(_low(p) < 0 for p in reading.rule["points"].values())
        ):
            return None
        part = {
            "name": re.sub(r"(?:\(\d+(?:\.\d+)?分\))?[。;]?$", "", PART.sub("", text[a:b], count=1))[:40]
            or f"第{i}部分",
            "rule": reading.rule,
        }
        if limit is not None:
            part["max"] = limit
            whole += limit
            numbers += numbers_of(bracket)
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
