from __future__ import annotations

from datetime import date, time

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from activities.states import ActivityState, AttendanceState, LeaveState, Part, SignUp
from documents.chinese import date_range, short_date
from plans.models import ContentItem, ScheduleEntry
from school.models import Group, School, StoredFile, Teacher, Term, User

RECORD_PARTS = {"process": "过程", "interaction": "互动", "gains": "收获", "follow_up": "后续", "decisions": "议决事项"}
MEETINGS = ("领导小组会", "教研组长会", "座谈会", "总结会", "会议", "例会")  # mission A6


class Activity(models.Model):
    """研修活动: what really takes place, usually from a 日程; the rest of the chain hangs on it.

    The record (活动记录) is part of the row: one record per activity, written by the 记录人 and signed off by the leader.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="activities", verbose_name="学校")
    term = models.ForeignKey(Term, models.PROTECT, related_name="activities", verbose_name="学期")
    entry = models.ForeignKey(
        ScheduleEntry, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="日程"
    )
    content_item = models.ForeignKey(
        ContentItem, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="研修内容"
    )
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="组")
    entry_seal = models.CharField("照哪一稿日程", max_length=32, blank=True)
    title = models.CharField("主题", max_length=100)
    forms = models.JSONField("研修方式", default=list)
    state = models.CharField("状态", max_length=10, choices=ActivityState, default=ActivityState.PLANNED)
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1, null=True, blank=True)
    audience = models.JSONField("参加人员", default=dict)
    host = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主持")
    recorder = models.ForeignKey(Teacher, models.PROTECT, null=True, blank=True, related_name="recorded", verbose_name="记录人")
    process = models.TextField("过程", blank=True)
    interaction = models.TextField("互动", blank=True)
    gains = models.TextField("收获", blank=True)
    follow_up = models.TextField("后续", blank=True)
    decisions = models.TextField("议决事项", blank=True, help_text="会议定了什么")
    record_version = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField("记录时间", null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    record_confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    record_confirmed_at = models.DateTimeField("记录确认时间", null=True, blank=True)
    paper_pages = models.PositiveSmallIntegerField("纸质签到表页数", null=True, blank=True)
    time_text = models.CharField("原文时间", max_length=60, blank=True, help_text="学校原来的写法，照印")
    bring = models.CharField("请带", max_length=60, blank=True)
    sign_up = models.CharField("报名", max_length=8, choices=SignUp, default=SignUp.NONE, blank=True)
    sign_up_until = models.DateTimeField("报名截止", null=True, blank=True)
    check_out = models.BooleanField("要签退", default=False)
    say_number = models.BooleanField("签到要报数", default=False)
    version = models.PositiveIntegerField(default=0, help_text="安排改过几次")
    moves = models.JSONField("改期经过", default=list, help_text="[{from, to, reason, at, by}]")
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "group", "own": "recorder sessions__presenters", "about": "recorder"}

    class Meta:
        verbose_name = verbose_name_plural = "研修活动"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title

    @property
    def record_parts(self) -> dict[str, str]:
        """The parts of its record by name; 议决事项 of a meeting, by title or form, or where they were written."""
        meeting = any(word in text for text in (self.title, *self.forms) for word in MEETINGS)
        return {name: label for name, label in RECORD_PARTS.items() if name != "decisions" or meeting or self.decisions}


class Session(models.Model):
    """场次: a day (or a range of days held as one) and time, a place, presenters and audience; an activity has one or more."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sessions")
    order = models.PositiveSmallIntegerField("次序", default=1)
    day = models.DateField("日期", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True, help_text="连着几天的，最后一天")
    starts = models.TimeField("开始", null=True, blank=True)
    ends = models.TimeField("结束", null=True, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    presenters = models.ManyToManyField(Teacher, blank=True, related_name="presented", verbose_name="主讲")
    presenter_text = models.CharField("校外主讲", max_length=60, blank=True)
    audience = models.JSONField("本场参加人员", default=dict, blank=True, help_text="空：同活动")
    visitors = models.CharField("来宾", max_length=300, blank=True)
    secret = models.CharField(max_length=64, blank=True, help_text="签到码的密钥，每次开放换新")
    network = models.CharField("从哪个网络开的签到", max_length=50, blank=True)
    sign_in_opened = models.DateTimeField("签到开放", null=True, blank=True)
    sign_in_closed = models.DateTimeField("签到截止", null=True, blank=True)
    late_after = models.TimeField("迟到起", null=True, blank=True)
    places = models.PositiveSmallIntegerField("名额", null=True, blank=True, help_text="空：不限")
    cancelled = models.CharField("这一场取消的理由", max_length=100, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ScopedManager(school="activity__school")
    reach = {"school": "activity__school", "group": "activity__group", "own": "presenters activity__recorder"}

    class Meta:
        verbose_name = verbose_name_plural = "场次"
        ordering = ["day", "starts", "order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(day__isnull=False, day__lt=F("until")), name="session_until_later")
        ]

    def __str__(self) -> str:
        return self.activity.title

    @property
    def last(self) -> date | None:
        """最后一天: of a range its end, else the only day."""
        return self.until or self.day

    @property
    def days(self) -> str:
        """日期 in words: 11月18日（周三）, of a range 11月18日—20日; empty while undated."""
        if self.day is None:
            return ""
        return date_range(self.day, self.until) if self.until else short_date(self.day)

    @property
    def days_short(self) -> str:
        """11月18日, or 11月18日—20日."""
        return date_range(self.day, self.last) if self.day else ""

    @staticmethod
    def held_on(day: date) -> Q:
        """The sessions of a day, ranges that cover it among them."""
        return Q(day=day) | Q(day__lte=day, until__gte=day)

    @staticmethod
    def not_over(day: date) -> Q:
        """The sessions whose last day is this one or later."""
        return Q(day__gte=day) | Q(until__gte=day)

    def on(self, day: date) -> bool:
        """Whether it is held on that day."""
        return self.day is not None and self.day <= day <= self.last

    def moved_to(self, day: date | None) -> dict[str, date | None]:
        """Its days when it begins on another one: a range keeps its length."""
        return {"day": day, "until": day + (self.until - self.day) if day and self.until else None}

    @property
    def signing(self) -> bool:
        """签到开着: opened and not closed since."""
        return self.sign_in_opened is not None and self.sign_in_closed is None

    @property
    def late_from(self) -> time | None:
        """迟到起: after this moment a sign-in is late; without a time of its own, after the session's beginning."""
        return self.late_after or self.starts


class Attendance(models.Model):
    """考勤: one teacher at one session; the rows are made when the activity opens and are its frozen list (应到)."""

    class Doubt(models.TextChoices):
        NONE = "", "没有"
        OPEN = "open", "疑似代签"
        CLEARED = "cleared", "已核实"

    class How(models.TextChoices):
        PENDING = "", "未记"
        QR = "qr", "扫码"
        CODE = "code", "口令"
        HAND = "hand", "点名"
        LATER = "later", "补签"
        PAPER = "paper", "纸质"
        LEAVE = "leave", "请假"
        LESSON = "lesson", "听课记录"

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="attendances")
    state = models.CharField("考勤", max_length=10, choices=AttendanceState, default=AttendanceState.PENDING, blank=True)
    part = models.CharField("参与", max_length=8, choices=Part, default=Part.ATTEND)
    how = models.CharField("方式", max_length=6, choices=How, default=How.PENDING, blank=True)
    at = models.DateTimeField("时间", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("备注", max_length=100, blank=True)
    joined_later = models.BooleanField("名单后加入", default=False)
    left_at = models.DateTimeField("签退时间", null=True, blank=True)
    device = models.CharField("签到手机", max_length=32, blank=True, help_text="随机编号的摘要，不含机型")
    elsewhere = models.BooleanField("从别的网络签的", default=False)
    doubt = models.CharField("疑似代签", max_length=8, choices=Doubt, default=Doubt.NONE, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ScopedManager(school="session__activity__school")
    reach = {
        "school": "session__activity__school", "group": "session__activity__group", "own": "teacher", "about": "teacher",
    }

    class Meta:
        verbose_name = verbose_name_plural = "考勤"
        ordering = ["teacher__order", "teacher__staff_no"]
        constraints = [models.UniqueConstraint(fields=["session", "teacher"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.teacher} {self.session}"


class Leave(models.Model):
    """请假 for one session; no document is asked for, 病假 may follow within three days."""

    class Kind(models.TextChoices):
        PERSONAL = "personal", "事假"
        SICK = "sick", "病假"
        ON_DUTY = "duty", "公出"

    school = models.ForeignKey(School, models.PROTECT, related_name="leaves")
    session = models.ForeignKey(Session, models.CASCADE, related_name="leaves")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="leaves")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    reason = models.CharField("事由", max_length=200)
    state = models.CharField("状态", max_length=10, choices=LeaveState, default=LeaveState.ASKED)
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField("批语", max_length=200, blank=True)
    trip = models.ForeignKey("activities.Trip", models.SET_NULL, null=True, blank=True, related_name="leaves", verbose_name="外出学习")
    key = models.UUIDField(unique=True, null=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "group": "session__activity__group", "own": "teacher", "about": "teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "请假"
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "teacher"], condition=Q(state__in=["asked", "approved"]), name="one_open_leave"
            )
        ]

    def __str__(self) -> str:
        return f"{self.teacher}请假"

    @property
    def about_id(self) -> int:
        return self.teacher_id


class ActivityFile(models.Model):
    """照片、讲稿、附件 of an activity's record, with a caption."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField("说明", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    sign_in_sheet = models.BooleanField("纸质签到表", default=False)

    objects = ScopedManager(school="activity__school")

    class Meta:
        verbose_name = verbose_name_plural = "活动附件"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.caption or self.file.name
