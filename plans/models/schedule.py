from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from plans.models.plan import ContentItem, Plan
from school.models import Group, Teacher, User


class ScheduleEntry(models.Model):
    """日程: one planned row of 附件1; what takes place from it is an Activity."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="schedule")
    order = models.PositiveSmallIntegerField("次序")
    content_item = models.ForeignKey(
        ContentItem, models.SET_NULL, null=True, blank=True, related_name="schedule", verbose_name="研修内容"
    )
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="组")
    title = models.CharField("具体内容", max_length=100)
    starts = models.DateField("日期", null=True, blank=True)
    ends = models.DateField("至", null=True, blank=True)
    time_text = models.CharField("原文时间", max_length=60, blank=True, help_text="学校原来的写法，照印")
    forms = models.JSONField("研修方式", default=list)
    audience = models.JSONField("参加人员", default=dict)
    audience_text = models.CharField("参加人员原文", max_length=100, blank=True)
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1, null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    late_note = models.CharField("落实说明", max_length=200, blank=True, help_text="没有按计划办的缘由，一句话")
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "日程"
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts__isnull=False, starts__lte=F("ends")), name="entry_starts_before_end"
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlannedSession(models.Model):
    """日程里的场次: presenter, place and audience of one session; a row with three rooms has three."""

    entry = models.ForeignKey(ScheduleEntry, models.CASCADE, related_name="sessions")
    order = models.PositiveSmallIntegerField("次序")
    day = models.DateField("日期", null=True, blank=True)
    starts = models.TimeField("开始", null=True, blank=True)
    ends = models.TimeField("结束", null=True, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    presenters = models.ManyToManyField(Teacher, blank=True, related_name="+", verbose_name="主讲")
    presenter_text = models.CharField("校外主讲", max_length=60, blank=True)
    audience = models.JSONField("本场参加人员", default=dict, blank=True, help_text="空：同日程")
    audience_text = models.CharField(max_length=100, blank=True)

    objects = ScopedManager(school="entry__plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "日程场次"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.entry} {self.order}"
