"""编评价表: rows and documents, versions, two people at once."""
from uuid import uuid4

import pytest
from django.urls import reverse

from instruments import answers, rows
from instruments.library import FORMS
from instruments.models import Instrument, Response
from instruments.queries import forms
from instruments.rows import Row
from instruments.services import building
from school.workflow import Refused
from tests.builders import Cast
from tests.builders_surveys import ANSWERS, a_document, a_form, a_round


@pytest.mark.parametrize("name", [name for name, _, _ in FORMS])
def test_every_usual_form_survives_the_editor(name):
    document = next(document for found, _, document in FORMS if found == name)
    typed = rows.rows_of(document)
    read, checked, problems = rows.read(typed, cut_offs=rows.cut_offs_text(document), minutes=str(document["minutes"]))
    assert not problems and not [row.problem for row in checked if row.problem]
    assert rows.rows_of(read) == typed and read["cut_offs"] == document["cut_offs"]


@pytest.mark.parametrize(("row", "word"), [
    (Row("levels", "目标", "优、良"), "每等一个名字一个分"), (Row("levels", "目标"), "每等一个名字一个分"),
    (Row("levels", "目标", "优 10"), "两等以上"), (Row("number", "内容", "很多"), "满分"),
    (Row("choice", "时间", "合适"), "两个以上"), (Row("scale", "有用", "1—2：差、好"), "3 到 10 级"), (Row("text", "", ""), "问什么"),
    (Row("section", "课堂", "四成"), "折合分"),
])
def test_a_row_that_cannot_stand_says_why(row, word):
    document, checked, _ = rows.read([row])
    assert word in checked[0].problem
    assert answers.full(document) >= 0, "the page still shows what the form comes to while a row is being written"


def posted(typed: list[Row], form: Instrument, do: str, **more: str) -> dict:
    return {
        "kind": [row.kind for row in typed], "name": [row.name for row in typed], "detail": [row.detail for row in typed],
        "hint": [row.hint for row in typed], "must": ["yes" if row.must else "no" for row in typed], "code": [row.code for row in typed],
        "version": str(form.edits), "minutes": "3", "base": "", "cut_offs": "", "do": do, **more,
    }


def test_a_form_is_written_row_by_row_without_script(cast: Cast, login):
    """Copied from the library, a row added, moved up, filled in, put in use: every press a plain POST."""
    office = login("office")
    at = next(at for at, (name, _, _) in enumerate(FORMS) if name == "活动效果问卷")
    office.post(reverse("instrument_new"), {"key": str(uuid4()), "begin": f"usual-{at}", "name": "培训效果", "purpose": "survey"})
    form = Instrument.objects.get(name="培训效果")
    assert form.draft and not forms(cast.school, "survey").filter(pk=form.pk).exists()
    url = reverse("instrument_edit", args=[form.pk])
    typed = rows.rows_of(form.document)
    shown = office.post(url, posted(typed, form, "add:0")).context["rows"]
    assert [row.name for row in shown][1] == "" and len(shown) == 4
    typed = [shown[0], Row("scale", "讲得清楚", "1—5：听不懂、很清楚", must=False, code=shown[1].code), *shown[2:]]
    assert office.post(url, posted(typed, form, "down:1")).status_code == 302
    form.refresh_from_db()
    assert [item["name"] for item in form.items][2] == "讲得清楚" and form.items[2]["steps"] == list("12345")
    refused = office.post(url, posted([*typed[:1], Row("choice", "只有一个", "一个"), *typed[1:]], form, "save"))
    assert "只有一个" in refused.content.decode() and "两个以上" in refused.content.decode(), "nothing typed is lost"
    hollow = [Row("section", "说一说", "40"), *rows.rows_of(form.document)]
    said = office.post(url, posted(hollow, form, "use", cut_offs="优秀 90")).content.decode()
    assert "折合 40 分，下面却没有打分的题" in said and "『优秀 90』谁也到不了" in said, "points that nobody can reach are not put in use"
    form.refresh_from_db()
    office.post(url, posted(hollow[1:], form, "use"))
    assert forms(cast.school, "survey").filter(pk=form.pk).exists()


def test_changing_an_answered_form_makes_a_new_version_and_old_answers_keep_theirs(cast: Cast, login):
    """B13 for 评价表 and 问卷."""
    form = a_form(cast.school)
    round = a_round(form, [cast.teachers["teacher"]])
    kept = Response.objects.create(school=cast.school, instrument=form, round=round, respondent=cast.users["teacher"], answers=ANSWERS)
    office = login("office")
    office.post(reverse("instrument_step", args=[form.pk]), {"step": "next"})
    draft = Instrument.objects.get(name=form.name, version=2)
    assert list(forms(cast.school, "survey")) == [form], "a draft is not in use yet"
    office.post(reverse("instrument_edit", args=[draft.pk]), posted(rows.rows_of(draft.document)[:2], draft, "use"))
    draft.refresh_from_db(), form.refresh_from_db(), kept.refresh_from_db()
    assert list(forms(cast.school, "survey")) == [draft] and len(draft.items) == 1
    assert form.document == a_document() and kept.instrument == form and round.instrument == form
    with pytest.raises(Refused, match="已经启用"):
        building.save(cast.person("office"), form, draft.document, form.edits)


def test_two_writers_of_one_draft_lose_nothing(cast: Cast, login):
    form = a_form(cast.school, draft=True)
    office, typed = login("office"), rows.rows_of(form.document)
    url = reverse("instrument_edit", args=[form.pk])
    office.post(url, posted(typed, form, "save"))
    answer = office.post(url, posted([*typed, Row("text", "第二个人加的")], form, "save"))
    assert answer.status_code == 409 and "第二个人加的" in answer.content.decode()
    form.refresh_from_db()
    assert len(form.items) == 5
    assert office.post(url, posted(answer.context["rows"], form, "save")).status_code == 302, "sent again it stands on the newest"
