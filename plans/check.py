"""计划体检：只看计划文件本身（PlanDocument），说出哪里不对、怎样改。

Pure functions over the JSON of a plan; each finding is `{"level", "place", "sentence", "remedy"}`, level `error` (it cannot be
put in use) or `warning`. The list of what to look for is that of the reference plan's own mistakes (seed 004) and
of the schedule: dates, empty cells, audiences, people and rooms, names that differ between text and 附件1.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date as Day
from datetime import timedelta

Finding = dict[str, str]
Holiday = Callable[[Day], str]

WEEKDAYS = "一二三四五六日"
NUMERALS = "一二三四五六七八九十"
LONG_DAYS = 7
MANY = 4
OPPOSITE = {"高段": "低段", "低段": "高段", "高年": "低年", "低年": "高年", "小学部": "初中部", "初中部": "小学部"}
GROUPS = re.compile(
    r"全体教师|班主任|青年教师|骨干教师|特岗教师|新教师|代课教师|老教师|学科带头人|教研组长"
    r"|(?:全体)?(?:低段|高段|低年级?|高年级?|教科研|语数[外英]?|语文|数学|英语|品德|科任|学科)教师"
)
SPEAKERS = re.compile(r"(?:汇报|主讲|授课|上课|讲课|执教)(?:教师|老师|人员|人)(?:有|为|是|[:：])*([^。；;]+)")


def check_plan(
    plan: dict, *, year: int | None = None, holiday: Holiday | None = None, groups: set[str] | None = None
) -> list[Finding]:
    """计划文件的全部问题。

    `year`: the year of `MM-DD` dates; `holiday(day)`: why there is no school that day, or ""; `groups`: the words for
    teachers that the roster knows (分层标签, 学科, 教研组).
    """
    findings: list[Finding] = []
    for look in (
        _stages,
        _numbers,
        _names,
        _order,
        _empty,
        _audience,
        _people,
        _forms,
        _misprints,
        _copied,
        _named_items,
    ):
        findings += look(plan)
    findings += _days(plan, year, holiday)
    if groups is not None:
        findings += _unknown_groups(plan, groups)
    return findings


def _found(place: str, sentence: str, remedy: str, level: str = "warning") -> Finding:
    return {"level": level, "place": place, "sentence": sentence, "remedy": remedy}


def _row(number: int, entry: dict) -> str:
    return f"日程表第 {number} 行（{entry['content']}）"


def _rows(plan: dict) -> Iterator[tuple[int, dict]]:
    return enumerate(plan.get("schedule") or [], 1)


def _say(text: str) -> str:
    return f"{int(text[-5:-3])}月{int(text[-2:])}日"


def _stages(plan: dict) -> Iterator[Finding]:
    """阶段：起止颠倒、前后重叠、日程落在各阶段以外。"""
    stages = [s for s in plan.get("stages") or [] if s["start"] and s["end"]]
    for stage in stages:
        if _backwards(stage):
            yield _found(stage["name"], f"{stage['name']}的结束（{_say(stage['end'])}）早于开始（{_say(stage['start'])}）。",
                         "改正起止日期。", "error")  # fmt: skip
    for before, after in zip(stages, stages[1:], strict=False):
        if after["start"] <= before["end"] and len(after["start"]) == len(before["end"]):
            yield _found(after["name"], f"{after['name']}从{_say(after['start'])}开始，{before['name']}到{_say(before['end'])}才结束。",
                         "让后一阶段从前一阶段结束的第二天开始。")  # fmt: skip
    if len(stages) < 2 or any(_backwards(s) for s in stages):
        return
    for n, entry in _rows(plan):
        if entry["start"] and not any(s["start"] <= entry["start"] <= s["end"] for s in stages):
            yield _found(_row(n, entry), f"{_say(entry['start'])}不在任何一个阶段里。", "改日期，或者调整阶段的起止。")


def _backwards(span: dict) -> bool:
    if not span["start"] or not span["end"] or span["end"] >= span["start"]:
        return False
    # without a year, a span from autumn into the new year is right
    return len(span["start"]) == 10 or not (span["start"] >= "09" and span["end"] < "03")


def _numbers(plan: dict) -> Iterator[Finding]:
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
            yield _found(
                "标题", f"标题{'、'.join(repeated)}都出现了不止一次，像是把几份文件拼在了一起。", "只留自己学校的一份。"
            )
        else:
            for number, times in repeated.items():
                titles = "、".join(f"“{s['title']}”" for s in numbered if s["number"] == number)
                yield _found(
                    f"标题“{number}、”", f"有 {times} 个标题都编作“{number}、”：{titles}。", "把后面的标题依次改号。"
                )
        odd = [s for s in group if s["number"].isdigit()]
        if odd and numbered:
            yield _found(
                f"标题“{odd[0]['title']}”",
                f"“{odd[0]['number']}、{odd[0]['title']}”的序号和别的标题写法不同。",
                "同一级标题用同一种序号。",
            )


def _names(plan: dict) -> Iterator[Finding]:
    """附件目录上的名称和附件自己的名称；正文、研修内容、日程里同一件事的名称。"""
    title = (plan.get("rubric") or {}).get("title", "")
    for listed in plan.get("attachments") or []:
        if title and listed != title and listed[-2:] == title[-2:] and _alike(listed, title) > 0.6:
            yield _found("附件目录", f"附件目录写“{listed}”，附件自己叫“{title}”。", "两处统一成一个名称。")
    known = [*(plan.get("contents") or []), *(entry["content"] for _, entry in _rows(plan))]
    if not known:
        return
    for month, item in _month_items(plan):
        name = item["content"]
        if not any(_within(other, name) for other in known):
            near = max(known, key=lambda other: _alike(other, name))
            if _alike(near, name) > 0.5:
                yield _found(
                    f"{month}第 {item['order']} 项", f"这里叫“{name}”，别处叫“{near}”。", "同一件事用同一个名称。"
                )
    for content in plan.get("contents") or []:
        if plan.get("schedule") and not any(_within(content, entry["content"]) for _, entry in _rows(plan)):
            yield _found(
                f"研修内容“{content}”",
                f"研修内容里有“{content}”，日程表里没有安排。",
                "在日程表里安排，或者从研修内容里去掉。",
            )


def _month_items(plan: dict) -> Iterator[tuple[str, dict]]:
    for month in plan.get("months") or []:
        for item in month["items"]:
            yield f"{int(str(month['month'])[-2:])} 月安排", item


def _bare(text: str) -> str:
    return re.sub(r"[（(][^（）()]*[)）]|[^\w]", "", text)


def _within(name: str, text: str) -> bool:
    """name 的字依次都在 text 里，如“教师职业道德培训”在“对教师职业道德进行培训”里。"""
    rest = iter(_bare(text))
    return all(c in rest for c in _bare(name))


def _alike(one: str, other: str) -> float:
    a, b = Counter(_bare(one)), Counter(_bare(other))
    return 2 * sum((a & b).values()) / max(sum(a.values()) + sum(b.values()), 1)


def _order(plan: dict) -> Iterator[Finding]:
    """日程先后：后一行的日子早于前一行；一行里结束早于开始。"""
    latest = None
    for n, entry in _rows(plan):
        if _backwards(entry):
            yield _found(
                _row(n, entry),
                f"结束（{_say(entry['end'])}）早于开始（{_say(entry['start'])}）。",
                "改正日期。",
                "error",
            )
        if not entry["start"]:
            continue
        if latest and _backwards({"start": latest["start"], "end": entry["start"]}):
            yield _found(_row(n, entry), f"{_say(entry['start'])}排在{_say(latest['start'])}（{latest['content']}）的后面，先后颠倒。",
                         f"移到{_say(latest['start'])}那一行的前面。")  # fmt: skip
        else:
            latest = entry


def _empty(plan: dict) -> Iterator[Finding]:
    """空着的格子：时间、地点、主讲、参加人员、研修方式。"""
    for n, entry in _rows(plan):
        if not entry["start"]:
            yield _found(_row(n, entry), "没有定时间。", "写明日期；暂时定不下来的写明在哪一周。")
        if not entry["forms"]:
            yield _found(_row(n, entry), "没有写研修方式。", "从研修方式里选一种。")
        for key, word in (("places", "地点"), ("presenters", "主讲"), ("audience", "参加人员")):
            if any(not session[key] for session in entry["sessions"]):
                yield _found(_row(n, entry), f"没有写{word}。", f"补上{word}。")


def _audience(plan: dict) -> Iterator[Finding]:
    """参加人员和题目矛盾；正文写的和附件1 写的不同。"""
    for n, entry in _rows(plan):
        for word, other in OPPOSITE.items():
            if word not in entry["content"]:
                continue
            for session in entry["sessions"]:
                if other in session["audience"] and word not in session["audience"]:
                    yield _found(
                        _row(n, entry),
                        f"题目是{word}，参加人员却写“{session['audience']}”。",
                        f"核对参加人员是不是{word}教师。",
                        "error",
                    )
    for month, item in _month_items(plan):
        entry = _entry_of(plan, item["content"])
        if entry is None:
            continue
        told = {g for g in GROUPS.findall(item["requirement"]) if _stem(g) not in item["content"]}
        planned = "、".join(session["audience"] for session in entry["sessions"])
        extra = sorted(g for g in told if g not in planned)
        covered = "全体教师" in planned and ("全体教师" in told or not any(g.startswith("全体") for g in told))
        if extra and planned and not covered:
            yield _found(f"{month}第 {item['order']} 项（{item['content']}）",
                         f"正文写到{'、'.join(extra)}，附件1 的参加人员是{planned}，两处不同。", "两处统一。")  # fmt: skip


def _stem(group: str) -> str:
    return group.removesuffix("教师")


def _entry_of(plan: dict, content: str) -> dict | None:
    """日程表里和正文这一项对应的一行；括号里的“高段”“低段”也要相同。"""
    marks = set(re.findall(r"[（(](.+?)[)）]", content))
    best, score = None, 0.6
    for _, entry in _rows(plan):
        if marks and marks != set(re.findall(r"[（(](.+?)[)）]", entry["content"])):
            continue
        alike = 1.0 if _within(entry["content"], content) else _alike(entry["content"], content)
        if alike > score:
            best, score = entry, alike
    return best


def _people(plan: dict) -> Iterator[Finding]:
    """人和地点：正文点名的人日程里没有；一个人主讲太多；同一天在两处。"""
    for month, item in _month_items(plan):
        entry = _entry_of(plan, item["content"])
        named = [
            n
            for m in SPEAKERS.finditer(item["requirement"])
            for n in re.split(r"[、，,]", re.sub(r"等.*$", "", m[1]))
            if 2 <= len(n) <= 4
        ]
        if entry is None or len(named) < 2:
            continue
        planned = {p for session in entry["sessions"] for p in session["presenters"]}
        absent = [n for n in named if n not in planned]
        if absent:
            yield _found(f"{month}第 {item['order']} 项（{item['content']}）",
                         f"正文写了 {len(named)} 人（{'、'.join(named)}），日程只安排了 {len(named) - len(absent)} 人，"
                         f"没有{'、'.join(absent)}。",
                         "在日程表里补上他们的场次，或者改正文。")  # fmt: skip
    speaking = Counter(p for _, entry in _rows(plan) for session in entry["sessions"] for p in session["presenters"])
    total = sum(len(entry["sessions"]) for _, entry in _rows(plan))
    busy = [(name, times) for name, times in speaking.most_common() if times >= MANY and times * 5 >= total]
    if busy:
        words = "、".join(f"{name} {times} 次" for name, times in busy)
        yield _found("日程表", f"全部 {total} 场里，主讲太集中：{words}。", "请别的教师、骨干或校外专家分担几场。")
    for key, word in (("presenters", "主讲人"), ("places", "地点")):
        taken: dict[tuple[str, str], int] = {}
        for n, entry in _rows(plan):
            if not entry["start"] or entry["start"] != entry["end"]:
                continue
            for value in {v for session in entry["sessions"] for v in session[key]}:
                first = taken.setdefault((entry["start"], value), n)
                if first != n:
                    yield _found(
                        _row(n, entry),
                        f"{word}{value}在{_say(entry['start'])}同时排在第 {first} 行和第 {n} 行。",
                        "错开时间，或者换人、换地点。",
                    )


def _forms(plan: dict) -> Iterator[Finding]:
    """日程用的研修方式，“研修方式”一节里没有列出。"""
    listed = "".join(s["text"] for s in plan.get("sections") or [] if re.search(r"方式|形式", s["title"]))
    if not listed:
        return
    missing = dict.fromkeys(form for _, entry in _rows(plan) for form in entry["forms"] if form not in listed)
    if missing:
        yield _found(
            "研修方式",
            f"日程表用了 {len(missing)} 种没有列进“研修方式”的方式：{'、'.join(missing)}。",
            "列进“研修方式”，或者换成已列的方式。",
        )


def _misprints(plan: dict) -> Iterator[Finding]:
    """“一级指标、二级指标、三有指标”这样的错字。"""
    texts = [
        (f"{month}第 {item['order']} 项", item["content"] + item["requirement"]) for month, item in _month_items(plan)
    ]
    for place, text in texts:
        if len(re.findall(r"[一二三四]级指标", text)) < 2:
            continue
        for wrong in re.findall(r"[一二三四](?!级)\w指标", text):
            yield _found(place, f"“{wrong}”疑为“{wrong[0]}级指标”。", "改正错字。")


def _copied(plan: dict) -> Iterator[Finding]:
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
                yield _found(f"评价细则第 {item['code']} 项（{item['name']}）",
                             f"标准和第 {other['code']} 项（{other['name']}）一字不差，说的是“{borrowed[0]}”，像是抄来没有改。",
                             "改写成这一项自己的标准。")  # fmt: skip
                break
    seen: dict[str, str] = {}
    for month, item in _month_items(plan):
        for sentence in re.split(r"[。；]", item["requirement"]):
            if len(sentence) < 16:
                continue
            first = seen.setdefault(sentence, item["content"])
            if _alike(first, item["content"]) < 0.6:
                yield _found(
                    f"{month}第 {item['order']} 项（{item['content']}）",
                    f"“{sentence[:20]}……”和“{first}”里的话一字不差。",
                    "写出这一项自己的要求。",
                )


def _named_items(plan: dict) -> Iterator[Finding]:
    """项目叫讲座，计分却看评比结果。"""
    for item in (plan.get("rubric") or {}).get("items") or []:
        text = item.get("text", "")
        if (
            "讲座" in item["name"]
            and re.search(r"先进|获得|获奖", text)
            and not re.search(r"参加|听讲|笔记|出勤", text)
        ):
            yield _found(
                f"评价细则第 {item['code']} 项（{item['name']}）",
                f"项目是“{item['name']}”，计分却看别的事：{text}",
                "改项目名称，或者改成按参加讲座计分。",
            )


def _days(plan: dict, year: int | None, holiday: Holiday | None) -> Iterator[Finding]:
    """排在节假日和周末的日子；长的区间只看头尾两天。"""
    for n, entry in _rows(plan):
        start, end = _date(entry["start"], year), _date(entry["end"], year)
        if start is None or end is None or end < start:
            continue
        span = [start + timedelta(days=d) for d in range((end - start).days + 1)]
        off = []
        for day in span if len(span) <= LONG_DAYS else (start, end):
            reason = holiday(day) if holiday else ("周末" if day.weekday() >= 5 else "")
            if reason:
                weekday = f"星期{WEEKDAYS[day.weekday()]}"
                off.append(f"{day.month}月{day.day}日是{reason if reason != '周末' else weekday}")
        if off:
            yield _found(_row(n, entry), f"{start.year}年{'，'.join(off)}。", "改到上课的日子，或者写明是假期活动。")


def _date(text: str | None, year: int | None) -> Day | None:
    if not text or (len(text) == 5 and year is None):
        return None
    try:
        return Day.fromisoformat(text if len(text) == 10 else f"{year}-{text}")
    except ValueError:
        return None


def _unknown_groups(plan: dict, groups: set[str]) -> Iterator[Finding]:
    """参加人员里名册不认识的说法。"""
    for n, entry in _rows(plan):
        for piece in re.split(r"[、，,]", "、".join(session["audience"] for session in entry["sessions"])):
            stem = _stem(re.sub(r"^全体", "", piece))
            if stem and piece != "全体教师" and not any(stem in g or _stem(g) in stem for g in groups):
                yield _found(
                    _row(n, entry),
                    f"参加人员“{piece}”对不上名册里的分层、学科和组。",
                    "改成名册里有的说法，或者给教师加上这个标签。",
                )
