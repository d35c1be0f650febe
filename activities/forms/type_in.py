from __future__ import annotations

from typing import Any

from django import forms

from activities.forms.days import EventDay
from activities.forms.observations import MOST_ROWS, PERIODS, PeriodName
from activities.forms.people import TeacherNames
from activities.forms.words import Words
from activities.models import Observation, WorkKind
from school.models import School, Term


class TypeInForm(forms.Form):
    """代录: whose, what kind, which day; the text, or photos of the pages."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, school: School, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"] = TeacherNames(school=school, one=True, label="谁的材料", required=True,
                                             error_messages={"required": "请写是谁的材料。"})
        self.fields["kind"] = forms.ModelChoiceField(label="种类", queryset=WorkKind.objects.filter(school=school, closed=False), empty_label=None)
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


class TypeInLessonForm(forms.Form):
    """代录听课记录: who watched whose lesson, and what he wrote on paper; the form with points is left to himself."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, school: School, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, missing in (("observer", "谁听的课", "请写是谁听的课。"), ("observed", "听谁的课", "请写授课教师。")):
            self.fields[name] = TeacherNames(school=school, one=True, label=label, required=True, error_messages={"required": missing})
        self.fields["day"] = EventDay(term, label="哪一天")
        self.fields["period"] = PeriodName(label="节次", most=10, required=False, help_text=f"如{PERIODS[1]}")
        self.fields["class_name"] = Words(label="班级", most=20, required=False)
        self.fields["topic"] = Words(label="课题", most=80, error_messages={"required": "请写课题。"})
        self.fields["kind"] = forms.ChoiceField(label="听课类别", choices=Observation.Kind.choices)
        self.fields["process"] = Words(label="教学过程", lines=6, most=20_000, required=False, help_text="一行一个环节")
        self.fields["strengths"] = Words(label="优点", lines=2, required=False)
        self.fields["advice"] = Words(label="建议", lines=3, required=False, help_text="过程、建议和照片至少有一样")

    def clean(self) -> dict[str, Any]:
        """The lines of the process become its rows, the subject is the teacher's."""
        data = super().clean()
        lines = [line.strip() for line in data.get("process", "").splitlines() if line.strip()]
        if len(lines) > MOST_ROWS:
            self.add_error("process", f"教学过程最多 {MOST_ROWS} 行，现在有 {len(lines)} 行，请合并几行。")
        data["process"] = [{"at": None, "phase": "", "text": line[:2000], "note": ""} for line in lines]
        data["subject"] = data["observed"].subject if data.get("observed") else ""
        return data
