from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from plans.models.plan import ContentItem, Plan
from plans.states import BudgetState, SpendingState
from school.models import School, StoredFile, User


class Budget(models.Model):
    """经费预算 of a plan: its lines are asked for by who drafts and approved by the 校长; nobody approves his own."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    plan = models.OneToOneField(Plan, models.PROTECT, related_name="budget")
    state = models.CharField("状态", max_length=10, choices=BudgetState, default=BudgetState.DRAFT)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField("退回理由", blank=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "about": "submitted_by__teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "经费预算"

    def __str__(self) -> str:
        return f"{self.plan}经费"

    @property
    def about_id(self) -> int | None:
        return teacher_of(self.submitted_by)


class BudgetLine(models.Model):
    """经费的一行: what for, how much (yuan and cents), and the content it serves."""

    class Category(models.TextChoices):
        TEACHING = "外请讲课", "外请讲课"
        BOOKS = "图书资料", "图书资料"
        PRINTING = "印刷装订", "印刷装订"
        TRAVEL = "外出学习", "外出学习"
        MATERIAL = "活动用品", "活动用品"
        PRIZE = "表彰", "表彰"
        OTHER = "其他", "其他"

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField("次序")
    category = models.CharField("类别", max_length=8, choices=Category)
    purpose = models.CharField("用途", max_length=100)
    content_item = models.ForeignKey(ContentItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="研修内容")
    amount = models.DecimalField("预算（元）", max_digits=10, decimal_places=2)

    objects = ScopedManager(school="budget__school")

    class Meta:
        verbose_name = verbose_name_plural = "经费各行"
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_positive")]

    def __str__(self) -> str:
        return self.purpose


class Spending(models.Model):
    """支出: an amount with its voucher, entered by one person and approved by another."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="spendings", verbose_name="预算")
    state = models.CharField("状态", max_length=10, choices=SpendingState, default=SpendingState.ENTERED)
    day = models.DateField("日期")
    amount = models.DecimalField("金额（元）", max_digits=10, decimal_places=2)
    purpose = models.CharField("事由", max_length=100)
    payee = models.CharField("收款方", max_length=60)
    voucher_no = models.CharField("凭证号", max_length=40)
    voucher = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭证照片")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField("退回理由", blank=True)
    key = models.UUIDField(unique=True)

    objects = ScopedManager(school="school")
    reach = {"school": "school", "about": "entered_by__teacher"}

    class Meta:
        verbose_name = verbose_name_plural = "支出"
        ordering = ["day", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="spending_positive")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.amount} 元"

    @property
    def about_id(self) -> int | None:
        return teacher_of(self.entered_by)


def teacher_of(user: User | None) -> int | None:
    """The teacher behind an account, for 「不能给自己」."""
    teacher = getattr(user, "teacher", None)
    return teacher.pk if teacher else None
