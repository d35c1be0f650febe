from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from plans.states import RuleState
from school.models import School, User


class SchoolRule(models.Model):
    """制度 (学习, 考勤, 听评课, 奖惩 …): one of the school's rules; its words stand in versions."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    title = models.CharField("名称", max_length=60)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "制度"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["school", "title"], name="rule_title_once")]

    def __str__(self) -> str:
        return self.title


class RuleVersion(models.Model):
    """制度的一稿: draft, in force, or superseded by a later one; in force its words never change."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    rule = models.ForeignKey(SchoolRule, models.CASCADE, related_name="versions")
    no = models.PositiveSmallIntegerField("第几稿")
    body = models.TextField("正文", blank=True)
    why = models.CharField("改了什么", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=RuleState, default=RuleState.DRAFT)
    effective = models.DateField("自哪天起施行", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "制度文本"
        ordering = ["-no"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "no"], name="rule_no_once"),
            models.UniqueConstraint(fields=["rule"], condition=Q(state="draft"), name="one_rule_draft"),
            models.UniqueConstraint(fields=["rule"], condition=Q(state="in_force"), name="one_rule_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}（第 {self.no} 稿）"


class RuleReceipt(models.Model):
    """已读，我会照办: who has confirmed this version."""

    rule_version = models.ForeignKey(RuleVersion, models.CASCADE, related_name="receipts")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(school="rule_version__school")

    class Meta:
        verbose_name = verbose_name_plural = "制度确认"
        constraints = [models.UniqueConstraint(fields=["rule_version", "user"], name="rule_receipt_once")]

    def __str__(self) -> str:
        return f"{self.rule_version} {self.user}"
