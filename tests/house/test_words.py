"""Days, numbers and states on the page."""
from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.template import Context, Template
from django.test import RequestFactory

from activities.states import WORK_STEPS, WorkState
from school.templatetags import words


def show(text: str, **context) -> str:
    return Template("{% load words %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("{{ v|day }}", date(2026, 3, 11), "3月11日（周三）"),
        ("{{ v|short_day }}", date(2026, 3, 11), "3月11日"),
        ("{{ v|long_day }}", date(2026, 3, 11), "2026年3月11日"),
        ("{{ v|day }}", datetime(2026, 3, 10, 16, 30, tzinfo=UTC), "3月11日（周三）"),
        ("{{ v|clock }}", datetime(2026, 3, 11, 7, 50, tzinfo=UTC), "15:50"),
        ("{{ v|day }}", None, ""),
        ("{{ v|points }}", Decimal("7.50"), "7.5"),
        ("{{ v|points }}", "10.00", "10"),
        ("{{ v|points }}", 100, "100"),
        ("{{ v|points }}", Decimal("-2.0"), "−2"),
        ("{{ v|points }}", Decimal("-0.00"), "0"),
        ("{{ v|points }}", Decimal("1E+2"), "100"),
        ("{{ v|points }}", None, "待定"),
        ("{{ v|week }}", 12, "第 12 周"),
    ],
)
def test_words(text, value, shown):
    assert show(text, v=value) == shown


def test_span():
    assert show("{{ a|span:b }}", a=date(2026, 3, 18), b=date(2026, 3, 22)) == "3月18日—22日"
    assert show("{{ a|span:b }}", a=date(2026, 3, 18), b=None) == "3月18日"


def test_every_state_has_a_shape():
    """A new state without a shape would stop the page that shows it."""
    missing = [
        (model.__name__, value)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name == "state" and field.choices
        for value, _ in field.flatchoices
        if value not in words.SHAPES
    ]
    assert missing == []


def test_buttons_come_from_the_step_table(cast):
    """The teacher is offered 提交 for her own draft, the reviewer nothing; a reason opens its own box."""
    work = SimpleNamespace(state=WorkState.DRAFT)
    shown = show("{% steps person obj table %}", person=cast.person("teacher"), obj=work, table=WORK_STEPS)
    assert "提交" in shown and "退回修改" not in shown
    work.state = WorkState.SUBMITTED
    shown = show("{% steps person obj table '/there/' %}", person=cast.person("office"), obj=work, table=WORK_STEPS)
    assert 'name="reason"' in shown and 'action="/there/"' in shown and "退回修改" in shown


def test_nothing_a_school_writes_becomes_markup():
    state = SimpleNamespace(state="draft", get_state_display=lambda: "<script>")
    assert "<script>" not in show("{% state v %}", v=state)


def test_pager_keeps_what_was_asked(rf: RequestFactory):
    from django.core.paginator import Paginator

    page = Paginator(range(45), 20).page(2)
    shown = show("{% pager page %}", page=page, request=rf.get("/x/?kind=反思&page=2"))
    assert "kind=%E5%8F%8D%E6%80%9D&amp;page=3" in shown and "第 2 页，共 3 页，45 条" in shown


def test_filters_fold_into_one_line_and_say_how_many_are_set(rf: RequestFactory):
    fields = '{% filters keep="whose" %}<select name="kind"></select><select name="state"></select>{% endfilters %}'
    shown = show(fields, request=rf.get("/x/?whose=others&kind=3&state=&page=2"))
    assert "筛选（已选 1 项）" in shown and '<input type="hidden" name="whose" value="others">' in shown and 'href="?whose=others"' in shown
    assert "已选" not in show(fields, request=rf.get("/x/"))
    lists = [path.read_text(encoding="utf-8") for path in Path("templates").rglob("*.html")]
    forms = [form for text in lists for form in re.findall(r'<form class="tools" method="get".*?</form>', text, re.S)]
    assert [form[:120] for form in forms if form.count("<select") > 1 and "{% filters" not in form and "对照" not in form] == []


def test_what_goes_into_the_group_chat_is_plain_lines_with_the_link(rf: RequestFactory):
    shown = show("{% load links %}{% wechat '/works/' key=3 %}\n  【{{ v }}】\n\n  {% if v %}周五前{% endif %}\n{% endwechat %}",
                 v="<b>反思", request=rf.get("/"))
    assert ">【&lt;b&gt;反思】\n周五前\nhttp://testserver/works/</textarea>" in shown and 'id="3-text"' in shown


# What a teacher or a leader writes in the course of a term: nobody opens one of these without knowing what it costs him.
FORMS = """works/new works/write works/typed observations/write observations/detail lessons/edit preparations/new preparations/edit
instruments/answer activities/leave activities/new activities/record activities/slots activities/sheets activities/pairs/help
activities/pairs/rate activities/trips/new activities/topics/edit activities/contests/enter activities/contests/judging
activities/inspections/new activities/inspections/walk activities/inspections/finding activities/growth/lecturers plans/problems
plans/core_problem plans/team_plan evaluation/objection_new accounts/pin"""


def test_each_form_says_what_it_costs_in_minutes():
    silent = [name for name in FORMS.split() if "分钟" not in Path(f"templates/{name}.html").read_text(encoding="utf-8")]
    assert silent == []
