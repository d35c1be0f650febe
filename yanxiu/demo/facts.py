"""学期里的数：出勤、听课节数、档次和评分的分布，照一所真学校的样子，不整齐。"""

from collections.abc import Sequence
from datetime import date
from random import Random

from yanxiu.demo.people import Person

FEW_LESSONS = ("万里红", "史春生", "白玉霞", "柯大勇")  # 听课不到四节的四位
LATE_WORKS = 9  # 过了期限才交的材料
TIERS = (("一档", 25), ("二档", 55), ("三档", 20))


def attendance(rng: Random, people: Sequence[Person], day: date) -> dict[str, str]:
    """一次全校活动的考勤（工号 → 状态），六十人里实到 51 至 58，从不全到。"""
    state = {person.no: person.away(day) or "出勤" for person in people}
    here = [no for no, value in state.items() if value == "出勤"]
    rng.shuffle(here)
    away = len(people) - len(here)
    absent = max(0, rng.randint(2, 6) + (0 if away else 1) - max(0, away - 2))
    plan = [*rng.choices(("病假", "事假", "事假", "未到"), k=absent), *["公出"] * rng.randint(1, 4), *["迟到"] * rng.randint(1, 3)]
    state.update(zip(here, plan, strict=False))
    return state


def observations(rng: Random, people: Sequence[Person]) -> dict[str, int]:
    """到第 12 周每人听课的节数：中位 11，从 0 到 24，四位不到四节。"""
    few = dict(zip(FEW_LESSONS, (3, 2, 0, 1), strict=True))
    rest = [person for person in people if person.name not in few and not person.absences]
    counts = [24, 22, 19, 18, 17, 17, 16, 16, 15, 15, 15, 15, 14, 14, 14, 14, 13, 13, 13, 13, 13, 12, 12, 12, 12, 12, 11, 11, 11, 11, 11,
              11, 10, 10, 10, 10, 9, 9, 9, 9, 8, 8, 8, 8, 7, 7, 7, 6, 6, 6, 5, 5, 5]
    rng.shuffle(counts)
    found = {person.no: few.get(person.name, 0) for person in people}
    for person, count in zip(rest, counts, strict=False):
        found[person.no] = count
    for person in people:
        if person.absences and person.name not in few:
            found[person.no] = rng.randint(4, 6)
    return found


def tier(rng: Random) -> str:
    """一次评定的档次：一档、二档、三档约 25 / 55 / 20。"""
    return rng.choices([name for name, _ in TIERS], weights=[share for _, share in TIERS])[0]


def handed_in_on(rng: Random, begins: date, due: date) -> date:
    """交材料的日子：45% 在最后两天。"""
    days = (due - begins).days
    back = rng.randint(0, 1) if rng.random() < 0.45 else rng.randint(2, max(2, days))
    return date.fromordinal(max(begins.toordinal(), due.toordinal() - back))


def work_state(rng: Random, day: date, today: date) -> str:
    """一篇材料审到哪一步：约 6% 退回修改，8% 优秀，近三天的多半还没有看。"""
    if (today - day).days <= 3 and rng.random() < 0.7:
        return "已提交"
    return rng.choices(("退回修改", "优秀", "通过"), weights=(6, 8, 86))[0]


def handwritten(rng: Random, age: int) -> bool:
    """手写拍照交的约三成，年纪大的多些。"""
    return rng.random() < (0.55 if age >= 51 else 0.25)
