from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from school.models.places import District, School, Term

NEW_YEARS = 3  # 新教师: so many school years since 参加工作 (spec 02)


class User(AbstractUser):
    """账号：somebody who can log in; roles and the teacher record hang on it."""

    phone = models.CharField("手机号", max_length=20, null=True, blank=True, unique=True)
    must_change = models.BooleanField("须改密码", default=False)
    pin = models.CharField("六位数字", max_length=128, blank=True, default="", help_text="hashed like a password")
    pin_misses = models.PositiveSmallIntegerField("数字输错", default=0, help_text="since the last right one")
    feed_key = models.CharField("日历密钥", max_length=43, null=True, blank=True, unique=True)
    daily_mail = models.BooleanField("每天一封提醒邮件", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    @property
    def name(self) -> str:
        return self.first_name or self.username


class Group(models.Model):
    """教研组 and its kin (备课组, 年级组, 校点 …): one or two leaders, members by term."""

    class Kind(models.TextChoices):
        RESEARCH = "research", "教研组"
        PREPARATION = "preparation", "备课组"
        GRADE = "grade", "年级组"
        CAMPUS = "campus", "校点"

    school = models.ForeignKey(School, models.PROTECT, related_name="groups", verbose_name="学校")
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.RESEARCH)
    name = models.CharField("名称", max_length=40)
    order = models.PositiveSmallIntegerField("次序", default=0)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "教研组"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "kind", "name"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """分层标签：新教师, 骨干, 班主任 …; tags make audiences and decide which rubric items apply."""

    school = models.ForeignKey(School, models.PROTECT, related_name="tags", verbose_name="学校")
    name = models.CharField("名称", max_length=20)

    objects = ScopedManager(school="school")
    reach = {"school": "school"}

    class Meta:
        verbose_name = verbose_name_plural = "分层标签"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="tag_name_once")]

    def __str__(self) -> str:
        return self.name


class Teacher(models.Model):
    """教师：a person's place in one school; no 身份证号 is kept."""

    class Gender(models.TextChoices):
        FEMALE = "f", "女"
        MALE = "m", "男"

    class Title(models.TextChoices):
        NONE = "", "未评"
        THIRD = "三级", "三级"
        SECOND = "二级", "二级"
        FIRST = "一级", "一级"
        SENIOR = "高级", "高级"
        PROFESSOR = "正高级", "正高级"

    class Employment(models.TextChoices):
        PERMANENT = "在编", "在编"
        SPECIAL = "特岗", "特岗"
        SUBSTITUTE = "代课", "代课"
        CONTRACT = "聘用", "聘用"
        SUPPORT = "支教", "支教"
        SECONDED = "借调", "借调"

    school = models.ForeignKey(School, models.PROTECT, related_name="teachers", verbose_name="学校")
    campus = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="校点")
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="teacher", verbose_name="账号")
    staff_no = models.CharField("工号", max_length=20)
    name = models.CharField("姓名", max_length=30)
    pinyin = models.CharField("拼音", max_length=80, blank=True, help_text="排序和查找用，可改")
    gender = models.CharField("性别", max_length=1, choices=Gender, blank=True)
    subject = models.CharField("学科", max_length=20, blank=True)
    grade = models.CharField("年级", max_length=20, blank=True)
    position = models.CharField("职务", max_length=30, blank=True)
    title = models.CharField("职称", max_length=10, choices=Title, blank=True)
    first_degree = models.CharField("第一学历", max_length=10, blank=True)
    degree = models.CharField("最高学历", max_length=10, blank=True)
    born = models.DateField("出生年月", null=True, blank=True)
    started = models.DateField("参加工作", null=True, blank=True)
    joined = models.DateField("调入本校", null=True, blank=True)
    employment = models.CharField("用工", max_length=4, choices=Employment, default=Employment.PERMANENT)
    classes = models.CharField("任教班级", max_length=60, blank=True)
    honours = models.JSONField("称号", default=list, blank=True, help_text="[{level, body, year, name}]")
    tags = models.ManyToManyField(Tag, blank=True, related_name="teachers", verbose_name="分层标签")
    left = models.DateField("离校", null=True, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "memberships__group", "own": "user__teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "教师"
        ordering = ["order", "staff_no"]
        constraints = [models.UniqueConstraint(fields=["school", "staff_no"], name="staff_no_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def marks(self) -> tuple[str, ...]:
        """What tells a teacher from a namesake, the best first; 校点 wants `select_related("campus")`."""
        return self.subject, str(self.campus or "本部"), self.grade, self.staff_no

    def year_at_work(self, day: date) -> int:
        """第几年 since 参加工作, counted in school years from the summer; 0 where it is not known or still to come."""
        if self.started is None or self.started > day:
            return 0
        return _school_year(day) - _school_year(self.started) + 1


def _school_year(day: date) -> int:
    return day.year if day.month >= 7 else day.year - 1


class Membership(models.Model):
    """教研组成员 in one term; who leads a group stands here too."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="memberships", verbose_name="学期")
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships", verbose_name="组")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="memberships", verbose_name="教师")
    leads = models.BooleanField("组长", default=False)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)

    objects = ScopedManager(school="group__school")

    class Meta:
        verbose_name = verbose_name_plural = "教研组成员"
        ordering = ["group__order", "teacher__order"]
        constraints = [
            models.UniqueConstraint(fields=["term", "group", "teacher"], name="member_once"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")), name="membership_since_until"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.teacher}"


class Service(models.Model):
    """在岗与长假：when a teacher served in this school, and long leave (产假, 病休) in between."""

    class Kind(models.TextChoices):
        SERVICE = "service", "在岗"
        MATERNITY = "产假", "产假"
        SICK = "病休", "病休"
        AWAY = "借出", "借调在外"

    teacher = models.ForeignKey(Teacher, models.CASCADE, related_name="services", verbose_name="教师")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    objects = ScopedManager(school="teacher__school")

    class Meta:
        verbose_name = verbose_name_plural = "在岗与长假"
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(since__lte=F("until")), name="service_since_until")
        ]

    def __str__(self) -> str:
        return f"{self.teacher} {self.get_kind_display()}"


class Role(models.Model):
    """身份：what a person may do in a school, a group or a district; several are possible."""

    class Name(models.TextChoices):
        PRINCIPAL = "principal", "校长"
        LEADER = "leader", "副校长"
        OFFICE = "office", "教导处"
        GROUP_LEADER = "group_leader", "教研组长"
        TEACHER = "teacher", "教师"
        ARCHIVIST = "archivist", "档案员"
        CLERK = "clerk", "资料员"
        EXPERT = "expert", "专家"
        ADMIN = "admin", "系统管理员"
        DISTRICT = "district", "区县观察员"

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name="账号")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="roles", verbose_name="学校")
    district = models.ForeignKey(District, models.CASCADE, null=True, blank=True, related_name="roles", verbose_name="区县")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="roles", verbose_name="组")
    name = models.CharField("身份", max_length=14, choices=Name)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "身份"
        constraints = [
            models.UniqueConstraint(fields=["user", "school", "name"], condition=Q(group=None), name="school_role_once"),
            models.UniqueConstraint(fields=["user", "group", "name"], name="group_role_once"),
            models.UniqueConstraint(fields=["user", "district", "name"], name="district_role_once"),
            models.CheckConstraint(
                condition=Q(name="district", district__isnull=False, school=None)
                | (~Q(name="district") & Q(school__isnull=False, district=None)),
                name="role_has_its_place",
            ),
            models.CheckConstraint(
                condition=~Q(name="group_leader") | Q(group__isnull=False), name="group_leader_has_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} {self.user}"
