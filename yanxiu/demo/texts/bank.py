"""课堂事实：每一课上问了什么、孩子怎样答错、错在哪里、下次怎样改。"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from yanxiu.demo.people import GRADES, Person, teachers

HERE = Path(__file__).parent
_ASKING = ("什么", "吗", "几", "哪", "怎", "谁", "多少", "呢", "不行", "是不是", "给不给", "行不行", "要不要", "算不算", "会不会",
           "还要", "没有平行", "能不能", "可不可以", "对不对", "还是", "变没变", "What", "How", "Where", "Who", "Is she")


@dataclass(frozen=True)
class Incident:
    """一问一答：问题、孩子的回答、背后的缘故、下次的改法。"""

    question: str
    answer: str
    why: str
    change: str

    @property
    def mark(self) -> str:
        """问句用问号，其余用句号。"""
        return "？" if any(word in self.question for word in _ASKING) else "。"


@dataclass(frozen=True)
class Lesson:
    """一课：学科、年级、上到的周次、课题、课上做的几件事和几次问答。"""

    subject: str
    grade: int  # 0 为各年级都上
    week: int
    title: str
    acts: tuple[str, ...]
    incidents: tuple[Incident, ...]

    @property
    def name(self) -> str:
        """写进句子里的课题，都带书名号。"""
        return self.title if self.title.startswith("《") else f"《{self.title}》"


@cache
def lessons(subject: str) -> tuple[Lesson, ...]:
    """一个学科的课，行政人员上的是道法。"""
    found: list[Lesson] = []
    for block in (HERE / "bank" / f"{_taught(subject)}.txt").read_text("utf-8").split("## ")[1:]:
        head, acts, *incidents = block.strip().splitlines()
        grade, week, title = head.split(" ", 2)
        found.append(Lesson(subject, GRADES.index(grade) + 1 if grade in GRADES else 0, int(week), title,
                            tuple(acts.removeprefix("做 ").split("；")),
                            tuple(Incident(*line.split("|")) for line in incidents)))
    return tuple(found)


def _taught(subject: str) -> str:
    return "道法" if subject == "行政" else subject


@cache
def shapes(kind: str) -> dict[str, tuple[str, ...]]:
    """一种文字的句式，按写作的步骤分段。"""
    found: dict[str, list[str]] = {}
    for line in (HERE / "shapes" / f"{kind}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            step = found.setdefault(line.strip("[]"), [])
        elif line:
            step.append(line)
    return {name: tuple(lines) for name, lines in found.items()}


def class_grade(class_name: str) -> int:
    """班名里的年级；复式班取前一个年级。"""
    for letter in class_name:
        if letter in GRADES:
            return GRADES.index(letter) + 1
    return 0


def suits(lesson: Lesson, person: Person) -> bool:
    """这位教师教不教得到这一课。"""
    grades = {class_grade(name) for name in person.classes}
    grades |= {grade + 1 for grade in grades} if any("复式" in name for name in person.classes) else set()
    return lesson.grade == 0 or lesson.grade in grades


def classes_for(lesson: Lesson, person: Person) -> list[str]:
    """这一课可能在哪几个班上。"""
    fitting = [name for name in person.classes
               if lesson.grade in (0, class_grade(name)) or ("复式" in name and class_grade(name) + 1 == lesson.grade)]
    return fitting or list(person.classes)


_SURNAMES = "赵王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董程曹袁邓许彭曾萧田钟谭廖邹熊"
_GIRLS = ("小雨 欣怡 梓涵 佳慧 雨桐 思琪 诗涵 晓月 冬梅 桂花 小禾 语嫣 可馨 婉婷 春花 小燕 美玲 雅琪 瑶 静 蓉 小满 依依 秋月 紫萱 甜甜").split(" ")
_BOYS = ("小虎 浩然 子轩 俊杰 宇航 小军 志强 天佑 石头 家豪 博文 铁柱 明辉 小龙 文杰 一鸣 国栋 阳 磊 涛 水生 子墨 小勇 立冬 晨 鹏飞 嘉乐 建平").split(" ")


@cache
def pupils(class_name: str) -> tuple[tuple[str, bool], ...]:
    """一个班的学生名单：姓名和是不是女生；同一个班的名单处处一样。"""
    rng = Random(f"学生{class_name}")
    size = rng.randint(9, 16) if "复式" in class_name else rng.randint(38, 47)
    staff = {person.name for person in teachers()}
    found: dict[str, bool] = {}
    while len(found) < size:
        girl = rng.random() < 0.5
        name = rng.choice(_SURNAMES) + rng.choice(_GIRLS if girl else _BOYS)
        if name not in staff:
            found[name] = girl
    return tuple(found.items())
