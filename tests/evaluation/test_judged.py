"""评比 and 检查 as evidence: each value names the records it comes from."""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from activities.models import Activity, Contest, Entry, Finding, Inspection
from evaluation.evidence import SOURCES
from evaluation.evidence.setting import Setting
from instruments.models import Instrument
from school import clock
from tests.builders import TODAY

pytestmark = pytest.mark.django_db
TIERS = {"kind": "tiers", "tiers": {"一档": 5, "二档": 3}}


@pytest.fixture
def setting(cast) -> Setting:
    return Setting(cast.term, list(cast.teachers.values()), {"教学技能培训": 1})


def a_decided_contest(cast, title: str, tier: str, *, state: str = "decided") -> Contest:
    form = Instrument.objects.create(
        school=cast.school, name=title, purpose="judging", document={"sections": [{"name": "", "items": []}]}
    )
    activity = Activity.objects.create(school=cast.school, term=cast.term, title=title, state="complete", audience={"all": True})
    contest = Contest.objects.create(
        school=cast.school, activity=activity, title=title, instrument=form, tiers=[{"name": tier, "value": "100"}], state=state,
        confirmed_at=clock.now(), key=uuid4(),
    )
    for rank, name in enumerate(("teacher", "other"), 1):
        Entry.objects.create(
            contest=contest, teacher=cast.teachers[name], title="一节课", no=rank, rank=rank, tier=tier if rank == 1 else "",
            mean=Decimal("90.50"), by=cast.users[name], at=clock.now(), key=uuid4(),
        )
    return contest


def ask(setting: Setting, key: str, rule: dict, teacher):
    head, _, argument = key.partition(":")
    return SOURCES[head](setting, argument, {"code": "1", "rule": rule})[teacher.pk]


def test_a_contest_gives_tier_place_and_prize(cast, setting, django_assert_num_queries):
    contest = a_decided_contest(cast, "教学设计评比", "一档")
    a_decided_contest(cast, "还在评的", "一档", state="judging")
    one, other = cast.teachers["teacher"], cast.teachers["other"]
    with django_assert_num_queries(1):
        found = ask(setting, "contest:教学设计评比", TIERS, one)
    assert found.value == {"tier": "一档"} and found.records[0].pk == contest.pk
    assert found.records[0].label == "『教学设计评比』一节课：第 1 名，90.5 分，一档"
    beaten = ask(setting, "contest:教学设计评比", TIERS, other)
    assert beaten.value is None and "没有进档" in beaten.note
    assert ask(setting, "contest:教学设计评比", {"kind": "rank"}, other).value == {"rank": 2, "of": 2}
    awards = {"kind": "awards", "table": {"校级": {"一档": 3}}}
    assert ask(setting, "contest:教学设计评比", awards, one).value == {"awards": [{"level": "校级", "work": "一节课", "prize": "一档"}]}
    assert ask(setting, "contest:还在评的", TIERS, one).value is None, "only what was confirmed counts"
    assert "细则里没有这一档" in ask(setting, "contest:教学设计评比", {"kind": "tiers", "tiers": {"一等": 5}}, one).note


def test_an_inspection_averages_points_and_adds_up_counts(cast, setting, django_assert_num_queries):
    one = cast.teachers["teacher"]

    def a_round(kind: str, unit: str, number: int | None, state: str = "ok", level: str = "", confirmed: bool = True) -> None:
        row = Inspection.objects.create(
            school=cast.school, term=cast.term, kind=kind, title=f"{kind}检查", unit=unit, audience={"all": True},
            day=date(2026, 10, 1) if number != 9 else TODAY, state="confirmed" if confirmed else "open", by=cast.users["office"],
            at=clock.now(), key=uuid4(),
        )
        Finding.objects.create(inspection=row, school=cast.school, teacher=one, state=state, number=number, level=level)

    a_round("备课", "分", 85)
    a_round("备课", "分", 90, "mended")
    a_round("备课", "分", 10, confirmed=False)
    a_round("学习笔记", "篇", 5)
    a_round("学习笔记", "篇", 9)
    a_round("三笔字", "", None, level="优")
    with django_assert_num_queries(1):
        points = ask(setting, "inspection:备课", {"kind": "judged"}, one)
    assert (points.value, points.note) == ({"number": "175/2"}, "2 次检查的平均：87.5")
    assert [record.label for record in points.records] == ["『备课检查』符合，85 分", "『备课检查』有问题，已整改，90 分"]
    notes = ask(setting, "inspection:学习笔记", {"kind": "bands", "bands": []}, one)
    assert (notes.value, notes.note) == ({"number": "14"}, "2 次检查合计 14 篇")
    counted = ask(setting, "inspection:备课", {"kind": "count", "points": {"符合": 1, "有问题，已整改": 0}}, one)
    assert counted.value == {"counts": {"符合": 1, "有问题，已整改": 1}}
    assert ask(setting, "inspection:三笔字", {"kind": "tiers", "tiers": {"优": 5}}, one).value == {"tier": "优"}
    assert ask(setting, "inspection:备课", {"kind": "judged"}, cast.teachers["other"]).value is None
