"""听课记录：五到八行带时间的过程，优点，一条听了有点疼的建议。"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from yanxiu.demo.people import Person
from yanxiu.demo.texts.writer import PERIODS, Writer, called

PERIOD_STARTS = (time(8, 20), time(9, 20), time(10, 20), time(11, 10), time(14, 20), time(15, 10))
_ORDERS = ("始 做 问 答 写 终", "始 问 答 做 补 写 终", "始 做 问 答 补 做 终", "始 做 做 问 答 写 补 终", "始 问 答 补 写",
           "始 做 问 答 补 写 终", "始 补 做 问 答 终")
_OUTSIDE = ("动 做 问 答 动 终", "动 做 动 问 答", "动 做 问 答 补 动 终")


@dataclass(frozen=True)
class Process:
    """听课过程的一行：时间和师生活动。"""

    at: time
    text: str


@dataclass(frozen=True)
class Observation:
    """一份听课记录的文字部分。"""

    observer: str
    observed: str
    day: date
    period: int
    class_name: str
    subject: str
    lesson: str
    rows: tuple[Process, ...]
    strengths: str
    advice: str
    talk: str

    @property
    def text(self) -> str:
        """全部文字，一行一句。"""
        return "\n".join((*(row.text for row in self.rows), self.strengths, self.advice, self.talk))


def observation(writer: Writer, observer: Person, observed: Person, day: date, period: int | None = None) -> Observation:
    """写一份听课记录，200 到 400 字。"""
    rng = writer.rng
    period = period or rng.randint(1, len(PERIODS))
    lesson, incident, class_name = writer.lesson(observed, day, own=False)
    facts = writer.facts(observed, day, lesson, incident, class_name)
    facts["ta"] = called(observed)
    order = rng.choice(_OUTSIDE if observed.subject == "体育" else _ORDERS).split()
    texts = [writer.say("听课", step, facts, optional=False) for step in order]
    strengths = writer.say("听课", "优点", facts, optional=False)
    advice = writer.say("听课", "建议", facts, optional=False)
    talk = writer.say("听课", "谈", facts) if rng.random() < 0.6 else ""
    while sum(map(len, texts)) + len(strengths + advice + talk) < 205:
        if len(texts) < 8:
            texts.insert(-1, writer.say("听课", rng.choice("补做"), facts, optional=False))
        else:
            strengths += writer.say("听课", "优点", facts, optional=False)
    at = datetime.combine(day, PERIOD_STARTS[period - 1])
    rows = []
    for text in texts:
        rows.append(Process(at.time(), text))
        at += timedelta(minutes=rng.randint(3, max(3, 38 // len(texts) + 1)))
    return Observation(observer.no, observed.no, day, period, class_name, observed.subject, lesson.name, tuple(rows),
                       strengths, advice, talk)
