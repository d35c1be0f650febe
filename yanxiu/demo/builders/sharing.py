"""What colleagues opened to each other: tags on passed works, a few words below them, who used what."""
from __future__ import annotations

from datetime import date, timedelta

from activities.models import Use, Work, WorkComment, WorkKind, WorkShare
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at

TAGS = ("三年级 课堂提问", "识字 低段", "计算 错题", "作业设计", "朗读", "班级管理", "单元复习", "实验")
WORDS = (
    "第二段那个孩子的话我也听过，下周我换一种问法试试。", "板书可以再少一点，留一半给学生。", "这一步在村小只有十一个孩子，可以让他们都上来。",
    "后测的题目能发我一份吗？",
)
PLACES = ("四（2）班第五单元", "组里备课时一起看的", "五（1）班复习课")


def build_sharing(built: Built) -> None:
    """资源库 with eight opened works, and one reflection shown to a colleague."""
    passed = list(
        Work.objects.filter(school=built.school, state__in=["accepted", "excellent"]).exclude(body="").exclude(kind__name__in=["反思", "学习笔记"])
        .select_related("author").order_by("state", "-event_day", "pk")[: len(TAGS)]
    )
    for work, tags in zip(passed, TAGS, strict=False):
        Work.objects.filter(pk=work.pk).update(tags=tags, privacy=WorkKind.Privacy.SCHOOL)
    people = [teacher for name, teacher in sorted(built.teachers.items()) if teacher.user_id][:20]
    for no, (work, words) in enumerate(zip(passed, WORDS, strict=False)):
        speaker = next(teacher for teacher in people[no * 3 :] if teacher != work.author)
        WorkComment.objects.create(
            school=built.school, work=work, author=speaker.user, author_name=speaker.name, text=words, at=at(date(2026, 11, 10) + timedelta(days=no), 12)
        )
    for no, (work, place) in enumerate(zip(passed, PLACES, strict=False)):
        user = next(teacher for teacher in people[no * 4 + 1 :] if teacher != work.author)
        Use.objects.create(work=work, teacher=user, note=place, at=at(date(2026, 11, 12), 16))
    shown = Work.objects.filter(author__user=built.account("方静宜"), state__in=["accepted", "submitted"]).exclude(body="").first()
    if shown:
        WorkShare.objects.create(school=built.school, work=shown, user=built.account("何淑芬"), at=at(date(2026, 11, 16), 18))
