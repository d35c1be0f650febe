from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from activities.models.activity import Activity
from school.models import School


class Link(models.TextChoices):
    """校际活动 by its form (A19 of the mission; seeds 001, 004)."""

    UNION = "union", "城乡联合体"
    AREA = "area", "教研协作区"
    HAND = "hand", "手拉手"
    EXCHANGE = "exchange", "联谊教研"
    SEND = "send", "送教下乡"
    SUPPORT = "support", "对口支教"
    SHADOW = "shadow", "跟岗学习"


class Partner(models.Model):
    """结对学校: a school we work with; one that uses this system too may be named as such."""

    school = models.ForeignKey(School, models.PROTECT, related_name="partners", verbose_name="学校")
    name = models.CharField("校名", max_length=60)
    kind = models.CharField("联系", max_length=10, choices=Link, default=Link.EXCHANGE)
    linked = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="系统里的哪所学校"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "结对学校"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="partner_once")]

    def __str__(self) -> str:
        return self.name


class Joint(models.Model):
    """校际活动: which schools take part in one of our activities, and whether they may read that it takes place.

    host: the other school's activity that ours belongs to; each school keeps its own activity and attendance.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="joints")
    activity = models.OneToOneField(Activity, models.CASCADE, related_name="joint", verbose_name="活动")
    kind = models.CharField("形式", max_length=10, choices=Link, default=Link.EXCHANGE)
    partners = models.ManyToManyField(Partner, blank=True, related_name="joints", verbose_name="参加的学校")
    host = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="主办方的活动")
    published = models.BooleanField("结对学校可看", default=False)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "校际活动"
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.activity)


class Guest(models.Model):
    """来宾 of a joint activity: a name and a school."""

    joint = models.ForeignKey(Joint, models.CASCADE, related_name="guests")
    name = models.CharField("姓名", max_length=30)
    from_school = models.CharField("学校", max_length=60)
    part = models.CharField("做了什么", max_length=30, blank=True)

    objects = ScopedManager(school="joint__school")
    reach = {"school": "joint__school"}

    class Meta:
        verbose_name = verbose_name_plural = "来宾"
        ordering = ["from_school", "id"]
        constraints = [models.UniqueConstraint(fields=["joint", "name", "from_school"], name="guest_once")]

    def __str__(self) -> str:
        return f"{self.name}（{self.from_school}）"
