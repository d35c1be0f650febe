"""任务量：“每位教师每学期听课不少于15节”这样的句子，和一张写着数量的表。"""

import re

from documents.reading import Paragraph, Table
from documents.reading.numbers import NUMBER, parse

from .dates import plain
from .tables import bare, column

PERIODS = {"每周": r"每(?:一)?周|周均", "每月": r"每(?:个)?月", "每学年": r"每?学年|每年|全年", "每学期": r"(?:每|本|一|全)?个?学期|每期"}
# What schools count: words, name, where the records are counted, units.
THINGS = (
    (r"听评?课|听、评课|互听", "听课", "observations:made", "节堂次"),
    (r"公开课|汇报课|研讨课|示范课|优质课|展示课|观摩课", "公开课", "open_lessons", "节堂次"),
    (r"反思", "反思", "works:反思", "篇次"),
    (r"论文", "论文", "works:论文", "篇"),
    (r"案例", "案例", "works:案例", "篇个"),
    (r"读后感|读书(?:体会|心得)", "读后感", "works:读后感", "篇"),
    (r"心得|体会", "心得", "works:心得", "篇"),
    (r"笔记", "学习笔记", "works:学习笔记", "篇次"),
    (r"叙事", "叙事", "works:叙事", "篇"),
    (r"随笔", "随笔", "works:随笔", "篇"),
    (r"教学设计|教案", "教学设计", "works:教学设计", "份篇"),
    (r"课件", "课件", "works:课件", "个件"),
    (r"微课", "微课", "works:微课", "节个"),
    (r"粉笔字|钢笔字|毛笔字|三笔字|普通话|基本功", "基本功", "works:基本功", "件次张篇幅"),
    (r"总结", "总结", "works:总结", "份篇"),
)
SUBJECTS = "语文|数学|英语|外语|道法|道德与法治|科学|物理|化学|生物|历史|地理|体育|音乐|美术|信息科技|信息技术|心理|劳动|综合"
WHO = re.compile(
    rf"(?:{SUBJECTS})(?:组|教研组|(?:学科)?(?:任课|科任)?教师)|教龄(?:不?满)?\d+年(?:及?以上)?|(?:年满|不满|满)?\d+周?岁(?:及?以[上下])?"
    r"|(?:主管|分管|其[余他])?(?:校级)?领导|行政人员|中层干部|副?校长|(?:学科|教研|备课|年级)组长|骨干教师|学科带头人|(?:青年|新|年轻|特岗|老)教师|班主任"
    r"|全体教师|(?:每[位个名])?(?:任课|科任)?教师|每人|人人"
)
EVERYBODY = re.compile(r"每人|人人|全体教师|(?:每[位个名])?(?:任课|科任)?教师")
AMOUNT = re.compile(rf"(?P<n>{NUMBER})(?:[-~至到]{NUMBER})?(?P<unit>[节堂篇次份个件张幅])(?!期|级|月|教研|学期)")
LEAST = re.compile(r"不少于|不低于|至少|以上|完成")
MARKS = re.compile(r"观看|录像|扣|加\d|得\d|\d分|计分|少一|缺一")
HEADS = {
    "name": r"任务|项目|内容|名称", "number": r"数量|次数|任务量|最低要求|要求|标准", "audience": r"对象|人员|教师类别|范围", "period": r"周期|频次|时限|期限",
}


def quotas_of(paragraphs: list[Paragraph], tables: list[Table]) -> list[dict]:
    """各项任务量：名称、依据、数量、单位、周期、对象，和读出它的原文；同一对象同一项只取先写的。"""
    found = [quota for table in tables for quota in quota_table(table)]
    for paragraph in paragraphs:
        for sentence in re.split(r"[。\n]", paragraph.text):
            found += _of_sentence(sentence)
    return list({(quota["name"], quota["audience"], quota["period"]): quota for quota in reversed(found)}.values())[::-1]


def _of_sentence(sentence: str) -> list[dict]:
    """One sentence, clause after clause: who, how often and what are carried on until they are said anew."""
    if len(sentence) > 300:
        return []
    who, period, thing = "", "", None
    found = []
    for clause in re.split(r"[，,；;、?:]|(?<=[次节篇])(?=每)", plain(re.sub(r"\s+", "", sentence))):
        named = WHO.search(clause)
        who = _said(named[0]) if named else who
        period = _period(clause) or period
        thing = next((one for one in THINGS if re.search(one[0], clause)), thing)
        amount = AMOUNT.search(clause)
        if not amount or thing is None or MARKS.search(clause) or amount["unit"] not in thing[3] or not (period or LEAST.search(clause)):
            continue
        if quota := _quota(thing, amount["n"], amount["unit"], period, who, sentence):
            found.append(quota)
    return found


def quota_table(table: Table) -> list[dict]:
    """写着数量和周期的任务表的各行；不是这样的表为空。"""
    columns = {key: column(table, 0, pattern) for key, pattern in HEADS.items()}
    if columns["name"] is None or columns["number"] is None or (columns["audience"] is None and columns["period"] is None):
        return []
    found = []
    for line in table.rows[1:]:
        said = {key: plain(bare(line[c])) if c is not None else "" for key, c in columns.items()}
        thing = next((one for one in THINGS if re.search(one[0], said["name"])), None)
        amount = AMOUNT.search(said["number"])
        period = _period(said["period"] + said["number"])
        named = WHO.search(said["audience"])
        if thing and amount:
            who = _said(named[0]) if named else said["audience"]
            found.append(_quota(thing, amount["n"], amount["unit"], period, who, "".join(map(bare, line))))
    return [quota for quota in found if quota]


def _period(text: str) -> str:
    """How often: the last that is said, 本学年……每学期 is 每学期."""
    found = [(m.start(), name) for name, pattern in PERIODS.items() for m in re.finditer(pattern, text)]
    return max(found)[1] if found else ""


def _said(who: str) -> str:
    return "全体教师" if EVERYBODY.fullmatch(who) else who


def _quota(thing: tuple[str, str, str, str], number: str, unit: str, period: str, who: str, text: str) -> dict | None:
    value = parse(number)
    if not value or value != int(value) or value > 200:
        return None
    return {
        "name": thing[1], "source": thing[2], "number": int(value), "unit": unit, "period": period or "每学期", "audience": who or "全体教师",
        "text": text.strip(),
    }
