from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from plans.models.plan import Plan, Section
from school.fields import DocumentField
from school.models import StoredFile, User


class PlanComment(models.Model):
    """意见 on a section of the plan, resolved by whoever edits it; replies hang below."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="comments")
    section = models.ForeignKey(Section, models.SET_NULL, null=True, blank=True, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=30)
    quote = models.CharField("所指", max_length=100, blank=True)
    text = models.TextField("意见")
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    kept_reason = models.CharField("不改的理由", max_length=200, blank=True, help_text="写了理由的是照原样保留，空着的是已采纳")
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "意见"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class PlanEdition(models.Model):
    """计划的一版: what was published, frozen; the PDF is kept as bytes and never rendered again."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions")
    no = models.PositiveSmallIntegerField("版次")
    at = models.DateTimeField("发布时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=30)
    document = models.JSONField("计划")
    rubric = DocumentField("评价细则", null=True)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "计划版次"
        ordering = ["-no"]
        constraints = [models.UniqueConstraint(fields=["plan", "no"], name="edition_no_once")]

    def __str__(self) -> str:
        return f"{self.plan}第 {self.no} 版"


class PlanReceipt(models.Model):
    """已读: who has opened this edition."""

    edition = models.ForeignKey(PlanEdition, models.CASCADE, related_name="receipts")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(school="edition__plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "已读"
        constraints = [models.UniqueConstraint(fields=["edition", "user"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.edition} {self.user}"
