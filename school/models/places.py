from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

WRITING_CEILING = 60  # minutes a week (spec 06, 「No burden」)


class District(models.Model):
    """区县：the county or district that sees plans and completion of its schools, never texts."""

    code = models.SlugField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "区县"

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """学校：the owner of all data; a 中心校 may have 校点 (村小, 教学点) that share its plan, rubric and sheet."""

    code = models.SlugField("代码", max_length=20, unique=True)
    name = models.CharField("全称", max_length=80)
    short_name = models.CharField("简称", max_length=40, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="campuses", verbose_name="所属中心校")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="schools", verbose_name="区县")
    office_name = models.CharField("教导处名称", max_length=20, default="教导处")
    holidays = models.JSONField("校历调整", default=dict, blank=True, help_text="日期 → 名称（放假）或空（调休上课）")
    settings = models.JSONField("设置", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "学校"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def lesson_hours(self) -> Decimal:
        """听一节课折合的学时: what the school counts for a lesson observed outside an activity; 0 until it decides otherwise."""
        return Decimal(self.settings.get("lesson_hours", "0"))

    @property
    def writing_ceiling(self) -> int:
        """书写上限: minutes a week that a plan may ask without the principal's signature; 60 until the school says otherwise."""
        return self.settings.get("writing_ceiling", WRITING_CEILING)

    @property
    def lesson_kinds(self) -> list[str]:
        """本校另有的公开课种类, beside those every school knows."""
        return self.settings.get("lesson_kinds", [])


class Term(models.Model):
    """学期：e.g. 2026—2027 学年第一学期; 第1周 is the Monday–Sunday week that holds the first school day."""

    school = models.ForeignKey(School, models.PROTECT, related_name="terms", verbose_name="学校")
    code = models.SlugField("代码", max_length=20, help_text="如 2026-2027-1")
    starts = models.DateField("开学日")
    ends = models.DateField("结束日")
    closed = models.BooleanField("已结束", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "学期"
        ordering = ["-starts"]
        constraints = [
            models.UniqueConstraint(fields=["school", "code"], name="term_code_once"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="term_starts_before_end"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def school_year(self) -> str:
        """学年, as it is printed: 2026—2027 学年."""
        first, second, _ = self.code.split("-")
        return f"{first}—{second} 学年"

    @property
    def ends_its_year(self) -> bool:
        """Whether it is the 第二学期, with which the school year is over."""
        return self.code.endswith("-2")

    @property
    def name(self) -> str:
        return f"{self.school_year}第{'一' if self.code.endswith('-1') else '二'}学期"

    def week_of(self, day: date) -> int:
        """周次 of a day; 第0周 lies before the week of the first school day."""
        monday = self.starts - timedelta(days=self.starts.weekday())
        return max((day - monday).days // 7 + 1, 0)

    def week_span(self, week: int) -> tuple[date, date]:
        """Monday and Sunday of a school week."""
        monday = self.starts - timedelta(days=self.starts.weekday()) + timedelta(weeks=week - 1)
        return monday, monday + timedelta(days=6)

    @property
    def weeks(self) -> int:
        return self.week_of(self.ends)
