from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from rubrics.states import RubricState
from school.fields import DocumentField
from school.models import School, User


class Rubric(models.Model):
    """评价细则: one version of a school's rubric as a document; in use it is frozen and a change is a new version."""

    school = models.ForeignKey(School, models.PROTECT, related_name="rubrics", verbose_name="学校")
    title = models.CharField("名称", max_length=80)
    version = models.PositiveSmallIntegerField("版本", default=1)
    state = models.CharField("状态", max_length=10, choices=RubricState, default=RubricState.DRAFT)
    document = DocumentField("细则", help_text="yanxiu-rubric/1")
    vote = models.JSONField("教职工大会", null=True, blank=True, help_text="{date, due, present, agreed}")
    responsible = models.JSONField("考核责任人", default=dict, blank=True, help_text="{code: 身份或工号}")
    edition = models.PositiveIntegerField("修改次数", default=0)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}
    names_tags = "document"

    class Meta:
        verbose_name = verbose_name_plural = "评价细则"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["school", "title", "version"], name="rubric_version_once")]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"
