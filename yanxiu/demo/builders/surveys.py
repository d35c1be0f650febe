"""What the demo school has asked: a survey of needs in September, mutual rating in 高段语文组, parents' views on paper, one survey open now."""
from __future__ import annotations

from datetime import date
from random import Random
from uuid import UUID

from instruments import answers
from instruments.library import seed_library
from instruments.models import Instrument, Receipt, Response, Round
from instruments.services.rounds import asked, total_of_counts
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at

TROUBLES = (
    "应用题读不懂题意，一多两个条件就乱。", "后排三个孩子从来不举手。", "写作文只会写流水账。", "课堂练习时间总是不够。",
    "两个孩子家里没人管作业，天天补。", "白板一换页全班就走神。", "口算快，一到竖式就错位。", "早读只是跟着念，不知道在读什么。",
)
OFFERS = ("低年级的识字游戏", "班里的小组怎样分工", "错题本怎么用", "怎样带新老师听课", "一节课里两个好问题怎么来", "和家长说话的分寸")
CHANGES = ("讲座少一点，多进教室听一节。", "能不能按年级分开，高段的内容低段用不上。", "把时间固定下来，不要临时改。", "研修的材料放在一处，好找。")
PARENTS = "希望少布置要家长打印的作业；开放日能提前一周通知；有三位家长说孩子回家愿意讲课上的事了。"
LEANINGS = {"need": (9, 12, 5, 8, 6, 7, 4, 3, 5), "way": (10, 9, 8, 4, 3, 6), "time": (12, 6, 2, 1), "load": (1, 3, 9, 14, 8),
            "use": (0, 1, 5, 12, 6), "fit": (0, 3, 7, 9, 4), "talk": (1, 3, 6, 9, 6), "all": (0, 1, 5, 13, 6), "keep": (9, 12, 2)}
SEED = 509


def build_surveys(built: Built) -> None:
    """问卷与评价表 of the term until the demo day, from a random of its own."""
    rng, forms = Random(SEED), seed_library(built.school)
    needs = _round(built, forms["教师研修需求调查"], "学期初研修需求调查", date(2026, 9, 7), date(2026, 9, 13), anonymous=True)
    _answer(built, needs, rng, missing=4)
    mutual = _round(
        built, forms["同伴互评表"], "高段语文组期中互评", date(2026, 11, 2), date(2026, 11, 8), audience={"groups": ["高段语文组"]},
        about=Round.About.GROUP, party=Round.Party.PEERS,
    )
    _answer(built, mutual, rng, missing=3)
    parents = _round(
        built, forms["家长意见汇总表"], "期中家长会意见", date(2026, 11, 9), date(2026, 11, 15), party=Round.Party.PARENTS, audience={}
    )
    counts = {"known": {"经常": 141, "有时": 58, "很少": 13}, "homework": {"半小时内": 96, "一小时内": 92, "一小时以上": 24},
              "all": {"1": 2, "2": 5, "3": 31, "4": 98, "5": 76}}
    Response.objects.create(
        school=built.school, instrument=parents.instrument, round=parents, respondent=built.account("何淑芬"), answers={"words": PARENTS},
        sheets=212, counts=counts, total=total_of_counts(parents.instrument.document, counts), submitted_at=at(date(2026, 11, 16), 9),
        key=UUID(int=SEED),
    )
    middle = _round(built, forms["研修满意度问卷"], "期中研修满意度", date(2026, 11, 16), date(2026, 11, 27), anonymous=True)
    _answer(built, middle, rng, missing=33, first="方静宜")
    Instrument.objects.create(
        school=built.school, name="粉笔字考核表", version=2, purpose=Instrument.Purpose.SKILL, draft=True,
        document=forms["粉笔字考核表"].document,
    )


def _round(built: Built, form: Instrument, title: str, opens: date, closes: date, **values) -> Round:
    round = Round.objects.create(
        **{"school": built.school, "instrument": form, "title": title, "opens": opens, "closes": closes, "audience": {"all": True}} | values
    )
    Receipt.objects.bulk_create(Receipt(round=round, teacher=one, about=other) for one, other in asked(round))
    return round


def _answer(built: Built, round: Round, rng: Random, *, missing: int, first: str = "") -> None:
    """All but a few answer; `first` is among those who have not."""
    receipts = list(round.receipts.select_related("teacher__user"))
    open_ones = {receipt.pk for receipt in receipts if receipt.teacher.name == first}
    open_ones |= set(rng.sample([receipt.pk for receipt in receipts if receipt.pk not in open_ones], missing - len(open_ones)))
    given = [receipt for receipt in receipts if receipt.pk not in open_ones]
    rows = []
    words = {code: rng.sample(texts, len(texts)) for code, texts in (("problem", TROUBLES), ("help", OFFERS), ("change", CHANGES))}
    for receipt in given:
        said = {item["code"]: text for item in round.instrument.items if (text := _said(item, words, rng))}
        day = at(round.opens, 0) if round.anonymous else at(round.opens, rng.randint(12, 21), rng.randint(0, 59))
        rows.append(Response(
            school=built.school, instrument=round.instrument, round=round, about=receipt.about, answers=said, submitted_at=day,
            respondent=None if round.anonymous else receipt.teacher.user, total=answers.total(round.instrument.document, said),
        ))
    rng.shuffle(rows)
    Response.objects.bulk_create(rows, batch_size=400)
    Receipt.objects.filter(pk__in=[receipt.pk for receipt in given]).update(done=True)


def _said(item: dict, words: dict[str, list[str]], rng: Random) -> str:
    """What one of them ticked; the few who write a sentence write each their own."""
    if item["kind"] == "text":
        return words[item["code"]].pop() if words.get(item["code"]) and rng.random() < 0.25 else ""
    options = answers.options(item)
    leaning = LEANINGS.get(item["code"], ())
    if len(leaning) != len(options):
        leaning = (1, 3, 6, 11, 5) if item["kind"] == "scale" else (9, 7, 2, 1)[:len(options)]
    if item["kind"] != "several":
        return rng.choices(options, leaning)[0]
    ticked = set(rng.choices(options, leaning, k=3))
    return "\n".join(option for option in options if option in ticked)
