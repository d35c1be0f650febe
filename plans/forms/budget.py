from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.forms import inlineformset_factory
from django_scopes.forms import SafeModelChoiceField

from documents import chinese
from plans.forms.audience import DAY
from plans.forms.rows import LINES
from plans.models import Budget, BudgetLine, ContentItem, Spending
from plans.models.plan import Plan
from school.forms import CleanText
from school.uploads import read


class Money(forms.DecimalField):
    """元角分 as people write it: 1,200、1200.5元、￥300 mean a number with two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": "金额写成 1200.50 这样。", "min_value": "金额要大于零。"})
        super().__init__(max_digits=10, decimal_places=2, min_value=Decimal("0.01"), widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = chinese.half_width(value).strip().strip("￥¥元 ").replace(",", "").replace("，", "")
        return super().to_python(value)


class LineForm(forms.ModelForm):
    amount = Money(label="预算（元）")

    class Meta:
        model = BudgetLine
        fields = ["order", "category", "purpose", "content_item", "amount"]
        field_classes = {"content_item": SafeModelChoiceField}
        widgets = {"purpose": LINES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["purpose"] = chinese.normal(cleaned.get("purpose") or "")
        cleaned["order"] = cleaned.get("order") or self.instance.order or 99
        return cleaned


class Lines(forms.BaseInlineFormSet):
    """The lines of a budget; the contents are those of its plan."""

    columns = ["order", "category", "purpose", "content_item", "amount"]

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ContentItem.objects.filter(plan=plan)
        self.contents = [("", "不专为某一项")] + [(row.pk, row.title) for row in rows]
        self.rows = rows

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["content_item"].queryset = self.rows
        form.fields["content_item"].choices = self.contents
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "删去"


BudgetLines = inlineformset_factory(Budget, BudgetLine, form=LineForm, formset=Lines, extra=3, can_delete=True, max_num=100)


class VoucherForm(forms.Form):
    """补凭证: the photo or scan of one spending."""

    photo = forms.FileField(
        label="凭证（照片或 PDF）", widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}), help_text="拍下来，或者选扫描件",
        error_messages={"required": "请选凭证的照片或扫描件。"},
    )

    def voucher(self) -> tuple[bytes, str] | None:
        photo = self.cleaned_data.get("photo")
        return (read(photo), photo.name) if photo else None


class SpendingForm(CleanText, VoucherForm, forms.ModelForm):
    """一笔支出 with its voucher."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    amount = Money(label="金额（元）")

    class Meta:
        model = Spending
        fields = ["day", "amount", "purpose", "payee", "voucher_no"]
        widgets = {"day": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].required = False
        self.fields["photo"].help_text = "拍下来，或者选扫描件；可以以后再补"
        self.order_fields(["key", "day", "amount", "purpose", "payee", "voucher_no", "photo"])

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}
