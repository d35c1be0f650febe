from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from activities.models.activity import Activity
from activities.states import FindingState, InspectionState
from instruments.models import Instrument, Response
from school.models import Group, School, StoredFile, Teacher, Term, User


class Inspection(models.Model):
    """检查: a round over many teachers (备课, 作业批改, 学习笔记, 三笔字 …) with a finding each (seeds 001, 002, 004)."""

    class Way(models.TextChoices):
        ALL = "all", "逐人检查"
        RANDOM = "random", "随机抽查"

    class Gives(models.TextChoices):
        NOTHING = "", "不记入评定"
        NUMBER = "number", "记数值"
        TIER = "tier", "记档次"

    school = models.ForeignKey(School, models.PROTECT, related_name="inspections", verbose_name="学校")
    term = models.ForeignKey(Term, models.PROTECT, related_name="inspections", verbose_name="学期")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="活动")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="组")
    kind = models.CharField("查什么", max_length=20)
    title = models.CharField("名称", max_length=80)
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="检查表"
    )
    unit = models.CharField("数的单位", max_length=6, blank=True, help_text="篇、本、课时、分；不用数就空着")
    levels = models.JSONField("等级", default=list, blank=True)
    rota = models.TextField("轮查安排", blank=True, help_text="如 第5周 语文")
    audience = models.JSONField("检查谁", default=dict)
    way = models.CharField("办法", max_length=6, choices=Way, default=Way.ALL)
    drawn = models.PositiveSmallIntegerField("抽几人", null=True, blank=True)
    seed = models.CharField("抽签种子", max_length=16, blank=True)
    pool = models.JSONField("从谁里抽", default=list, blank=True, help_text="工号，抽签当时的名单")
    day = models.DateField("日期")
    gives = models.CharField("记入评定", max_length=6, choices=Gives, default=Gives.NOTHING, blank=True)
    state = models.CharField("状态", max_length=10, choices=InspectionState, default=InspectionState.OPEN)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="检查人")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField("确认于", null=True, blank=True)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "group"}

    class Meta:
        verbose_name = verbose_name_plural = "检查"
        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """检查结果 of one teacher: a number, a level or a form, a remark; a problem is mended and looked at again."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="findings")
    school = models.ForeignKey(School, models.PROTECT, related_name="findings")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="findings")
    state = models.CharField("结果", max_length=10, choices=FindingState, default=FindingState.PENDING, blank=True)
    number = models.DecimalField("数值", max_digits=7, decimal_places=2, null=True, blank=True)
    level = models.CharField("等级", max_length=20, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证明")
    response = models.OneToOneField(Response, models.PROTECT, null=True, blank=True, related_name="finding")
    remark = models.CharField("评语或问题", max_length=200, blank=True)
    due = models.DateField("整改期限", null=True, blank=True)
    told_at = models.DateTimeField("通知本人", null=True, blank=True)
    answer = models.CharField("本人回复", max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    again = models.CharField("复查意见", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查人")
    at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "teacher__memberships__group", "own": "teacher", "about": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "检查结果"
        ordering = ["teacher__order", "teacher__staff_no"]
        constraints = [models.UniqueConstraint(fields=["inspection", "teacher"], name="finding_once")]

    def __str__(self) -> str:
        return f"{self.inspection}：{self.teacher}"

    @property
    def about_id(self) -> int:
        return self.teacher_id


class Walk(models.Model):
    """巡课: a walk past a classroom, noted in ten seconds and told the same day (seed 000)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="walks")
    term = models.ForeignKey(Term, models.PROTECT, related_name="walks")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="walks", verbose_name="教师")
    class_name = models.CharField("班级", max_length=20, blank=True)
    period = models.CharField("节次", max_length=10, blank=True)
    seen = models.JSONField("看到的", default=list)
    text = models.CharField("一句话", max_length=100, blank=True)
    day = models.DateField("日期")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="巡课人")
    at = models.DateTimeField()
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "teacher__memberships__group", "own": "teacher", "about": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "巡课"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"巡课 {self.teacher} {self.class_name}".strip()
