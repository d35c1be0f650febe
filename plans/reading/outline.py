"""计划的骨架：一级、二级标题下面各有哪些段落，附件从哪里开始。"""

import re
from dataclasses import dataclass, field

from documents.reading import Block, Document, Paragraph, Table

FIRST = re.compile(r"^\s*(?P<of>第)?(?P<no>[一二三四五六七八九十]{1,3})\s*(?(of)(?:部分|章)[、:：\s]+|[、.．])\s*(?P<title>.+)$", re.S)
SECOND = re.compile(r"^\s*[(（](?P<no>[一二三四五六七八九十]{1,3})[)）]\s*[、.．]?\s*(?P<title>.+)$", re.S)
ITEM = re.compile(
    r"^\s*[-•●◆]?\s*[(（]?(?P<no>\d{1,2})\s*(?:[)）]?[、.．□]|[)）])+\s*(?!\d{1,2}[日:：])(?P<rest>.+)$", re.S
)
# 时间安排： a heading where nothing is numbered
LABEL = re.compile(r"[\u4e00-\u9fff]{0,8}(?:安排|重点|要求|目标|内容|措施|办法|考核|小组|情况|步骤|日程|形式|方式)\s*[:：]")
TITLE = re.compile(r"计划|方案|规划|制度|安排|日程|行事历|月历|一览表|通知|要点")
BOLD, MOST_BOLD = 9, 20  # a paragraph that is all bold is a heading when it is short
ANNEX = re.compile(r"^\s*附\s*(?:件|表|录)\s*(?P<no>[\d一二三四五六七八九十]*)\s*[:：]?\s*(?P<title>.*)$")
LISTED = re.compile(r"^\s*附\s*(?:件|表)?\s*[:：]\s*(?P<rest>.*)$")
USUAL = re.compile(
    r"指导思想|工作思路|研修目标|工作目标|研修重点|研修内容|研修方式|研修流程|保障措施|基本情况|现状分析|背景"
    r"|组织(?:领导|机构)|领导小组|工作(?:要求|重点|措施|内容)|主要工作|(?:具体|逐月|活动|时间|工作)安排|实施步骤|考核(?:办法|细则|评价)|评价办法"
)

LEADS = re.compile(r"(?P<title>[^：:。，,；;（(]{2,12})[：:]\s*(?P<rest>\S.*)$", re.S)
# what the left column of a plan in a table, or a sheet of a workbook, is called
FORM = re.compile(
    r"(?:研修|培训|教研|活动|工作|学习)?的?(?:指导思想|思路|背景|依据|(?:总体|具体)?目标|原则|重点|主题|内容|任务|对象|形式|方式|方法|流程|步骤|时间|地点|安排|日程|计划"
    r"|措施|保障|要求|考核|评价|制度|(?:组织|领导)?(?:机构|领导|小组)|(?:情况|现状)?分析|情况|预期成果|成果|经费|备注)(?:及[\u4e00-\u9fff]{2,6})?"
)


@dataclass
class Section:
    """一个标题和它下面的内容，直到下一个同级标题。"""

    level: int
    number: str
    title: str
    start: int
    blocks: list[Block] = field(default_factory=list)
    annexed: bool = False

    @property
    def text(self) -> str:
        return "\n".join(b.text for b in self.blocks if isinstance(b, Paragraph))


@dataclass
class Outline:
    """整份计划：开头、各级标题、附件目录。"""

    opening: list[Paragraph]
    sections: list[Section]
    annexes: list[str]
    parts: int = 1

    def titled(self, pattern: str, level: int = 0) -> list[Section]:
        return [s for s in self.sections if re.search(pattern, s.title) and (not level or s.level == level)]


def heading(paragraph: Paragraph) -> tuple[int, str, str] | None:
    """这一段是几级标题，序号和题目；不是标题为 None。"""
    text = paragraph.text.strip()
    for level, pattern in ((1, FIRST), (2, SECOND)):
        m = pattern.match(text)
        if m:
            return level, m["no"], m["title"].strip()
    m = ITEM.match(text)
    if m and len(m["rest"]) <= 8 and text[0] not in "(（" and USUAL.search(m["rest"]):
        return 1, m["no"], m["rest"].strip()
    if paragraph.level == BOLD and (len(text) > MOST_BOLD or re.search(r"[。：:；;，,]", text)):
        return None
    if paragraph.level and len(text) <= 40:
        return min(paragraph.level, 2), "", text
    return None


def without_signs(text: str) -> str:
    """一行标题，不带表情符号和多余的空格。"""
    return re.sub(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]", "", re.sub(r"\s+", " ", text)).strip()


def outline_of(document: Document) -> Outline:
    """把段落分到各级标题下面；附件各是一个一级标题。"""
    opening: list[Paragraph] = []
    sections: list[Section] = []
    annexes: list[str] = []
    listing = False
    bare = not any(isinstance(block, Paragraph) and FIRST.match(block.text) for block in document.blocks)
    top = min((b.level for b in document.blocks[1:] if isinstance(b, Paragraph) and b.level), default=1) if bare else 1
    for block, after in zip(document.blocks, [*document.blocks[1:], None], strict=False):
        if isinstance(block, Table):
            for section in _open(sections):
                section.blocks.append(block)
            listing = False
            continue
        text = block.text.strip()
        listed = LISTED.match(text) if not ANNEX.match(text) or re.match(r"^附\s*[:：]", text) or _lists(text, after) else None
        if listed or (listing and re.match(r"^\d+\s*[.、．]", text)):
            annexes += _names(listed["rest"] if listed else text)
            listing = True
            continue
        listing = False
        annex = ANNEX.match(text)
        if annex and len(text) <= 40:
            sections.append(Section(1, "附件" + annex["no"], annex["title"].strip(), block.start, annexed=True))
            continue
        if block.level and TITLE.search(text) and not (sections or FIRST.match(text) or any(TITLE.search(p.text) for p in opening)):
            opening.append(block)  # the title, marked as a heading or bold
            continue
        if sections and sections[-1].annexed and not sections[-1].title and not sections[-1].blocks and _names_annex(text):
            sections[-1].title = text
            continue
        found = heading(block) or (bare and LABEL.fullmatch(text) and (1, "", text)) or None
        if found:
            level, number, title = found
            if bare and block.level == top:  # no 一、: the highest marked headings are the chapters
                level = 1
            rest = ""
            if m := LEADS.match(title):  # 二、研修地点：报告厅
                title, rest = m["title"], m["rest"]
            elif len(title) > 40:  # a heading and its text in one paragraph
                title = re.split(r"[。：:，,]", title)[0]
            annexed = level > 1 and bool(sections) and sections[-1].annexed
            sections.append(Section(level, number, without_signs(title).rstrip("：:"), block.start, annexed=annexed))
            if level == 2:
                parent = next((s for s in reversed(sections[:-1]) if s.level == 1), None)
                if parent is not None:
                    parent.blocks.append(block)
            if rest:
                sections[-1].blocks.append(Paragraph(rest, block.start, block.end))
            elif len(found[2]) > len(title) + 1:
                sections[-1].blocks.append(block)
            continue
        if not sections:
            opening.append(block)
        for section in _open(sections):
            section.blocks.append(block)
    return Outline(opening, sections, annexes, _parts(document))


def _lists(text: str, after: Block | None) -> bool:
    """附件：1.日程表 2.考核细则, on one line or on the lines below: a list of annexes, none of them."""
    m = re.match(r"^附件\s*[:：]\s*(.*)$", text)
    return bool(m and (re.match(r"\d\s*[.、．]", m[1]) or not m[1] and isinstance(after, Paragraph) and re.match(r"\s*\d\s*[.、．]", after.text)))


def _names_annex(text: str) -> bool:
    """附件1 stands alone and its title on the next line."""
    return len(text) <= 40 and not re.search(r"[。；;:：]$|^(?:说明|备注|注)", text) and not FIRST.match(text) and not ITEM.match(text)


def _open(sections: list[Section]) -> list[Section]:
    """正在写的那一级标题和它下面的二级标题。"""
    if not sections:
        return []
    if sections[-1].level == 1:
        return [sections[-1]]
    parent = next((s for s in reversed(sections) if s.level == 1), None)
    return [s for s in (parent, sections[-1]) if s is not None]


def clauses_numbered(paragraphs: list[Paragraph]) -> bool:
    """条文编作 2.1、2.2：行首的 3.2 是编号，不是 3 月 2 日。"""
    heads = {m.group(1, 2) for p in paragraphs if (m := re.match(r"\s*(\d{1,2})\.(\d{1,2})(?!\d)", p.text))}
    return sum((chapter, str(int(at) + 1)) in heads for chapter, at in heads) > 1


def _names(text: str) -> list[str]:
    pieces = re.split(r"(?:^|\s+)\d+\s*[.、．]\s*|[；;]", text)
    return [p.strip(" 。.《》") for p in pieces if p.strip(" 。.")]


def _parts(document: Document) -> int:
    """一份文件里拼了几篇：“……篇一”“……篇二”。"""
    lines = [b.text.strip() for b in document.blocks if isinstance(b, Paragraph) and len(b.text) < 60]
    heads = {m.group() for line in lines if (m := re.search(r"篇(?:[一二三四五六七八九十]{1,2}|\d{1,2})$", line))}
    return max(len(heads), 1)
