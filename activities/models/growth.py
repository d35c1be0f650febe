from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from school.models import School, Teacher


class Offer(models.Model):
    """校内讲师: what a teacher can teach the others, for the living list from which lectures are planned."""

    class Level(models.TextChoices):
        SCHOOL = "school", "校级"
        COUNTY = "county", "县级"
        CITY = "city", "市级"
        PROVINCE = "province", "省级"

    school = models.ForeignKey(School, models.PROTECT, related_name="offers")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="offers", verbose_name="讲师")
    title = models.CharField("能讲什么", max_length=80)
    level = models.CharField("级别", max_length=10, choices=Level, default=Level.SCHOOL)
    note = models.CharField("适合谁听", max_length=100, blank=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "teacher__memberships__group", "own": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "校内讲师"
        ordering = ["teacher__order", "id"]
        constraints = [models.UniqueConstraint(fields=["teacher", "title"], name="offer_once")]

    def __str__(self) -> str:
        return self.title
