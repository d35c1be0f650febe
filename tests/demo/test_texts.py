"""The demo school's people, schedule and texts are what spec 11 asks for."""

import re
import time
from collections import Counter
from random import Random
from statistics import median

import pytest

from yanxiu.demo import facts, photos
from yanxiu.demo.people import GROUP_LEADERS, GROUPS, Person, second_school, teachers
from yanxiu.demo.plan import LEADERSHIP, MONTHS, REMARKS, SECTIONS
from yanxiu.demo.term import CONTENTS, TODAY, is_school_day, schedule
from yanxiu.demo.texts.records import record_of
from yanxiu.demo.texts.term_texts import TermTexts, term_texts
from yanxiu.demo.texts.writer import sentences

FORBIDDEN = re.compile("赋能|闭环|抓手|矩阵|留痕|打卡|积分|排名次|上传率|张三|XX|××|[{}\\[\\]<>|]")


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return teachers()


@pytest.fixture(scope="module")
def written(people: list[Person]) -> TermTexts:
    return term_texts(Random(2026), people)


def all_texts(written: TermTexts) -> list[str]:
    return [item.text for kind in (written.reflections, written.insights, written.notes, written.observations, written.designs)
            for item in kind]


def test_people_have_the_counts_of_a_town_school(people: list[Person]) -> None:
    assert len(people) == len({person.no for person in people}) == 60
    assert Counter(person.subject for person in people) == {
        "语文": 21, "数学": 15, "英语": 6, "科学": 3, "道法": 2, "体育": 4, "音乐": 2, "美术": 2, "信息科技": 2, "心理": 1, "行政": 2}
    ages = [person.age() for person in people]
    assert (sum(a <= 35 for a in ages), sum(36 <= a <= 50 for a in ages), sum(a >= 51 for a in ages)) == (17, 27, 16)
    assert 42 <= sum(ages) / 60 <= 44
    assert Counter(person.degree for person in people) == {"本科": 41, "专科": 17, "中师": 2}
    assert Counter(person.title for person in people) == {"高级": 7, "一级": 25, "二级": 22, "未评": 6}
    employment = Counter(person.employment for person in people)
    assert (employment["特岗"], employment["代课"], employment["借调"], employment["支教"]) == (4, 2, 1, 1)
    assert Counter(absence.kind for person in people for absence in person.absences) == {"产假": 2, "病休": 1, "借调": 1}
    assert sum(person.woman for person in people) == 44
    assert sum(person.is_new for person in people) == 6
    assert len({person.head_of for person in people if person.head_of}) == 24
    assert Counter(honour.name for person in people for honour in person.honours) == {
        "县骨干教师": 5, "县学科带头人": 2, "市骨干教师": 1, "县教坛新秀": 3}


def test_names_are_of_a_real_mix(people: list[Person]) -> None:
    assert 8 <= sum(len(person.name) == 2 for person in people) <= 10
    assert any("龑" in person.name for person in people)
    assert [name for name, n in Counter(person.name for person in people).items() if n == 2] == ["李娜"]
    assert len({person.shown for person in people}) == 60
    assert {person.group for person in people} == set(GROUPS) == set(GROUP_LEADERS)
    assert {person.account for person in people} - {""} == {"xiaozhang", "fuxiao", "jiaodao", "zuzhang", "jiaoshi", "dangan"}


def test_other_schools_are_made_of_the_same_stuff() -> None:
    assert len(second_school()) == 14
    many = teachers(600, seed=1)
    assert len({person.no for person in many}) == 600
    assert many == teachers(600, seed=1)


def test_schedule_is_the_term_so_far() -> None:
    rows = schedule()
    assert (len(rows), sum(row.done for row in rows)) == (46, 27)
    assert sum(bool(row.moved_from) for row in rows) == 2
    assert sum(any(not session.places for session in row.sessions) for row in rows) == 1
    assert {code for code, _ in CONTENTS} == {row.content for row in rows if row.content}
    for row in rows:
        assert not row.done or (row.end and row.end < TODAY and record_of(row.title))
        assert all(is_school_day(session.day) for session in row.sessions if session.day)


def test_plan_is_rich_enough_and_signed_by_people_of_the_school(people: list[Person]) -> None:
    names = {person.name for person in people}
    assert {name for _, name, _ in LEADERSHIP} <= names
    assert {item.responsible for items in MONTHS.values() for item in items} <= names
    assert all(3 <= len(items) <= 5 for items in MONTHS.values())
    bodies = {section.title: section.html for section in SECTIONS}
    assert all(remark.quote in bodies[remark.section] for remark in REMARKS)
    assert any(remark.quote and remark.resolved_by for remark in REMARKS) and any(remark.kept for remark in REMARKS)
    assert set(re.findall(r"</?(\w+)", "".join(section.html for section in SECTIONS))) <= {
        "p", "h3", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}


def test_there_is_a_term_of_texts(written: TermTexts) -> None:
    assert 620 <= len(written.reflections) <= 780
    assert 130 <= len(written.insights) <= 180
    assert 450 <= len(written.notes) <= 560
    assert 600 <= len(written.observations) <= 700
    assert len(written.similar) == 3


def test_no_sentence_is_shared_by_more_than_three_works(written: TermTexts) -> None:
    shared = Counter(part for text in all_texts(written) for part in set(sentences(text)))
    assert [(part, n) for part, n in shared.items() if n > 3] == []


def test_no_two_reflections_read_alike_but_the_three_pairs(written: TermTexts) -> None:
    def shingles(text: str) -> set[str]:
        plain = re.sub(r"\W", "", text)
        return {plain[i:i + 6] for i in range(len(plain) - 5)}

    copies = {id(copy) for _, copy in written.similar}
    seen = [shingles(item.text) for item in written.reflections if id(item) not in copies]
    worst = max(len(a & b) / min(len(a), len(b)) for i, a in enumerate(seen) for b in seen[:i])
    assert worst < 0.45
    for original, copy in written.similar:
        one, two = shingles(original.text), shingles(copy.text)
        assert len(one & two) / len(one) > 0.8


def test_texts_are_as_long_as_teachers_write(written: TermTexts, people: list[Person]) -> None:
    assert all(250 <= len(item.text) <= 600 for item in written.reflections)
    assert all(500 <= len(item.text) <= 900 for item in written.insights)
    assert all(200 <= len(item.text) <= 400 and 5 <= len(item.rows) <= 8 for item in written.observations)
    assert all(900 <= len(item.text) <= 1500 for item in written.designs)
    old = {person.no for person in people if person.age() >= 51}
    lengths = {which: [len(item.text) for item in written.reflections if (item.author in old) == which] for which in (True, False)}
    assert median(lengths[True]) < median(lengths[False])


def test_no_marks_and_no_slogans(written: TermTexts) -> None:
    found = [(text[:30], FORBIDDEN.search(text)[0]) for text in all_texts(written) if FORBIDDEN.search(text)]
    assert found == []
    assert not FORBIDDEN.search(re.sub("<[^>]+>", "", "".join(section.html for section in SECTIONS)))


def test_same_seed_same_texts_and_quickly(written: TermTexts, people: list[Person]) -> None:
    begun = time.perf_counter()
    again = term_texts(Random(2026), people)
    assert again == written
    assert time.perf_counter() - begun < 15


def test_numbers_are_as_in_life(people: list[Person]) -> None:
    counts = list(facts.observations(Random(1), people).values())
    assert (median(counts), min(counts), max(counts), sum(n < 4 for n in counts)) == (11, 0, 24, 4)
    rng = Random(3)
    for _ in range(60):
        states = facts.attendance(rng, people, TODAY)
        present = sum(state in ("出勤", "迟到", "公出") for state in states.values())
        assert 51 <= present <= 58
        assert 1 <= sum(state == "公出" for state in states.values()) <= 4


def test_photos_are_small_and_the_same_each_time() -> None:
    text = "今天第二节上《落花生》，我问课文为什么用这个题目。\n静了一会儿，赵小满举手。"
    for make in (lambda: photos.classroom(Random(1), "落花生"), lambda: photos.handwriting(Random(1), text * 9),
                 lambda: photos.handwriting(Random(1), text * 9, upside_down=True)):
        assert make() == make()
        assert len(make()) < 120_000
