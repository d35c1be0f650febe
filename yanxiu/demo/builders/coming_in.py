"""How people come in and are reminded: cards and digits, a 资料员 who typed in what was on paper, exam weeks, a digest sent."""
from __future__ import annotations

import hashlib
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.urls import reverse

from activities.models import Work
from school import pins
from school.models import Card, Digest, Notice, Role, Teacher, User
from school.reminders import Rules
from yanxiu.demo.accounts import PASSWORD
from yanxiu.demo.builders import plan
from yanxiu.demo.builders.places import Built

PRINTED, LATER = date(2026, 9, 1), date(2026, 11, 12)
PIN = "483920"
STILL_ON_PAPER, TYPED = 6, 4


def build_coming_in(built: Built) -> None:
    _cards(built)
    _typed(built, _clerk(built))
    _reminders(built)


def _clerk(built: Built) -> User:
    clerk = User.objects.create(username="ziliao", first_name="谷雨晴", password=make_password(PASSWORD))
    Role.objects.create(user=clerk, school=built.school, name=Role.Name.CLERK)
    return clerk


def _cards(built: Built) -> None:
    """Printed before the term; a few have not scanned theirs, and got a new one last week."""
    wide = Role.objects.filter(school=built.school).exclude(name__in=pins.PIN_ROLES).values("user")
    teachers = Teacher.objects.filter(school=built.school).exclude(user__in=wide).exclude(user__username__in=["jiaoshi", "zuzhang"])
    pin, rows, users = make_password(PIN), [], []
    for number, teacher in enumerate(teachers.select_related("user").order_by("staff_no")):
        waiting = number % 9 == 4
        at = plan.at(LATER if waiting else PRINTED, 16)
        rows.append(Card(
            school=built.school, user=teacher.user, digest=hashlib.sha256(f"card {teacher.staff_no}".encode()).hexdigest(), printed_at=at,
            expires_at=at + timedelta(days=14), used_at=None if waiting else at + timedelta(hours=18 + number),
        ))
        if not waiting:
            teacher.user.pin = pin
            users.append(teacher.user)
    Card.objects.bulk_create(rows)
    User.objects.bulk_update(users, ["pin"])


def _typed(built: Built, clerk: User) -> None:
    """Notes of those who write by hand: the older ones checked by their authors, the last ones waiting for it."""
    works = list(
        Work.objects.filter(school=built.school, kind__name="学习笔记", submitted_at__isnull=False, author__born__lt=date(1975, 1, 1))
        .order_by("-event_day", "pk")[:STILL_ON_PAPER]
    )
    for number, work in enumerate(works):
        work.typed_by = clerk
        work.confirmed_at = work.submitted_at + timedelta(days=1) if number >= STILL_ON_PAPER - TYPED else None
    Work.objects.bulk_update(works, ["typed_by", "confirmed_at"])
    Notice.objects.bulk_create(
        Notice(school=built.school, user=work.author.user, at=work.submitted_at, read_at=work.confirmed_at,
               text=f"{clerk.name}替你录入了『{work}』，请核对；有出入可以撤回改正。", url=reverse("work", args=[work.pk]))
        for work in Work.objects.filter(pk__in=[work.pk for work in works]).select_related("author__user", "kind")
    )


def _reminders(built: Built) -> None:
    """Off, as every school begins; the exam week is written down already, and one trial week stands among what was sent."""
    rules = Rules(quiet=((date(2027, 1, 18), date(2027, 1, 22), "期末考试"),))
    built.school.settings = {**built.school.settings, "reminders": rules.as_json()}
    built.school.save(update_fields=["settings"])
    for day in (date(2026, 9, 22), date(2026, 9, 23)):
        text = "9月22日（周二）试发：本周反思还有 9 人没交，截止9月25日（周五）。" if day.day == 22 else "试发结束，以后看首页。"
        Digest.objects.create(school=built.school, day=day, way=Digest.Way.ROBOT, to="school", text=text, at=plan.at(day, 16), done=True)
