"""参加人员、主讲和地点：和题目矛盾、正文和附件1 不同、同时在两处、一个人讲得太多；领导小组的任期。"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date as Day

from .findings import Finding, entry_of, found, month_items, row, rows, say

MANY = 4
OPPOSITE = {"高段": "低段", "低段": "高段", "高年": "低年", "低年": "高年", "小学部": "初中部", "初中部": "小学部"}
GROUPS = re.compile(
    r"全体教师|班主任|青年教师|骨干教师|特岗教师|新教师|代课教师|老教师|学科带头人|教研组长"
    r"|(?:全体)?(?:低段|高段|低年级?|高年级?|教科研|语数[外英]?|语文|数学|英语|品德|科任|学科)教师"
)
SPEAKERS = re.compile(r"(?:汇报|主讲|授课|上课|讲课|执教)(?:教师|老师|人员|人)(?:有|为|是|[:：])*([^。；;]+)")


def audience(plan: dict) -> Iterator[Finding]:
    """参加人员和题目矛盾；正文写的和附件1 写的不同。"""
    for n, entry in rows(plan):
        for word, other in OPPOSITE.items():
            if word not in entry["content"]:
                continue
            for session in entry["sessions"]:
                if other in session["audience"] and word not in session["audience"]:
                    yield found(
                        row(n, entry),
                        f"题目是{word}，参加人员却写“{session['audience']}”。",
                        f"核对参加人员是不是{word}教师。",
                        "error",
                    )
    for month, item in month_items(plan):
        entry = entry_of(plan, item["content"])
        if entry is None:
            continue
        told = {g for g in GROUPS.findall(item["requirement"]) if stem(g) not in item["content"]}
        planned = "、".join(session["audience"] for session in entry["sessions"])
        extra = sorted(g for g in told if g not in planned)
        covered = "全体教师" in planned and ("全体教师" in told or not any(g.startswith("全体") for g in told))
        if extra and planned and not covered:
            yield found(f"{month}第 {item['order']} 项（{item['content']}）",
                         f"正文写到{'、'.join(extra)}，附件1 的参加人员是{planned}，两处不同。", "两处统一。")  # fmt: skip


def stem(group: str) -> str:
    return group.removesuffix("教师")


def people(plan: dict) -> Iterator[Finding]:
    """人和地点：正文点名的人日程里没有；一个人主讲太多；同一天在两处。"""
    for month, item in month_items(plan):
        entry = entry_of(plan, item["content"])
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
            yield found(f"{month}第 {item['order']} 项（{item['content']}）",
                         f"正文写了 {len(named)} 人（{'、'.join(named)}），日程只安排了 {len(named) - len(absent)} 人，"
                         f"没有{'、'.join(absent)}。",
                         "在日程表里补上他们的场次，或者改正文。")  # fmt: skip
    speaking = Counter(p for _, entry in rows(plan) for session in entry["sessions"] for p in session["presenters"])
    total = sum(len(entry["sessions"]) for _, entry in rows(plan))
    busy = [(name, times) for name, times in speaking.most_common() if times >= MANY and times * 5 >= total]
    if busy:
        words = "、".join(f"{name} {times} 次" for name, times in busy)
        yield found("日程表", f"全部 {total} 场里，主讲太集中：{words}。", "请别的教师、骨干或校外专家分担几场。")
    for key, word in (("presenters", "主讲人"), ("places", "地点")):
        taken: dict[tuple[str, str], int] = {}
        for n, entry in rows(plan):
            if not entry["start"] or entry["start"] != entry["end"]:
                continue
            for value in {v for session in entry["sessions"] for v in session[key]}:
                first = taken.setdefault((entry["start"], value), n)
                if first != n:
                    yield found(
                        row(n, entry),
                        f"{word}{value}在{say(entry['start'])}同时排在第 {first} 行和第 {n} 行。",
                        "错开时间，或者换人、换地点。",
                    )


def unknown_groups(plan: dict, groups: set[str]) -> Iterator[Finding]:
    """参加人员里名册不认识的说法。"""
    for n, entry in rows(plan):
        for piece in re.split(r"[、，,]", "、".join(session["audience"] for session in entry["sessions"])):
            bare = stem(re.sub(r"^全体", "", piece))
            if bare and piece != "全体教师" and not any(bare in g or stem(g) in bare for g in groups):
                yield found(
                    row(n, entry),
                    f"参加人员“{piece}”对不上名册里的分层、学科和组。",
                    "改成名册里有的说法，或者给教师加上这个标签。",
                )


def offices(plan: dict, today: Day, last: Day) -> Iterator[Finding]:
    """领导小组没有组长；任期已经结束，或者学期没有过完就结束。"""
    members = plan.get("leadership") or []
    if members and all(member["role"] != "组长" for member in members):
        yield found("领导小组", "没有写谁是组长。", "写上组长：计划提交以后请组长审批，封面和落款也写组长。")
    for member in members:
        until = member.get("until")
        if not until or until >= last.isoformat():
            continue
        over = "已经结束" if until < today.isoformat() else "计划还没有结束"
        yield found(
            f"领导小组（{member['role']}{member['name']}）", f"任期到{Day.fromisoformat(until).year}年{say(until)}，{over}。",
            "续任的改任期，换人的写新的人；任期已过的不再请来审批。",
        )
