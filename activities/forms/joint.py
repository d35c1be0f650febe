from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from activities.forms.words import Words
from activities.models import Activity, Joint, Link, Partner
from activities.queries.joint import districtmates
from activities.states import ActivityState
from school.people_forms import TeacherNames
from school.person import Person


class PartnerForm(forms.Form):
    """一所结对学校."""

    name = Words(label="校名", most=60)
    kind = forms.ChoiceField(label="联系", choices=Link.choices)
    note = Words(label="说明", most=200, required=False)

    linked = forms.BooleanField(
        label="它也在用本系统", required=False, help_text="校名要写全；选了它，你公布的校际活动它那边看得到"
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = person.school
        self.order_fields(["name", "kind", "linked", "note"])

    def clean(self) -> dict[str, Any]:
        """The school meant by its name; no list of the district's schools is handed out."""
        cleaned = super().clean()
        if cleaned.get("linked"):
            name = cleaned.get("name", "")
            cleaned["linked"] = districtmates(self.school).filter(Q(name=name) | Q(short_name=name)).first()
            if cleaned["linked"] is None and name:
                self.add_error("name", f"本区县没有叫『{name}』、又在用本系统的学校。请核对全称，或者不勾下面那一格。")
        else:
            cleaned["linked"] = None
        return cleaned


class DeclareForm(forms.Form):
    """记为校际活动."""

    kind = forms.ChoiceField(label="形式", choices=Link.choices)
    published = forms.BooleanField(
        label="让结对学校看到", required=False, help_text="只看到主题、时间、地点、形式和我校谁主讲、谁出课，别的都看不到"
    )

    def __init__(self, *args: Any, person: Person, joint: Joint | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partners"] = forms.ModelMultipleChoiceField(
            Partner.objects.filter(school=person.school), label="参加的学校", required=False, widget=forms.CheckboxSelectMultiple
        )
        if joint is None:
            self.fields["activity"] = forms.ModelChoiceField(
                Activity.objects.filter(term=person.term, joint=None).exclude(state=ActivityState.CANCELLED).order_by("-pk"),
                label="哪次活动", empty_label=None, error_messages={"required": "请选一次活动。"},
            )
        else:
            self.initial |= {"kind": joint.kind, "published": joint.published, "partners": [row.pk for row in joint.partners.all()]}
        self.order_fields(["activity", "kind", "partners", "published"])


class GuestForm(forms.Form):
    """一位来宾."""

    name = Words(label="姓名", most=30)
    from_school = Words(label="学校", most=60)
    part = Words(label="做了什么", most=30, required=False, help_text="如 听课、讲座、出课")


class TeachingForm(forms.Form):
    """我校谁出课、送教."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teachers"] = TeacherNames(school=person.school, label="出课（送教）的老师", help_text="写姓名，几个人用顿号隔开")
