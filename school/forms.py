from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

from django import forms
from django_scopes.forms import SafeModelMultipleChoiceField

from documents import chinese, tables
from school import honours
from school.models import Group, School, Service, Tag, Teacher, Term
from school.models.places import WRITING_CEILING
from school.person import Person

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CleanText:
    """Typed text in one way of writing: full-width digits half, no invisible signs, no blanks at the ends."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str) and not isinstance(self.fields[name].widget, forms.Textarea):
                cleaned[name] = chinese.normal(chinese.half_width(value))
        return cleaned


def _several(text: str, most: int) -> list[str]:
    """Names written one after the other, each once."""
    return list(dict.fromkeys(part[:most] for part in re.split(r"[、，,；;\s]+", text) if part))


class SchoolForm(CleanText, forms.ModelForm):
    calendar = forms.CharField(
        label="校历调整", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一行一天：放假写『2026-10-01 国庆节』，调休上课写『2026-10-10 上课』。国家公布的节假日已经算在内。",
    )

    lesson_hours = forms.DecimalField(
        label="自己听一节课折合学时", min_value=0, max_value=4, max_digits=2, decimal_places=1, required=False,
        help_text="活动之外交来的听课记录，每节算几个学时；空着或写 0 不算。活动里听的课，学时按活动算，不重复。",
        error_messages={"invalid": "学时写成 1 或 0.5 这样。", "min_value": "学时不能小于 0。", "max_value": "一节课最多算 4 学时。",
                        "max_decimal_places": "学时最多一位小数，如 0.5。", "max_digits": "学时写成 1 或 0.5 这样。"},
    )

    writing_ceiling = forms.IntegerField(
        label="计划每周最多要教师书写多少分钟", min_value=10, max_value=600, required=False,
        help_text=f"任务量按各类记录的用时折算；超过时计划要校长写明理由签字才能发布。空着是 {WRITING_CEILING} 分钟。",
        error_messages={"invalid": "写一个整数，如 60。", "min_value": "至少 10 分钟。", "max_value": "一周最多写 600 分钟。"},
    )

    training_forms = forms.CharField(
        label="本校另用的研修方式", required=False, max_length=400,
        help_text="常用的四十来种写日程时已经可以选；本校自己的叫法写在这里，用顿号隔开。",
    )

    lesson_kinds = forms.CharField(
        label="本校另有的公开课种类", required=False, max_length=200,
        help_text="汇报课、示范课、同课异构等十二种已经可以选；本校自己的写在这里，用顿号隔开，如『过关课、推磨课』。",
    )

    class Meta:
        model = School
        fields = ["name", "short_name", "office_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson_hours"].initial = self.instance.lesson_hours
        self.fields["writing_ceiling"].initial = self.instance.settings.get("writing_ceiling")
        self.fields["training_forms"].initial = "、".join(self.instance.settings.get("forms", []))
        self.fields["lesson_kinds"].initial = "、".join(self.instance.lesson_kinds)
        days = self.instance.holidays or {}
        self.fields["calendar"].initial = "\n".join(f"{day} {name or '上课'}" for day, name in sorted(days.items()))

    def clean_training_forms(self) -> list[str]:
        return _several(self.cleaned_data["training_forms"], 20)

    def clean_lesson_kinds(self) -> list[str]:
        return _several(self.cleaned_data["lesson_kinds"], 16)

    def clean_calendar(self) -> dict[str, str]:
        days: dict[str, str] = {}
        for number, line in enumerate(self.cleaned_data["calendar"].splitlines(), 1):
            parts = chinese.half_width(line).split(maxsplit=1)
            if not parts:
                continue
            try:
                day = date.fromisoformat(parts[0])
            except ValueError as error:
                raise forms.ValidationError(f"第 {number} 行『{line}』的日期应写成 2026-10-01。") from error
            name = parts[1].strip() if len(parts) > 1 else "放假"
            days[day.isoformat()] = "" if name in ("上课", "调休") else name[:20]
        return days


class TermForm(CleanText, forms.ModelForm):
    class Meta:
        model = Term
        fields = ["code", "starts", "ends"]
        widgets = {"starts": DAY, "ends": DAY}

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.school = school

    def clean_code(self) -> str:
        code = chinese.half_width(self.cleaned_data["code"])
        found = re.fullmatch(r"(\d{4})-(\d{4})-[12]", code)
        if not found or int(found[2]) != int(found[1]) + 1:
            raise forms.ValidationError("代码应写成 2026-2027-1（第一学期）或 2026-2027-2（第二学期）。")
        if Term.objects.filter(school=self.instance.school, code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"学期『{code}』已经有了。")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends:
            if starts >= ends:
                raise forms.ValidationError("结束日要晚于开学日，请核对这两个日期。")
            others = Term.objects.filter(school=self.instance.school, starts__lte=ends, ends__gte=starts).exclude(pk=self.instance.pk)
            if other := others.first():
                raise forms.ValidationError(f"和『{other}』（{other.starts}至{other.ends}）的日期重叠，请核对开学日和结束日。")
        return cleaned


class TeacherForm(CleanText, forms.ModelForm):
    honours = forms.CharField(
        label="称号", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=f"一行一个，写成 {honours.SHAPE}；没有写空着。",
    )

    class Meta:
        model = Teacher
        fields = [
            "name", "pinyin", "staff_no", "gender", "subject", "grade", "position", "title", "first_degree", "degree", "born",
            "started", "joined", "employment", "classes", "campus", "honours", "left", "tags",
        ]
        field_classes = {"tags": SafeModelMultipleChoiceField}
        widgets = {"born": DAY, "started": DAY, "joined": DAY, "left": DAY, "tags": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = self.instance.school
        self.fields["tags"].queryset = Tag.objects.filter(school=school)
        self.fields["campus"].queryset = school.campuses.all()
        self.fields["campus"].empty_label = "本部"
        self.fields["tags"].required = False
        self.fields["tags"].help_text = "『新教师』按参加工作自动给，头三个学年算。"
        self.initial["honours"] = "\n".join(map(honours.line, self.instance.honours))

    def clean_honours(self) -> list[honours.Honour]:
        try:
            return honours.read_all(self.cleaned_data["honours"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class LeaveForm(forms.Form):
    """One 长假 of a teacher; open at the end while he is not back."""

    kind = forms.ChoiceField(label="种类", choices=[(kind.value, kind.label) for kind in Service.Kind if kind != Service.Kind.SERVICE])
    since = forms.DateField(label="从哪天", widget=DAY)
    until = forms.DateField(label="到哪天", widget=DAY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", "回来的日子不能在开始之前；还没有回来就空着。")
        return cleaned


class Leaves(forms.BaseFormSet):
    """长假 of one teacher: no two at the same time."""

    def rows(self) -> list[tuple[str, date, date | None]]:
        gone = self.deleted_forms
        return [
            (form.cleaned_data["kind"], form.cleaned_data["since"], form.cleaned_data.get("until"))
            for form in self.forms if form not in gone and form.cleaned_data.get("since")
        ]

    def clean(self) -> None:
        if any(self.errors):
            return
        rows = sorted(self.rows(), key=lambda row: row[1])
        for (_, since, until), (_, after, _) in pairwise(rows):
            if until is None or until >= after:
                raise forms.ValidationError(f"从 {since} 开始的一段还没有结束，{after} 又开始一段；请写上前一段到哪天。")


LeaveFormSet = forms.formset_factory(LeaveForm, formset=Leaves, extra=1, can_delete=True, max_num=40, absolute_max=40)


class TagForm(CleanText, forms.Form):
    """A 分层标签 and, once it is there, whom it is given to."""

    name = forms.CharField(label="标签", max_length=20, help_text="如 待发展型、录课教师")
    members = forms.ModelMultipleChoiceField(label="给谁", queryset=None, widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, person: Person, tag: Tag | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.tag = person.school, tag
        if tag is None:
            del self.fields["members"]
            return
        self.fields["members"].queryset = Teacher.objects.filter(school=person.school, left=None)
        self.initial = {"name": tag.name, "members": list(tag.teachers.values_list("pk", flat=True))}

    def clean_name(self) -> str:
        name = chinese.normal(chinese.half_width(self.cleaned_data["name"]))
        if Tag.objects.filter(school=self.school, name=name).exclude(pk=self.tag and self.tag.pk).exists():
            raise forms.ValidationError(f"标签『{name}』已经有了。")
        if re.search(r"[、，,;；\s]", name):
            raise forms.ValidationError("标签是一个词，里面不要顿号、逗号和空格。")
        return name


class GroupForm(CleanText, forms.Form):
    name = forms.CharField(label="组名", max_length=40)
    kind = forms.ChoiceField(label="类别", choices=Group.Kind)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = person.school

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if Group.objects.filter(school=self.school, name=cleaned.get("name"), kind=cleaned.get("kind")).exists():
            raise forms.ValidationError(f"『{cleaned['name']}』已经有了。")
        return cleaned


class MembersForm(forms.Form):
    members = forms.ModelMultipleChoiceField(label="成员", queryset=None, widget=forms.CheckboxSelectMultiple, required=False)
    leaders = forms.ModelMultipleChoiceField(
        label="组长", queryset=None, widget=forms.CheckboxSelectMultiple, required=False, help_text="一位或两位"
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teachers = Teacher.objects.filter(school=person.school, left=None)
        self.fields["members"].queryset = self.fields["leaders"].queryset = teachers

    def clean_leaders(self) -> Any:
        leaders = self.cleaned_data["leaders"]
        if len(leaders) > 2:
            raise forms.ValidationError("一个组最多两位组长，请去掉几位。")
        return leaders


class RosterUpload(forms.Form):
    file = forms.FileField(label="名册（.xlsx）", widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}))

    def clean_file(self) -> Any:
        """A file that cannot be a roster is refused by its size, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > tables.MOST_BYTES:
            raise forms.ValidationError(f"文件有 {file.size >> 20} MB，超过 {tables.MOST_BYTES >> 20} MB；请删去图片和不用的工作表再上传。")
        return file
