from __future__ import annotations

from uuid import uuid4

from django.db import models
from django_scopes import ScopedManager

from activities.models.activity import Activity
from activities.states import WorkState
from school.models import School, StoredFile, Teacher, Term, User


class WorkKind(models.Model):
    """研修材料的种类 (反思, 心得, 学习笔记 …) as data: what it asks, what it costs, who reads it."""

    class Privacy(models.TextChoices):
        SELF = "self", "仅审阅人可见"
        PAIR = "pair", "师徒可见"
        GROUP = "group", "本组可见"
        SCHOOL = "school", "全校可见"

    school = models.ForeignKey(School, models.PROTECT, related_name="work_kinds")
    name = models.CharField("名称", max_length=20)
    order = models.PositiveSmallIntegerField("次序", default=0)
    topics = models.JSONField("类别", default=list, blank=True, help_text="如 学习笔记：政治、业务、自学")
    prompts = models.JSONField("提问", default=list, blank=True, help_text="写不出时可看的问题，不含句子")
    length_hint = models.PositiveSmallIntegerField("建议字数", default=0)
    minutes = models.PositiveSmallIntegerField("约需分钟", default=15)
    needs_review = models.BooleanField("须审阅", default=True)
    compared = models.BooleanField("审阅时看相似", default=False, help_text="论文、教学设计等：审阅人也看得到和以前材料相同的段落")
    privacy = models.CharField("默认可见", max_length=8, choices=Privacy, default=Privacy.SELF)
    unit = models.CharField("单位", max_length=4, default="篇")
    levels = models.JSONField("级别", default=list, blank=True, help_text="获奖、发表：从高到低；记了级别，也写奖次和颁奖单位")
    proof = models.BooleanField("要有证明", default=False, help_text="交的时候要有截图、证书的照片或附件")

    closed = models.BooleanField("不再写", default=False, help_text="写过的留着，照样算；新的不再写这一种")

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "材料种类"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="work_kind_once")]

    def __str__(self) -> str:
        return self.name


class Work(models.Model):
    """研修材料: a text or photographed pages that a teacher hands in; drafts save themselves in place."""

    school = models.ForeignKey(School, models.PROTECT, related_name="works", verbose_name="学校")
    term = models.ForeignKey(Term, models.PROTECT, related_name="works", verbose_name="学期")
    author = models.ForeignKey(Teacher, models.PROTECT, related_name="works", verbose_name="作者")
    kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="works", verbose_name="种类")
    topic = models.CharField("类别", max_length=20, blank=True)
    title = models.CharField("题目", max_length=100, blank=True)
    body = models.TextField("正文", blank=True)
    tags = models.CharField("标签", max_length=60, blank=True, help_text="用空格分开，别人在资源库里好找")
    level = models.CharField("级别", max_length=20, blank=True)
    prize = models.CharField("奖次", max_length=20, blank=True)
    awarded_by = models.CharField("颁奖或发表单位", max_length=60, blank=True)
    event_day = models.DateField("事情发生的日子")
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="works", verbose_name="活动")
    privacy = models.CharField("可见", max_length=8, choices=WorkKind.Privacy, default=WorkKind.Privacy.SELF)
    state = models.CharField("状态", max_length=10, choices=WorkState, default=WorkState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("开始写")
    saved_at = models.DateTimeField("保存于")
    submitted_at = models.DateTimeField("提交于", null=True, blank=True)
    typed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代录")
    confirmed_at = models.DateTimeField("本人核对于", null=True, blank=True)
    key = models.UUIDField(unique=True, null=True, default=uuid4)

    objects = ScopedManager(school="school")
    reach = {
        "school": "school", "group": "author__memberships__group", "own": "author", "about": "author", "invited": "shares__user",
    }

    class Meta:
        verbose_name = verbose_name_plural = "研修材料"
        ordering = ["-event_day", "-id"]

    def __str__(self) -> str:
        return self.title or f"{self.kind}（未写题目）"

    @property
    def about_id(self) -> int:
        return self.author_id

    @property
    def won(self) -> str:
        """县级一等奖（县教育学会）: what was won or where it was printed; empty for other works."""
        return f"{self.level}{self.prize}{self.awarded_by and f'（{self.awarded_by}）'}"

    @property
    def unchecked(self) -> bool:
        """待本人核对: typed in by somebody else, and the author has not said yet that it is right. It counts all the same."""
        return self.typed_by_id is not None and self.confirmed_at is None


class Page(models.Model):
    """手写的一页 in a photo, in its place among the others."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.of} {self.order}"


class WorkPhoto(Page):
    """手写页照片: 1–20 pages are a full work."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="photos")

    objects = ScopedManager(school="work__school")

    class Meta(Page.Meta):
        verbose_name = verbose_name_plural = "材料照片"

    @property
    def of(self) -> Work:
        return self.work


class WorkVersion(models.Model):
    """每次提交的原样: what the author handed in, kept when it is changed later."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="versions")
    no = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    body = models.TextField(blank=True)
    photos = models.JSONField(default=list, help_text="StoredFile ids")
    files = models.JSONField(default=list, help_text="StoredFile ids")
    at = models.DateTimeField()

    objects = ScopedManager(school="work__school")

    class Meta:
        verbose_name = verbose_name_plural = "提交的版本"
        ordering = ["-no"]
        constraints = [models.UniqueConstraint(fields=["work", "no"], name="work_version_once")]

    def __str__(self) -> str:
        return f"{self.work} 第 {self.no} 次提交"


class Review(models.Model):
    """审阅: one reading with its decision and remark; Work.state is the result."""

    class Decision(models.TextChoices):
        READ = "read", "初读"
        ACCEPT = "accept", "通过"
        PRAISE = "praise", "优秀"
        RETURN = "return", "退回修改"

    work = models.ForeignKey(Work, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewer_name = models.CharField(max_length=30)
    decision = models.CharField("意见", max_length=8, choices=Decision)
    remark = models.TextField("批语", blank=True)
    at = models.DateTimeField()

    objects = ScopedManager(school="work__school")

    class Meta:
        verbose_name = verbose_name_plural = "审阅"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.reviewer_name} {self.get_decision_display()}"
