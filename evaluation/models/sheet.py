from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from evaluation.states import SheetState
from rubrics.models import Rubric
from school.fields import DocumentField
from school.models import School, Teacher, Term, User


class ScoreSheet(models.Model):
    """考核汇总表 of a term: the rubric copied in when scoring opens, and every teacher's score with its reasons."""

    school = models.ForeignKey(School, models.PROTECT, related_name="score_sheets", verbose_name="学校")
    term = models.OneToOneField(Term, models.PROTECT, related_name="score_sheet", verbose_name="学期")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="sheets", verbose_name="评价细则")
    document = DocumentField("冻结的细则", help_text="yanxiu-rubric/1 as it stood when scoring opened")
    contents = models.JSONField("研修内容对照", default=dict, help_text="title → content item id, resolved when opened")
    core_version = models.CharField(max_length=20)
    state = models.CharField("状态", max_length=10, choices=SheetState, default=SheetState.OPEN)
    opened_at = models.DateTimeField("开始计分")
    computed_at = models.DateTimeField("算得", null=True, blank=True)
    seen = models.PositiveBigIntegerField(default=0, help_text="序号 of the last 日志 entry when last reckoned")
    periods = models.JSONField(default=dict, help_text="the periods due when last reckoned, as in evidence.json")
    findings = models.JSONField(default=list)
    choices = models.JSONField(default=dict, help_text="what 封顶, 折算 and 不封顶 would do, where weights ≠ full marks")
    meeting_until = models.DateField("见面截止", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审定人")
    open_counts_as_none = models.JSONField("待定按未完成计", null=True, blank=True, help_text="{by, at}")

    objects = ScopedManager(school="school")
    reach = {"school": "school"}
    names_tags = "document"
    settles_term = True  # may be made for a term that is over (school.past)

    class Meta:
        verbose_name = verbose_name_plural = "考核汇总表"

    def __str__(self) -> str:
        return f"{self.term}考核汇总表"


class SheetMember(models.Model):
    """参评名单: a teacher left out of the sheet, with the reason (产假, 校级领导 …)."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="left_out")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="+")
    reason = models.CharField("不参评的原因", max_length=100)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ScopedManager(school="sheet__school")

    class Meta:
        verbose_name = verbose_name_plural = "不参评"
        constraints = [models.UniqueConstraint(fields=["sheet", "teacher"], name="left_out_once")]

    def __str__(self) -> str:
        return f"{self.teacher} {self.reason}"


class Score(models.Model):
    """得分 of one teacher, as last reckoned: totals, and per item points, state, reason, evidence and records.

    items: [{"code", "points", "state", "reason", "more", "most", "weight", "corrected", "records": [{"label", "day",
    "url": [name, pk]}]}], points as exact text. Page, .xlsx and PDF read these rows and never reckon again.
    """

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="scores")
    items = models.JSONField()
    evidence = models.JSONField(default=dict, help_text="the teacher's part of evidence.json, notes, overrides")
    earned = models.CharField("合计", max_length=40)
    possible = models.CharField("合计最高可达", max_length=40, blank=True)
    best_total = models.CharField("最高可达总分", max_length=20, blank=True)
    bonus = models.CharField("加分", max_length=40, default="0")
    total = models.DecimalField("总分", max_digits=9, decimal_places=2)
    grade = models.CharField("等次", max_length=20, blank=True)
    rank = models.PositiveIntegerField("名次", null=True)
    open_items = models.PositiveSmallIntegerField("待定", default=0)

    objects = ScopedManager(school="sheet__school")
    reach = {"school": "sheet__school", "group": "teacher__memberships__group", "own": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "得分"
        ordering = ["teacher__order", "teacher__staff_no"]
        constraints = [models.UniqueConstraint(fields=["sheet", "teacher"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.teacher} {self.total}"


class ManualEntry(models.Model):
    """评定录入 by hand for an item whose evidence is `manual`: whatever its rule takes, with a name and a version."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="manual_entries")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="+")
    code = models.CharField("项目", max_length=20)
    value = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(school="sheet__school")
    reach = {"school": "sheet__school", "group": "teacher__memberships__group", "own": "teacher", "about": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "手工录入"
        constraints = [models.UniqueConstraint(fields=["sheet", "teacher", "code"], name="manual_entry_once")]

    def __str__(self) -> str:
        return f"{self.teacher} {self.code}"
