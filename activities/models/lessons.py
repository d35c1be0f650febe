from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django_scopes import ScopedManager

from activities.models.activity import Activity
from activities.models.works import Work
from activities.states import OpenLessonState
from documents.chinese import titled
from school.models import School, Teacher, Term

WEEKDAYS = [(number, f"星期{name}") for number, name in enumerate("一二三四五六日", 1)]


class TimetableSlot(models.Model):
    """课表的一格: who teaches which class at which period of the week; a visit to a lesson is filled in from it."""

    school = models.ForeignKey(School, models.CASCADE, related_name="timetable", verbose_name="学校")
    term = models.ForeignKey(Term, models.CASCADE, related_name="timetable", verbose_name="学期")
    teacher = models.ForeignKey(Teacher, models.CASCADE, related_name="timetable", verbose_name="教师")
    weekday = models.PositiveSmallIntegerField("星期", choices=WEEKDAYS)
    period = models.PositiveSmallIntegerField("节次")
    class_name = models.CharField("班级", max_length=20)
    subject = models.CharField("学科", max_length=20)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "own": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "课表"
        ordering = ["weekday", "period", "class_name"]
        constraints = [
            models.UniqueConstraint(fields=["term", "teacher", "weekday", "period", "class_name"], name="timetable_slot_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}第 {self.period} 节 {self.class_name}{self.subject}"


class OpenLesson(models.Model):
    """公开课: announced with a day and a room, visited by whoever took a place, kept with design, observations, reflection."""

    class Kind(models.TextChoices):
        """What schools call their open lessons (seeds 000, 001, 004)."""

        REPORT = "report", "汇报课"
        STUDY = "study", "研讨课"
        INQUIRY = "inquiry", "探究课"
        DEMONSTRATION = "demonstration", "示范课"
        QUALITY = "quality", "优质课"
        SHOWING = "showing", "展示课"
        FOLLOW = "follow", "跟进课"
        REPEATED = "repeated", "重复深入课"
        THEME = "theme", "主题过关课"
        INNOVATION = "innovation", "创新展示课"
        SAME_TOPIC = "same_topic", "同课异构"
        POLISHED = "polished", "同上（磨）一节课"

    school = models.ForeignKey(School, models.PROTECT, related_name="open_lessons", verbose_name="学校")
    term = models.ForeignKey(Term, models.PROTECT, related_name="open_lessons", verbose_name="学期")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="open_lessons", verbose_name="授课教师")
    kind = models.CharField("种类", max_length=16, choices=Kind, default=Kind.REPORT)
    day = models.DateField("日期")
    starts = models.TimeField("开始", null=True, blank=True)
    period = models.CharField("节次", max_length=10, blank=True)
    class_name = models.CharField("班级", max_length=20)
    subject = models.CharField("学科", max_length=20, blank=True)
    topic = models.CharField("课题", max_length=80)
    place = models.CharField("地点", max_length=40, blank=True)
    capacity = models.PositiveSmallIntegerField("听课座位", null=True, blank=True, help_text="空：不限")
    purpose = models.TextField("想请大家看什么", blank=True)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="open_lessons", verbose_name="活动")
    design = models.ForeignKey(Work, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="教学设计")
    reflection = models.ForeignKey(Work, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="课后反思")
    state = models.CharField("状态", max_length=10, choices=OpenLessonState, default=OpenLessonState.ANNOUNCED)
    recommended = models.JSONField("推荐经过", default=list, help_text="[{step, by, at, reason}]")
    version = models.PositiveIntegerField(default=1)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "teacher__memberships__group", "own": "teacher", "about": "teacher", "invited": "shares__user"}

    class Meta:
        verbose_name = verbose_name_plural = "公开课"
        ordering = ["day", "starts", "id"]

    def __str__(self) -> str:
        return f"{self.teacher}{self.named_topic}"

    @property
    def about_id(self) -> int:
        return self.teacher_id

    @property
    def named_topic(self) -> str:
        """课题 in its book marks."""
        return titled(self.topic)

    @property
    def recommendations(self) -> list[dict[str, Any]]:
        """推荐经过 with its days."""
        return [{**one, "at": date.fromisoformat(one["at"])} for one in self.recommended]
