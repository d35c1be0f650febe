"""一句规则里的每个“几分”：前后文字说明它是加、是扣、是档、是上限，还是缺一次扣的分。

Read from the sentences that school rubrics use (spec of the reference document, 附件2); a number whose
surroundings are not understood stays `bare` and is doubted, never guessed.
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from documents.reading.numbers import NUMBER, Plain, parse

D = r"\d+(?:\.\d+)?"
UNIT = (
    r"(?:人次|人节|课时|学时|个百分点|百分点|半天|分钟|小时|学期|学年|年级|人次"
    r"|[次节篇份个项本人条处件天日门期场起例回页张套周月堂科课名班宗轮幅年字样种])"
)
NOT_POINTS = (
    r"(?!钟|之[一二三四五六七八九十]|数|校|组|工|析|享|管|段|类|层|值|别|为[一二三四五六七八九十\d]+[档个等类级]|明|内)"
)
PAY = r"(?<![等秀胜与励金银铜围获])奖"  # 奖 as a verb, not the end of 一等奖
GET = r"(?:(?<!心)得|(?<![设统])计|(?<![笔登日])记|给|赋|获|(?<![自互组他参])评|(?<!行)为)"  # nor the end of 心得, 设计, 笔记
VERBS = rf"(?:扣除|扣减|扣罚|倒扣|扣去|扣掉|扣|减去|减|罚|奖励|{PAY}|加计|增加|另加|追加|(?<!参)加|{GET})"
AFTER = r"(?:的|者|情况|要|应|则|就|将|可|各|均|再|一律|酌情|分别|予以|给予|相应|从本项中|从总分中|[,:])*"
DEDUCT = r"(?:扣除|扣减|扣罚|倒扣|扣去|扣掉|扣|减去|减|罚)"
ADD = rf"(?:奖励|{PAY}|加计|增加|另加|追加|(?<!参)加)"
GAIN = rf"(?:可得|评为|{GET})"
LACK = (
    r"(?:缺少|缺交|缺写|缺听|缺记|缺做|少交|少写|少听|少上|少记|少做|少完成|未完成|不足|少|缺|(?:^|(?<=[每,。;:(]))(?:差|漏|欠))"
    r"(?!席|勤|课|会|旷|岗|考|乏|于|数)"
)
ONE = {None, "", "一", "1"}

SCORE = re.compile(
    rf"(?P<list>(?:{D}分[、,/和或及]?|{D}[、/])+{D}分{NOT_POINTS})"
    rf"|(?P<low>{D})(?:分?(?:-+|~|至|到)(?P<high>{D}))?分{NOT_POINTS}"
    rf"|(?<=[扣加计得记奖减高多])(?P<words>[一二两三四五六七八九十半]{{1,3}})分(?!钟|之)"
)
BOUND = re.compile(
    rf"(?P<op>≥|>=|>|≤|<=|<|大于等于|大于|高于|(?<!不)(?<!得)超过|不低于|不少于|达到|达|(?<!不)低于|(?<!不)少于|小于|不足|未达到|未达|不满)"
    rf"(?P<n1>{D})(?P<u1>分(?!钟)|%|{UNIT})?(?!为止|封顶|为限)(?:及以上|以上)?"
    rf"|(?P<n2>{D})(?P<u2>分(?!钟)|%|{UNIT})?(?:\(含[^)]{{0,6}}\)|\(不含[^)]{{0,6}}\))?(?P<side>及以上|及以下|以上|以下|以内|含以上)"
    rf"(?:\(含[^)]*\)|\(不含[^)]*\))?"
    rf"|(?P<from>{D})(?:分|%|名)?(?:-+|~|至|到)(?P<to>{D})(?P<u3>分(?!钟)|%|{UNIT})(?:之间|以内)?"
    rf"(?=[)]?(?:的|者)?[,:]?(?:可)?{VERBS}*{D}分(?!钟|之间|以上|以下|数))"
    rf"|(?<!\d)(?P<whole>100%)(?=(?:的|者)?[,:]?(?:可)?{VERBS}*{D}分)"
)
RANK = re.compile(
    rf"前(?P<n>{NUMBER})(?P<u>名|%)|第?(?P<a>{NUMBER})(?:名|%)?(?:-+|~|至|到)第?(?P<b>{NUMBER})(?P<u2>名|%)"
)
BY_RANK = re.compile(rf"前{NUMBER}%")
REST = re.compile(r"(?:其余|其他|其它|否则|以下)(?:的|者|教师|人员|名次)*[,:]?$")
ZERO = re.compile(r"(?:均|一律|则|该项|本项|此项)*(?:不得分|不计分|不给分|无分|不记分|不赋分)")
MISSING = re.compile(
    rf"(?:每|凡|如|若)*{LACK}(?P<what>[^,。;:、\d每]{{0,8}}?)(?P<n>{NUMBER})?(?P<u>{UNIT})(?P<what2>[^,。;:\d]{{0,10}}?){AFTER}{DEDUCT}$"
)
EXTRA = re.compile(
    rf"每?(?:超过|超出|增加|多听|多写|多交|多上|多|超)(?P<what>[^,。;:、\d]{{0,8}}?)(?P<n>{NUMBER})?(?P<u>{UNIT})(?P<what2>[^,。;:\d]{{0,8}}?){AFTER}{ADD}$"
)
NO_PERIOD = r"(?!学期|学年|年|周|月|期|人|位|个教师|名教师)"
PER = (
    re.compile(
        rf"(?P<pre>[^。;]*?)每{NO_PERIOD}(?P<what>[^,。;:、\d]{{0,14}}?)(?P<n>{NUMBER})(?P<u>{UNIT})(?P<what2>[^,。;:\d]{{0,16}}?)$"
    ),
    re.compile(
        rf"(?P<pre>[^。;]*?)每(?P<what>(?:(?!{NUMBER}{UNIT})[^,。;:、\d]){{0,14}}?)(?P<n>)(?P<u>{UNIT})(?P<what2>(?:(?!{NUMBER}{UNIT})[^,。;:\d]){{0,16}}?)$"
    ),
    re.compile(
        rf"(?P<pre>[^。;]*?[,。;:]|)(?P<what>[^,。;:\d]{{0,20}}?)(?<!第)(?P<n>一|1)(?P<u>{UNIT})(?P<what2>[^,。;:\d]{{0,12}}?)$"
    ),
)
STEP = re.compile(  # 每低1分扣0.5分: the first number is a distance, not points
    rf"每(?P<way>低于|低|下降|降低|降|落后|高于|高出|高|超过|超出|超|提高|上升)[^\d,。;]{{0,8}}?(?P<n>{NUMBER})?(?P<u>个?百分点|%|分|个?名次|名|位)"
    rf"(?=的?,?(?:{VERBS}|[-+]))"
)
CAP_BEFORE = re.compile(
    r"(?:最高|最多|至多|上限|封顶|不超过|不得超过|不能超过|不高于|加满|记满|计满|得满|扣满|扣完|加到|加至|满)"
    r"(?:不超过|不得超过|的?总?分值|限|为|是|只|可|能|累计|得|加|计|记|奖|给|扣|:)*$"
)
CAP_AFTER = re.compile(r"(?:\)|])?(?:封顶|为止|为限|为上限|止|为最高|以内)")
FULL = re.compile(r"(?:满分|总分|分值|标准分|权重|本项|该项|此项|共计|共)(?:共|为|是|计|:|\()*$")
BASE = re.compile(r"(?:基础分|基本分|底分|起始分|起评分|基准分)(?:为|是|计|记|得|:|\()*$")


@dataclass(frozen=True)
class Mark:
    """一个“几分”和它的意思。"""

    sort: str  # full base cap deduct_cap missing extra above below deduct add gain
    values: tuple[Decimal, ...]
    spans: tuple[tuple[int, int], ...]
    start: int
    end: int
    left: str = ""
    label: str = ""
    high: Decimal | None = None
    per: bool = False
    amount: Decimal = Decimal(1)
    unit: str = ""
    bound: "Bound | None" = None
    bracketed: bool = False
    loose: bool = False  # 一次 without 每
    cut: int = 0  # where the words of this mark begin, for missing and extra
    extra_spans: tuple[tuple[Decimal, tuple[int, int]], ...] = field(default=())

    @property
    def value(self) -> Decimal:
        return self.values[0]


@dataclass(frozen=True)
class Bound:
    """得分的界：90 分以上、80—89 分、95% 以上、前 3 名、其余。"""

    side: str  # at_least more_than at_most fewer_than range rank rest
    number: Decimal | None
    start: int
    end: int
    span: tuple[int, int] | None = None
    share: bool = False
    unit: str = ""
    to: Decimal | None = None


def bounds_of(text: str) -> list[Bound]:
    """文字里的界，按先后。"""
    found = []
    for m in BOUND.finditer(text):
        if m["whole"]:
            found.append(Bound("at_least", Decimal(1), m.start(), m.end(), m.span("whole"), True, "%"))
            continue
        if m["u3"] == "名" or (m["u3"] == "%" and BY_RANK.search(text)):
            continue  # 4—6名, and 21%—50% after 前20%, are ranks
        group, unit = ("n1", m["u1"]) if m["n1"] else ("n2", m["u2"]) if m["n2"] else ("from", m["u3"])
        if m["from"]:
            side = "range"
        elif m["n1"]:
            side = {"≥": "at_least", ">=": "at_least", "大于等于": "at_least", "不低于": "at_least", "不少于": "at_least",
                    "达到": "at_least", "达": "at_least", "≤": "at_most", "<=": "at_most", ">": "more_than",
                    "大于": "more_than", "高于": "more_than", "超过": "more_than"}.get(m["op"], "fewer_than")  # fmt: skip
        elif "下" in m["side"] or "内" in m["side"]:
            side = "at_most" if "及" in m["side"] or "(含" in m.group() else "fewer_than"
        else:
            side = "more_than" if "(不含" in m.group() else "at_least"
        share = unit == "%"
        scale = Decimal(100) if share else Decimal(1)
        start, end = m.span(group)
        to = Decimal(m["to"]) / scale if m["from"] else None
        found.append(Bound(side, Decimal(m[group]) / scale, m.start(), m.end(), (start, end), share, unit or "", to))
    return found


def marks_of(plain: Plain) -> list[Mark]:
    """一段规则里的全部“几分”，按先后。"""
    text = plain.text
    bounds = bounds_of(text)
    marks: list[Mark] = []
    at = 0
    masked = text
    for b in bounds:  # a bound such as 90分以上 is no score, and neither is a number inside it
        masked = _mask(masked, b.start, b.end)
    for step in STEP.finditer(text):
        masked = _mask(masked, *step.span())
    for m in SCORE.finditer(masked):
        sentence = max(text.rfind(stop, 0, m.start()) for stop in "。;!") + 1
        left = text[max(at, sentence) : m.start()]
        mark = _classify(left, m, text[m.end() : m.end() + 8], max(at, sentence), text[: m.start()])
        if mark.sort == "gain" and mark.label and re.search(r"(?<![加])扣分[^,。;:]{0,4}:", text[: m.start()]):
            mark = replace(mark, sort="deduct")  # under the words 扣分项 every number is taken off
        marks.append(replace(mark, bound=_bound_before(text, bounds, max(at, sentence), m.start())))
        at = m.end()
    return marks


def _mask(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]


def _classify(left: str, m: re.Match, after: str, at: int, text_before: str) -> Mark:
    values, spans = _numbers(m)
    high = Decimal(m["high"]) if m["high"] else None
    if high is not None:
        spans = (m.span("low"), m.span("high"))
    mark = Mark("gain", values, spans, m.start(), m.end(), left, high=high)
    signed = re.search(r"(?:^|[^\d])([-+])$", left)
    slash = re.match(rf"(?:\)|])?/(?:每)?({NUMBER})?({UNIT})", after)
    bracketed = left.endswith(("(", "[")) and after.startswith((")", "]"))
    if CAP_AFTER.match(after) or CAP_BEFORE.search(left):
        if not left.endswith("满分") and not FULL.search(left):
            sort = "deduct_cap" if re.search(r"扣[^加得奖]{0,6}$", left) else "cap"
            return replace(mark, sort=sort)
    if BASE.search(left):
        return replace(mark, sort="base")
    if FULL.search(left):
        return replace(mark, sort="full")
    for sort, pattern in (("missing", MISSING), ("extra", EXTRA)):
        found = pattern.search(left)
        if found:
            amount, extra = _amount(found, at)
            label = (found["what"] + found["what2"]).strip("的了")
            return replace(
                mark,
                sort=sort,
                label=label,
                amount=amount,
                unit=found["u"],
                per=True,
                extra_spans=extra,
                cut=at + found.start(),
            )
    body = left[:-1] if signed else left
    steps = list(STEP.finditer(text_before))
    if steps and re.fullmatch(rf"的?,?(?:{VERBS}|[-+])+", text_before[steps[-1].end() :]):
        step = steps[-1]
        amount = parse(step["n"]) if step["n"] else Decimal(1)
        below = step["way"][0] in "低下降落"
        extra = ((amount, step.span("n")),) if step["n"] not in ONE else ()
        return replace(
            mark,
            sort="below" if below else "above",
            per=True,
            amount=amount,
            unit=step["u"],
            extra_spans=extra,
            cut=step.start(),
        )
    tail = re.search(rf"{AFTER}(?:({DEDUCT})|({ADD})|({GAIN}))?(?:各|均)?{AFTER}$", body)
    sort = "deduct" if tail[1] else "add" if tail[2] else "gain"
    if signed:
        sort = "deduct" if signed[1] == "-" else "add"
    body = body[: tail.start()]
    mark = replace(mark, sort=sort, bracketed=bracketed)
    if slash:
        amount = parse(slash[1]) if slash[1] else Decimal(1)
        return replace(mark, label=label_of(body), per=True, amount=amount, unit=slash[2])
    for pattern in PER:
        found = pattern.search(body)
        if found and not (bracketed and pattern is PER[2]):
            amount, extra = _amount(found, at)
            own = found["what"] + found["what2"]
            label = label_of(own) or label_of(found["pre"])
            if found["pre"] and not found["pre"].endswith(tuple(",。;:")) and pattern is not PER[2]:
                label = label_of(found["pre"]) + (label_of(own) if label_of(own) else "")
            return replace(
                mark, label=label, per=True, amount=amount, unit=found["u"], extra_spans=extra, loose=pattern is PER[2]
            )
    return replace(mark, label=label_of(body))


def _numbers(m: re.Match) -> tuple[tuple[Decimal, ...], tuple[tuple[int, int], ...]]:
    if m["list"]:
        found = list(re.finditer(D, m["list"]))
        start = m.start("list")
        return tuple(Decimal(f.group()) for f in found), tuple((start + f.start(), start + f.end()) for f in found)
    group = "low" if m["low"] else "words"
    return (parse(m[group]),), (m.span(group),)


def _amount(found: re.Match, at: int) -> tuple[Decimal, tuple]:
    if found["n"] in ONE:
        return Decimal(1), ()
    number = parse(found["n"])
    start, end = found.span("n")
    return number or Decimal(1), ((number, (at + start, at + end)),) if number else ()


def _bound_before(text: str, bounds: list[Bound], since: int, start: int) -> Bound | None:
    """紧挨在这个分数前面的界。"""
    near = [b for b in bounds if b.start >= since and b.end <= start]
    if near and re.fullmatch(rf"(?:的|者|教师|人员|课|[,:)(])*(?:可)?{VERBS}*", text[near[-1].end : start]):
        return near[-1]
    left = text[since:start]
    ranks = list(RANK.finditer(left))
    if ranks and re.fullmatch(rf"(?:的|者|教师|[,:)(])*(?:可)?(?:各)?{VERBS}*", left[ranks[-1].end() :]):
        m = ranks[-1]
        group = "n" if m["n"] else "b"
        number = parse(m[group])
        share = "%" in (m["u"], m["u2"])
        span = (since + m.start(group), since + m.end(group))
        value = number / 100 if share and number is not None else number
        return Bound("rank", value, since + m.start(), since + m.end(), span, share)
    rest = REST.search(re.sub(rf"{VERBS}$", "", left))
    if rest:
        return Bound("rest", None, since, start)
    return None


def label_of(text: str) -> str:
    """一个分数前面的名称：“迟到、早退”“一等奖”“在联合体出课”。"""
    piece = re.split(r"[,。;:!]", text.rstrip(",:"))[-1].lstrip(".)]、")
    piece = re.sub(r"^(?:[(\[]?(?:\d+|[一二三四五六七八九十])[)\].、](?=[^\d])|[①②③④⑤⑥⑦⑧⑨])+", "", piece)
    piece = re.sub(
        r"^(?:凡是|凡|如有|如|若|对于|对|另外|其中|并|且|和|及|或|其|、|每(?!周|月|学|天|日|次|人|位|年)|[()\[\]-])+",
        "",
        piece,
    )
    piece = re.sub(r"(?:的次数|次数|教师|的|者|各|(?<!第)一|分别|可|另|[()\[\]、])+$", "", piece)
    return re.sub(r"^(?:每(?:学期|学年|人|位教师|名教师))+", "", piece)
