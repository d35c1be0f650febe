"""学习笔记：政治理论学习十次，每次一则，记了什么、对得上自己班上的哪件事。"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from yanxiu.demo.people import Person
from yanxiu.demo.texts.bank import HERE
from yanxiu.demo.texts.writer import Writer

READERS = ("周校长", "吴校长", "梁校长", "何主任", "康主任")
# 前五次是全校一起学的，后五篇是各人选学的
COMMON = 5


@dataclass(frozen=True)
class Topic:
    """一次政治学习的题目和要点。"""

    no: int
    day: date
    title: str
    points: tuple[str, ...]
    stories: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """一则学习笔记。"""

    author: str
    day: date
    title: str
    text: str


@cache
def topics() -> tuple[Topic, ...]:
    """到第 12 周学过的题目，按次序。"""
    found = []
    for block in (HERE / "bank" / "笔记.txt").read_text("utf-8").split("## ")[1:]:
        head, *lines = block.strip().splitlines()
        no, day, title = head.split(" ", 2)
        month, number = map(int, day.split("-"))
        found.append(Topic(int(no), date(2026, month, number), title,
                           tuple(line for line in lines if line[0] != "~"),
                           tuple(line[1:] for line in lines if line[0] == "~")))
    return tuple(found)


def note(writer: Writer, person: Person, topic: Topic, day: date | None = None) -> Note:
    """写一则政治学习笔记，120 到 320 字。"""
    rng = writer.rng
    day = day or topic.day
    lesson, incident, class_name = writer.lesson(person, day, own=False)
    facts = writer.facts(person, day, lesson, incident, class_name)
    old = person.age(day) >= 51
    taken = rng.sample(topic.points, min(len(topic.points), rng.randint(3, 4) if old else rng.randint(4, 6)))
    if rng.random() < 0.5:
        points = "".join(f"{index}.{point}；" for index, point in enumerate(taken, 1)).rstrip("；")
    else:
        points = "；".join(taken)
    facts |= {"topic": topic.title, "points": points, "nn": len(taken), "who": rng.choice(READERS), "no": topic.no,
              "pt": taken[0]}
    tellings = rng.sample(topic.stories, 2)
    facts["tie"] = writer.fill(tellings[0], facts)
    parts = [writer.say("笔记", "记", facts, optional=False), writer.say("笔记", "想", facts, optional=False)]
    if not old or sum(map(len, parts)) < 120:
        facts |= {"pt": taken[1], "tie": writer.fill(tellings[1], facts)}
        parts.append(writer.say("笔记", "想", facts, optional=False))
    return Note(person.no, day, f"政治学习笔记：{topic.title}", writer.slip("\n".join(part for part in parts if part)))
