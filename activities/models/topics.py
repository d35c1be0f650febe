from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from activities.models.works import Work
from activities.states import TopicState
from school.models import School, StoredFile, Teacher, User


class Topic(models.Model):
    """课题、小课题: a problem that a few teachers study for a while, registered, followed and brought to its end."""

    class Level(models.TextChoices):
        SCHOOL = "school", "校级"
        COUNTY = "county", "县级"
        CITY = "city", "市级"
        PROVINCE = "province", "省级"

    school = models.ForeignKey(School, models.PROTECT, related_name="topics", verbose_name="学校")
    title = models.CharField("课题名称", max_length=100)
    problem = models.TextField("要解决的问题")
    level = models.CharField("级别", max_length=10, choices=Level, default=Level.SCHOOL)
    leader = models.ForeignKey(Teacher, models.PROTECT, related_name="topics_led", verbose_name="主持人")
    members = models.ManyToManyField(Teacher, blank=True, related_name="topics", verbose_name="成员")
    outside = models.CharField("校外成员", max_length=100, blank=True)
    since = models.DateField("起")
    until = models.DateField("止")
    number = models.CharField("立项编号", max_length=30, blank=True)
    state = models.CharField("状态", max_length=10, choices=TopicState, default=TopicState.PROPOSED)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField("批语", max_length=200, blank=True)
    conclusion = models.TextField("结题小结", blank=True)
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "leader__memberships__group", "own": "leader members", "about": "leader"}

    class Meta:
        verbose_name = verbose_name_plural = "课题"
        ordering = ["-since", "id"]
        constraints = [models.CheckConstraint(condition=Q(since__lte=F("until")), name="topic_since_until")]

    def __str__(self) -> str:
        return self.title

    @property
    def about_id(self) -> int:
        return self.leader_id

    @property
    def team(self) -> list[str]:
        """成员, those from outside the school last, as they were written."""
        return [*(teacher.name for teacher in self.members.all()), *filter(None, self.outside.split("、"))]


class Milestone(models.Model):
    """阶段任务 of a topic: what is due when, and what came of it."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="milestones")
    title = models.CharField("要做的事", max_length=100)
    due = models.DateField("什么时候完成")
    done_on = models.DateField("完成", null=True, blank=True)
    note = models.CharField("做成了什么", max_length=200, blank=True)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="topic__school")
    reach = {"school": "topic__school", "group": "topic__leader__memberships__group", "own": "topic__leader topic__members"}

    class Meta:
        verbose_name = verbose_name_plural = "阶段任务"
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return f"{self.topic} {self.title}"


class Outcome(models.Model):
    """课题成果: a work of one of its people, or a file."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="outcomes")
    title = models.CharField("名称", max_length=100)
    work = models.ForeignKey(Work, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(school="topic__school")
    reach = {"school": "topic__school", "group": "topic__leader__memberships__group", "own": "topic__leader topic__members"}

    class Meta:
        verbose_name = verbose_name_plural = "课题成果"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "work"], name="outcome_work_once"),
            models.UniqueConstraint(fields=["topic", "file"], name="outcome_file_once"),
        ]

    def __str__(self) -> str:
        return self.title
