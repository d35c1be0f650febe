from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from plans.models.plan import Plan
from plans.states import FilingState
from school.models import School, StoredFile, Term, User


class Filing(models.Model):
    """报送备案: plan, calendar, summary and roster of hours handed to 中心校 or 教师进修学校 as one package.

    inside: the names of what the package holds. online: the 区县 of this system answers it; else the school notes the answer.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    to = models.CharField("报给", max_length=60)
    online = models.BooleanField("区县在本系统里收", default=True)
    note = models.CharField("说明", max_length=200, blank=True)
    package = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    inside = models.JSONField("内容", default=list)
    state = models.CharField("状态", max_length=10, choices=FilingState, default=FilingState.SENT)
    remark = models.TextField("意见", blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(unique=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}
    settles_term = True  # may be made for a term that is over (school.past)

    class Meta:
        verbose_name = verbose_name_plural = "报送"
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"报{self.to}的材料"


class PlanDue(models.Model):
    """交计划的期限 of a term, set by the office: group plans and personal plans each have a day."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    level = models.CharField("哪种计划", max_length=8, choices=Plan.Level)
    day = models.DateField("期限")

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "交计划的期限"
        constraints = [models.UniqueConstraint(fields=["term", "level"], name="due_once")]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.day}"


class WordTemplate(models.Model):
    """计划的 Word 样板: the school's own .docx with {{标题}} {{正文}} {{附件1}} {{附件2}} {{组长}} {{日期}}."""

    school = models.OneToOneField(School, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "Word 样板"

    def __str__(self) -> str:
        return self.file.name
