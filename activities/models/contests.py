from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from activities.models.activity import Activity
from activities.models.works import Work
from activities.states import ContestState
from instruments.models import Instrument, Response
from school.fields import DocumentField
from school.models import School, StoredFile, Teacher, User


class Contest(models.Model):
    """评比: entries of teachers are judged, as a rule without their names, placed and put into tiers (seeds 001, 004)."""

    class Ties(models.TextChoices):
        SAME = "same", "并列，名次相同"
        ITEM = "item", "看一项指标，高的在前"
        JURY = "jury", "由评委会议定，写明理由"

    class TierBy(models.TextChoices):
        SHARE = "share", "按名次，占百分之几"
        NUMBER = "number", "按名次，取几名"
        POINTS = "points", "按得分，几分以上"

    class Gives(models.TextChoices):
        TIER = "tier", "记档次"
        NUMBER = "number", "记平均分"

    school = models.ForeignKey(School, models.PROTECT, related_name="contests", verbose_name="学校")
    activity = models.OneToOneField(Activity, models.PROTECT, related_name="contest", verbose_name="活动")
    title = models.CharField("名称", max_length=80)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="contests", verbose_name="评审表")
    state = models.CharField("状态", max_length=10, choices=ContestState, default=ContestState.COLLECTING)
    entries_due = models.DateField("交作品截止", null=True, blank=True)
    judging_due = models.DateField("评审截止", null=True, blank=True)
    blind = models.BooleanField("匿名评审", default=True)
    own_group = models.BooleanField("评委可以评本组", default=False)
    trim = models.BooleanField("去掉一个最高分和一个最低分", default=False)
    ties = models.CharField("同分", max_length=6, choices=Ties, default=Ties.SAME)
    tie_item = models.CharField("同分时看的指标", max_length=40, blank=True)
    tier_by = models.CharField("分档办法", max_length=6, choices=TierBy, default=TierBy.SHARE)
    tiers = DocumentField("档次", help_text="[{name, value}]，从高到低")
    praised = models.PositiveSmallIntegerField("公布前几档", default=1)
    gives = models.CharField("记入评定", max_length=6, choices=Gives, default=Gives.TIER)
    level = models.CharField("级别", max_length=10, default="校级")
    version = models.PositiveIntegerField(default=1)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField("确认于", null=True, blank=True)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "activity__group", "invited": "judges__user", "contest": "pk"}

    class Meta:
        verbose_name = verbose_name_plural = "评比"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Entry(models.Model):
    """参评作品 of one teacher: a 研修材料, a file, or only a title (a lesson, a performance)."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="entries")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="entries", verbose_name="作者")
    title = models.CharField("题目", max_length=100)
    work = models.ForeignKey(Work, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="研修材料")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件")
    no = models.PositiveSmallIntegerField("编号", null=True, blank=True, help_text="抽签得出，评委只看见它")
    jury_place = models.PositiveSmallIntegerField("评委会议定的先后", null=True, blank=True)
    jury_reason = models.CharField("议定的理由", max_length=100, blank=True)
    mean = models.DecimalField("平均分", max_digits=7, decimal_places=2, null=True, blank=True)
    rank = models.PositiveSmallIntegerField("名次", null=True, blank=True)
    tier = models.CharField("档次", max_length=20, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("交来")
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="contest__school")
    reach = {
        "school": "contest__school", "group": "contest__activity__group", "own": "teacher", "about": "teacher",
    }

    class Meta:
        verbose_name = verbose_name_plural = "参评作品"
        ordering = ["no", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "teacher"], name="entry_once"),
            models.UniqueConstraint(fields=["contest", "no"], name="entry_number_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """03 号: what judges call it."""
        return f"{self.no:02} 号" if self.no else "未编号"


class Judge(models.Model):
    """评委 of one contest: a teacher of the school or an invited expert."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="judges")
    user = models.ForeignKey(User, models.PROTECT, related_name="judging", verbose_name="评委")

    objects = ScopedManager(school="contest__school")

    class Meta:
        verbose_name = verbose_name_plural = "评委"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["contest", "user"], name="judge_once")]

    def __str__(self) -> str:
        return self.user.name


class Judging(models.Model):
    """评审: the sheet of one judge for one entry; never his own, nor one of his group where the contest says so."""

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="judgings")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="judgings")
    response = models.OneToOneField(Response, models.PROTECT, null=True, blank=True, related_name="judging")
    remark = models.TextField("评语", blank=True)
    declined = models.CharField("回避的原因", max_length=100, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ScopedManager(school="judge__contest__school")
    reach = {"school": "judge__contest__school", "invited": "judge__user", "about": "entry__teacher", "contest": "judge__contest"}

    class Meta:
        verbose_name = verbose_name_plural = "评审"
        ordering = ["entry__no"]
        constraints = [models.UniqueConstraint(fields=["judge", "entry"], name="judged_once")]

    def __str__(self) -> str:
        return f"{self.entry.number}"

    @property
    def done(self) -> bool:
        """已交 or 已回避."""
        return bool(self.declined or (self.response_id and self.response.submitted_at))

    @property
    def total(self) -> Decimal | None:
        return self.response.total if self.response_id and self.response.submitted_at else None


HANDED_IN = Q(response__submitted_at__isnull=False)
WAITING = Q(declined="") & (Q(response=None) | Q(response__submitted_at=None))
