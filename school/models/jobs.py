from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from school.models.people import User
from school.models.places import School


class Job(models.Model):
    """后台任务：long work with a bar and a cancel button. The row is the truth; a queue message only wakes a worker."""

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"
        CANCELLED = "cancelled", "已取消"

    school = models.ForeignKey(School, models.PROTECT, related_name="jobs")
    kind = models.CharField("任务", max_length=60, help_text="Celery task name")
    target = models.CharField("对象", max_length=60)
    params = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField("进度", max_length=300, blank=True)
    cancel_asked = models.BooleanField(default=False)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    token = models.CharField(max_length=32, blank=True)
    result = models.JSONField(null=True, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target"], condition=models.Q(state__in=["queued", "running"]), name="one_open_job"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"

    @property
    def label(self) -> str:
        """What the work is called on the screen; the asker put it among the parameters."""
        return self.params.get("label") or self.target

    @property
    def interrupted(self) -> bool:
        """Running, but its worker has not been heard of since the lease ran out."""
        return self.state == self.State.RUNNING and bool(self.lease_until) and self.lease_until < timezone.now()

    @property
    def open(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING) and not self.interrupted

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
