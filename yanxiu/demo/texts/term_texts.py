"""一学期的文字：谁在哪一周写了什么，到第 12 周为止，一次写齐。"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from yanxiu.demo import facts
from yanxiu.demo.people import Person
from yanxiu.demo.term import TODAY, WEEK_ONE, school_days
from yanxiu.demo.texts.insights import Insight, events, insight
from yanxiu.demo.texts.lessons import Design, PreparationRecord, design, preparation
from yanxiu.demo.texts.notes import COMMON, Note, note, topics
from yanxiu.demo.texts.observation import Observation, observation
from yanxiu.demo.texts.reflection import Reflection, reflection, similar_pairs, similar_to
from yanxiu.demo.texts.writer import Writer

LAST_WEEK = 12
PREPARATIONS = (("数学组", "龚雪梅", date(2026, 9, 15)), ("高段语文组", "阎凤英", date(2026, 9, 22)), ("综合组", "雷鸣", date(2026, 10, 20)),
                ("低段语文组", "沈玉兰", date(2026, 11, 17)), ("高段语文组", "郑国栋", date(2026, 11, 17)))


@dataclass(frozen=True)
class TermTexts:
    """到第 12 周的全部文字。"""

    reflections: tuple[Reflection, ...]
    similar: tuple[tuple[Reflection, Reflection], ...]  # 三对相近的：原来的一篇，照着改的一篇
    insights: tuple[Insight, ...]
    notes: tuple[Note, ...]
    observations: tuple[Observation, ...]
    designs: tuple[Design, ...]
    preparations: tuple[PreparationRecord, ...]


def _week_days(week: int) -> list[date]:
    monday = WEEK_ONE + timedelta(days=7 * (week - 1))
    return [day for day in school_days(max(monday, date(2026, 9, 1)), monday + timedelta(days=6)) if day < TODAY]


def _due(rng: Random, person: Person, week: int) -> int:
    """这一周写几篇反思：校级领导写得少，青年教师有时多写一篇，借调的隔周写。"""
    if "principal" in person.roles or "leader" in person.roles:
        return rng.random() < 0.5
    if person.employment == "借调":
        return rng.random() < 0.4
    if week == LAST_WEEK:
        return rng.random() < 0.35
    return (rng.random() < 0.97) + (person.age() <= 45 and rng.random() < 0.30)


def term_texts(rng: Random, people: Sequence[Person]) -> TermTexts:
    """写齐一学期：约七百篇反思、一百五十篇心得、五百则笔记、六百五十份听课记录。"""
    writer = Writer(rng, people)
    reflections = []
    for week in range(1, LAST_WEEK + 1):
        days = _week_days(week)
        for person in people:
            here = [day for day in days if not person.away(day)]
            for _ in range(_due(rng, person, week) if here else 0):
                reflections.append(reflection(writer, person, rng.choice(here)))
    by_no = {person.no: person for person in people}
    similar = []
    for first, second in similar_pairs(people):
        original = next(item for item in reversed(reflections) if item.author == first and item.day < date(2026, 11, 12))
        copy = similar_to(writer, original, by_no[second], original.day + timedelta(days=1))
        similar.append((original, copy))
        reflections.append(copy)
    return TermTexts(tuple(reflections), tuple(similar), _insights(writer), _notes(writer), _observations(writer),
                     tuple(design(writer, person, date(2026, 10, 26)) for person in people if not person.away(date(2026, 10, 26))),
                     _preparations(writer))


def _insights(writer: Writer) -> tuple[Insight, ...]:
    found = []
    for person in writer.people:
        chosen = writer.rng.sample(events(), writer.rng.choice((2, 2, 3, 3, 3)))
        for event in sorted(chosen, key=lambda item: item.day):
            if not person.away(event.day):
                found.append(insight(writer, person, event, event.day + timedelta(days=writer.rng.randint(1, 7))))
    return tuple(found)


def _notes(writer: Writer) -> tuple[Note, ...]:
    found = []
    for topic in topics():
        for person in writer.people:
            often = 0.93 if topic.no <= COMMON else 0.80
            if not person.away(topic.day) and writer.rng.random() < often:
                late = writer.rng.choice((0, 0, 0, 1, 2, 3)) if topic.no <= COMMON else writer.rng.randint(1, 5)
                found.append(note(writer, person, topic, topic.day + timedelta(days=late)))
    return tuple(found)


def _observations(writer: Writer) -> tuple[Observation, ...]:
    rng = writer.rng
    days = school_days(date(2026, 9, 7), TODAY - timedelta(days=1))
    watching_week = [day for day in days if date(2026, 9, 21) <= day <= date(2026, 9, 24)]
    found = []
    counts = facts.observations(rng, writer.people)
    taken: set[tuple[str, date, int]] = set()
    for person in writer.people:
        for index in range(counts[person.no]):
            for _ in range(50):
                day = rng.choice(watching_week) if index < 2 else rng.choice(days)
                other = writer.colleague(person) if rng.random() < 0.8 else rng.choice(writer.people)
                period = rng.randint(1, 6)
                busy = {(person.no, day, period), (other.no, day, period)}
                if other.no != person.no and not person.away(day) and not other.away(day) and not busy & taken:
                    taken |= busy
                    found.append(observation(writer, person, other, day, period))
                    break
    return tuple(found)


def _preparations(writer: Writer) -> tuple[PreparationRecord, ...]:
    found = []
    for group, name, day in PREPARATIONS:
        speaker = next(person for person in writer.people if person.name == name)
        others = [person for person in writer.people if person.group == group and person.no != speaker.no and not person.away(day)]
        found.append(preparation(writer, speaker, day, others))
    return tuple(found)
