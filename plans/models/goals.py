from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from plans.models.plan import Plan
from school.models import User


class Goal(models.Model):
    """目标: something with a number, how it is measured and by whom; at the end reached or not, with the number that came out."""

    class Result(models.TextChoices):
        OPEN = "", "还没有结果"
        REACHED = "reached", "达成"
        PARTLY = "partly", "部分达成"
        MISSED = "missed", "没有达成"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    order = models.PositiveSmallIntegerField("次序")
    text = models.CharField("目标", max_length=120)
    number = models.DecimalField("数量", max_digits=8, decimal_places=1)
    unit = models.CharField("单位", max_length=6)
    measure = models.CharField("怎样量", max_length=120)
    by = models.CharField("谁来量", max_length=30)
    result = models.CharField("结果", max_length=8, choices=Result, blank=True, default="")
    actual = models.DecimalField("实际", max_digits=8, decimal_places=1, null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text
