from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from school.models.people import User
from school.models.places import School

# What the acts are called on the log page; steps of the state tables come with their own labels.
ACTIONS = {
    "roster.import": "导入教师名册", "school.edit": "改学校设置", "term.add": "新建学期", "term.edit": "改学期",
    "group.add": "新建教研组", "group.members": "改教研组成员", "teacher.edit": "改教师名册", "teacher.tags": "改分层标签",
    "account.password": "生成初始密码", "account.roles": "改身份", "account.on": "启用账号", "account.off": "停用账号",
    "school.open": "建学校", "job.ask": "请求后台任务", "job.cancel": "取消后台任务",
}


class AuditHead(models.Model):
    """The last link of a school's audit chain; appending moves it, so two writers cannot fork the chain."""

    school = models.OneToOneField(School, models.PROTECT, primary_key=True, related_name="audit_head")
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class AuditEntry(models.Model):
    """日志：who did what to which thing, when, from where and why; each entry holds the hash of the one before."""

    school = models.ForeignKey(School, models.PROTECT, related_name="audit_entries", verbose_name="学校")
    seq = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="账号")
    actor_name = models.CharField("何人", max_length=60)
    actor_roles = models.CharField("身份", max_length=120, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    action = models.CharField("动作", max_length=60)
    object_type = models.CharField("对象类别", max_length=60)
    object_id = models.CharField("对象编号", max_length=40)
    object_label = models.CharField("对象", max_length=200)
    before = models.JSONField("原值", null=True)
    after = models.JSONField("新值", null=True)
    reason = models.TextField("理由", blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        ordering = ["-seq"]
        constraints = [models.UniqueConstraint(fields=["school", "seq"], name="audit_seq_once")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    @property
    def words(self) -> str:
        """The act in Chinese for the log page; an act without words of its own keeps its name."""
        return ACTIONS.get(self.action, self.action)


class StoredFile(models.Model):
    """文件：bytes kept once under their SHA-256; whoever may see the owner may fetch it, nobody else."""

    school = models.ForeignKey(School, models.PROTECT, related_name="files", verbose_name="学校")
    sha256 = models.CharField(max_length=64, db_index=True)
    blob = models.FileField("内容", upload_to="", max_length=120)
    name = models.CharField("原名", max_length=200)
    mime = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    phash = models.CharField(max_length=16, blank=True, db_index=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        constraints = [models.UniqueConstraint(fields=["school", "sha256"], name="bytes_once_per_school")]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """通知：a sentence to one person with the place to go to."""

    school = models.ForeignKey(School, models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.text
