from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from plans.models.schedule import ScheduleEntry
from plans.states import ProblemState
from school.models import School, Teacher, Term


class Theme(models.Model):
    """主题: problems of the same kind under one name; the chosen ones are what the term studies (问题即课题)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    title = models.CharField("主题", max_length=40)
    chosen = models.BooleanField("本学期研究", default=False)
    state = models.CharField("状态", max_length=8, choices=ProblemState, default=ProblemState.OPEN)
    outcome = models.TextField("结果", blank=True)
    entries = models.ManyToManyField(ScheduleEntry, blank=True, related_name="themes", verbose_name="为它办的活动")

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "研修主题"
        ordering = ["-chosen", "id"]
        constraints = [models.UniqueConstraint(fields=["term", "title"], name="theme_once")]

    def __str__(self) -> str:
        return self.title


class Problem(models.Model):
    """问题: one line a teacher posts, and where it shows up."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="+")
    text = models.CharField("问题", max_length=120)
    where = models.CharField("在哪里看到的", max_length=120, blank=True)
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="problems")
    at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "own": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "教学问题"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text


class CoreProblem(models.Model):
    """核心问题: the one problem a teacher studies this term, from 问题 and 计划 through 行动 to 反思."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="core_problems")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="cores", verbose_name="主题")
    text = models.CharField("我的核心问题", max_length=120)
    how = models.TextField("打算怎么做", blank=True)
    state = models.CharField("状态", max_length=8, choices=ProblemState, default=ProblemState.OPEN)
    outcome = models.TextField("结果", blank=True)
    before = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="接着上学期的")
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "teacher__memberships__group", "own": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "核心问题"
        ordering = ["teacher__order", "id"]
        constraints = [models.UniqueConstraint(fields=["term", "teacher"], name="one_core_problem")]

    def __str__(self) -> str:
        return self.text
