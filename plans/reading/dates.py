"""计划里的日子：3月18日—22日、3.18-3.22、9/1—9/5、9月上旬、9月第二周、2024年9月1日，和它们属于哪一年。"""

import calendar
import re
from dataclasses import dataclass

from documents.reading.numbers import SAME, parse

DAY = r"(?:(?P<y{0}>\d{{4}})[年./-])?(?:(?P<m{0}>\d{{1,2}})[月./])(?P<d{0}>\d{{1,2}})[日号]?"
WEEKDAY = r"(?:\(?(?:周|星期)[一二三四五六日天]\)?)?"
TO = r"(?:起)?(?:-+|~|至|到|、|,)"
RANGE = re.compile(
    DAY.format(1)
    + rf"{WEEKDAY}(?:{TO}(?:(?P<y2>\d{{4}})[年./-])?(?:(?P<m2>\d{{1,2}})[月./])?(?P<d2>\d{{1,2}})(?![\d:点月])[日号]?)?"
    r"(?:(?:-+|~|至|到)(?:次年)?(?P<until>(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:上旬|中旬|下旬|初|底|末|中)?))?"
)
ISO = re.compile(
    r"(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})(?:(?:~|至|到|--+|-(?=\d{4}))(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2}))?"
)
NUMERAL = r"\d{1,2}|[一二三四五六七八九十]{1,2}"
# 上旬 … of a month, and its first to fifth week: from which day to which; 0 is the last of the month.
PARTS = {
    "上旬": (1, 10), "初": (1, 10), "上中旬": (1, 20), "中旬": (11, 20), "中": (11, 20), "中下旬": (11, 0), "下旬": (21, 0), "底": (21, 0), "末": (21, 0),
    **{f"第{n}周": (7 * at + 1, 7 * at + 7 if at < 4 else 0) for at, names in enumerate(("一1", "二2", "三3", "四4", "五5")) for n in names},
}
PART = r"上中旬|中下旬|上旬|中旬|下旬|初|底|末|中|第[一二三四五1-5]周"
MONTHS = re.compile(
    rf"(?:(?P<y>\d{{4}})(?P<dot>[年./-]))?(?P<a>{NUMERAL})月?份?的?(?!\d{{1,2}}[日号])(?P<part>{PART})?"
    rf"(?:(?:-+|~|至|到|、)(?:次年|(?P<y2>\d{{4}})[年./-])?(?:(?P<b>{NUMERAL})(?=月|$|[)）])|(?={PART}))?月?份?(?P<last>{PART})?)?"
)
NUMERALS = re.compile(r"[〇零一二三四五六七八九十]{1,4}(?=年(?!级)|月|日|号)")
# 2024.9—2025.1, 2025年2月至7月: the months of one half of a school year
STRETCH = re.compile(
    r"(?P<y>\d{4})[年./](?P<m>[23789])月?\s*[-~至]+\s*(?:(?P<y2>\d{4})[年./])?(?P<m2>1|2|6|7|01|02|06|07)(?:月|(?!\d))"
)
# 2023年下学期: some count by the calendar, some by the school year; whose January is meant is not said
HALF_OF_YEAR = re.compile(r"(?<!\d)(?P<y>20\d{2})\s*年\s*[上下]\s*学?期")
# 2024年校本研修计划, 2024年暑期: a year and no half of it; whose January is meant is not said
CALENDAR = re.compile(r"(?<!\d)(?P<y>20\d{2})\s*年(?:度|暑期|暑假)?(?=[^\d一二三四五六七八九十学上下春秋]{0,12}(?:计划|方案|安排|规划|日程))")
HALVES = {"一": 1, "1": 1, "上": 1, "秋": 1, "二": 2, "2": 2, "下": 2, "春": 2}
SHORT, OWN = 45, re.compile("本学[期年]|本计划|本方案|制[定订]")
YEARS = str.maketrans("〇零一二三四五六七八九", "00123456789")
TERM = re.compile(
    r"(?P<a>\d{4})\s*[-—–~～至]+\s*(?P<b>\d{4})\s*学?年?度?(?:学年度?)?\s*(?:第?\s*(?P<n>[一二12上下])\s*学?期?|(?P<s>春|秋)季?)?"
    r"|(?P<c>20\d{2})\s*学年度?\s*(?:第?\s*(?P<n2>[一二12上下])\s*学?期)?"
    r"|(?P<y>\d{4})\s*年?\s*(?:的)?\s*(?P<s2>春|秋|上半年|下半年)(?:季|期)?(?:学期)?"
)


@dataclass(frozen=True)
class Span:
    """一段日子；没有写年的 year 为 None，只写到月的 vague 为真。"""

    start: tuple[int | None, int, int]
    end: tuple[int | None, int, int]
    at: tuple[int, int]
    vague: bool = False


def plain(text: str) -> str:
    """一字换一字的检索形，位置不变。"""
    return text.translate(SAME)


def find_span(text: str) -> Span | None:
    """文字里的第一段日子；没有日子为 None。位置是去掉空白以前的。"""
    tight, places = _tight(plain(text))
    for pattern in (ISO, RANGE):
        for m in pattern.finditer(tight):
            span = _days(m, places)
            if span:
                return span
    return next((span for m in MONTHS.finditer(tight) if (span := _months(m, places))), None)


def _tight(text: str) -> tuple[str, list[int]]:
    """The letters without blanks, 九月三日 as 9月3日, and where each stood; one blank between two numbers stays: 9.9 15:30 is no 9.91."""
    places = [
        i for i, c in enumerate(text)
        if not c.isspace() or (text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit())
    ]
    tight, at, written_in = "".join(text[i] for i in places), 0, []
    found: list[int] = []
    for m in NUMERALS.finditer(tight):
        digits = str(parse(m.group()) or m.group())
        written_in += [tight[at : m.start()], digits]
        found += places[at : m.start()] + [places[m.start()]] + [places[m.end() - 1]] * (len(digits) - 1)
        at = m.end()
    return "".join([*written_in, tight[at:]]), found + places[at:]


def _days(m: re.Match, places: list[int]) -> Span | None:
    found = m.groupdict()
    year, month, day = int(found["y1"]) if found["y1"] else None, int(found["m1"]), int(found["d1"])
    if not _possible(year, month, day):
        return None
    last = (year, month, day)
    if found.get("d2"):
        last = (int(found["y2"]) if found["y2"] else year, int(found["m2"] or month), int(found["d2"]))
        if not _possible(*last):
            return None
    elif found.get("until"):
        until = _months(MONTHS.match(found["until"]), places)
        last = (year if year and until.end[1] >= month else None, *until.end[1:]) if until else last
    return Span((year, month, day), last, (places[m.start()], places[m.end() - 1] + 1))


def _months(m: re.Match, places: list[int]) -> Span | None:
    """9月, 9—10月, 9月上旬—10月中旬, 9月第二周: vague, they name no day."""
    if "月" not in m.group() and m["dot"] not in tuple("./-"):
        return None
    first, last = parse(m["a"]), parse(m["b"]) if m["b"] else parse(m["a"])
    if not first or not last or not 1 <= first <= 12 or not 1 <= last <= 12:
        return None
    year = int(m["y"]) if m["y"] else None
    start, part = PARTS.get(m["part"], (1, 0))[0], m["last"] or (None if m["b"] else m["part"])
    end = PARTS.get(part, (1, 0))[1] or (
        calendar.monthrange(year, int(last))[1]
        if year
        else [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][int(last) - 1]
    )
    at = (places[m.start()], places[m.end() - 1] + 1)
    return Span((year, int(first), start), (int(m["y2"]) if m["y2"] else year, int(last), end), at, vague=True)


def _possible(year: int | None, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2024, month)[1]


CLOCK = re.compile(
    r"(?P<half>上午|下午|晚上|中午)?(?P<h>\d{1,2})(?::(?P<min>\d{2})|[点时](?P<part>半|\d{1,2}分?)?)"
    r"(?:(?:-+|~|至|到)(?:上午|下午|晚上)?(?P<h2>\d{1,2})(?::(?P<min2>\d{2})|[点时](?P<part2>半|\d{1,2}分?)?))?"
)
# 9月第二周 and 国庆后第一周 are no weeks of the term
WEEKS = re.compile(
    r"(?:(?<=开学后)|(?<![月份前后]))第(?P<a>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:(?:-+|~|至|到|、)第?(?P<b>\d{1,2}|[一二三四五六七八九十]{1,3}))?周"
)


def clock_of(text: str) -> tuple[str, str]:
    """几点到几点：15:50—17:00、下午2点半；没有写为空。"""
    m = CLOCK.search(re.sub(r"\s", "", plain(text)))
    if not m:
        return "", ""
    late = m["half"] in ("下午", "晚上")
    return _clock(m["h"], m["min"], m["part"], late), _clock(m["h2"], m["min2"], m["part2"], late) if m["h2"] else ""


def _clock(hour: str, minute: str | None, part: str | None, late: bool) -> str:
    hours = int(hour) + (12 if late and int(hour) < 12 else 0)
    minutes = int(minute or 0) if not part else 30 if part == "半" else int(part.rstrip("分"))
    return f"{hours:02}:{minutes:02}" if hours < 24 and minutes < 60 else ""


def weeks_of(text: str) -> tuple[int, int] | None:
    """本学期第几周到第几周；没有写为 None，9月第二周不是。"""
    m = WEEKS.search(re.sub(r"\s", "", plain(text)))
    first = parse(m["a"]) if m else None
    last = parse(m["b"]) if m and m["b"] else first
    return (int(first), int(last)) if first and last and 1 <= first <= last <= 30 else None


def listed_days(text: str) -> list[tuple[int | None, int, int]]:
    """用顿号列出的几天：11月5日、11月12日；只有一天或一段为空。"""
    tight = re.sub(r"\s", "", plain(text))
    days: list[tuple[int | None, int, int]] = []
    for piece in re.split(r"[、,]", tight):
        span = find_span(piece)
        bare = re.fullmatch(r"(\d{1,2})日?(?:\([^)]*\))?", piece)
        if bare and days and _possible(days[-1][0], days[-1][1], int(bare[1])):
            days.append((days[-1][0], days[-1][1], int(bare[1])))
        elif span and not span.vague and span.start == span.end:
            days.append(span.start)
        else:
            return []
    return days if len(days) > 1 else []


@dataclass(frozen=True)
class Term:
    """文件写明的学期；first 是第一学期所在的年，half 为 1 或 2，year 是只写了哪一年的，都没有写为 None。"""

    words: str = ""
    first: int | None = None
    half: int | None = None
    year: int | None = None

    def year_of(self, month: int) -> int | None:
        """某个月在这个学期里是哪一年；只写了哪一年的，一二月是哪年的不知道。"""
        if self.first is None:
            return self.year if month >= 3 else None
        if self.half is None:
            return self.first if month >= 8 else self.first + 1
        if self.half == 1:
            return self.first if month >= 7 else self.first + 1
        return self.first + 1


def term_of(texts: list[str]) -> Term:
    """从标题和正文开头认出学期：“2023—2024学年第一学期”“2024年春季学期”“2024.9—2025.1”。"""
    heads = [text for at, text in enumerate(texts) if at == 0 or (len(text) <= SHORT and not re.search("[，。；]", text))]
    told = [re.sub(r"《[^》]*》", "", text) for text in texts if text not in heads and OWN.search(text)]
    for text in heads + told:  # a sentence may speak of another year: the title and short lines first
        tight = plain(text).translate(YEARS) if "二〇" in text or "二零" in text else plain(text)
        m = STRETCH.search(tight) if not re.search("阶段|步骤", text) else None
        if m and (half := _half(int(m["y"]), int(m["m"]), int(m["y2"] or m["y"]), int(m["m2"]))):
            return Term(_words(text, m), int(m["y"]) - (half == 2), half)
        if m := HALF_OF_YEAR.search(tight):
            return Term(_words(text, m), year=int(m["y"]))
        m = TERM.search(tight)
        if not m:
            continue
        if m["a"] and int(m["b"]) == int(m["a"]) + 1:
            return Term(_words(text, m), int(m["a"]), HALVES.get(m["n"] or m["s"]))
        if m["c"]:
            return Term(_words(text, m), int(m["c"]), HALVES.get(m["n2"]))
        if m["y"]:
            spring = m["s2"] in ("春", "上半年")
            return Term(_words(text, m), int(m["y"]) - spring, 2 if spring else 1)
    named = next((m for text in texts[:1] if (m := CALENDAR.search(plain(text)))), None)
    return Term(year=int(named["y"])) if named else Term()


def _half(year: int, month: int, last_year: int, last: int) -> int | None:
    """Which half of a school year the months span; a stretch of several years is no term."""
    if month >= 7 and last <= 2 and last_year == year + 1:
        return 1
    return 2 if month <= 3 and last in (6, 7) and last_year == year else None


def _words(text: str, m: re.Match) -> str:
    return re.sub(r"\s", "", text[m.start() : m.end()])


def written(day: tuple[int | None, int, int], term: Term) -> str:
    """写成 YYYY-MM-DD；文件没有写年的写成 MM-DD。"""
    year = day[0] or term.year_of(day[1])
    return f"{year:04d}-{day[1]:02d}-{day[2]:02d}" if year else f"{day[1]:02d}-{day[2]:02d}"
