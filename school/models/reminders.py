from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from school.models.people import User
from school.models.places import School


class Card(models.Model):
    """个人卡: the printed way in. Its code is kept as a hash, opens once, and a reprint takes the place of the old one."""

    school = models.ForeignKey(School, models.CASCADE, related_name="cards", verbose_name="学校")
    user = models.OneToOneField(User, models.CASCADE, related_name="card", verbose_name="账号")
    digest = models.CharField(max_length=64, unique=True)
    printed_at = models.DateTimeField("印于")
    expires_at = models.DateTimeField("有效到")
    used_at = models.DateTimeField("用过", null=True, blank=True)

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "个人卡"

    def __str__(self) -> str:
        return f"{self.user.name}的个人卡"


class Notice(models.Model):
    """通知：a sentence to one person with the place to go to. `once` names what may be said only once (提醒：一人一天一次)."""

    school = models.ForeignKey(School, models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=40, blank=True, default="")

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["user", "once"], condition=~Q(once=""), name="notice_once")]

    def __str__(self) -> str:
        return self.text


class Digest(models.Model):
    """每日提醒: what went out on a day, by which way and to whom; the row is written first, so that nothing goes twice.

    way 「day」 is the day itself: done when everything of it went out. named: 教师 whom the text calls late.
    """

    class Way(models.TextChoices):
        DAY = "day", "全天"
        APP = "app", "系统通知"
        MAIL = "mail", "邮件"
        ROBOT = "robot", "群机器人"

    school = models.ForeignKey(School, models.CASCADE, related_name="digests")
    day = models.DateField("日期")
    way = models.CharField("方式", max_length=5, choices=Way)
    to = models.CharField("给谁", max_length=40, blank=True, default="")
    text = models.TextField("内容", blank=True, default="")
    named = models.JSONField(default=list, help_text="teacher ids")
    at = models.DateTimeField("时间")
    done = models.BooleanField(default=False)
    error = models.CharField("没发出去", max_length=200, blank=True, default="")

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "每日提醒"
        ordering = ["-day", "way", "to"]
        constraints = [models.UniqueConstraint(fields=["school", "day", "way", "to"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_way_display()} {self.to}"
