from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from activities.models.activity import Activity
from activities.models.works import Work
from school.models import Teacher


class Preparation(models.Model):
    """集体备课: what a group prepares together; time, place, people, attendance and record are those of its activity."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="preparation", verbose_name="活动")
    topic = models.CharField("课题", max_length=80)
    subject = models.CharField("学科年级", max_length=30, blank=True)
    goals = models.TextField("目标", blank=True)
    key_points = models.TextField("重难点", blank=True)
    draft = models.ForeignKey(Work, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="主备稿")
    changes = models.TextField("修改", blank=True)
    afterwards = models.TextField("课后反思", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager(school="activity__school")
    reach = {
        "school": "activity__school", "group": "activity__group", "own": "activity__recorder activity__sessions__presenters",
    }

    class Meta:
        verbose_name = verbose_name_plural = "集体备课"
        ordering = ["-activity_id"]

    def __str__(self) -> str:
        return self.topic


class Remark(models.Model):
    """讨论: a question about the draft, or a view under it; the question carries what was agreed (问题—观点—共识)."""

    preparation = models.ForeignKey(Preparation, models.CASCADE, related_name="remarks")
    under = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="views", verbose_name="哪个问题")
    author = models.ForeignKey(Teacher, models.PROTECT, related_name="+", verbose_name="谁说的")
    text = models.TextField("内容")
    agreed = models.TextField("共识", blank=True)
    at = models.DateTimeField("时间")
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="preparation__activity__school")

    class Meta:
        verbose_name = verbose_name_plural = "备课讨论"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:20]
