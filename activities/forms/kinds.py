from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.forms.words import Words
from activities.models import WorkKind


class Lines(forms.CharField):
    """A list, one line each."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), required=False, **kwargs)
        self.most = most

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(filter(None, (line.strip() for line in super().to_python(value).splitlines()))))

    def validate(self, value: list[str]) -> None:
        if long := next((line for line in value if len(line) > self.most), ""):
            raise ValidationError(f"『{long[:10]}…』有 {len(long)} 个字，一行最多 {self.most} 个字。")


class KindForm(forms.ModelForm):
    """一种研修材料: what it asks and costs. Its name stands in quotas and rubrics and is given once."""

    name = Words(label="名称", most=20)
    minutes = forms.IntegerField(label="约需分钟", min_value=0, max_value=600, initial=15, help_text="老师写一份大约要几分钟，计划按它算负担")
    length_hint = forms.IntegerField(label="建议字数", min_value=0, max_value=20000, initial=0, help_text="只是提示，写多写少都能交；0 不提示")
    order = forms.IntegerField(label="次序", min_value=0, max_value=999, help_text="小的排在前面")
    topics = Lines(label="类别", most=20, help_text="一行一个，如学习笔记分政治、业务、自学；不分就空着")
    prompts = Lines(label="写不出时看的问题", most=60, help_text="一行一个，写问题，不写现成的句子")
    levels = Lines(label="级别", most=20, help_text="获奖、发表一类才填，一行一个，从高到低")

    class Meta:
        model = WorkKind
        fields = ["name", "minutes", "length_hint", "unit", "privacy", "needs_review", "compared", "proof", "topics", "levels", "prompts", "order", "closed"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = "名称写在任务量和评价细则里，不能改；要换说法，另加一种，这一种勾『不再写』"

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if not self.instance.pk and WorkKind.objects.filter(school=self.instance.school, name=name).exists():
            raise ValidationError(f"已经有『{name}』了，改那一种就行。")
        if "/" in name or ":" in name or "：" in name:
            raise ValidationError("名称里不能有斜线和冒号。")
        return name
