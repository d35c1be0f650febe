from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from archives.states import EditionState
from school.models import Group, Job, School, StoredFile, Teacher, Term, User


class Dossier(models.Model):
    """案卷: a bound volume of a term, a teacher, a group or chosen works; its editions hold the pages."""

    class Kind(models.TextChoices):
        TERM = "term", "学期研修档案"
        TEACHER = "teacher", "教师个人专业发展档案"
        GROUP = "group", "教研组期末材料"
        ANTHOLOGY = "anthology", "成果汇编"

    class Retention(models.TextChoices):
        PERMANENT = "永久", "永久"
        THIRTY = "30年", "30年"
        TEN = "10年", "10年"

    school = models.ForeignKey(School, models.PROTECT, related_name="dossiers", verbose_name="学校")
    term = models.ForeignKey(Term, models.PROTECT, related_name="dossiers", verbose_name="学期")
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.TERM)
    teacher = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="教师")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="教研组")
    title = models.CharField("题名", max_length=120)
    archive_no = models.CharField("档号", max_length=40)
    retention = models.CharField("保管期限", max_length=4, choices=Retention, default=Retention.THIRTY)
    running = models.BooleanField("不另起一张", default=False, help_text="省三分之一纸；不选：每件另起一张")
    order = models.JSONField("次序", default=list, blank=True, help_text="piece keys as dragged")
    notes = models.JSONField("缺件说明", default=dict, blank=True, help_text="{missing key: {text, by, at}}")

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "group", "own": "teacher"}
    settles_term = True  # may be made for a term that is over (school.past)

    class Meta:
        verbose_name = verbose_name_plural = "案卷"
        ordering = ["archive_no"]
        constraints = [
            models.UniqueConstraint(fields=["school", "archive_no"], name="archive_no_once"),
            models.UniqueConstraint(
                fields=["term", "kind"], condition=models.Q(kind__in=["term", "anthology"]), name="one_volume_per_term"
            ),
            models.UniqueConstraint(fields=["term", "teacher"], condition=models.Q(kind="teacher"), name="one_volume_per_teacher"),
            models.UniqueConstraint(fields=["term", "group"], condition=models.Q(kind="group"), name="one_volume_per_group"),
        ]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """版次 of a volume: built from pieces, then sealed with a hash chained to the seal before; never changed after."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="editions")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField("版次")
    state = models.CharField("状态", max_length=10, choices=EditionState, default=EditionState.DRAFT)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    as_of = models.DateField("截至")
    pieces = models.JSONField("卷内文件", default=list, help_text="[{no, key, doc_no, by, title, day, page, last, remark}]")
    missing = models.JSONField("缺件", default=list)
    pages = models.PositiveIntegerField("页数", default=0)
    sides = models.PositiveIntegerField("面数", default=0)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    built_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    built_at = models.DateTimeField("生成于", null=True, blank=True)
    seal = models.CharField("封存校验码", max_length=64, blank=True, db_index=True)
    previous_seal = models.CharField(max_length=64, blank=True)
    sealed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sealed_at = models.DateTimeField("归档于", null=True, blank=True)
    reason = models.CharField("另出新版的原因", max_length=200, blank=True)
    failure = models.CharField("失败原因", max_length=300, blank=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "dossier__group", "own": "dossier__teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "案卷版次"
        ordering = ["-no"]
        constraints = [models.UniqueConstraint(fields=["dossier", "no"], name="dossier_edition_once")]

    def __str__(self) -> str:
        return f"{self.dossier}第 {self.no} 版"

    @property
    def sheets(self) -> int:
        """Sheets of paper, printed on both sides (张)."""
        return -(-self.sides // 2)

    @property
    def thickness(self) -> int:
        """脊厚 in mm, 0.1 mm a sheet of 70 g paper."""
        return -(-self.sheets // 10)
