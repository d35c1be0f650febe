"""Who helps whom in the demo school, who went to learn, what is studied, and with which school it works together."""
from __future__ import annotations

from datetime import date, timedelta
from random import Random

from activities.kinds import seed_kinds
from activities.models import (
    Activity,
    Guest,
    Help,
    Joint,
    Milestone,
    Offer,
    Outcome,
    Pair,
    Partner,
    Topic,
    Trip,
    Work,
    WorkPhoto,
)
from activities.states import PairState, TopicState, TripState, WorkState
from documents.photos import normalise
from school import files
from school.models import School
from yanxiu.demo import photos
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at

SEED = 613
SIGNED, YEAR = date(2026, 9, 11), {"since": date(2026, 9, 11), "until": date(2027, 7, 9)}  # the day of 师徒结对会
# 师傅 徒弟 目标
PAIRS = (
    ("郑国栋", "程思远", "会设计一节阅读课的主问题，板书一节课不擦。"), ("沈玉兰", "夏雨晴", "一年级常规立得住，识字课上得完整。"),
    ("唐建平", "孔令飞", "三年级计算教学讲清算理，作业当天批完。"), ("苏婉清", "尹佳怡", "课堂用语七成用英语，孩子听得懂。"),
    ("马长福", "孙龑", "复式班动静搭配不空转。"), ("秦立新", "崔晓峰", "音乐课四十分钟里唱够二十五分钟。"),
)
HELPS = {  # 徒弟 → 日期 做了什么 一句话
    "程思远": ((date(2026, 9, 18), "talk", "一节课只问两个大问题，其余的让孩子自己提。"),
            (date(2026, 10, 9), "preparation", "把《搭石》的导入从八分钟改到三分钟。"),
            (date(2026, 10, 30), "show", "师傅上《慈母情深》第一课时，徒弟记板书。"), (date(2026, 11, 12), "homework", "抽看十本习作，批语改成一处一句。")),
    "夏雨晴": ((date(2026, 9, 22), "talk", "上课铃响后先等全班坐好再开口。"), (date(2026, 10, 20), "show", "示范生字田字格书写的教法。"),
            (date(2026, 11, 10), "preparation", "单元整理课按词语分三层。")),
    "孔令飞": ((date(2026, 10, 12), "homework", "错题按原因分三类，不再整页重抄。"), (date(2026, 11, 13), "talk", "小组讨论前先独立想一分钟。")),
    "尹佳怡": ((date(2026, 9, 29), "show", "示范用动作教动词。"), (date(2026, 11, 5), "preparation", "把新句型放进一首儿歌。")),
    "孙龑": ((date(2026, 10, 21), "talk", "五年级做题时，六年级先自读，不要两边都讲。"),),
}
OFFERS = (
    ("沈玉兰", "低段识字的十个小办法", "county", "低段语文"), ("郑国栋", "一节阅读课的主问题", "county", "高段语文"),
    ("田野", "智慧黑板批注与回放", "school", "全体"), ("于海燕", "孩子发脾气的时候", "school", "班主任"),
    ("唐建平", "计算课怎样讲算理", "school", "数学"), ("方静宜", "习作当堂批改", "school", "三至六年级语文"),
)


def build_fellowship(built: Built, second: School | None) -> None:
    """结对、外出、课题、校际 of the term until the demo day; `second`: the other school of the district, our partner."""
    _pairs(built)
    _trips(built)
    _topics(built)
    _joint(built, second)
    Offer.objects.bulk_create(
        Offer(school=built.school, teacher=built.called(name), title=title, level=level, note=note) for name, title, level, note in OFFERS
    )
    _works(built)


def _pair(built: Built, kind: str, mentor: str, helped: str = "", group: str = "", **fields) -> Pair:
    values = {"state": PairState.RUNNING, "signed_on": SIGNED, **YEAR, **fields}
    return Pair.objects.create(
        school=built.school, kind=kind, mentor=built.called(mentor), helped=built.called(helped) if helped else None,
        group=built.groups[group] if group else None, **values,
    )


def _pairs(built: Built) -> None:
    rows = []
    for mentor, helped, goals in PAIRS:
        pair = _pair(built, "mentor", mentor, helped, goals=goals)
        rows += [
            Help(pair=pair, day=day, what=what, line=line, by=built.account(mentor), at=at(day, 17)) for day, what, line in HELPS.get(helped, ())
        ]
    tablet = _pair(
        built, "help", "方静宜", "阎凤英", skill="智慧黑板", goals="独立用黑板批注、回放，能自己换课件。", since=date(2026, 10, 14),
        signed_on=date(2026, 10, 14),
    )
    rows.append(Help(
        pair=tablet, day=date(2026, 11, 4), what="show", line="批注和换页连着做了三遍，回放还要再练。", by=built.account("方静宜"), at=at(date(2026, 11, 4), 17)
    ))
    rows.append(Help(
        pair=tablet, day=date(2026, 11, 16), what="skill", line="批注、回放都会了，能独立上一节；换课件还要人帮一把。", by=built.account("方静宜"),
        at=at(date(2026, 11, 16), 17),
    ))
    _pair(built, "mentor", "江丽萍", "常欣悦", goals="敢在全组面前上一节课。", state=PairState.DRAFT, signed_on=None, since=date(2026, 11, 23))
    villages = _pair(built, "station", "吴敬堂", group="村小组", goals="每月到东岭、下湾各一天，听课、参加教研。")
    english = _pair(built, "station", "梁书琴", group="英语组", goals="每两周参加一次备课。")
    rows += [
        Help(pair=villages, day=date(2026, 10, 23), what="meeting", line="送教以后和村小老师一起议课。", problem="复式班没有两个年级同用的课件",
             follow_up="综合组分头做四套，先在东岭试", due=date(2026, 11, 13), done_on=date(2026, 11, 12), outcome="做好三套，东岭已经在用，差一套音乐",
             by=built.account("吴敬堂"), at=at(date(2026, 10, 23), 18)),
        Help(pair=villages, day=date(2026, 11, 10), what="lesson", line="听下湾一二复式班一节，看了作业。", problem="二年级的作业一周只批一次",
             follow_up="改成当堂面批，下次再看本子", due=date(2026, 11, 24), by=built.account("吴敬堂"), at=at(date(2026, 11, 10), 18)),
        Help(pair=english, day=date(2026, 11, 9), what="meeting", line="一起定下同课异构的课题。", by=built.account("梁书琴"), at=at(date(2026, 11, 9), 17)),
    ]
    Help.objects.bulk_create(rows)


def _trips(built: Built) -> None:
    def trip(name: str, topic: str, place: str, first: date, days: int, state: str = TripState.APPROVED, **fields) -> Trip:
        asked, decided = at(first - timedelta(days=8), 10), at(first - timedelta(days=6), 16)
        return Trip(
            school=built.school, term=built.term, teacher=built.called(name), topic=topic, place=place, first=first,
            last=first + timedelta(days=days - 1), state=state, asked_at=asked, **(
                {} if state == TripState.ASKED else {"decided_by": built.account("何淑芬"), "decided_at": decided}), **fields,
        )

    report = Work.objects.filter(
        author=built.called("方静宜"), kind__name="心得", event_day__gte=date(2026, 10, 19), state__in=[WorkState.SUBMITTED, WorkState.ACCEPTED]
    ).first()
    Trip.objects.bulk_create([
        trip("方静宜", "统编教材习作教学培训", "安岭市教师发展中心", date(2026, 10, 19), 2, cost="培训费由县里出，往返车费 86 元", report=report),
        trip("龙飞", "冬季体育课安全培训", "岚清县教师进修学校", date(2026, 11, 6), 1, cost="不花钱", waiver="只是一天的安全讲座，已在全体会上说过要点。",
             waived_by=built.account("何淑芬"), waived_at=at(date(2026, 11, 9), 9)),
        trip("侯雅丽", "整本书阅读跟岗", "安岭市实验小学", date(2026, 11, 30), 2, cost="食宿自理，报车费"),
        trip("田野", "信息科技新教材培训", "岚清县教师进修学校", date(2026, 12, 3), 1, TripState.ASKED, cost="车费 12 元"),
    ])


def _topics(built: Built) -> None:
    def topic(leader: str, title: str, problem: str, members: str, state: str, number: str = "", since: date = date(2026, 9, 14), outside: str = "") -> Topic:
        row = Topic.objects.create(
            school=built.school, title=title, problem=problem, leader=built.called(leader), since=since, until=date(2027, 6, 30), state=state,
            number=number, outside=outside, **({"decided_by": built.account("何淑芬"), "decided_at": at(date(2026, 9, 17), 16)} if number else {}),
        )
        row.members.set([built.called(name) for name in members.split()])
        return row

    writing = topic("方静宜", "习作当堂批改减少重抄", "五年级习作批改要三天，孩子拿到手时已经忘了当时怎么想，重抄一遍也没有变好。", "郑国栋 程思远",
                    TopicState.RUNNING, "FD-2026-01", outside="县教研室孟宪民")
    words = topic("沈玉兰", "一年级识字分散难点", "每课十二个生字一次教，过一周能认的只有一半多。", "夏雨晴 罗春梅", TopicState.RUNNING, "FD-2026-02")
    topic("龚雪梅", "四年级应用题先画后算", "孩子见到两步应用题就找数字相加，不看数量之间的关系。", "范小丽 孔令飞", TopicState.PROPOSED,
          since=date(2026, 11, 16))
    Milestone.objects.bulk_create([
        Milestone(topic=writing, title="记两个班批改一次习作用的时间", due=date(2026, 9, 30), done_on=date(2026, 9, 29), note="两个班平均 2 天 4 小时"),
        Milestone(topic=writing, title="当堂批改试三次，留下修改前后的本子", due=date(2026, 11, 13), done_on=date(2026, 11, 12),
                  note="试了三次，二十二人当堂改了一处以上"),
        Milestone(topic=writing, title="在高段语文组上一节研究课", due=date(2026, 12, 11)),
        Milestone(topic=words, title="列出易忘的字", due=date(2026, 10, 10), done_on=date(2026, 10, 9), note="一共 42 个，分四类"),
        Milestone(topic=words, title="每周复现一次，记认识的字数", due=date(2026, 11, 16)),
    ])
    design = Work.objects.filter(author=built.called("方静宜"), kind__name="教学设计", state__in=[WorkState.ACCEPTED, WorkState.EXCELLENT]).first()
    if design:
        Outcome.objects.create(topic=writing, title=str(design), work=design, at=at(date(2026, 11, 12), 18))


def _joint(built: Built, second: School | None) -> None:
    stone = Partner.objects.create(
        school=built.school, name=second.name if second else "岚清县白石桥乡小学", kind="union", linked=second, note="每学期两次活动日"
    )
    Partner.objects.create(school=built.school, name="安岭市实验小学", kind="shadow", note="每学期两位老师跟岗")
    for title, published in (("城乡联合体活动日（第一次）", False), ("城乡联合体活动日（第二次）", True)):
        joint = Joint.objects.create(
            school=built.school, activity=Activity.objects.get(school=built.school, title=title), kind="union", published=published
        )
        joint.partners.add(stone)
        Guest.objects.bulk_create(
            Guest(joint=joint, name=name, from_school=stone.name, part=part) for name, part in (("岑老师", "听课"), ("霍老师", "出课"))
        )
    Joint.objects.create(school=built.school, activity=Activity.objects.get(school=built.school, title="送教到东岭小学"), kind="send")


def _page(title: str) -> str:
    """The written page: its heading, then the characters practised line by line."""
    words = title.partition("：")[2] or title
    return "\n".join([title, *["　".join([words] * (18 // (len(words) + 1) or 1))] * 16])


def _works(built: Built) -> None:
    """基本功 of two weeks with one photo each, and two lessons of 一师一优课."""
    kinds = seed_kinds(built.school)
    items = (
        ("基本功", "三笔字", "夏雨晴", "粉笔字：永、家、春", date(2026, 11, 5)), ("基本功", "三笔字", "孔令飞", "粉笔字：分数的写法", date(2026, 11, 6)),
        ("基本功", "简笔画", "尹佳怡", "简笔画：四种天气", date(2026, 11, 12)),
        ("一师一优课", "二级指标", "侯雅丽", "《观潮》第一课时", date(2026, 10, 30)),
        ("一师一优课", "一级指标", "薛彩琳", "At the farm 第二课时", date(2026, 11, 3)),
    )
    for number, (kind, topic, name, title, day) in enumerate(items):
        moment = at(day, 17)
        work = Work.objects.create(
            school=built.school, term=built.term, author=built.called(name), kind=kinds[kind], topic=topic, title=title, event_day=day,
            privacy=kinds[kind].privacy, state=WorkState.ACCEPTED, version=1, created_at=moment, saved_at=moment, submitted_at=moment,
        )
        photo = normalise(photos.handwriting(Random(SEED + number), _page(title)))
        stored = files.store(built.school, photo.data, name=f"{title}.jpg", mime=photo.mime, width=photo.width, height=photo.height, phash=photo.phash)
        WorkPhoto.objects.create(work=work, file=stored, order=1)
