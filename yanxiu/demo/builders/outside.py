"""What comes from outside: prizes with their certificates, an expert who mentors, fills in a form and speaks to lessons; a lesson record on paper."""
from __future__ import annotations

from datetime import date
from random import Random

from django.urls import reverse

from activities.kinds import COLLECTIVE, seed_kinds
from activities.models import Help, Observation, Pair, Work, WorkComment, WorkPhoto, WorkShare
from activities.states import ObservationState, PairState, WorkState
from documents.photos import normalise
from instruments import answers
from instruments.library import LESSON_FORM, seed_library
from instruments.models import Receipt, Response, Round
from school import files
from school.models import Notice, User
from yanxiu.demo import photos
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at

SEED = 727
# 类别 谁 题目 级别 奖次 单位 哪天 核对了没有
PRIZES = (
    ("论文", "方静宜", "习作当堂批改的三次尝试", "县级", "一等奖", "岚清县教研室", date(2026, 10, 16), True),
    ("论文", "沈玉兰", "一年级识字怎样分散难点", "省级", "", "《小学语文教与学》", date(2026, 10, 28), True),
    ("优质课", "侯雅丽", "观潮", "市级", "二等奖", "安岭市教师发展中心", date(2026, 11, 6), True),
    ("指导学生", "薛彩琳", "英语朗读小达人", "县级", "二等奖", "岚清县教研室", date(2026, 11, 13), False),
    (COLLECTIVE, "郑国栋", "优秀教研组", "校级", "优秀", "枫渡镇中心小学", date(2026, 11, 12), True),
)


def build_outside(built: Built) -> None:
    expert = User.objects.get(username="zhuanjia")
    _prizes(built)
    _mentor(built, expert)
    _form(built, expert)
    _words(built, expert)
    _typed(built)


def _prizes(built: Built) -> None:
    """获奖与发表 with a photo of the certificate each; the last but one still waits for the office."""
    kind = seed_kinds(built.school)["获奖与发表"]
    for number, (topic, name, title, level, prize, body, day, confirmed) in enumerate(PRIZES):
        moment = at(day, 16)
        work = Work.objects.create(
            school=built.school, term=built.term, author=built.called(name), kind=kind, topic=topic, title=title, event_day=day, level=level,
            prize=prize, awarded_by=body, privacy=kind.privacy, state=WorkState.ACCEPTED if confirmed else WorkState.SUBMITTED, version=1,
            created_at=moment, saved_at=moment, submitted_at=moment,
        )
        photo = normalise(photos.handwriting(Random(SEED + number), _certificate(name, title, f"{level}{prize}", body)))
        stored = files.store(built.school, photo.data, name=f"{title}.jpg", mime=photo.mime, width=photo.width, height=photo.height, phash=photo.phash)
        WorkPhoto.objects.create(work=work, file=stored, order=1)


def _certificate(name: str, title: str, prize: str, body: str) -> str:
    lines = ["", "", "", "证　书", "", f"{name}老师：", "", f"　　你的《{title}》", f"　　获{prize}。" if prize[2:] else f"　　已刊出（{prize}）。", "",
             "　　特发此证，以资鼓励。", "", "", f"　　　　　　{body}"]
    return "\n".join(lines)


def _mentor(built: Built, expert: User) -> None:
    """师徒结对 with a 师傅 from the 教研室."""
    pair = Pair.objects.create(
        school=built.school, kind=Pair.Kind.MENTOR, guide=expert, helped=built.called("范小丽"), skill="应用题教学", state=PairState.RUNNING,
        goals="一学期磨出两节应用题课，课上孩子先画图再列式。", since=date(2026, 9, 21), until=date(2027, 7, 9), signed_on=date(2026, 9, 21),
    )
    for day, what, line in (
        (date(2026, 10, 15), "lesson", "听《两步应用题》，图画在黑板上，孩子手里没有纸。"),
        (date(2026, 11, 11), "preparation", "一起改第二课时，先给一分钟自己画。"),
    ):
        Help.objects.create(pair=pair, day=day, what=what, line=line, by=expert, at=at(day, 17))


def _form(built: Built, expert: User) -> None:
    """专家看课: two lessons to judge, one done."""
    form = seed_library(built.school)[LESSON_FORM]
    seen = [built.called(name) for name in ("范小丽", "孔令飞")]
    round = Round.objects.create(
        school=built.school, instrument=form, title="专家看课", party=Round.Party.EXPERTS, about=Round.About.NAMED, opens=date(2026, 11, 11),
        about_whom={"plus": [teacher.staff_no for teacher in seen]}, closes=date(2026, 11, 25), occasion="秦老师来校看课",
    )
    Receipt.objects.bulk_create(Receipt(round=round, expert=expert, about=one, done=one == seen[0]) for one in seen)
    said = {item["code"]: item["levels"][no % 2]["name"] for no, item in enumerate(form.items) if item["kind"] == "levels"}
    Response.objects.create(
        school=built.school, instrument=form, round=round, respondent=expert, about=seen[0], answers=said, total=answers.total(form.document, said),
        submitted_at=at(date(2026, 11, 12), 10),
    )


def _words(built: Built, expert: User) -> None:
    """Two lesson records shown to the expert: he has spoken to one, the other waits for him."""
    rows = Observation.objects.filter(
        observed=built.called("方静宜"), state__in=[ObservationState.SUBMITTED, ObservationState.ANSWERED]
    ).select_related("observer").order_by("-day", "-pk")[:2]
    for number, row in enumerate(rows):
        WorkShare.objects.create(school=built.school, observation=row, user=expert, at=at(date(2026, 11, 16), 18))
        if not number:
            WorkComment.objects.create(
                school=built.school, observation=row, author=expert, author_name=expert.name, at=at(date(2026, 11, 17), 9),
                text="第二个问题问完就有人举手，可以再等五秒；等的那几秒里，后排会有人开口。",
            )


def _typed(built: Built) -> None:
    """A lesson record written on paper, typed in with its photo by the 资料员; its observer has not looked yet."""
    clerk = User.objects.get(username="ziliao")
    row = Observation.objects.filter(
        school=built.school, state=ObservationState.SUBMITTED, observer__born__lt=date(1975, 1, 1), lesson=None
    ).select_related("observer", "observed").order_by("-day", "-pk").first()
    Observation.objects.filter(pk=row.pk).update(typed_by=clerk)
    lines = [f"{row.day:%-m月%-d日}　{row.period}　{row.class_name}", f"听{row.observed.name}　{row.topic}", *(part["text"] for part in row.process)]
    photo = normalise(photos.handwriting(Random(SEED + 90), "\n".join(lines)))
    stored = files.store(built.school, photo.data, name="听课本.jpg", mime=photo.mime, width=photo.width, height=photo.height, phash=photo.phash)
    row.photos.create(file=stored, order=1)
    Notice.objects.create(
        school=built.school, user=row.observer.user, at=row.submitted_at, url=reverse("observation", args=[row.pk]),
        text=f"{clerk.name}替你录入了听课记录{row.named_topic}，请核对；有出入可以撤回改正。",
    )
