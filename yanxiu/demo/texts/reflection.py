"""教学反思：第一人称，一节课，一个孩子的回答，一处要改的地方。"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yanxiu.demo.people import Person
from yanxiu.demo.texts.writer import Writer

# 段落里的步骤；逗号分段。年纪大的老师写得短，用后一组。
_ORDERS = (
    "开头 做,问 答 当时,课后,改 尾",
    "问 答 当时,开头 做 旁,想 数,隔天",
    "数 开头,做 问 答 当时,课后,改",
    "开头,问 答 当时 旁,课后,隔天",
    "开头 做 问,答 当时,数 课后,改 尾",
    "答 当时,开头 问,做,课后,隔天 尾",
    "旁 开头,做 问 答 当时,课后 改,尾",
    "开头 做,问 答 当时,想 旁,隔天",
    "开头 做 问 答,课后 数,改 尾",
    "问 答,开头 做,当时 旁 想,数 隔天",
    "开头 做 旁,问 答 当时 课后,改 尾",
)
_SHORT_ORDERS = ("开头 做 问 答 当时,课后 改", "开头 问 答,课后,改 尾", "问 答 当时,开头 想 数 改", "开头 做,问 答 想,隔天",
                 "开头 问 答 当时,想,隔天")
_ADDING = ("又", "旁", "数", "做", "隔天", "当时")


@dataclass(frozen=True)
class Reflection:
    """一篇反思。"""

    author: str
    day: date
    title: str
    text: str
    lesson: str
    class_name: str


def reflection(writer: Writer, person: Person, day: date) -> Reflection:
    """写一篇反思，250 到 600 字；五十一岁以上的写得短些。"""
    lesson, incident, class_name = writer.lesson(person, day)
    facts = writer.facts(person, day, lesson, incident, class_name)
    old = person.age(day) >= 51
    order = writer.rng.choice(_SHORT_ORDERS if old else _ORDERS)
    parts = [part.split() for part in order.split(",")]
    least = writer.rng.randint(255, 300) if old else writer.rng.randint(300, 430)
    written = {step: writer.say("反思", step, facts, optional=step not in ("问", "答", "想", "改"))
               for part in parts for step in part}
    for step in _ADDING:
        if sum(map(len, written.values())) >= least:
            break
        if not written.get(step) and not (step == "隔天" and "改" in written):
            written[step] = writer.say("反思", step, facts)
            parts[1 if step in ("做", "当时") else -2].append(step)
    for _ in range(4):
        if sum(map(len, written.values())) < 252:
            written["做"] = written.get("做", "") + writer.say("反思", writer.rng.choice(("旁", "数")), facts)
            if not any("做" in part for part in parts):
                parts[-2].append("做")
    paragraphs = [[written[step] for step in part if written[step]] for part in parts]
    text = "\n".join("".join(part) for part in paragraphs if part)
    return Reflection(person.no, day, writer.say("反思", "题", facts), writer.slip(text), lesson.name, class_name)


def similar_to(writer: Writer, original: Reflection, person: Person, day: date) -> Reflection:
    """照着别人的改了几个地方的一篇：给『抄来的看得见』作例子。"""
    class_name = writer.rng.choice(person.classes)
    parts = original.text.replace(original.class_name, class_name).split("\n")
    parts[-1] = "我也是这样，急着往下讲，" + parts[-1]
    return Reflection(person.no, day, original.title, "\n".join(parts), original.lesson, class_name)


def similar_pairs(people: Sequence[Person]) -> tuple[tuple[str, str], ...]:
    """三对故意相近的反思：前一位写的，后一位照着改（工号）。"""
    by_name = {person.shown: person.no for person in people}
    return tuple((by_name[first], by_name[second]) for first, second in
                 (("谭小燕", "汪玉洁"), ("廖红英", "唐建平"), ("江丽萍", "苏婉清")))
