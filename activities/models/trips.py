from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from activities.models.activity import Activity
from activities.models.works import Work
from activities.states import TripState
from school.models import School, Teacher, Term, User


class Trip(models.Model):
    """外出学习: asked for, approved, and after the return a report and the duty to retrain colleagues (二次培训)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="trips", verbose_name="学校")
    term = models.ForeignKey(Term, models.PROTECT, related_name="trips", verbose_name="学期")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="trips", verbose_name="外出教师")
    place = models.CharField("去哪里", max_length=60)
    topic = models.CharField("学什么", max_length=100)
    first = models.DateField("哪天去")
    last = models.DateField("哪天回")
    cost = models.CharField("费用", max_length=100, blank=True)
    state = models.CharField("状态", max_length=10, choices=TripState, default=TripState.ASKED)
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField("批语", max_length=200, blank=True)
    report = models.ForeignKey(Work, models.SET_NULL, null=True, blank=True, related_name="trips", verbose_name="学习心得")
    retraining = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="trips", verbose_name="二次培训"
    )
    waiver = models.CharField("不做二次培训的理由", max_length=200, blank=True)
    waived_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    waived_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "teacher__memberships__group", "own": "teacher", "about": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "外出学习"
        ordering = ["-first", "-id"]
        constraints = [models.CheckConstraint(condition=Q(first__lte=F("last")), name="trip_first_last")]

    def __str__(self) -> str:
        return f"{self.teacher}外出学习：{self.topic}"

    @property
    def about_id(self) -> int:
        return self.teacher_id
