"""写字的人：按句式填进事实，记住写过的每一句，不让任何两篇读起来一样。"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from random import Random

from yanxiu.demo.people import Person, teachers
from yanxiu.demo.term import WEEKDAYS, week_of
from yanxiu.demo.texts.bank import Incident, Lesson, classes_for, lessons, pupils, shapes, suits

SENTENCE_END = re.compile(r"[。！？\n]")
PERIODS = ("第一节", "第二节", "第三节", "第四节", "第五节", "第六节")
_SLIPS = (("再", "在"), ("做", "作"), ("部分", "部份"), ("想象", "想像"), ("的时候", "得时候"), ("像", "象"), ("认真地", "认真的"),
          ("慢慢地", "慢慢的"), ("账", "帐"), ("那里", "哪里"))
_SHORT = 12
_LONG_SERVED = re.compile("{years}|教过|去年|前年|上学期|师范")
# 不在教室里、没有本子的课，不说黑板和作业
_PAPER = "收上来|听写|抄写|做题|预习|本子|作业|黑板|粉笔|板书|练习|小测|课件|教参|县里抽测|本是空|批|{g9}本|红笔画"
_NOT_ON_PAPER = re.compile(_PAPER)
_NOT_OUTSIDE = re.compile(_PAPER + "|书本|看图|课题|投到|视频|教室|后排|前排|坐|举手|书合上|走廊|点到|翻|笔|体育课|抬头|教案")


def sentences(text: str) -> list[str]:
    """长于十二个字的句子：同一句不能在三篇以上的材料里出现。"""
    return [part for part in (piece.strip(" 　”』）") for piece in SENTENCE_END.split(text)) if len(part) > _SHORT]


def inner(text: str) -> str:
    """引号里的引号。"""
    return text.replace("『", "“").replace("』", "”")


def called(person: Person) -> str:
    """同事之间的称呼：校长、主任按职务叫，其余叫老师。"""
    for post in ("校长", "主任"):
        if post in person.duty:
            return f"{person.name[0]}{post}"
    return f"{person.name[0]}老师"


class Writer:
    """一学期文字的写作者：同一个随机数种子，按同样的次序写，得到同样的文字。"""

    limit = 2

    def __init__(self, rng: Random, people: Sequence[Person] | None = None) -> None:
        self.rng = rng
        self.people = list(people or teachers())
        self.said: Counter[str] = Counter()
        self.used: Counter[str] = Counter()
        self.told: Counter[tuple[str, str]] = Counter()
        self.barred: re.Pattern[str] | None = None
        self.young = False
        self.subject = ""
        self.piece: set[str] = set()
        self.mine: dict[str, set[tuple[str, str]]] = defaultdict(set)

    def say(self, kind: str, step: str, facts: dict[str, object], optional: bool = True) -> str:
        """写一步：挑用得最少、写出来又没有人写过的一种说法。"""
        pool = [shape for shape in shapes(kind)[step] if self.fits(shape)]
        return self.pick(pool, facts, optional)

    def fits(self, shape: str) -> bool:
        """这种说法合不合这门课、这位老师：体育课没有本子，新教师没有去年。"""
        if self.barred and self.barred.search(shape) or self.young and _LONG_SERVED.search(shape):
            return False
        return ("口算" not in shape or self.subject == "数学") and ("听写" not in shape or self.subject in ("语文", "英语"))

    def pick(self, pool: Sequence[str], facts: dict[str, object], optional: bool = False) -> str:
        """从几种说法里挑一种填好，记下写过的句子。"""
        order = sorted(pool, key=lambda shape: (shape in self.piece, self.used[shape], self.rng.random()))
        best, chosen, best_cost = "", order[0], 99
        for shape in order * 3:
            text = self.fill(shape, facts)
            cost = max((self.said[part] for part in sentences(text)), default=0) + (shape in self.piece)
            if cost < best_cost:
                best, chosen, best_cost = text, shape, cost
            if best_cost == 0:
                break
        if optional and (best_cost >= self.limit or chosen in self.piece):
            return ""
        self.piece.add(chosen)
        self.used[chosen] += 1 + self.rng.random()
        self.said.update(sentences(best))
        return best

    def fill(self, shape: str, facts: dict[str, object]) -> str:
        """一个句式填成一段话。"""
        return self.pronoun(self.spin(shape), bool(facts.get("girl"))).format(**facts)

    def spin(self, shape: str) -> str:
        """句式里 <甲|乙|丙> 的地方任取一种说法。"""
        return re.sub(r"<([^<>]*)>", lambda found: self.rng.choice(found[1].split("|")), shape)

    def lesson(self, person: Person, day: date, own: bool = True) -> tuple[Lesson, Incident, str]:
        """这位教师这一天上的课、课上的一次问答和班级；先挑还没有人写过的。"""
        week = week_of(day)
        self.piece.clear()
        self.young = day.year - person.joined.year < 4
        self.subject = person.subject
        self.barred = {"体育": _NOT_OUTSIDE, "音乐": _NOT_ON_PAPER, "美术": _NOT_ON_PAPER, "信息科技": _NOT_ON_PAPER,
                       "心理": _NOT_ON_PAPER}.get(person.subject)
        taught = [lesson for lesson in lessons(person.subject) if suits(lesson, person)] or list(lessons(person.subject))
        choices = [(lesson, incident) for lesson in taught for incident in lesson.incidents]

        def cost(choice: tuple[Lesson, Incident]) -> tuple[float, float]:
            lesson, incident = choice
            key = (lesson.title, incident.question)
            late = abs(week - lesson.week)
            return (100 * (own and key in self.mine[person.no]) + 4 * self.told[key] + max(0, late - 1) * 2, self.rng.random())

        lesson, incident = min(choices, key=cost)
        key = (lesson.title, incident.question)
        self.told[key] += 1
        if own:
            self.mine[person.no].add(key)
        return lesson, incident, self.rng.choice(classes_for(lesson, person))

    def facts(self, person: Person, day: date, lesson: Lesson, incident: Incident, class_name: str) -> dict[str, object]:
        """句式里的空：人、数、时间、问答，全是这一节课的。"""
        rng = self.rng
        roll = pupils(class_name)
        kid, girl = rng.choice(roll)
        others = [name for name, same in roll if same == girl and name != kid] or [roll[0][0]]
        acts = list(lesson.acts)
        rng.shuffle(acts)
        n = len(roll)
        m = rng.randint(max(2, n // 6), max(3, n // 3 + 2))
        k = rng.randint(2, 6)
        n2 = n - rng.randint(2, max(3, n // 5))
        second = rng.choice([other for other in lesson.incidents if other is not incident] or [incident])
        found: dict[str, object] = {
            "girl": girl, "p": rng.choice(PERIODS), "cls": class_name, "t": lesson.name, "t0": lesson.name,
            "wd": f"周{WEEKDAYS[day.weekday()]}", "d": f"{day.month}月{day.day}日",
            "q": inner(incident.question), "qm": incident.mark, "q0": f"『{inner(incident.question)}』",
            "w": inner(incident.answer), "q2": inner(second.question), "w2": inner(second.answer),
            "y2": second.why, "y": incident.why, "c": incident.change,
            "a1": acts[0], "a2": acts[1 % len(acts)], "a3": acts[-1], "kid": kid, "kid2": rng.choice(others),
            "n": n, "n1": n - k, "n2": n2, "n2b": n - m, "m": m,
            "k": k, "h": rng.randint(3, max(4, min(12, n // 3))), "g": k + rng.randint(1, 4), "g9": rng.randint(7, 11), "s": rng.randint(4, 25),
            "mm": rng.randint(7, 23), "qs": rng.randint(17, 48), "hh": rng.choice(("九", "十", "十一")),
            "years": max(1, day.year - person.joined.year), "ot": called(self.colleague(person)),
        }
        return {key: self.pronoun(value, girl) if key in ("y", "y2", "c") else value for key, value in found.items()}

    @staticmethod
    def pronoun(text: object, girl: bool) -> str:
        """说的是女生就写『她』。"""
        return re.sub(r"(?<!其)他(?!们|家店|人)", "她", str(text)) if girl else str(text)

    def colleague(self, person: Person) -> Person:
        """同组的另一位。"""
        near = [other for other in self.people if other.group == person.group and other.no != person.no]
        return self.rng.choice(near or self.people)

    def slip(self, text: str) -> str:
        """笔误：手写的人偶尔写错一个字。"""
        if self.rng.random() < 0.08:
            wrong = [(right, slip) for right, slip in _SLIPS if right in text]
            if wrong:
                right, slip = self.rng.choice(wrong)
                return text.replace(right, slip, 1)
        return text
