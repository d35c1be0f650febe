from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from activities.models.activity import ActivityFile
from activities.models.lessons import OpenLesson
from activities.models.observations import Observation
from activities.models.works import Work
from school.models import School, StoredFile, Teacher, User

ONE_THING = (
    Q(work__isnull=False, lesson=None, observation=None) | Q(work=None, lesson__isnull=False, observation=None)
    | Q(work=None, lesson=None, observation__isnull=False)
)


Shown = Work | OpenLesson | Observation  # what colleagues and experts may be asked to look at


class WorkFile(models.Model):
    """附件 of a work: the 课件, the lesson design as a Word file."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    objects = ScopedManager(school="work__school")
    reach = {"school": "work__school", "own": "work__author"}

    class Meta:
        verbose_name = verbose_name_plural = "材料附件"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["work", "file"], name="work_file_once")]

    def __str__(self) -> str:
        return self.file.name


class WorkShare(models.Model):
    """请人看看: one work, open lesson or 听课记录 opened for one person (a colleague, an expert), and nothing else of its author."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    work = models.ForeignKey(Work, models.CASCADE, null=True, blank=True, related_name="shares")
    lesson = models.ForeignKey(OpenLesson, models.CASCADE, null=True, blank=True, related_name="shares")
    observation = models.ForeignKey(Observation, models.CASCADE, null=True, blank=True, related_name="shares")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="请谁看")
    at = models.DateTimeField()

    objects = ScopedManager(school="school")
    reach = {"school": "school", "own": "work__author lesson__teacher observation__observer observation__observed"}

    class Meta:
        verbose_name = verbose_name_plural = "请人看看"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["work", "user"], name="work_share_once"),
            models.UniqueConstraint(fields=["lesson", "user"], name="lesson_share_once"),
            models.UniqueConstraint(fields=["observation", "user"], name="observation_share_once"),
            models.CheckConstraint(condition=ONE_THING, name="share_of_one_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.of} {self.user.name}"

    @property
    def of(self) -> Shown:
        return self.work or self.lesson or self.observation


class WorkComment(models.Model):
    """同伴互助、专家引领: what a colleague or an invited expert says to a work, an open lesson or a 听课记录; it decides nothing."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    work = models.ForeignKey(Work, models.CASCADE, null=True, blank=True, related_name="comments")
    lesson = models.ForeignKey(OpenLesson, models.CASCADE, null=True, blank=True, related_name="comments")
    observation = models.ForeignKey(Observation, models.CASCADE, null=True, blank=True, related_name="comments")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=30)
    text = models.TextField("想说的话")
    at = models.DateTimeField()
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "同伴的话"
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=ONE_THING, name="comment_on_one_thing")]

    def __str__(self) -> str:
        return self.text[:40]


class Use(models.Model):
    """用过: a teacher took something from the 资源库 into his own lesson. It is no score and no vote."""

    work = models.ForeignKey(Work, models.CASCADE, null=True, blank=True, related_name="uses")
    handout = models.ForeignKey(ActivityFile, models.CASCADE, null=True, blank=True, related_name="uses")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="+", verbose_name="谁用过")
    note = models.CharField("用在哪里", max_length=100, blank=True)
    at = models.DateTimeField()

    objects = ScopedManager(school="teacher__school")

    class Meta:
        verbose_name = verbose_name_plural = "用过"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["work", "teacher"], name="work_used_once"),
            models.UniqueConstraint(fields=["handout", "teacher"], name="handout_used_once"),
            models.CheckConstraint(
                condition=Q(work__isnull=False, handout=None) | Q(work=None, handout__isnull=False), name="use_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.teacher} 用过"
