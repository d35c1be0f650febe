"""What the teachers of the demo wrote: works with reviews and photographed pages, observations, activity records."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from activities.kinds import seed_kinds
from activities.models import Activity, ActivityFile, Observation, Review, Work, WorkKind, WorkPhoto, WorkVersion
from activities.states import ActivityState, ObservationState, WorkState
from documents.photos import normalise
from instruments import answers
from instruments.library import LESSON_FORM, seed_library
from instruments.models import Instrument, Response
from school import files
from school.models import StoredFile
from yanxiu.demo import facts, photos, term
from yanxiu.demo.builders.activities import WITHOUT_RECORD
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at
from yanxiu.demo.people import GROUP_LEADERS
from yanxiu.demo.texts.observation import Observation as Watched
from yanxiu.demo.texts.records import activity_records, review_remark
from yanxiu.demo.texts.term_texts import term_texts

JUDGED_UNTIL = date(2026, 11, 13)
LATE = 9
ANSWERS = ("建议收到，明天那一节就试。", "第二条我有点别的想法，周二备课时当面说。", "谢谢，漏看了后排这个孩子。", "时间确实拖了，练习压到三分钟。",
           "这一处我也不满意，下周重上一遍请您再来。", "记下了。")


def build_records(built: Built, activities: dict[str, Activity], rng: Random) -> None:
    """研修材料, 听课记录 and 活动记录 up to the demo day."""
    texts = term_texts(rng, list(built.people.values()))
    kinds = seed_kinds(built.school)
    forms = seed_library(built.school)
    works = [
        *((item, "反思", "") for item in texts.reflections), *((item, "心得", "") for item in texts.insights),
        *((item, "学习笔记", "政治") for item in texts.notes), *((item, "教学设计", "") for item in texts.designs),
    ]
    _works(built, kinds, works, rng)
    _observations(built, forms[LESSON_FORM], texts.observations, rng)
    _records(built, activities, rng)


def _works(built: Built, kinds: dict[str, WorkKind], texts: Sequence[tuple], rng: Random) -> None:
    late = set(rng.sample(range(len(texts)), LATE))
    rows, pictured, sent = [], {}, []
    for index, (item, kind, topic) in enumerate(texts):
        day = getattr(item, "day", date(2026, 10, 28))
        week_ends = day + timedelta(days=4 - day.weekday() if day.weekday() < 5 else 6 - day.weekday())
        handed = facts.handed_in_on(rng, day, max(day, week_ends)) if index not in late else week_ends + timedelta(days=3)
        handed = min(handed, term.TODAY - timedelta(days=1))
        photographed = kind == "反思" and facts.handwritten(rng, built.people[item.author].age())
        moment = at(max(handed, day), rng.randint(12, 21), rng.randint(0, 59))
        rows.append(Work(
            school=built.school, term=built.term, author=built.teachers[item.author], kind=kinds[kind], topic=topic,
            title=item.title[:100], body="" if photographed else item.text, event_day=day, privacy=kinds[kind].privacy,
            state=_state(kinds[kind], handed, rng), version=rng.randint(2, 9), created_at=moment - timedelta(minutes=rng.randint(9, 90)),
            saved_at=moment, submitted_at=moment,
        ))
        sent.append(moment)
        if photographed:
            pictured[index] = item.text
    saved = Work.objects.bulk_create(rows, batch_size=400)
    shots = _photographs(built, saved, pictured, rng)
    WorkVersion.objects.bulk_create(
        (WorkVersion(work=work, no=1, title=work.title, body=work.body, photos=[shots[i].pk] if i in shots else [], at=moment)
         for i, (work, moment) in enumerate(zip(saved, sent, strict=True))), batch_size=400,
    )
    _reviews(built, saved, rng)


def _state(kind: WorkKind, handed: date, rng: Random) -> str:
    roll = rng.random()
    if not kind.needs_review:
        return WorkState.ACCEPTED
    if handed > JUDGED_UNTIL:
        return WorkState.SUBMITTED
    return WorkState.RETURNED if roll < 0.01 else WorkState.EXCELLENT if roll < 0.09 else WorkState.ACCEPTED


def _photographs(built: Built, works: list[Work], pictured: dict[int, str], rng: Random) -> dict[int, StoredFile]:
    """Handwritten pages: one lies upside down, one was offered twice (the gaps to show)."""
    stored: dict[int, StoredFile] = {}
    order = sorted(pictured)
    turned, twice = order[len(order) // 3], order[len(order) // 2]
    for index in order:
        data = photos.handwriting(Random(rng.random()), pictured[index], upside_down=index == turned)
        if index == twice:
            stored[index] = stored[order[order.index(index) - 1]]
            continue
        picture = normalise(data)
        stored[index] = files.store(built.school, picture.data, name="手写.jpg", mime="image/jpeg", width=picture.width,
                                    height=picture.height, phash=picture.phash)
    WorkPhoto.objects.bulk_create(WorkPhoto(work=works[index], file=file, order=1) for index, file in stored.items())
    return stored


def _reviews(built: Built, works: list[Work], rng: Random) -> None:
    """审阅: the office judges, the group leader has often read first; some were sent back once and came again."""
    office = [built.account("何淑芬"), built.account("任海涛")]
    leaders = {number: built.called(leader).user for number, leader in _leader_of(built).items()}
    words = {WorkState.ACCEPTED: ("accept", "通过"), WorkState.EXCELLENT: ("praise", "优秀"), WorkState.RETURNED: ("return", "退回修改")}
    rows = []
    for work in works:
        if work.state not in words or not work.kind.needs_review:
            continue
        judge = next(user for user in rng.sample(office, 2) if user.pk != work.author.user_id)
        when = min(work.submitted_at + timedelta(days=rng.randint(1, 4), hours=2), at(term.TODAY, 8))
        reader = leaders[work.author.staff_no]
        if reader.pk not in (work.author.user_id, judge.pk) and rng.random() < 0.4:
            rows.append(_review(work, reader, "read", "", when - timedelta(hours=20)))
        if work.state == WorkState.ACCEPTED and rng.random() < 0.05:
            rows.append(_review(work, judge, "return", review_remark(rng, "退回修改"), when - timedelta(hours=18)))
        decision, said = words[work.state]
        remark = review_remark(rng, said) if decision != "accept" or rng.random() < 0.45 else ""
        rows.append(_review(work, judge, decision, remark, when))
    Review.objects.bulk_create(rows, batch_size=400)


def _review(work: Work, user, decision: str, remark: str, when: datetime) -> Review:
    return Review(work=work, reviewer=user, reviewer_name=user.first_name, decision=decision, remark=remark, at=when)


def _leader_of(built: Built) -> dict[str, str]:
    return {number: GROUP_LEADERS[person.group] for number, person in built.people.items()}


def _observations(built: Built, form: Instrument, texts: Sequence[Watched], rng: Random) -> None:
    scored = [item for item in form.items if item["kind"] == "levels"]
    rows, graded = [], []
    for item in texts:
        moment = at(min(item.day + timedelta(days=rng.choice((0, 0, 0, 1, 2))), term.TODAY), rng.randint(12, 20), rng.randint(0, 59))
        answered = item.day < date(2026, 11, 2) or rng.random() < 0.5
        begins = item.rows[0].at
        rows.append(Observation(
            school=built.school, term=built.term, observer=built.teachers[item.observer], observed=built.teachers[item.observed],
            kind="walk_in" if date(2026, 9, 21) <= item.day <= date(2026, 9, 24) else "routine", day=item.day,
            period=f"第 {item.period} 节", class_name=item.class_name, subject=item.subject, topic=item.lesson[:80],
            lesson_type="新授", place="本班教室", started=begins, process=[_line(row, begins) for row in item.rows],
            strengths=item.strengths, advice=item.advice, graded=rng.random() < 0.8,
            state=ObservationState.ANSWERED if answered else ObservationState.SUBMITTED,
            answer=rng.choice(ANSWERS) if answered else "", answered_at=moment + timedelta(hours=3) if answered else None,
            saved_at=moment, submitted_at=moment,
        ))
    for row in rows:
        if row.graded:
            given = {item["code"]: rng.choices([level["name"] for level in item["levels"]], (35, 45, 18, 2))[0] for item in scored}
            graded.append(Response(
                school=built.school, instrument=form, respondent=row.observer.user, about=row.observed, answers=given,
                total=answers.total(form.document, given), submitted_at=row.submitted_at,
            ))
    saved = iter(Response.objects.bulk_create(graded, batch_size=400))
    for row in rows:
        if row.graded:
            row.response = next(saved)
    Observation.objects.bulk_create(rows, batch_size=400)


def _line(row, begins) -> dict:
    minute = (row.at.hour - begins.hour) * 60 + row.at.minute - begins.minute
    return {"at": max(0, minute), "phase": "", "text": row.text, "note": ""}


def _records(built: Built, activities: dict[str, Activity], rng: Random) -> None:
    """活动记录 of what has been held; the village's came three days late, two of the maths group are missing."""
    written = []
    for record in activity_records():
        activity = next((row for title, row in activities.items() if title.startswith(record.title)), None)
        if activity is None or activity.state == ActivityState.PLANNED or activity.title in WITHOUT_RECORD:
            continue
        day = activity.sessions.order_by("-day").filter(day__lte=term.TODAY).values_list("day", flat=True).first() or term.TODAY
        delay = 3 if activity.group == built.groups["村小组"] else 0
        activity.process, activity.interaction = "\n".join(record.process), "\n".join(record.exchange)
        activity.gains, activity.follow_up, activity.record_version = record.gain, record.follow_up, 1
        activity.recorded_at = at(min(day + timedelta(days=delay), term.TODAY), 18, rng.randint(0, 50))
        activity.recorded_by = activity.recorder.user if activity.recorder else None
        if activity.state == ActivityState.COMPLETE:
            activity.record_confirmed_by = built.account("任海涛" if activity.recorder == built.called("何淑芬") else "何淑芬")
            activity.record_confirmed_at = activity.recorded_at + timedelta(hours=15)
        written.append(activity)
        if rng.random() < 0.45:
            _picture(built, activity, rng)
    Activity.objects.bulk_update(written, [
        "process", "interaction", "gains", "follow_up", "record_version", "recorded_at", "recorded_by", "record_confirmed_by",
        "record_confirmed_at",
    ])


def _picture(built: Built, activity: Activity, rng: Random) -> None:
    picture = normalise(photos.classroom(Random(rng.random()), activity.title[:12]))
    file = files.store(built.school, picture.data, name="现场.jpg", mime="image/jpeg", width=picture.width, height=picture.height,
                       phash=picture.phash)
    ActivityFile.objects.create(activity=activity, file=file, caption=activity.title[:24], order=1)
