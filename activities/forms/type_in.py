from __future__ import annotations

from typing import Any

from django import forms

from activities.forms.days import EventDay
from activities.forms.people import TeacherNames
from activities.forms.words import Words
from activities.models import WorkKind
from school.models import School, Term


class TypeInForm(forms.Form):
    """代录: whose, what kind, which day; the text, or photos of the pages."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, school: School, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"] = TeacherNames(school=school, one=True, label="谁的材料", required=True,
                                             error_messages={"required": "请写是谁的材料。"})
        self.fields["kind"] = forms.ModelChoiceField(label="种类", queryset=WorkKind.objects.filter(school=school), empty_label=None)
        kinds = self.fields["kind"].queryset
        levels = list(dict.fromkeys(level for kind in kinds for level in kind.levels))
        self.fields["topic"] = forms.ChoiceField(label="类别", required=False, choices=[("", "不分"), *(
            (topic, topic) for topic in dict.fromkeys(topic for kind in kinds for topic in kind.topics))])
        self.fields["event_day"] = EventDay(term, label="是哪一天的事")
        self.fields["title"] = Words(label="题目", most=100, required=False, help_text="可以空着")
        self.fields["body"] = Words(label="正文", lines=6, required=False, help_text="有照片就不用再录正文")
        if levels:
            self.fields["level"] = forms.ChoiceField(
                label="级别", required=False, choices=[("", "不是获奖、发表"), *((level, level) for level in levels)], help_text="获奖、发表才选",
            )
            self.fields["prize"] = Words(label="奖次", most=20, required=False)
            self.fields["awarded_by"] = Words(label="颁奖或发表单位", most=60, required=False)

    def clean(self) -> dict[str, Any]:
        """A 类别 or 级别 that the kind does not have is named, not dropped."""
        data = super().clean()
        kind = data.get("kind")
        for name, offered in (("topic", kind.topics), ("level", kind.levels)) if kind else ():
            if data.get(name) and data[name] not in offered:
                self.add_error(name, f"『{kind}』没有『{data[name]}』这一{'类' if name == 'topic' else '级'}，请改选。")
        return data
