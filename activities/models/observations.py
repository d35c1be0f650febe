from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from activities.models.activity import Activity
from activities.models.lessons import OpenLesson
from activities.models.works import Page
from activities.states import ObservationState
from documents.chinese import titled
from instruments.models import Response
from school.models import School, Teacher, Term, User


class Observation(models.Model):
    """听课记录: one teacher watches a lesson of another; counts once for the observer, readable by the observed."""

    class Kind(models.TextChoices):
        ROUTINE = "routine", "家常课"
        WALK_IN = "walk_in", "推门课"
        OPEN = "open", "公开课"
        REPORT = "report", "汇报课"
        FOLLOW = "follow", "跟踪课"
        OPEN_DAY = "open_day", "开放日"

    school = models.ForeignKey(School, models.PROTECT, related_name="observations", verbose_name="学校")
    term = models.ForeignKey(Term, models.PROTECT, related_name="observations", verbose_name="学期")
    observer = models.ForeignKey(Teacher, models.PROTECT, related_name="observations_made", verbose_name="听课人")
    observed = models.ForeignKey(Teacher, models.PROTECT, related_name="observations_received", verbose_name="授课教师")
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="observations", verbose_name="活动")
    lesson = models.ForeignKey(OpenLesson, models.SET_NULL, null=True, blank=True, related_name="observations", verbose_name="公开课")
    kind = models.CharField("听课类别", max_length=10, choices=Kind, default=Kind.ROUTINE)
    day = models.DateField("日期")
    started = models.TimeField("开始", null=True, blank=True, help_text="教学过程的分钟从这时起算")
    period = models.CharField("节次", max_length=10, blank=True)
    class_name = models.CharField("班级", max_length=20, blank=True)
    subject = models.CharField("学科", max_length=20, blank=True)
    topic = models.CharField("课题", max_length=80, blank=True)
    lesson_type = models.CharField("课型", max_length=20, blank=True)
    place = models.CharField("地点", max_length=40, blank=True)
    process = models.JSONField("教学过程", default=list, help_text="[{at: 分钟, phase: 环节, text: 师生活动, note: 即时点评}]")
    strengths = models.TextField("优点", blank=True)
    advice = models.TextField("建议", blank=True)
    graded = models.BooleanField("评分", default=True)
    response = models.OneToOneField(Response, models.PROTECT, null=True, blank=True, related_name="observation")
    state = models.CharField("状态", max_length=10, choices=ObservationState, default=ObservationState.DRAFT)
    answer = models.TextField("授课教师回应", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField("保存于")
    submitted_at = models.DateTimeField("提交于", null=True, blank=True)
    typed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代录")
    confirmed_at = models.DateTimeField("本人核对于", null=True, blank=True)
    key = models.UUIDField(unique=True, null=True, default=uuid4)

    objects = ScopedManager(school="school")
    reach = {
        "school": "school", "group": "observer__memberships__group", "own": "observer observed", "invited": "shares__user",
    }

    class Meta:
        verbose_name = verbose_name_plural = "听课记录"
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(observer=F("observed")), name="nobody_observes_himself"),
            models.UniqueConstraint(fields=["lesson", "observer"], name="one_observation_of_an_open_lesson"),
        ]

    def __str__(self) -> str:
        return f"听 {self.observed} {self.class_name}{self.named_topic}"

    @property
    def unchecked(self) -> bool:
        """待本人核对: typed in by somebody else, and the observer has not said yet that it is right. It counts all the same."""
        return self.typed_by_id is not None and self.confirmed_at is None

    @property
    def named_topic(self) -> str:
        """课题 in its book marks."""
        return titled(self.topic)


class ObservationPhoto(Page):
    """纸质听课记录的照片: the pages of a record written on paper; with its head they are a full record."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="photos")

    objects = ScopedManager(school="observation__school")

    class Meta(Page.Meta):
        verbose_name = verbose_name_plural = "听课记录照片"

    @property
    def of(self) -> Observation:
        return self.observation
