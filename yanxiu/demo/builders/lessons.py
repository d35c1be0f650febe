"""公开课 and 集体备课 of the demo: two lessons of one 同课异构, two to come, a preparation with two second versions, the timetable."""
from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from random import Random

from activities.models import (
    Activity,
    Observation,
    OpenLesson,
    Preparation,
    Remark,
    TimetableSlot,
    Work,
    WorkKind,
    WorkVersion,
)
from activities.states import ObservationState, OpenLessonState, WorkState
from instruments import answers
from instruments.library import LESSON_FORM, seed_library
from instruments.models import Response
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at
from yanxiu.demo.term import TODAY

SEED = 805
GIVEN_ON = date(2026, 11, 5)
TOPIC = "垂线的画法"
# who, class, period, begins, 想请大家看什么, 教学设计, 课后反思
GIVEN = (
    ("龚雪梅", "四（1）班", "第 2 节", time(9, 20), "不示范，孩子能不能自己想出用三角尺的直角",
     "先给一条线和一个点，只说一句『画一条和它垂直的线』，不示范。\n收四张不一样的贴上来，问哪一张你信，凭什么。\n再拿三角尺去比。最后一题点在线外，同桌互相检查。",
     "用了十一分钟才有人拿起三角尺，我差点就讲了。黑板上那张歪的留到最后才擦，下课还有人在比。点在线外那题错了九个，都是尺子没有靠住。"),
    ("范小丽", "四（2）班", "第 3 节", time(10, 20), "四步画法讲清以后，动手时间够不够",
     "看我画一遍，边画边说四步：靠、移、画、标。\n跟着画三条，同桌一句一句对。\n换一个方向再画，点在线外的做两道。",
     "四步会背了，换个方向就有人不会摆尺子。明天把线斜着画再练五分钟，不急着做书上的题。"),
)
OBSERVERS = ("唐建平", "何淑芬", "孔令飞")
# for each lesson and observer: 过程, 优点, 建议
HEARD = (
    ((((2, "只说一句要求，全班静了一会儿"), (13, "第一个孩子拿三角尺去比，旁边的跟着比"), (31, "点在线外，尺子滑了，同桌按住再画")),
      "等得住，方法是孩子自己比出来的。", "点在线外的一题再留三分钟，错的当堂说清。"),
     (((5, "四张贴上黑板，争哪张是垂直"), (22, "请画歪的孩子自己来说哪里不对")), "错的那张用得好，没有人难为情。", "标直角记号没有强调，有一半没标。"),
     (((8, "后排两人不动笔，老师走过去站了一会儿"), (27, "同桌检查，用语很具体")),
      "同桌检查有办法，说的是『你的尺子没靠住』。", "开头稍长，基础弱的有点慌，可以给第二个提示。")),
    ((((3, "边画边说四步，板书清楚"), (16, "跟着画第二条，同桌对口令"), (29, "换了方向，六七个人把尺子摆反")), "步骤清楚，中等的孩子都跟得上。",
      "换方向来得晚，可以从第二条就斜着给。"),
     (((10, "口令整齐"), (25, "老师巡了两组，个别手把手")), "动手时间有二十分钟，够。", "『为什么要靠住』没有问，可惜。"),
     (((6, "孩子跟着念四步"), (30, "点在线外两道，做完的帮旁边的")), "帮旁边的那几个教得像样。", "四步背得多，想得少，少背一步试试。")),
)
COMING = (
    ("任海涛", "三（1）班", TODAY, "第 6 节", time(14, 20), "report", "两步应用题", None, ("方静宜", "孔令飞")),
    ("沈玉兰", "一（1）班", TODAY + timedelta(days=7), "第 2 节", time(9, 20), "demonstration", "小小的船", 2, ("方静宜", "邹桂芳", "石晓红")),
)
DRAFT = (
    "一、先让他们比\n两个角，一个开口大一个开口小，边的长短反过来，问哪个大。\n二、要一把尺子\n为什么直尺量不出来？需要一个能量『张开』的东西。\n"
    "三、认量角器\n中心、零线、两圈数。只认，不急着量。\n四、量三个角\n一个锐角，一个钝角，一个开口朝左。\n五、说一说\n量错的自己说错在哪一步。"
)
SECOND = {
    "范小丽": DRAFT.replace("一个锐角，一个钝角，一个开口朝左。", "先只量锐角，两圈数看哪一圈由同桌定；钝角放到下一课。"),
    "唐建平": DRAFT.replace("只认，不急着量。", "只认中心和零线，两圈数等量的时候自己撞见。"),
}
TALK = (
    ("两圈数要不要一开始就讲？", (("范小丽", "先讲了他们也记不住，量反了再讲。"), ("孔令飞", "我怕课上乱，还是先讲一句。")),
     "先量后讲，量反的那个角留在黑板上。"),
    ("开口朝左的角放不放在第一课？", (("唐建平", "放，不放就只会一种摆法。"), ("何淑芬", "放最后一个，时间不够就不做。")), "放最后，做不完的下一课开头做。"),
)


def build_lessons(built: Built) -> None:
    """Until the demo day, from a random of its own."""
    rng = Random(SEED)
    for at_, facts in enumerate(GIVEN):
        _given(built, facts, HEARD[at_], rng)
    for facts in COMING:
        _coming(built, *facts)
    _preparation(built)
    _timetable(built)


def _lesson(built: Built, who: str, **fields) -> OpenLesson:
    return OpenLesson.objects.create(school=built.school, term=built.term, teacher=built.called(who), **fields)


def _given(built: Built, facts: tuple, heard: tuple, rng: Random) -> None:
    who, class_name, period, begins, purpose, design, reflection = facts
    lesson = _lesson(
        built, who, kind=OpenLesson.Kind.SAME_TOPIC, day=GIVEN_ON, period=period, starts=begins, class_name=class_name, subject="数学",
        topic=TOPIC, place="录播室", capacity=20, purpose=purpose,
        design=_work(built, who, "教学设计", f"《{TOPIC}》", design, at(GIVEN_ON - timedelta(days=2))),
        reflection=_work(built, who, "反思", f"《{TOPIC}》课后", reflection, at(GIVEN_ON, 20)),
    )
    form = seed_library(built.school)[LESSON_FORM]
    scored = [item for item in form.items if item["kind"] == "levels"]
    for name, (rows, strengths, advice) in zip(OBSERVERS, heard, strict=True):
        given = {item["code"]: rng.choices([level["name"] for level in item["levels"]][:3], (45, 45, 10))[0] for item in scored}
        observer, moment = built.called(name), at(GIVEN_ON, 17, rng.randint(0, 59))
        _observation(
            built, lesson, observer, state=ObservationState.ANSWERED, process=[{"at": m, "phase": "", "text": t, "note": ""} for m, t in rows],
            strengths=strengths, advice=advice, answer="记下了，下一个班就改。", answered_at=moment + timedelta(hours=4), saved_at=moment,
            submitted_at=moment, response=Response.objects.create(
                school=built.school, instrument=form, respondent=observer.user, about=lesson.teacher, answers=given,
                total=answers.total(form.document, given), submitted_at=moment,
            ),
        )
    if who == "龚雪梅":
        lesson.state = OpenLessonState.GROUP
        lesson.recommended = [{"step": "教研组推荐", "by": "唐建平", "at": "2026-11-09", "reason": "方法是孩子自己比出来的，适合全校看。"}]
        lesson.save()


def _coming(
    built: Built, who: str, class_name: str, day: date, period: str, begins: time, kind: str, topic: str, seats: int | None,
    observers: tuple[str, ...],
) -> None:
    teacher = built.called(who)
    lesson = _lesson(
        built, who, kind=kind, day=day, period=period, starts=begins, class_name=class_name, subject=teacher.subject, topic=topic,
        place="本班教室", capacity=seats,
    )
    for no, name in enumerate(observers):
        state = ObservationState.BOOKED if seats is None or no < seats else ObservationState.WAITING
        _observation(built, lesson, built.called(name), state=state, saved_at=at(TODAY, 7, 40 + no))


def _observation(built: Built, lesson: OpenLesson, observer, **fields) -> Observation:
    return Observation.objects.create(
        school=built.school, term=built.term, observer=observer, observed=lesson.teacher, lesson=lesson, day=lesson.day,
        period=lesson.period, started=lesson.starts, class_name=lesson.class_name, subject=lesson.subject, topic=lesson.topic,
        lesson_type="新授", place=lesson.place, kind=Observation.Kind.OPEN, **fields,
    )


def _work(built: Built, who: str, kind: str, title: str, body: str, moment: datetime, activity: Activity | None = None) -> Work:
    row = Work.objects.create(
        school=built.school, term=built.term, author=built.called(who), kind=WorkKind.objects.get(school=built.school, name=kind),
        title=title, body=body, event_day=moment.date(), privacy=WorkKind.Privacy.SCHOOL, state=WorkState.ACCEPTED, version=2,
        created_at=moment, saved_at=moment, submitted_at=moment, activity=activity,
    )
    WorkVersion.objects.create(work=row, no=1, title=title, body=body, at=moment)
    return row


def _preparation(built: Built) -> None:
    """The draft, what was said and two second versions of 数学组's first preparation."""
    activity = Activity.objects.get(term=built.term, title="数学集体备课：角的度量")
    day = activity.sessions.get().day
    before = at(day - timedelta(days=3), 19)
    row = Preparation.objects.create(
        activity=activity, topic="角的度量", subject="四年级上册", goals="知道角的大小看张开的程度，会用量角器量一个角。",
        key_points="两圈数看哪一圈；开口不朝右的角怎么摆。", changes="1.『认量角器』减到三分钟。\n2.开口朝左的角移到最后。",
        afterwards="两个班都上了。量反的孩子比预想少，多数人会先看是锐角还是钝角。",
        draft=_work(built, "龚雪梅", "教学设计", "角的度量（主备稿）", DRAFT, before, activity),
    )
    for question, views, agreed in TALK:
        first = Remark.objects.create(preparation=row, author=built.called(views[0][0]), text=question, agreed=agreed, at=at(day, 14, 40))
        for name, text in views:
            Remark.objects.create(preparation=row, under=first, author=built.called(name), text=text, at=at(day, 14, 50))
    for name, body in SECOND.items():
        _work(built, name, "教学设计", "角的度量（二次备课）", body, at(day + timedelta(days=1), 20), activity)


def _timetable(built: Built) -> None:
    """课表: whoever teaches a class takes its periods in turn; nobody stands in two rooms at once."""
    of_class: dict[str, list[str]] = defaultdict(list)
    for number, person in built.people.items():
        for class_name in person.classes:
            of_class[class_name].append(number)
    busy, rows = set(), []
    for weekday in range(1, 6):
        for no, (class_name, numbers) in enumerate(sorted(of_class.items())):
            for period in range(1, 7):
                turn = [numbers[(period + weekday + no + step) % len(numbers)] for step in range(len(numbers))]
                number = next((one for one in turn if (one, weekday, period) not in busy), None)
                if number is None:
                    continue
                busy.add((number, weekday, period))
                teacher = built.teachers[number]
                rows.append(TimetableSlot(
                    school=built.school, term=built.term, teacher=teacher, weekday=weekday, period=period, class_name=class_name,
                    subject=teacher.subject,
                ))
    TimetableSlot.objects.bulk_create(rows, batch_size=500)
