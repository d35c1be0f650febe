from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from activities.models.activity import Activity
from school.models import School, StoredFile, Teacher, Term, User


class Assessment(models.Model):
    """评定结果 of one teacher in one activity: a tier, a number or counts; marked cell by cell in the grid."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="assessments")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="assessments")
    tier = models.CharField("档次", max_length=20, blank=True)
    number = models.DecimalField("数值", max_digits=8, decimal_places=2, null=True, blank=True)
    counts = models.JSONField("次数", null=True, blank=True)
    preliminary = models.BooleanField("组长初评", default=False)
    remark = models.CharField("备注", max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(school="activity__school")
    reach = {"school": "activity__school", "group": "teacher__memberships__group", "own": "teacher", "about": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "评定结果"
        constraints = [
            models.UniqueConstraint(fields=["activity", "teacher"], name="assessment_once"),
            models.CheckConstraint(
                condition=(~Q(tier="") & Q(number=None, counts=None))
                | (Q(tier="", counts=None) & Q(number__isnull=False))
                | (Q(tier="", number=None) & Q(counts__isnull=False)),
                name="assessment_exactly_one_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.teacher} {self.activity}"


class ClassAward(models.Model):
    """先进班级: a weekly win of a class, credited to its head teacher."""

    school = models.ForeignKey(School, models.PROTECT, related_name="class_awards")
    term = models.ForeignKey(Term, models.PROTECT, related_name="class_awards")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="class_awards", verbose_name="班主任")
    class_name = models.CharField("班级", max_length=20)
    day = models.DateField("日期")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "teacher__memberships__group", "own": "teacher", "about": "teacher"}
    settles_term = True  # may be made for a term that is over (school.past)

    class Meta:
        verbose_name = verbose_name_plural = "先进班级"
        ordering = ["day", "class_name"]
        constraints = [models.UniqueConstraint(fields=["school", "class_name", "day"], name="class_award_once")]

    def __str__(self) -> str:
        return f"{self.class_name}先进班级"


class ConductRecord(models.Model):
    """师德考核记录: a deduction has a clause, a talk and a decision; few may read it, the teacher may answer."""

    class Severity(models.TextChoices):
        MINOR = "较轻", "较轻"
        SERIOUS = "严重", "严重"
        NONE = "不扣分", "不扣分"  # what the leadership group may find once the teacher was heard

    school = models.ForeignKey(School, models.PROTECT, related_name="conduct_records")
    term = models.ForeignKey(Term, models.PROTECT, related_name="conduct_records")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="conduct_records")
    severity = models.CharField("轻重", max_length=4, choices=Severity)
    clause = models.CharField("条款", max_length=200)
    day = models.DateField("日期")
    talk = models.TextField("谈话", blank=True)
    decision = models.TextField("领导小组决定", blank=True, help_text="空：还没有决定，不扣分")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    deciders = models.ManyToManyField(Teacher, blank=True, related_name="+", verbose_name="参加决定的人")
    answer = models.TextField("本人说明", blank=True)
    assigned = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分管领导")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(school="school")
    reach = {"school": "school", "own": "teacher", "assigned": "assigned", "about": "teacher"}
    settles_term = True  # may be made for a term that is over (school.past)

    class Meta:
        verbose_name = verbose_name_plural = "师德考核记录"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.teacher} {self.severity}"

    @property
    def about_id(self) -> int:
        return self.teacher_id
