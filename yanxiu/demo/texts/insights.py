"""学习心得：听了什么，对上自己班上哪件事，一句引来的话，下来做一件什么。"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from yanxiu.demo.people import Person
from yanxiu.demo.texts.bank import HERE
from yanxiu.demo.texts.writer import Writer, inner

# 引文都是古书和前辈教育家的原话，一篇用一句
QUOTES = (
    ("学然后知不足，教然后知困", "《学记》"), ("道而弗牵，强而弗抑，开而弗达", "《学记》"), ("记问之学，不足以为人师", "《学记》"),
    ("独学而无友，则孤陋而寡闻", "《学记》"), ("善问者如攻坚木，先其易者，后其节目", "《学记》"), ("教也者，长善而救其失者也", "《学记》"),
    ("善歌者使人继其声，善教者使人继其志", "《学记》"), ("不愤不启，不悱不发", "《论语》"), ("其身正，不令而行", "《论语》"),
    ("知之者不如好之者，好之者不如乐之者", "《论语》"), ("欲速则不达", "《论语》"), ("温故而知新，可以为师矣", "《论语》"),
    ("三人行，必有我师焉", "《论语》"), ("过而不改，是谓过矣", "《论语》"), ("学而不思则罔，思而不学则殆", "《论语》"),
    ("己所不欲，勿施于人", "《论语》"), ("教亦多术矣", "《孟子》"), ("人之患在好为人师", "《孟子》"), ("尽信书，则不如无书", "《孟子》"),
    ("不积跬步，无以至千里", "《荀子》"), ("弟子不必不如师，师不必贤于弟子", "《师说》"), ("闻道有先后，术业有专攻", "《师说》"),
    ("千教万教教人求真，千学万学学做真人", "陶行知先生文章"), ("捧着一颗心来，不带半根草去", "陶行知先生文章"),
    ("种树者必培其根，种德者必养其心", "《传习录》"), ("纸上得来终觉浅，绝知此事要躬行", "陆游的诗"),
)


@dataclass(frozen=True)
class Event:
    """写心得的一次学习。"""

    code: str
    day: date
    name: str
    short: str
    place: str
    heard: tuple[str, ...]


@dataclass(frozen=True)
class Insight:
    """一篇心得。"""

    author: str
    day: date
    event: str
    title: str
    text: str


@cache
def events() -> tuple[Event, ...]:
    """到第 12 周写过心得的学习活动。"""
    found = []
    for block in (HERE / "bank" / "心得.txt").read_text("utf-8").split("# ")[1:]:
        head, *heard = block.strip().splitlines()
        code, day, name, short, place = head.split(" ")
        month, number = map(int, day.split("-"))
        found.append(Event(code, date(2026, month, number), name, short, place, tuple(heard)))
    return tuple(found)


def insight(writer: Writer, person: Person, event: Event, day: date) -> Insight:
    """写一篇心得，500 到 900 字，引一句话。"""
    rng = writer.rng
    lesson, incident, class_name = writer.lesson(person, day, own=False)
    facts = writer.facts(person, day, lesson, incident, class_name)
    heard = rng.sample(event.heard, min(len(event.heard), 6))
    quote, source = min(QUOTES, key=lambda pair: (writer.used[pair[0]], rng.random()))
    writer.used[quote] += 1
    facts |= {"ev": event.name, "short": event.short, "place": event.place, "d": f"{event.day.month}月{event.day.day}日",
              "f1": heard[0], "f2": heard[1], "f3": heard[2], "f4": inner(heard[3]), "quote": quote, "source": source}
    order = rng.choice(("起 听,联,长 引,又联,做 末", "联,起 听,引 又联,长,做 末", "起,听 联,引,长 又联,做 末", "起 听,长,联 引,又联 做,末"))
    parts = [[writer.say("心得", step, facts, optional=False) for step in part.split()] for part in order.split(",")]
    length = sum(len(step) for part in parts for step in part)
    least = rng.randint(505, 540) if person.age(day) >= 51 else rng.randint(520, 640)
    spare = list(heard[4:])
    while length < least and spare:
        facts["f4"] = inner(spare.pop())
        more = writer.say("心得", "长", facts, optional=False)
        parts[-2].append(more)
        length += len(more)
    while length < least:
        more = writer.say("反思", rng.choice(("课后", "旁", "隔天")), facts, optional=False)
        parts[2].append(more)
        length += len(more)
    title = rng.choice((f"{event.name}心得", f"听{event.short}有感", f"{event.name}之后", f"写在{event.name}后面"))
    return Insight(person.no, day, event.code, title, writer.slip("\n".join("".join(part) for part in parts)))
