from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from activities.states import PairState
from instruments.models import Response
from school.models import Group, School, Teacher, User


class Pair(models.Model):
    """师徒结对（青蓝工程）, 一对一帮扶 or 蹲点包组: who helps whom, from when until when, to what end."""

    class Kind(models.TextChoices):
        MENTOR = "mentor", "师徒结对"
        HELP = "help", "一对一帮扶"
        STATION = "station", "蹲点包组"

    school = models.ForeignKey(School, models.PROTECT, related_name="pairs", verbose_name="学校")
    kind = models.CharField("类别", max_length=8, choices=Kind, default=Kind.MENTOR)
    mentor = models.ForeignKey(
        Teacher, models.PROTECT, null=True, blank=True, related_name="mentoring", verbose_name="师傅（帮扶人、蹲点领导）"
    )
    guide = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="校外师傅（教研员、专家）")
    helped = models.ForeignKey(
        Teacher, models.PROTECT, null=True, blank=True, related_name="mentored", verbose_name="徒弟（帮扶对象）"
    )
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="stations", verbose_name="所蹲的组")
    skill = models.CharField("帮带方面", max_length=60, blank=True)
    goals = models.TextField("目标", blank=True)
    since = models.DateField("起")
    until = models.DateField("止")
    signed_on = models.DateField("协议签定", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=PairState, default=PairState.DRAFT)
    by_mentor = models.OneToOneField(Response, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="师傅评徒弟")
    by_helped = models.OneToOneField(Response, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="徒弟评师傅")
    praise = models.TextField("优秀师徒推荐理由", blank=True)
    praised_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    praised_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {
        "school": "school", "group": "helped__memberships__group", "own": "mentor helped group__memberships__teacher",
        "about": "mentor", "invited": "guide",
    }

    class Meta:
        verbose_name = verbose_name_plural = "师徒结对"
        ordering = ["kind", "-since", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="pair_since_until"),
            models.CheckConstraint(condition=Q(helped=None) | Q(mentor=None) | ~Q(mentor=F("helped")), name="nobody_mentors_himself"),
            models.CheckConstraint(
                condition=Q(mentor__isnull=False, guide=None) | Q(mentor=None, guide__isnull=False), name="pair_has_one_mentor"
            ),
            models.CheckConstraint(
                condition=Q(kind="station", group__isnull=False, helped=None)
                | (~Q(kind="station") & Q(helped__isnull=False, group=None)),
                name="pair_helps_a_teacher_or_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_name}—{self.helped or self.group}"

    @property
    def mentor_name(self) -> str:
        """师傅 by name, of the school or from outside (教研员、专家)."""
        return self.mentor.name if self.mentor_id else self.guide.name

    @property
    def is_station(self) -> bool:
        return self.kind == self.Kind.STATION


class Help(models.Model):
    """帮带记录: a day, what was done and one line; at a visit (蹲点、视导) a problem that is followed until it is done."""

    class What(models.TextChoices):
        LESSON = "lesson", "听课"
        PREPARATION = "preparation", "备课"
        TALK = "talk", "谈话"
        SHOW = "show", "示范"
        HOMEWORK = "homework", "作业"
        SKILL = "skill", "查技能"
        MEETING = "meeting", "参加教研"
        LECTURE = "lecture", "讲座"

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="helps", verbose_name="结对")
    day = models.DateField("日期")
    what = models.CharField("做了什么", max_length=12, choices=What)
    line = models.CharField("一句话", max_length=200)
    problem = models.CharField("发现的问题", max_length=200, blank=True)
    follow_up = models.CharField("怎样跟进", max_length=200, blank=True)
    due = models.DateField("什么时候看结果", null=True, blank=True)
    done_on = models.DateField("跟进完成", null=True, blank=True)
    outcome = models.CharField("结果", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="pair__school")
    reach = {
        "school": "pair__school", "group": "pair__helped__memberships__group",
        "own": "pair__mentor pair__helped pair__group__memberships__teacher", "invited": "pair__guide",
    }

    class Meta:
        verbose_name = verbose_name_plural = "帮带记录"
        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        return f"{self.pair} {self.get_what_display()}"

    @property
    def is_open(self) -> bool:
        """A problem was found and nobody has yet said that it is settled."""
        return bool(self.problem) and self.done_on is None
