"""没有表格的日程：一格一行粘贴的表、空格隔开的表，和“3月12日 某某活动”这样一行一件的安排。"""

import re

from documents.reading import Block, Cell, Document, Paragraph, Table

from .dates import Span, Term, find_span, plain, weeks_of, written
from .joined import apart, joined
from .outline import ANNEX, FIRST, ITEM, SECOND, TITLE, clauses_numbered
from .people import is_name, names_of
from .schedule import AFTER_DAY, LABEL, PEOPLE, REPEATED, WHOLE_PLACE, more_of, said_of
from .tables import TIMES, kind_of, upright

LEAST_HEADS, MOST_CELL = 4, 60
LEAST_SPACED = 3
EVERY = re.compile(
    rf"^(?:{REPEATED.pattern})\s*(?:星期|周)?[一二三四五六日天、]*(?:上午|下午|晚上)?(?:第?[一二三四五六七八\d](?:[、,，和至—-]第?[一二三四五六七八\d])?节课?)?"
)
WEEK = re.compile(r"^第[一二三四五六七八九十\d]{1,3}(?:[-—~、至到]第?[一二三四五六七八九十\d]{1,3})?周(?:\s*[(（]?(?:周|星期)[一二三四五六日天][)）]?)?")
GOES_ON = re.compile(
    r"(?:第[一二三四五]周|[(（]?(?:周|星期)[一二三四五六日天][)）]?|上午|下午|晚上)?(?:第?[一二三四五六七八\d]节|\d{1,2}[:：点]\d{0,2}.*)?"
)
# 时间：9月9日 on a line of its own, 地点 on the next
LABELS = {
    "时间": "time", "日期": "time", "内容": "content", "主题": "content", "专题": "content", "名称": "content", "主讲": "presenters", "主持": "presenters",
    "主备": "presenters", "执教": "presenters", "授课": "presenters", "负责": "presenters", "地点": "places", "参加": "audience", "参与": "audience",
    "对象": "audience", "形式": "forms", "方式": "forms",
}
SAID_LINE = re.compile(
    rf"^(?:[-•●◆①-⑩]|[(（]?\d{{1,2}}[)）.、])?\s*(?:活动|研修|培训|学习)?"
    rf"(?P<key>(?:{'|'.join(LABELS)})[^\s:：，。]{{0,3}})\s*[:：]\s*(?P<value>.+)$"
)
SAID_OPENLY = re.compile(r"(?<=\s)(主讲|主持|执教|主备|地点)(?=[^\s:：为在人]{2,12}(?:\s|$))")  # 主讲某某 without a colon
DAY_ALONE = re.compile(r"(\d{1,2})[日号](?:\s*(?:-+|~|至|到|、)\s*(\d{1,2})[日号])?")
# 启动仪式。2024年9月6日在…, 语文专场：10月15日, 师德报告会（9月6日下午）
NAMED = re.compile(r"(?P<name>[\u4e00-\u9fff“”《》A-Za-z、：:]{2,30}?)\s*[。:：（(，,—-]+\s*(?:时间[:：])?(?P<time>(?:次年|翌年)?\d.{2,80})$")
HELD_AT = re.compile(r"^\s*[在于](?P<places>[^，,。；;]{2,20}?)(?:举行|召开|举办|开展|进行|组织)(?P<content>[^，,。；;]{2,30})?")
HELD_BY = re.compile(r"由(?:校长|副校长|主任|教师|老师)?(?P<presenters>[^，,。；;]{2,20}?)(?:老师|同志|校长|主任)?(?:主讲|主持|执教|授课|承担|担任主讲)")
ATTENDED = re.compile(r"[，,。；;](?P<audience>[^，,。；;由在为]{2,20}?)参加(?=[，,。；;]|$)")
NO_ACTIVITY = re.compile(f"{TITLE.pattern}|阶段")  # the day below a title or a stage is its own
TITLE_NUMBER = re.compile(
    r"^(?:[(（【]?[一二三四五六七八九十\d]{1,2}[)）】、.．]|(?:活动|第)[一二三四五六七八九十\d]{1,2}(?:次(?:活动)?)?\s*[:：、]?|【|[-•●◆■★])\s*"
)


def with_tables(document: Document) -> Document:
    """一格一行的表（从微信、网页上粘贴来的）认成表格，断开的接起来；别的照旧。"""
    blocks: list[Block] = []
    at = 0
    while at < len(document.blocks):
        rest = document.blocks[at:]
        table, many = _one_a_line(rest) or _spaced(rest) or (None, 1)
        block = table or rest[0]
        blocks += map(upright, apart(block)) if isinstance(block, Table) else [block]
        at += many
    return Document(document.text, joined(tuple(blocks)))


def _one_a_line(blocks: tuple[Block, ...]) -> tuple[Table, int] | None:
    width = _heads(blocks)
    rows, end = _rows(blocks, width, width) if width else ([], 0)
    if not rows:
        return None
    head = [_cell(block) for block in blocks[:width]]
    return Table(tuple(map(tuple, [head, *rows])), head[0].start, rows[-1][-1].end), end


def _spaced(blocks: tuple[Block, ...]) -> tuple[Table, int] | None:
    """“时间 内容 负责人 地点”一行表头，下面一行一件，各格之间只有空格。"""
    if not isinstance(blocks[0], Paragraph) or len(blocks[0].text) > MOST_CELL:
        return None
    head = _words(blocks[0])
    kinds = [kind_of(cell.text) for cell in head]
    if len(head) < LEAST_SPACED or None in kinds or kinds[0] not in {*TIMES, "number"} or "content" not in kinds:
        return None
    rows = [head]
    for block in blocks[1:]:
        cells = _words(block) if isinstance(block, Paragraph) else []
        while len(cells) > 2 and kinds[0] in TIMES and _times(cells[0].text) and _goes_on(cells[1].text):
            cells[:2] = [Cell(f"{cells[0].text} {cells[1].text}", cells[0].start, cells[1].end)]
        if not 2 <= len(cells) <= len(head) or not (_times(cells[0].text) or cells[0].text.isdigit()):
            break
        rows.append(cells + [Cell("", cells[-1].end, cells[-1].end)] * (len(head) - len(cells)))
    return (Table(tuple(map(tuple, rows)), head[0].start, rows[-1][-1].end), len(rows)) if len(rows) > 1 else None


def _words(block: Paragraph) -> list[Cell]:
    return [Cell(m.group(), block.start + m.start(), block.start + m.end()) for m in re.finditer(r"\S+", block.text)]


def _times(text: str) -> bool:
    return bool(find_span(text) or weeks_of(text) or REPEATED.search(plain(text)))


def _goes_on(text: str) -> bool:
    """The rest of a time that a blank cut off: 第二周, 下午2:30, （周三）."""
    return bool(GOES_ON.fullmatch(text))


def _heads(blocks: tuple[Block, ...]) -> int:
    """从这里起连着几行是表头；不是表头为 0。"""
    kinds: list[str] = []
    for block in blocks[:12]:
        head = re.sub(r"\s", "", block.text) if isinstance(block, Paragraph) else ""
        kind = kind_of(head) if len(head) <= 8 else None
        if kind is None or find_span(head):
            break
        kinds.append("time" if kind in TIMES else kind)
    return len(kinds) if len(set(kinds)) >= LEAST_HEADS and {"time", "content"} <= set(kinds) else 0


def _rows(blocks: tuple[Block, ...], at: int, width: int) -> tuple[list[list[Cell]], int]:
    rows: list[list[Cell]] = []
    while at < len(blocks):
        block = blocks[at]
        if not isinstance(block, Paragraph) or FIRST.match(block.text) or SECOND.match(block.text) or ANNEX.match(block.text):
            break
        text = block.text.strip()
        if len(text) <= 24 and (find_span(text) or weeks_of(text)) and (not rows or len(rows[-1]) >= width - 2):
            rows.append([])
        if not rows or len(rows[-1]) >= width or len(text) > MOST_CELL:
            break
        rows[-1].append(_cell(block))
        at += 1
    for row in rows:
        row += [Cell("", row[-1].end, row[-1].end)] * (width - len(row))
    return rows, at


def _cell(block: Paragraph) -> Cell:
    return Cell(block.text, block.start, block.end)


def _entry(term: Term, time: str, span: Span | None, content: str, said: dict[str, str]) -> dict:
    """One thing out of words: its time, what it is, and what is said of people and places."""
    people = [name for name, _ in names_of(said.get("presenters", ""))]
    entry = {
        "start": written(span.start, term) if span else None, "end": written(span.end, term) if span else None, "content": content,
        "forms": re.split(r"[、/]", said["forms"]) if "forms" in said else [], **more_of(time, "", term),
        "sessions": [{
            "presenters": people if all(map(is_name, people)) else [said["presenters"]], "audience": said.get("audience", ""),
            "places": [said["places"]] if "places" in said else [],
        }],
    }
    if span and span.vague:
        entry["vague"] = True
    if not span and (weeks := weeks_of(time)):
        entry["weeks"] = list(weeks)
    return entry


def labelled(paragraphs: list[Paragraph], term: Term) -> tuple[list[dict], set[int]]:
    """一条一行的通知：时间：……、地点：……、主讲：……；没有写内容的，内容是上面那一行标题。"""
    found: list[dict] = []
    places: set[int] = set()
    title, said = "", {}

    def close() -> None:
        content = re.split(r"[。；;]", said.get("content") or title)[0]
        if "time" in said and 2 <= len(content) <= 60 and ("content" in said or not NO_ACTIVITY.search(content)):
            time = said["time"]
            span = None if REPEATED.search(plain(time)) else find_span(time)
            found.append(_entry(term, time, span, content, said))
            places.update(starts)
        said.clear()
        starts.clear()

    starts: list[int] = []
    for paragraph in paragraphs:
        for line in paragraph.text.split("\n"):
            m = SAID_LINE.match(line.strip())
            key = m and next((kind for word, kind in LABELS.items() if m["key"].startswith(word)), None)
            if key is None:
                close()
                title = TITLE_NUMBER.sub("", line.strip()).rstrip("：:")
                continue
            if key in said:
                close()
            said[key] = m["value"].strip("。；; ")
            starts.append(paragraph.start)
    close()
    return found, places


def dated_lines(paragraphs: list[Paragraph], arranging: set[int], term: Term) -> tuple[list[dict], set[int]]:
    """一行一件的安排和它们各在哪里：行首是日子，后面是做什么，主讲、地点、参加可以写在后面。

    In the chapters that arrange things (arranging) a week, a month or 每周四 at the head of a line is a time too.
    """
    found, places, clauses, month = [], set(), clauses_numbered(paragraphs), None
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        item = ITEM.match(text)
        body = item["rest"] if item else text
        arranged = paragraph.start in arranging
        end, span = _opening(body)
        if arranged and not end and month:
            end, span = _day_of(body, month)
        if arranged and (named := find_span(body)) and not named.vague:
            month = named
        name = ""
        if arranged and not end and (m := NAMED.match(body)) and (named := find_span(m["time"])) and named.at[0] <= 2:
            name, end, span = m["name"], m.start("time") + named.at[1], named
        if not end or len(body) > 120 or (clauses and re.match(r"\d+\.", text)) or ((span is None or span.vague) and not arranged):
            continue
        rest = SAID_OPENLY.sub(r"\1：", AFTER_DAY.sub("", body[end:]))
        said = said_of(rest)
        for pattern in (HELD_AT, HELD_BY, ATTENDED):
            if m := pattern.search(rest):
                said = {key: value.strip() for key, value in m.groupdict().items() if value} | said
        clause, *others = re.split(r"[，,；;。]", LABEL.sub("", rest).strip("，,；;。 "))
        content, *more = re.split(r"\s{2,}|\t", clause)
        apart = [other.strip("）) ") for other in ([clause] if name else []) + others]
        more += [word for word in apart if len(word) <= 10 and (WHOLE_PLACE.match(word) or PEOPLE.match(word))]
        content = name or said.pop("content", "") or content
        for word in more:  # 磨课  数学组  会议室: what stands apart is somebody or somewhere
            kind = "audience" if PEOPLE.match(word) else "places" if WHOLE_PLACE.match(word) else "presenters"
            said.setdefault(kind, word.strip())
        if not 2 <= len(content) <= 40 or re.search(r"制定本|为了|根据", content):
            continue
        time = (body[:end] if name else body[: len(body) - len(AFTER_DAY.sub("", body[end:]))]).removeprefix(name).strip("，,:：、。（( ")
        found.append(_entry(term, time, span, content, said))
        places.add(paragraph.start)
    return (found, places) if len(found) > 1 else ([], set())


def _day_of(body: str, month: Span) -> tuple[int, Span | None]:
    """25日上午：a day of the month that was named above."""
    m = DAY_ALONE.match(plain(body))
    year, number, _ = month.start
    days = [int(day) for day in m.groups() if day] if m else []
    if not days or not all(1 <= day <= 31 for day in days):
        return 0, None
    return m.end(), Span((year, number, days[0]), (year, number, days[-1]), (0, m.end()))


def _opening(body: str) -> tuple[int, Span | None]:
    """Where the time at the head of a line ends, and its days; 0 when the line does not begin with a time."""
    if m := EVERY.match(body):
        return m.end(), None
    if m := WEEK.match(body):  # 第10周（11月2日—6日）: the days say it better
        span = find_span(body[m.end() : m.end() + 24])
        near = span and not span.vague and not body[m.end() : m.end() + span.at[0]].strip(" 　(（")
        return (m.end() + span.at[1], span) if near else (m.end(), None)
    span = find_span(body)
    return (span.at[1], span) if span and span.at[0] == 0 else (0, None)
