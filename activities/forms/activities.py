from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.forms.people import APART, AudienceFields, TeacherNames
from activities.forms.words import Words
from activities.models import Activity, Session
from activities.queries.activities import groups_run
from documents.chinese import half_width, short_date
from plans.models import ContentItem
from plans.states import TRAINING_FORMS
from school.clock import today
from school.models import Term
from school.person import Person
from school.policy import Reach, reaches

DAY = {"type": "date"}
TIME = {"type": "time"}


class TermDay(forms.DateField):
    """A day of this term, typed or chosen."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs=DAY)
    default_error_messages = {"invalid": "这不是一个日期，请写成 2026-11-18 这样。", "required": "请填日期。"}

    def __init__(self, term: Term | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.term = term

    def to_python(self, value: Any) -> Any:
        return super().to_python(half_width(value).strip() if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.term and not self.term.starts <= value <= self.term.ends:
            raise ValidationError(f"{short_date(value)}不在本学期里，请改日期。")


class ComingDay(TermDay):
    """A day of this term that has not gone by: nothing is moved into the past."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value < today():
            raise ValidationError(f"{short_date(value)}已经过去了，请选今天或以后的日子；那天真的办过的，照原来的日子补签。")


class Clock(forms.TimeField):
    """15:50, also written 15：50 or 15.50."""

    widget = forms.TimeInput(format="%H:%M", attrs=TIME)
    default_error_messages = {"invalid": "这不是一个时刻，请写成 15:50 这样。"}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"^(\d{1,2})[：:.点](\d{2})分?$", r"\1:\2", half_width(value).strip())
        return super().to_python(value)


class ActivityForm(AudienceFields):
    """安排一次活动: what, who, who hosts and who writes the record."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = Words(label="主题", most=100)
    time_text = Words(label="时间的写法", required=False, most=60, help_text="学校原来的写法，照印，如『每周三』『9月中旬』")
    check_out = forms.BooleanField(label="散会要签退", required=False, help_text="早走的按服务器时间记早退")
    say_number = forms.BooleanField(
        label="签到要输入主持人口头报的两位数", required=False, help_text="防止把签到码拍给不在场的人；数只显示在主持人的签到页上，15 秒换一次"
    )
    bring = Words(label="请带", required=False, most=60, help_text="写了就进通知，如『听课本、笔』")
    hours = forms.DecimalField(
        label="学时", required=False, min_value=0, max_value=99, max_digits=4, decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}), error_messages={"invalid": "学时请写数字，如 2 或 1.5。"},
    )
    field_order = [
        "version", "title", "group", "content_item", "forms", "time_text", "hours", "host", "recorder", "bring", "check_out", "say_number",
        "everybody", "groups", "tags", "plus", "minus",
    ]

    def __init__(self, *args: Any, person: Person, activity: Activity | None = None, **kwargs: Any) -> None:
        super().__init__(*args, school=person.school, rule=activity and activity.audience, **kwargs)
        whole = Reach.SCHOOL in reaches(person, "activity.run")
        self.fields["group"] = forms.ModelChoiceField(
            groups_run(person), label="哪个组的活动", required=not whole, empty_label="全校活动" if whole else None
        )
        self.fields["forms"] = Words(
            label="研修方式", required=False, most=60, help_text=f"几种用顿号隔开，如 {'、'.join(TRAINING_FORMS[:6])}"
        )
        self.fields["content_item"] = forms.ModelChoiceField(
            ContentItem.objects.filter(plan__term=person.term, plan__level="school"), label="研修内容", required=False,
            empty_label="不属于计划里的内容",
        )
        self.fields["host"] = TeacherNames(school=person.school, one=True, label="主持")
        self.fields["recorder"] = TeacherNames(school=person.school, one=True, label="记录人")
        self.order_fields(self.field_order)
        if activity:
            self.initial |= {
                "title": activity.title, "group": activity.group_id, "content_item": activity.content_item_id,
                "forms": "、".join(activity.forms), "hours": activity.hours and f"{activity.hours.normalize():f}",
                "host": activity.host, "recorder": activity.recorder, "version": activity.version,
                "time_text": activity.time_text, "bring": activity.bring, "check_out": activity.check_out, "say_number": activity.say_number,
            }

    def clean_forms(self) -> list[str]:
        return [part for part in APART.split(self.cleaned_data["forms"]) if part]

    def values(self) -> dict[str, Any]:
        """What the service stores; the audience only while the form still asks for it."""
        names = ("title", "group", "content_item", "forms", "time_text", "hours", "host", "recorder", "bring", "check_out", "say_number")
        values = {name: self.cleaned_data[name] for name in names}
        return values | ({"audience": self.audience()} if "everybody" in self.fields else {})


class SessionFields(forms.Form):
    """When and where a session is, and who presents."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    starts = Clock(label="开始", required=False)
    ends = Clock(label="结束", required=False)
    late_after = Clock(label="几点以后算迟到", required=False, help_text="空着：过了开始时间就算")
    place = Words(label="地点", required=False, most=60)
    presenter_text = Words(label="校外主讲", required=False, most=60)
    reason = Words(label="改期原因", required=False, most=100, help_text="原来的日期会留在改期经过里")
    field_order = ["version", "day", "until", "starts", "ends", "late_after", "place", "presenters", "presenter_text", "reason"]

    def __init__(self, *args: Any, person: Person, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = TermDay(person.term, label="日期", required=False)
        self.fields["until"] = TermDay(person.term, label="至", required=False, help_text="连着几天的才填；哪一天签到都算，要每天各签的存好再改")
        self.fields["presenters"] = TeacherNames(school=person.school, label="主讲", help_text="写姓名，几个人用顿号隔开")
        self.order_fields(self.field_order)
        if session is None or session.day is None:
            del self.fields["reason"]
        if session:
            names = ("day", "until", "starts", "ends", "late_after", "place", "presenter_text")
            self.initial |= {name: getattr(session, name) for name in names} | {
                "presenters": list(session.presenters.all()), "version": session.version,
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "结束要晚于开始，请核对这两个时刻。")
        if data.get("until") and data.get("day") == data["until"]:
            data["until"] = None
        if data.get("until") and not (data.get("day") and data["day"] < data["until"]):
            self.add_error("until", "最后一天要晚于第一天，请核对这两个日期。")
        return data

    def values(self) -> dict[str, Any]:
        names = ("day", "until", "starts", "ends", "late_after", "place", "presenter_text", "presenters")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


PEOPLE = ("everybody", "groups", "tags", "plus", "minus")


class SessionForm(SessionFields, AudienceFields):
    """一个场次, with its own 参加人员 where they are not those of the activity; once there is a list they are fixed."""

    def __init__(self, *args: Any, person: Person, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(
            *args, person=person, session=session, school=person.school, rule=session and session.audience, **kwargs
        )
        if session and session.attendances.exists():
            for name in PEOPLE:
                del self.fields[name]

    @property
    def about(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in PEOPLE]

    @property
    def people(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in PEOPLE]

    def values(self) -> dict[str, Any]:
        return super().values() | ({"audience": self.audience()} if "everybody" in self.fields else {})


class NewActivity(SessionFields):
    """临时活动: only the title is asked; the rest may follow before its close."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = Words(label="主题", most=100)
    everybody = forms.BooleanField(label="全体教师参加", required=False)
    field_order = ["key", "title", "group", "everybody", "day", "until", "starts", "ends", "place", "presenters", "presenter_text"]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        whole = Reach.SCHOOL in reaches(person, "activity.run")
        self.fields["group"] = forms.ModelChoiceField(
            groups_run(person), label="哪个组的活动", required=not whole, empty_label="全校活动" if whole else None
        )
        del self.fields["late_after"]  # asked in 改这一场
        self.order_fields(self.field_order)
        self.initial.setdefault("key", uuid.uuid4())

    def activity_values(self) -> dict[str, Any]:
        group = self.cleaned_data["group"]
        if self.cleaned_data["everybody"]:
            audience = {"all": True}
        else:
            audience = {"groups": [group.name]} if group else {}
        return {"title": self.cleaned_data["title"], "group": group, "audience": audience}


class MoveForm(forms.Form):
    """改期一场: the new day, time and place, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    starts = Clock(label="开始", required=False)
    ends = Clock(label="结束", required=False)
    place = Words(label="地点", required=False, most=60)
    reason = Words(label="改期的理由", most=100, help_text="名单上的人会收到通知，原来的日期留在改期经过里")
    field_order = ["version", "day", "starts", "ends", "place", "reason"]

    def __init__(self, *args: Any, person: Person, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        self.fields["day"] = ComingDay(
            person.term, label="改到哪天", help_text="连着的几天一起往后移，天数不变" if session.until else ""
        )
        self.order_fields(self.field_order)
        self.initial |= {name: getattr(session, name) for name in ("version", "day", "starts", "ends", "place")}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "结束要晚于开始，请核对这两个时刻。")
        return data

    def values(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in ("starts", "ends", "place")}
        return values | self.session.moved_to(self.cleaned_data["day"])


class SeriesForm(forms.Form):
    """按规律排场次: the school's own words for the time, and what all sessions share."""

    text = Words(
        label="什么时间（照学校的写法）", required=False, most=60,
        help_text="每周三、单周周五、隔周周二、第3、7周周三、每月第一个周三、9月16日起每周三、9月中旬、9月16日、12月20日前、待定",
    )
    starts = Clock(label="开始", required=False)
    ends = Clock(label="结束", required=False)
    place = Words(label="地点", required=False, most=60)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "结束要晚于开始，请核对这两个时刻。")
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("starts", "ends", "place")}


class PostponeForm(forms.Form):
    """改期: why, and the new day if it is known."""

    reason = Words(label="改期的理由", most=100)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = ComingDay(person.term, label="改到哪天", required=False, help_text="还没定就空着")
