from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from evaluation.states import ReportState
from school.fields import DocumentField
from school.models import Group, School, Teacher, Term, User


class TermReport(models.Model):
    """学期报告 of the school, a group or a teacher: what people wrote beneath the figures; 月小结, 阶段小结 and 学年总结 are other spans.

    chapters: {chapter: text}. figures: what was reckoned on the day it was finished, frozen with the words; empty in a draft.
    """

    class Level(models.TextChoices):
        SCHOOL = "school", "学校"
        GROUP = "group", "教研组"
        TEACHER = "teacher", "个人"

    school = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name="学校")
    term = models.ForeignKey(Term, models.PROTECT, related_name="reports", verbose_name="学期")
    level = models.CharField("谁的", max_length=8, choices=Level)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="组")
    teacher = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="教师")
    first = models.DateField("从")
    last = models.DateField("到")
    title = models.CharField("标题", max_length=100)
    chapters = DocumentField("各部分的文字", default=dict, blank=True)
    figures = DocumentField("写好时的数字", null=True, blank=True)
    as_of = models.DateField("数字截至", null=True, blank=True)
    state = models.CharField("状态", max_length=6, choices=ReportState, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    objects = ScopedManager(school="school")
    reach = {
        "school": "school", "group": "group teacher__memberships__group", "own": "teacher group__memberships__teacher",
    }
    settles_term = True  # may be made for a term that is over (school.past)

    class Meta:
        verbose_name = verbose_name_plural = "学期报告"
        ordering = ["-last", "first", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="school", group=None, teacher=None) | Q(level="group", group__isnull=False, teacher=None)
                | Q(level="teacher", group=None, teacher__isnull=False),
                name="report_level_names_its_owner",
            ),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="report_first_before_last"),
            models.UniqueConstraint(fields=["term", "first", "last"], condition=Q(level="school"), name="one_report"),
            models.UniqueConstraint(fields=["term", "group", "first", "last"], condition=Q(level="group"), name="one_report_per_group"),
            models.UniqueConstraint(
                fields=["term", "teacher", "first", "last"], condition=Q(level="teacher"), name="one_report_per_teacher"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def whole_term(self) -> bool:
        """学期报告; anything shorter is a 小结."""
        return (self.first, self.last) == (self.term.starts, self.term.ends)

    @property
    def whole_year(self) -> bool:
        """学年总结, kept with the term that ends the year."""
        return self.first < self.term.starts
