from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from evaluation.models.sheet import ScoreSheet
from evaluation.states import ObjectionState, OverrideState, ReopeningState
from school.models import School, Teacher, User


class Override(models.Model):
    """改分: points that replace the reckoned ones; proposed, agreed by a second person, confirmed by the 校长."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="overrides")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="+")
    code = models.CharField("项目", max_length=20)
    points = models.DecimalField("改为", max_digits=7, decimal_places=2)
    was = models.CharField("原值", max_length=40)
    reason = models.TextField("理由")
    state = models.CharField("状态", max_length=10, choices=OverrideState, default=OverrideState.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "own": "teacher", "about": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "改分"
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "teacher", "code"], condition=Q(state__in=["proposed", "agreed"]), name="one_open_override"
            )
        ]

    def __str__(self) -> str:
        return f"{self.teacher}第 {self.code} 项改为 {self.points} 分"

    @property
    def about_id(self) -> int:
        return self.teacher_id


class Objection(models.Model):
    """异议: a teacher asks for a review of one item; decided with a reason, the text never changes afterwards."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="objections")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="objections")
    code = models.CharField("项目", max_length=20)
    text = models.TextField("异议")
    points_then = models.CharField("当时得分", max_length=40, blank=True)
    state = models.CharField("状态", max_length=10, choices=ObjectionState, default=ObjectionState.FILED)
    filed_at = models.DateTimeField("提出时间")
    answer_by = models.DateField("答复期限")
    decision = models.TextField("答复", blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "own": "teacher", "about": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["-filed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "teacher", "code"], condition=Q(state="filed"), name="one_open_objection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.teacher}对第 {self.code} 项的异议"

    @property
    def about_id(self) -> int:
        return self.teacher_id


class Confirmation(models.Model):
    """核对无误: the teacher has seen his own points and agrees."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="confirmations")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="+")
    total = models.CharField("核对时总分", max_length=20)
    at = models.DateTimeField()

    objects = ScopedManager(school="sheet__school")

    class Meta:
        verbose_name = verbose_name_plural = "核对"
        constraints = [models.UniqueConstraint(fields=["sheet", "teacher"], name="confirmation_once")]

    def __str__(self) -> str:
        return f"{self.teacher}核对"


class Reopening(models.Model):
    """重新打开: a decided sheet moves again only when the 校长 and one more member of the leadership group agree, with a reason."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="reopenings")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    reason = models.TextField("理由")
    state = models.CharField("状态", max_length=10, choices=ReopeningState, default=ReopeningState.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "重新打开"
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(fields=["sheet"], condition=Q(state="proposed"), name="one_open_reopening")
        ]

    def __str__(self) -> str:
        return f"重新打开{self.sheet}"
