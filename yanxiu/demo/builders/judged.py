"""What was judged and inspected in the demo term: two monthly showings of chalk writing, a round of notes, a draw of lesson plans, walks."""
from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.contrib.auth.hashers import make_password

from activities.models import Activity, Contest, Entry, Finding, Inspection, Judge, Judging, Session, Walk
from activities.queries.contests import result
from activities.queries.inspections import draw
from activities.states import ActivityState, ContestState, FindingState, InspectionState
from instruments import answers
from instruments.library import seed_library
from instruments.models import Instrument, Response
from school.models import Role, Teacher, User
from yanxiu.demo import term
from yanxiu.demo.accounts import PASSWORD
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at

JUDGES = ("梁书琴", "任海涛", "郑国栋")
TIERS = [{"name": "一等", "value": "20"}, {"name": "二等", "value": "30"}, {"name": "三等", "value": "50"}]
LINES = (
    "山光悦鸟性", "一分耕耘一分收获", "春江水暖鸭先知", "读万卷书行万里路", "欲穷千里目", "飞流直下三千尺", "霜叶红于二月花", "小荷才露尖尖角",
    "明月松间照",
)
REMARKS = ("起笔稳，收笔有些急。", "字距匀，右边再让一点。", "横画有力，最后一行偏了。", "写给孩子看，大小正好。", "")
SEED, DRAWN = 77, 12


def build_judged(built: Built) -> None:
    """评比、检查、巡课 until the demo day, from a random of its own."""
    rng, forms = Random(SEED), seed_library(built.school)
    people = [built.called(name) for name in _names(built, rng, 16)]
    october = _contest(built, forms["作品评审表"], "粉笔字月评（10月）", date(2026, 10, 28), people[:9], ContestState.DECIDED)
    _sheets(october, rng, len(JUDGES))
    _store(built, october)
    november = _contest(built, forms["作品评审表"], "粉笔字月评（11月）", date(2026, 11, 25), people[7:], ContestState.JUDGING)
    _sheets(november, rng, 1)
    _invite(built, november)
    _notes(built, rng)
    _plans(built)
    _walks(built)


def _names(built: Built, rng: Random, number: int) -> list[str]:
    """So many teachers who are here, none of them a judge; 方静宜 among the first."""
    here = [person.shown for person in built.people.values() if not person.absences and person.shown not in (*JUDGES, "方静宜")]
    return ["方静宜", *rng.sample(here, number - 1)]


def _contest(built: Built, form: Instrument, title: str, day: date, people: list[Teacher], state: str) -> Contest:
    over = state == ContestState.DECIDED
    activity = Activity.objects.create(
        school=built.school, term=built.term, title=title, forms=["技能训练"], audience={"all": True}, host=built.called("梁书琴"),
        state=ActivityState.COMPLETE if over else ActivityState.OPEN, process="每人一块小黑板，写一句诗，不写姓名，编号摆在走廊里。" if over else "",
    )
    Session.objects.create(activity=activity, order=1, day=day, place="一楼走廊")
    contest = Contest.objects.create(
        school=built.school, activity=activity, title=title, instrument=form, state=ContestState.JUDGING, tiers=TIERS, own_group=True,
        judging_due=day, entries_due=day - timedelta(days=7), ties=Contest.Ties.JURY,
    )
    Judge.objects.bulk_create(Judge(contest=contest, user=built.account(name)) for name in JUDGES)
    Entry.objects.bulk_create(
        Entry(contest=contest, teacher=teacher, title=LINES[no - 1], no=no, by=teacher.user, at=at(day - timedelta(days=8), 12, no))
        for no, teacher in enumerate(people, 1)
    )
    rows = [Judging(judge=judge, entry=entry) for entry in contest.entries.order_by("no") for judge in contest.judges.all()]
    Judging.objects.bulk_create(rows)
    return contest


def _sheets(contest: Contest, rng: Random, judges: int) -> None:
    """The first judges have handed their sheets in, each entry with its own level of points."""
    document, day = contest.instrument.document, contest.entries_due + timedelta(days=3)
    chosen = list(contest.judges.order_by("pk")[:judges])
    rows = Judging.objects.filter(judge__in=chosen).select_related("judge__user", "entry").order_by("entry__no", "judge_id")
    levels = {entry.pk: rng.uniform(0.68, 0.97) for entry in contest.entries.all()}
    for row in rows:
        level = levels[row.entry_id] + rng.uniform(-0.05, 0.03)
        given = {item["code"]: str(round(item["max"] * level)) for item in contest.instrument.items if item["kind"] == "number"}
        row.response = Response.objects.create(
            school=contest.school, instrument=contest.instrument, respondent=row.judge.user, answers=given,
            total=answers.total(document, given), submitted_at=at(day, 17, row.entry.no),
        )
        row.remark, row.version = rng.choice(REMARKS), 1
        row.save()


def _invite(built: Built, contest: Contest) -> None:
    """An expert from outside, asked to judge this one contest: he sees its sheets and nothing else of the school."""
    expert = User.objects.create(username="zhuanjia", first_name="秦越", password=make_password(PASSWORD))
    Role.objects.create(user=expert, school=built.school, name=Role.Name.EXPERT)
    judge = Judge.objects.create(contest=contest, user=expert)
    Judging.objects.bulk_create(Judging(judge=judge, entry=entry) for entry in contest.entries.order_by("no"))


def _store(built: Built, contest: Contest) -> None:
    """确认: what the sheets come to is stored, ties settled in the order of the numbers."""
    for group in result(contest).open_ties:
        for no, entry in enumerate(sorted(group, key=lambda one: one.no), 1):
            Entry.objects.filter(pk=entry.pk).update(jury_place=no, jury_reason="评委会复看，按结构再排")
    for place, entry in result(contest).places:
        Entry.objects.filter(pk=entry.pk).update(mean=place.mean, rank=place.rank, tier=place.tier)
    Contest.objects.filter(pk=contest.pk).update(
        state=ContestState.DECIDED, confirmed_by=built.account("何淑芬"), confirmed_at=at(contest.judging_due, 16, 30)
    )


def _round(built: Built, people: list[Teacher], **values) -> list[Finding]:
    row = Inspection.objects.create(
        **{"school": built.school, "term": built.term, "audience": {"all": True}, "by": built.account("何淑芬"), "at": at(values["day"], 15)} | values
    )
    return [
        Finding(inspection=row, school=built.school, teacher=teacher, version=1, by=row.by, at=row.at, state=FindingState.OK)
        for teacher in people
    ]


def _notes(built: Built, rng: Random) -> None:
    """查笔记: how many each has written by the end of October, confirmed."""
    people = [built.teachers[number] for number, person in built.people.items() if not person.absences]
    findings = _round(
        built, people, kind="学习笔记", title="学习笔记检查（第9周）", unit="篇", day=date(2026, 10, 30), state=InspectionState.CONFIRMED,
        confirmed_by=built.account("何淑芬"), confirmed_at=at(date(2026, 11, 2), 9),
    )
    for finding in findings:
        finding.number = Decimal(rng.choices((2, 3, 4, 5, 6, 7), weights=(2, 6, 20, 16, 7, 2))[0])
    Finding.objects.bulk_create(findings)


def _plans(built: Built) -> None:
    """备课抽查 of twelve: two problems, one mended and looked at again, one that waits for 方静宜."""
    pool = sorted(number for number, person in built.people.items() if not person.absences)
    mine, leader = built.called("方静宜").staff_no, built.account("何淑芬")
    seed = next(seed for seed in (f"{number * 2654435761 % (1 << 32):08x}" for number in range(7, 1 << 16)) if mine in draw(seed, pool, DRAWN))
    people = [built.teachers[number] for number in draw(seed, pool, DRAWN)]
    findings = _round(
        built, people, kind="备课", title="备课抽查（第11周）", unit="课时", day=date(2026, 11, 12), way=Inspection.Way.RANDOM,
        drawn=DRAWN, seed=seed, pool=pool, rota="第11周 语文\n第12周 数学\n第13周 综合",
    )
    for no, finding in enumerate(findings):
        finding.number = Decimal(24 + no % 7)
        if finding.teacher.staff_no == mine:
            finding.state, finding.remark, finding.due = FindingState.PROBLEM, "有三课时没有课后记。", date(2026, 11, 20)
            finding.told_at = at(date(2026, 11, 12), 16)
        elif no == 3:
            finding.state, finding.remark, finding.by = FindingState.MENDED, "练习没有分层。", leader
            finding.answer, finding.answered_at = "后四课时改成必做和选做两组。", at(date(2026, 11, 16), 18)
            finding.again = "看过了，可以。"
        elif no > 8:
            finding.state, finding.number, finding.by, finding.at = FindingState.PENDING, None, None, None
    Finding.objects.bulk_create(findings)


def _walks(built: Built) -> None:
    """巡课 of two mornings."""
    seen = (
        ("方静宜", ["学生参与好"], "四个小组都在量自己的课桌。", 18, 9, 5), ("柯大勇", ["正常上课"], "", 18, 9, 8),
        ("白玉霞", ["需关注"], "后排两个孩子趴着，下课问一问。", 18, 9, 12), ("任海涛", ["正常上课", "学生参与好"], "", 17, 10, 20),
        ("邹桂芳", ["正常上课"], "板书整齐。", 17, 10, 24),
    )
    for name, chips, text, day, hour, minute in seen:
        teacher = built.called(name)
        Walk.objects.create(
            school=built.school, term=built.term, teacher=teacher, class_name=teacher.classes[:20], seen=chips, text=text,
            day=date(2026, 11, day), by=built.account("梁书琴"), at=at(min(date(2026, 11, day), term.TODAY), hour, minute),
        )
