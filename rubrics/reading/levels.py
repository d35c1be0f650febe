"""获奖与级别：国家级、省级、市级、县级、校级，一等奖、二等奖、三等奖。"""

import re

from .sentence import SURE, Reading, Sentence, numbers_of

LEVEL = re.compile(
    r"(?:国家|部|省|地市|市|州|旗|区县|县区|县\(?区\)?|区\(?县\)?|县|区|乡镇|镇|乡|街道|学区|片区|片|集团|中心校|联盟|校|园)"
    r"(?:\([^)]*\))?级?(?:及?以上)?"
)
PRIZE = re.compile(
    r"(?:特等奖?|[一二三四]等奖|[一二三四]等|优秀奖|优胜奖|鼓励奖|参与奖|入围奖|第[一二三四五六七八]名|金奖|银奖|铜奖)"
)


def awarded(s: Sentence) -> Reading | None:
    """“国家级一等奖10分、二等奖8分；省级一等奖8分……”。"""
    text, marks = s.text, s.marks
    if any(m.sort not in ("gain", "add") or m.high is not None or len(m.values) > 1 or m.bound for m in marks):
        return None
    table: dict = {}
    level = None
    seen_level = False
    for m in marks:
        piece = re.split(r"[,。;]", re.sub(r"[,:]$", "", m.left))[-1]
        context = piece if LEVEL.search(piece) else m.left
        found = [
            f
            for f in LEVEL.finditer(context)
            if f.group().rstrip("上以及").endswith("级") or len(f.group()) == 1 or "国家" in f.group()
        ]
        found = [
            f
            for f in found
            if "级" in f.group() or re.match(r"(?:[特一二三]等|优秀奖|[、,:]|$|奖|每|加|计|得|记)", context[f.end() :])
        ]
        prize = PRIZE.search(piece)
        if found:
            level = level_of(found[-1].group())
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
    return Reading({"kind": "awards", "table": table, **take_of(text)}, numbers_of(marks), SURE)


def level_of(text: str) -> str:
    text = re.sub(r"[()]", "", text)
    return text if "级" in text else re.sub(r"(及?以上)?$", lambda m: "级" + (m[1] or ""), text, count=1)


def take_of(text: str) -> dict:
    """同一成果取最高；或者只计最高一项。"""
    highest = r"(?:就高|取最高|最高(?:奖|级|项|分)|按最高|以最高|高的?(?:计|为准)|不重复|不累计|不累加|不兼得)"
    if re.search(rf"同一?(?:项|篇|作品|成果|论文|课题|内容|奖项|课|比赛|活动)[^。;]*?{highest}", text):
        return {"same_work": "best"}
    if re.search(highest, text):
        return {"take": "best"}
    return {}
