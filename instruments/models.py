from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from school import clock
from school.models import Group, School, Teacher, User


class Instrument(models.Model):
    """评价表与问卷: one version of a form with indicators; an answered version never changes.

    The document is described in instruments/answers.py. A draft is being written and nobody fills it in; what has been put
    in use stays as it is, a change is a draft of the next version.
    """

    class Purpose(models.TextChoices):
        LESSON = "lesson", "课堂教学评价"
        JUDGING = "judging", "评审"
        SURVEY = "survey", "问卷"
        RATING = "rating", "自评互评"
        INSPECTION = "inspection", "检查"
        SKILL = "skill", "技能考核"

    school = models.ForeignKey(School, models.PROTECT, related_name="instruments", verbose_name="学校")
    name = models.CharField("名称", max_length=80)
    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    version = models.PositiveSmallIntegerField("版本", default=1)
    document = models.JSONField("内容")
    draft = models.BooleanField("草稿", default=False)
    retired = models.BooleanField("已停用", default=False)
    edits = models.PositiveIntegerField(default=0)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "评价表"
        ordering = ["purpose", "name", "-version"]
        constraints = [models.UniqueConstraint(fields=["school", "name", "version"], name="instrument_version_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def items(self) -> list[dict]:
        return [item for section in self.document["sections"] for item in section["items"]]


class Round(models.Model):
    """发放: an instrument given to an audience between two days, about nobody, oneself, one's group or named teachers."""

    class About(models.TextChoices):
        NOBODY = "nobody", "不评人"
        SELF = "self", "每人评自己"
        GROUP = "group", "每人评同组的其他老师"
        NAMED = "named", "评指定的老师"

    class Party(models.TextChoices):
        TEACHERS = "teachers", "教师"
        SELF = "self", "自评"
        PEERS = "peers", "互评"
        LEADERS = "leaders", "领导评"
        EXPERTS = "experts", "专家评"
        PUPILS = "pupils", "学生评"
        PARENTS = "parents", "家长评"

    ON_PAPER = (Party.EXPERTS, Party.PUPILS, Party.PARENTS)  # they have no accounts here: the office enters what they gave

    school = models.ForeignKey(School, models.PROTECT, related_name="rounds")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="rounds", verbose_name="评价表")
    title = models.CharField("名称", max_length=80)
    occasion = models.CharField("哪次活动", max_length=80, blank=True)
    party = models.CharField("谁来填", max_length=8, choices=Party, default=Party.TEACHERS)
    audience = models.JSONField("对象", default=dict)
    anonymous = models.BooleanField("匿名", default=False)
    about = models.CharField("评谁", max_length=6, choices=About, default=About.NOBODY)
    about_whom = models.JSONField("评哪些老师", default=dict)
    group_kind = models.CharField("同哪一种组", max_length=12, choices=Group.Kind, default=Group.Kind.RESEARCH)
    opens = models.DateField("开始")
    closes = models.DateField("截止")
    closed = models.BooleanField("已收", default=False)
    reason = models.CharField("一月两次的理由", max_length=200, blank=True)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "发放"

    def __str__(self) -> str:
        return self.title

    @property
    def on_paper(self) -> bool:
        return self.party in self.ON_PAPER

    @property
    def over(self) -> bool:
        """已截止: nothing comes in any more."""
        return self.closed or clock.today() > self.closes


class Receipt(models.Model):
    """回执: that a teacher or an invited expert is asked (about whom), and whether he has answered; never what, and never when.

    All receipts of a round are made at its opening, in the order of the roster: what is an anonymous answer cannot be found
    by its place, its time or its number.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="receipts")
    teacher = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="+")
    expert = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专家")
    about = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="+")
    done = models.BooleanField("已答", default=False)

    objects = ScopedManager(school="round__school")
    reach = {"school": "round__school", "own": "teacher", "invited": "expert", "round": "round"}

    class Meta:
        verbose_name = verbose_name_plural = "回执"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "teacher"], condition=Q(about=None), name="asked_once"),
            models.UniqueConstraint(fields=["round", "teacher", "about"], name="asked_about_once"),
            models.UniqueConstraint(fields=["round", "expert"], condition=Q(about=None), name="expert_asked_once"),
            models.UniqueConstraint(fields=["round", "expert", "about"], name="expert_asked_about_once"),
            models.CheckConstraint(
                condition=Q(teacher__isnull=False, expert=None) | Q(teacher=None, expert__isnull=False), name="receipt_of_one_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}：{self.about}" if self.about_id else str(self.round)

    @property
    def who(self) -> str:
        """The name of who is asked."""
        return self.teacher.name if self.teacher_id else self.expert.name


class Response(models.Model):
    """答卷: the answers of one person; the total is reckoned and stored when it is handed in.

    Anonymous: no respondent, the day alone (midnight), and the 教研组 only where five of it or more were asked. Entered by
    the office for pupils, parents and experts: so many sheets with counts {code: {choice: number}}, or one sheet.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="responses")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="responses")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="responses")
    respondent = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="填表人的组")
    answers = models.JSONField(default=dict)
    sheets = models.PositiveSmallIntegerField("份数", default=1)
    counts = models.JSONField("合计", default=dict)
    total = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "答卷"

    def __str__(self) -> str:
        return f"{self.instrument} {self.pk}"
