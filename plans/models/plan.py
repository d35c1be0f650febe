from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from plans.states import PlanState
from school.models import Group, School, StoredFile, Teacher, Term, User


class Plan(models.Model):
    """研修计划 of a school, a group or a teacher for a term; its rows are live, publishing freezes an edition."""

    class Level(models.TextChoices):
        SCHOOL = "school", "学校计划"
        GROUP = "group", "教研组计划"
        TEACHER = "teacher", "个人计划"

    class Period(models.TextChoices):
        TERM = "term", "学期计划"
        YEAR = "year", "学年计划"
        YEARS = "years", "规划"

    school = models.ForeignKey(School, models.PROTECT, related_name="plans", verbose_name="学校")
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="学期")
    period = models.CharField("时段", max_length=6, choices=Period, default=Period.TERM)
    starts = models.DateField("起", null=True, blank=True, help_text="学年计划和规划才有；学期计划按学期")
    ends = models.DateField("止", null=True, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name="上一级计划")
    level = models.CharField("层级", max_length=8, choices=Level, default=Level.SCHOOL)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="组")
    teacher = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="教师")
    title = models.CharField("标题", max_length=100)
    state = models.CharField("状态", max_length=12, choices=PlanState, default=PlanState.DRAFT)
    version = models.PositiveIntegerField("修改次数", default=0)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    comments_until = models.DateField("征求意见截止", null=True, blank=True)
    return_reason = models.TextField("退回理由", blank=True)
    network = models.JSONField("管理网络各级的叫法", default=list, blank=True)
    numbers = models.JSONField("打算做多少", default=dict, blank=True, help_text="个人计划：上课、听课、读书各多少")
    review = models.TextField("期末回顾", blank=True)
    burden_reason = models.CharField("超过负担上限的理由", max_length=200, blank=True)
    burden_minutes = models.PositiveSmallIntegerField("同意的每周书写分钟", null=True, blank=True)
    burden_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    burden_at = models.DateTimeField(null=True, blank=True)
    asked = models.ManyToManyField(User, blank=True, related_name="+", verbose_name="请谁审批")

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "group", "own": "teacher", "assigned": "asked"}

    class Meta:
        verbose_name = verbose_name_plural = "研修计划"
        constraints = [
            models.UniqueConstraint(fields=["term"], condition=Q(level="school"), name="one_school_plan"),
            models.UniqueConstraint(fields=["term", "group"], condition=Q(level="group"), name="one_plan_per_group"),
            models.UniqueConstraint(fields=["term", "teacher"], condition=Q(level="teacher"), name="one_plan_per_teacher"),
            models.CheckConstraint(
                condition=Q(level="school", group=None, teacher=None)
                | Q(level="group", group__isnull=False, teacher=None)
                | Q(level="teacher", group=None, teacher__isnull=False),
                name="plan_level_names_its_owner",
            ),
            models.UniqueConstraint(fields=["school", "period", "starts"], condition=Q(level="school", term=None), name="one_long_plan"),
            models.UniqueConstraint(
                fields=["group", "period", "starts"], condition=Q(level="group", term=None), name="one_long_plan_per_group"
            ),
            models.UniqueConstraint(
                fields=["teacher", "period", "starts"], condition=Q(level="teacher", term=None), name="one_long_plan_per_teacher"
            ),
            models.CheckConstraint(
                condition=Q(period="term", term__isnull=False)
                | (~Q(period="term") & Q(term=None, starts__isnull=False, ends__isnull=False, starts__lt=F("ends"))),
                name="plan_has_its_period",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def first_day(self) -> date:
        return self.term.starts if self.term else self.starts

    @property
    def last_day(self) -> date:
        return self.term.ends if self.term else self.ends

    @property
    def period_name(self) -> str:
        """学期, 学年 or years, as it is printed."""
        if self.term:
            return self.term.name
        first, last = self.starts.year, self.ends.year
        return f"{first}—{last} 学年" if self.period == self.Period.YEAR else f"{first}—{last} 年"


class Section(models.Model):
    """计划的一节 (指导思想, 研修目标 …): rich text with its own version, so that two people can write at once."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField("次序")
    title = models.CharField("标题", max_length=60)
    body = models.TextField("正文", blank=True)
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "计划小节"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Stage(models.Model):
    """阶段 (启动, 研修, 总结): every activity lies in one."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="stages")
    order = models.PositiveSmallIntegerField("次序")
    name = models.CharField("名称", max_length=20)
    starts = models.DateField("开始")
    ends = models.DateField("结束")
    text = models.TextField("安排", blank=True)

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "阶段"
        ordering = ["order", "starts"]
        constraints = [models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="stage_starts_before_end")]

    def __str__(self) -> str:
        return self.name


class ContentItem(models.Model):
    """研修内容: one of the things to be learnt this term; the hinge between schedule, activities and rubric."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="contents")
    order = models.PositiveSmallIntegerField("次序")
    title = models.CharField("内容", max_length=60)

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "研修内容"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "title"], name="content_title_once")]

    def __str__(self) -> str:
        return self.title


class MonthItem(models.Model):
    """月度安排: in a month, what, with which requirement, how it is assessed and who answers for it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="months")
    month = models.CharField("月份", max_length=7, help_text="2026-09")
    order = models.PositiveSmallIntegerField("序")
    content = models.CharField("内容", max_length=100)
    requirement = models.TextField("要求", blank=True)
    assessed_by = models.CharField("怎样考核", max_length=100, blank=True)
    responsible = models.CharField("负责", max_length=60, blank=True)

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "月度安排"
        ordering = ["month", "order", "id"]

    def __str__(self) -> str:
        return self.content


class LeadershipMember(models.Model):
    """领导小组成员 with role and duty; drives text, signatures and cover."""

    class Role(models.TextChoices):
        HEAD = "head", "组长"
        DEPUTY = "deputy", "副组长"
        MEMBER = "member", "组员"

    class Team(models.TextChoices):
        LEAD = "lead", "领导小组"
        GUIDE = "guide", "研修指导组"
        JUDGE = "judge", "评审组"
        SUPPORT = "support", "学习支持中心"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="leadership")
    order = models.PositiveSmallIntegerField("次序")
    team = models.CharField("哪个组", max_length=8, choices=Team, default=Team.LEAD)
    role = models.CharField("角色", max_length=8, choices=Role)
    teacher = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="教师")
    name = models.CharField("姓名", max_length=30)
    duty = models.CharField("职责", max_length=200, blank=True)
    since = models.DateField("任期起", null=True, blank=True)
    until = models.DateField("任期止", null=True, blank=True)

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "领导小组"
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")), name="office_since_until")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"


class Quota(models.Model):
    """任务量: how many of a kind of record a role or tag owes per week, month, term or school year.

    source: a key of rubrics/sources.py that counts (works:反思, observations:made …).
    """

    class Period(models.TextChoices):
        WEEK = "week", "每周"
        MONTH = "month", "每月"
        TERM = "term", "每学期"
        YEAR = "year", "每学年"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="quotas")
    order = models.PositiveSmallIntegerField("次序")
    name = models.CharField("名称", max_length=20)
    source = models.CharField("依据", max_length=60)
    unit = models.CharField("单位", max_length=4, default="次")
    audience = models.JSONField("对象", default=dict)
    number = models.PositiveSmallIntegerField("数量")
    period = models.CharField("周期", max_length=6, choices=Period, default=Period.TERM)

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "任务量"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class SourceDocument(models.Model):
    """依据文件（来文）: a superior's notice with number and date, cited in the plan and first in the volume."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="source_documents")
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("题名", max_length=150)
    issuer = models.CharField("发文机关", max_length=80)
    day = models.DateField("日期")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    paper_pages = models.PositiveSmallIntegerField("纸质原件页数", null=True, blank=True)

    objects = ScopedManager(school="plan__school")

    class Meta:
        verbose_name = verbose_name_plural = "依据文件"
        ordering = ["day"]

    def __str__(self) -> str:
        return self.title
