from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from school.models import School, Teacher, User


class Instrument(models.Model):
    """评价表与问卷: one version of a form with indicators; an answered version never changes.

    document: {"sections": [{"name", "items": [{"code", "name", "kind": "number|levels|choice|text", "max", "levels":
    [{"name", "points"}], "choices": [], "hint"}]}], "base": points everybody starts from, "cut_offs": [{"name", "at_least"}],
    "minutes": what it costs to fill in}.
    """

    class Purpose(models.TextChoices):
        LESSON = "lesson", "课堂教学评价"
        JUDGING = "judging", "评审"
        SURVEY = "survey", "问卷"
        RATING = "rating", "自评互评"
        INSPECTION = "inspection", "检查"

    school = models.ForeignKey(School, models.PROTECT, related_name="instruments", verbose_name="学校")
    name = models.CharField("名称", max_length=80)
    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    version = models.PositiveSmallIntegerField("版本", default=1)
    document = models.JSONField("内容")
    retired = models.BooleanField("已停用", default=False)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "评价表"
        ordering = ["purpose", "name", "-version"]
        constraints = [models.UniqueConstraint(fields=["school", "name", "version"], name="instrument_version_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def items(self) -> list[dict]:
        return [item for section in self.document["sections"] for item in section["items"]]


class Round(models.Model):
    """发放: an instrument given to an audience between two days."""

    school = models.ForeignKey(School, models.PROTECT, related_name="rounds")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="rounds", verbose_name="评价表")
    title = models.CharField("名称", max_length=80)
    audience = models.JSONField("对象", default=dict)
    anonymous = models.BooleanField("匿名", default=False)
    opens = models.DateField("开始")
    closes = models.DateField("截止")

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "发放"

    def __str__(self) -> str:
        return self.title


class Response(models.Model):
    """答卷: the answers of one person; the total is reckoned and stored when it is handed in."""

    school = models.ForeignKey(School, models.PROTECT, related_name="responses")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="responses")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="responses")
    respondent = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict)
    total = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "答卷"

    def __str__(self) -> str:
        return f"{self.instrument} {self.pk}"
