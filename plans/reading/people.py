"""姓名和领导小组：许　明 合成一个人，组长、副组长、组员各有谁，各管什么。"""

import re

from documents.reading import Block, Paragraph, Table

ROLE = re.compile(
    r"^[-•●◆■★]?\s*[(（]?\d*[)）.、]?\s*(?P<role>(?:[\u4e00-\u9fff]{0,8}?)(?:副\s*组\s*长|组\s*长|组\s*员|成\s*员|委\s*员|顾\s*问|秘\s*书|总\s*负\s*责\s*人?|负\s*责\s*人|主\s*任|校\s*长|书\s*记))\s*[:：]\s*(?P<names>.*)$",
    re.S,
)
GROUP = {
    "组长",
    "第一组长",
    "名誉组长",
    "常务副组长",
    "执行组长",
    "副组长",
    "组员",
    "成员",
    "小组成员",
    "顾问",
    "秘书",
    "总负责",
    "总负责人",
    "办公室主任",
}
# 组长：甲    副组长：乙；成员：丙 on one line
ROLES = "|".join(r"\s*".join(role) for role in sorted(GROUP, key=len, reverse=True))
ASIDE = re.compile(rf"^(?P<role>{ROLES})[\s\u3000]+(?P<names>\S.*)$")
NEXT_ROLE = re.compile(
    rf"\n|(?<![副务行一誉])\s+(?=(?:{ROLES})\s*[:：])|[；;，,。]\s*(?=(?:{ROLES})\s*[:：])"
    rf"|(?<=[^\s；;，,。副务行一誉小学课级科研备名])(?=(?:{ROLES})\s*[:：])"
)
# 统筹、落实 …: what somebody does, after 组长： in a list of duties
DOES = re.compile(r"负责|统筹|落实|组织|安排|制定|协助|指导|参与|督促|检查|管理|承担|完成|配合|开展|实施|带领|主持|收集|整理|按时")
DUTIES = re.compile(r"职\s*责|分\s*工")
CLAUSE = re.compile(r"(?:^|(?<=[；;。：:，,]))(?P<who>第一组长|常务副组长|副组长|组长|组员|成员)(?P<duty>[^；;。]{4,200})")
NUMBERED = re.compile(r"^\s*(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．])")
# 以校长某某为组长，教导主任某某、某某为组员
MADE = re.compile(r"(?:^|[以由，,；;。、])(?P<names>[^，,；;。以由为]{2,40}?)(?:同志|老师)?(?:为|任|担任)(?P<role>常务副组长|副组长|组长|组员|成员)")
HELD_BY = re.compile(
    r"(?<![教研备课级科])(?P<role>常务副组长|副组长|组长|组员|成员)(?:由(?P<names>[^，。；,;]{2,60}?)(?:同志|老师)?(?:担任|兼任|组成)|(?:包括|有|分别是)[:：]?(?P<listed>[^。；;]{2,120}))"
)
OFFICE = re.compile(r"^.*(?:校长|书记|主任|园长|组长|园长|教师|老师|干事)(?=[\u3400-\u9fff·]{2,4}$)|^.{1,6}[处室部](?=[\u3400-\u9fff·]{2,3}$)")
OF_OFFICE = re.compile(r"^(?![各全]).{1,8}(?:组长|主任|校长|园长|书记|教师|老师|干事|主席)$|^(?:组长|主任|校长|园长|书记)$")
EACH = re.compile(r"各.*[组室]长?$|各.*(?:主任|教师)$")  # who the plan names by what they are
AND = re.compile(r"以及|及其|及(?=各)|(?<=[\u3400-\u9fff]{2})[及和](?=[\u3400-\u9fff]{2})")
# 1.副组长某某：负责……
NAME_FIRST = re.compile(
    r"^\s*(?:\d{1,2}[.、．]|[(（]\d{1,2}[)）])?\s*(?:第一组长|常务副组长|副组长|组长|组员|成员)?"
    r"([\u3400-\u9fff·]{2,4}?)(?:同志|老师|校长|主任|书记)?[:：]\s*(.{4,200})$"
)
GROUP_NAME = re.compile(r"(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?[\u4e00-\u9fff]{0,12}组")
BLANK = re.compile(r"^[\s_＿xX×*□…]+$")
HAN = re.compile(r"[\u3400-\u9fff·\U00020000-\U0003ffff]+")


def names_of(text: str) -> list[tuple[str, str]]:
    """一串姓名和各自括号里的话；中间空格的单字合成一个姓名。"""
    found: list[tuple[str, str]] = []
    singles: list[tuple[str, int, int]] = []
    for m in re.finditer(r"([^\s、，,；;/()（）]+)|[(（]([^)）]*)[)）]|([、，,；;/])", text):
        word, note, _ = m.groups()
        if word and len(word) == 1 and HAN.fullmatch(word):
            singles.append((word, m.start(), m.end()))
            continue
        found += [(name, "") for name in _joined(singles)]
        singles = []
        if note is not None and found:
            found[-1] = (found[-1][0], note.strip())
        elif word:
            word = re.sub(r"等(?:人|同志|老师)?$|(?:同志|老师)$", "", word.strip("。.：:"))
            if word and not BLANK.match(word):
                found.append((word, ""))
    return found + [(name, "") for name in _joined(singles)]


def _joined(singles: list[tuple[str, int, int]]) -> list[str]:
    """分开排的单字合成姓名：三个字以内是一人；更多时在空得更宽的地方分开，一样宽就两字一人。"""
    words = [word for word, _, _ in singles]
    if len(words) <= 3:
        return ["".join(words)] if words else []
    gaps = [b[1] - a[2] for a, b in zip(singles, singles[1:], strict=False)]
    if max(gaps) > min(gaps):
        names = [words[0]]
        for word, gap in zip(words[1:], gaps, strict=True):
            if gap == max(gaps):
                names.append(word)
            else:
                names[-1] += word
        if all(len(name) > 1 for name in names):
            return names
    return ["".join(words[i : i + 2]) for i in range(0, len(words), 2)]


def is_name(text: str) -> bool:
    """像不像一个人的姓名：两到四个汉字，不是机构和称呼。"""
    return (
        bool(HAN.fullmatch(text))
        and 2 <= len(text.replace("·", "")) <= 4
        and not re.search(
            r"[组处室部会校师员长任班级段科家队各全体等年教]$|^[一二三四五六七八九十\d]+[月周]|^第|^(?:各|全体|学校|本校|教|有关|相关|外聘|专家|待定|暂定|暂无|同上|轮流|自主|自选)"
            r"|研修|培训|教研|活动|安排|计划|方案|目标|内容|措施|制度|要求|总结|保障|阶段|考核|评价", text,
        )
    )


def leadership_of(blocks: list[Block]) -> tuple[list[dict], list[dict], list[dict]]:
    """领导小组成员、职责、疑问。"""
    members: list[dict] = []
    duties: list[dict] = []
    doubts: list[dict] = []
    role, other = "", False
    for block in blocks:
        if isinstance(block, Table):
            _from_table(block, members, duties)
            role = ""
            continue
        if GROUP_NAME.fullmatch(block.text.strip()):  # 2、语文教研组 after the leading group: its people are another group's
            other = "领导" not in block.text and any("组长" in member["role"] for member in members)
            if other:
                doubts.append({"where": "领导小组", "text": block.text.strip(), "why": f"“{block.text.strip()}”的名单没有读进领导小组"})
        elif NUMBERED.match(block.text):
            other = False
        if other:
            continue
        for line in NEXT_ROLE.split(block.text):
            m = ROLE.match(line.strip()) or _without_colon(line.strip())
            if m and _is_duty(m["names"]):
                duties.append({"who": re.sub(r"\s", "", m["role"]), "duty": m["names"].strip("。；; \n")})
                role = ""
            elif m and len(m["role"]) <= 12 and not re.search(r"[。；]", m["names"].rstrip("。；;")):
                role = re.sub(r"\s", "", m["role"])
                _add(role, m["names"], members, duties, doubts)
            elif role and not block.level and _only_names(line) and not NUMBERED.match(line):
                _add(role, line, members, duties, doubts)
            else:
                role = ""
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    if not members:
        for m in (m for text in texts for pattern in (HELD_BY, MADE) for m in pattern.finditer(text)):
            text = m["names"] or m.groupdict().get("listed") or ""
            for name in (OFFICE.sub("", piece) for piece, _ in names_of(AND.sub("、", text))):
                if is_name(name) or EACH.match(name):
                    members.append({"role": m["role"], "name": name})
                elif m["role"] in GROUP:
                    doubts.append({"where": "领导小组", "text": m.group().strip("，,；;。、"), "why": f"“{name}”不像姓名，没有写进领导小组"})
        members = list({(m["name"], m["role"]): m for m in members}.values())
    duties += _duties_of(members, texts)
    if any(m["role"] in GROUP for m in members):  # outside the group are other lists of the plan
        members = [m for m in members if m["role"] in GROUP]
    return members, duties, doubts


def _without_colon(line: str) -> re.Match | None:
    """组长　许明: a role, a gap and nothing but names."""
    m = ASIDE.match(line)
    return m if m and _only_names(m["names"]) else None


def _is_duty(text: str) -> bool:
    """组长：统筹安排全校研修工作——说的是做什么，不是谁。"""
    return bool(DOES.search(text)) and not any(is_name(name) for name, _ in names_of(text) if not DOES.search(name))


def _duties_of(members: list[dict], texts: list[str]) -> list[dict]:
    """“程某：全面负责……”：一人一行的职责分工。"""
    names = {member["name"] for member in members}
    found = []
    for line in (line for text in texts for line in text.split("\n")):
        m = NAME_FIRST.match(line)
        if m and m[1] in names:
            found.append({"who": m[1], "duty": m[2].strip("。 ")})
    return found


def _only_names(line: str) -> bool:
    found = names_of(line)
    offices = len(found) > 1 and is_name(found[0][0])  # 桃某 语文教研组长
    return bool(found) and all(is_name(name) or offices and OF_OFFICE.search(name) for name, _ in found) and not re.search(r"[。：:]", line)


def _add(role: str, text: str, members: list[dict], duties: list[dict], doubts: list[dict]) -> None:
    found = names_of(text)
    if not found and role not in GROUP:
        return
    if not found:
        doubts.append({"where": "领导小组", "text": f"{role}：{text.strip()}", "why": f"没有写{role}是谁"})
    last = ""
    if found:  # 成员： on one line and the names on the next
        doubts[:] = [doubt for doubt in doubts if doubt["why"] != f"没有写{role}是谁"]
    for name, note in found:
        if is_name(last) and not is_name(name) and (DOES.search(name) or OF_OFFICE.search(name)) and not EACH.match(name):
            duties.append({"who": last, "duty": name})  # 柳某 负责全面协调, 桃某 语文教研组长
            continue
        last = name
        if not is_name(name) and role in GROUP:
            doubts.append({"where": "领导小组", "text": f"{role}：{text.strip()}", "why": f"“{name}”不像姓名"})
        members.append({"role": role, "name": name})
        if note:
            duties.append({"who": name, "duty": note})


def is_people_table(table: Table) -> bool:
    """领导小组的名单表：有姓名，也有组内职务；或者左边一栏就是组长、副组长、成员。"""
    return _people_columns(table) is not None or _roles_aside(table)


def _roles_aside(table: Table) -> bool:
    """组长在左，姓名在右；也有一行两对的。"""
    return len(table.rows) > 1 and sum(re.sub(r"\s", "", row[0].text) in GROUP for row in table.rows) > 1 and len({c.start for c in table.rows[0]}) <= 4


def _people_columns(table: Table) -> tuple[int, int, int, int | None] | None:
    """In which row the head stands; the columns of names, roles and duties."""
    for r, row in enumerate(table.rows[:3]):
        heads = [re.sub(r"\s", "", cell.text) for cell in row]
        name = next((c for c, head in enumerate(heads) if head in ("姓名", "成员", "人员", "名单")), None)
        role = next(
            (
                c
                for c, head in enumerate(heads)
                if re.fullmatch(r"(?:小组|组内|领导小组|研修)?(?:职务|角色|分工|岗位|职责分工)", head)
            ),
            None,
        )
        duty = next((c for c, head in enumerate(heads) if "职责" in head or head in ("主要工作", "工作分工")), None)
        if name is not None and role is not None:
            return r, name, role, duty if duty != role else None
    return None


def _from_table(table: Table, members: list[dict], duties: list[dict]) -> None:
    columns = _people_columns(table)
    if columns is None and _roles_aside(table):
        for line in table.rows:
            cells = [re.sub(r"^\s+|\s+$", "", text) for text in {cell.start: cell.text for cell in line}.values()]
            titles = [at for at, text in enumerate(cells) if re.sub(r"\s", "", text) in GROUP or DUTIES.search(text[:6])]
            for at, end in zip(titles, [*titles[1:], len(cells)], strict=True):
                title, others = re.sub(r"\s", "", cells[at]), cells[at + 1 : end]
                if DUTIES.search(title):
                    duties += [{"who": "领导小组", "duty": re.sub(r"\s+", "", text)} for text in others if text]
                elif others:
                    members += [{"role": title, "name": person} for person, _ in names_of(others[0])]
                    duties += [{"who": title, "duty": re.sub(r"\s+", "", text)} for text in others[1:] if text]
    if columns is None:
        return
    head, name, role, duty = columns
    for line in table.rows[head + 1 :]:
        title = re.sub(r"\s", "", line[role].text)
        for person, _ in names_of(line[name].text):
            if title:
                members.append({"role": title, "name": person})
            if duty is not None and line[duty].text.strip():
                duties.append({"who": person, "duty": re.sub(r"\s+", "", line[duty].text)})


def duties_in(paragraphs: list[Paragraph]) -> list[dict]:
    """正文里写的职责：“王某（主管培训的副校长）”“领导小组负责……”。"""
    found = []
    for paragraph in paragraphs:
        for m in re.finditer(r"([\u3400-\u9fff]{2,4})[(（]((?:主管|分管|负责|主抓)[^)）]{2,40})[)）]", paragraph.text):
            name = re.sub(r"^.*(?:为|是|由)", "", m[1])
            if is_name(name):
                found.append({"who": name, "duty": m[2]})
        m = re.match(
            r"(?:校本[\u4e00-\u9fff]{2})?(领导小组|组长|副组长|组员|成员)(?:的?职责[:：]|(?=负责)|[:：](?=负责))(.{6,300})$",
            paragraph.text.strip(),
            re.S,
        )
        if m:
            found.append({"who": m[1], "duty": m[2].strip()})
        elif DUTIES.match(paragraph.text.strip()):
            found += [{"who": m["who"], "duty": m["duty"].strip("，,：: ")} for m in CLAUSE.finditer(re.sub(r"\s", "", paragraph.text))]
    return found
