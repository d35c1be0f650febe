from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from activities.models.activity import Session
from activities.states import RegistrationState
from school.models import Group, School, StoredFile, Teacher, Term, User


class Registration(models.Model):
    """报名: one teacher for one session; in a 选课 several, in the order of his wishes."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="registrations")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="registrations")
    state = models.CharField("状态", max_length=10, choices=RegistrationState, default=RegistrationState.ASKED)
    wish = models.PositiveSmallIntegerField("第几志愿", default=1)
    at = models.DateTimeField("报名时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("理由", max_length=100, blank=True)

    objects = ScopedManager(school="session__activity__school")
    reach = {"school": "session__activity__school", "group": "session__activity__group", "own": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "报名"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "teacher"], name="registration_once")]

    def __str__(self) -> str:
        return f"{self.teacher}报名{self.session}"


class FixedSlot(models.Model):
    """教研固定时间: a weekly period that a group filed with the office; its first minutes are theory with a named reader."""

    school = models.ForeignKey(School, models.PROTECT, related_name="fixed_slots", verbose_name="学校")
    term = models.ForeignKey(Term, models.PROTECT, related_name="fixed_slots")
    group = models.ForeignKey(Group, models.PROTECT, related_name="fixed_slots", verbose_name="组")
    weekday = models.PositiveSmallIntegerField("星期", choices=[(n, f"周{name}") for n, name in enumerate("一二三四五六日", 1)])
    starts = models.TimeField("开始")
    ends = models.TimeField("结束")
    period = models.CharField("节次", max_length=20, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    theory_minutes = models.PositiveSmallIntegerField("理论学习分钟", default=20)
    reading = models.CharField("读什么", max_length=80, blank=True)
    reader = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="领读")
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "group", "own": "reader"}

    class Meta:
        verbose_name = verbose_name_plural = "教研固定时间"
        ordering = ["weekday", "starts", "group__order"]

    def __str__(self) -> str:
        return f"{self.group}{self.get_weekday_display()}{self.period}"


class LooseSheet(models.Model):
    """还没归好的签到表照片: its code could not be read; it waits until somebody names the session."""

    school = models.ForeignKey(School, models.PROTECT, related_name="loose_sheets")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "待归的签到表"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "file"], name="loose_sheet_once")]

    def __str__(self) -> str:
        return self.file.name
