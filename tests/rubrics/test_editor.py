"""Writing a rubric in the browser: items as forms, order, remedies, versions, files; what was typed is never lost."""
from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document as WordDocument

from plans.models import Plan, Quota
from rubrics.models import Rubric
from rubrics.ruleforms.item import item_values
from rubrics.ruleforms.whole import whole_values
from rubrics.scoring import parse_rubric
from rubrics.scoring.kinds import KINDS
from school.models import Tag
from tests.evaluation import builders as make
from tests.rubrics.scoring.builders import CASES, exact


@pytest.fixture
def draft(cast):
    return make.a_rubric(cast, state="draft", vote=None)


@pytest.fixture
def office(login):
    return login("office")


def document(rubric: Rubric) -> dict:
    rubric.refresh_from_db()
    return rubric.document


def item_of(rubric: Rubric, code: str) -> dict:
    return next(item for item in document(rubric)["items"] if item["code"] == code)


def form_of(rubric: Rubric, code: str, /, **typed: object) -> dict:
    """What the browser would send for an item, with what somebody typed over it."""
    item = item_of(rubric, code)
    audience = (item.get("applies_to") or {})
    return {**item_values(item), **audience, "edition": rubric.edition, "do": "save", **typed}


def url(rubric: Rubric, page: str) -> str:
    return f"/rubrics/{rubric.pk}/{page}"


def test_saving_the_form_as_it_stands_changes_nothing(office, draft):
    for item in list(draft.document["items"]):
        answer = office.post(url(draft, f"item/?code={item['code']}"), form_of(draft, item["code"]))
        assert answer.status_code == 302, item
        assert item_of(draft, item["code"]) == item
        draft.refresh_from_db()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_written_tried_and_saved(cast, office, draft, kind):
    case = exact((CASES / f"{kind}.json").read_text(encoding="utf-8"))[0]
    rule = json.loads(json.dumps(case["rule"], default=str))
    item = {"code": "20", "name": "新的一项", "max": 10, "evidence": "manual", "rule": rule}
    page = office.post(url(draft, "item/"), {**item_values(item), "edition": 0, "do": "look"})
    assert page.status_code == 200
    assert "试一试" in page.content.decode()
    answer = office.post(url(draft, "item/"), {**item_values(item), "edition": 0, "do": "save"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    one = {"format": "yanxiu-rubric/1", "items": [{**item, "code": "1"}]}
    other = {"format": "yanxiu-rubric/1", "items": [{**item_of(draft, "20"), "code": "1"}]}
    assert parse_rubric(json.dumps(one)).items[0].rule == parse_rubric(json.dumps(other)).items[0].rule
    assert office.get(url(draft, "item/?code=20")).status_code == 200


def test_the_example_says_points_and_why(office, draft):
    page = office.post(url(draft, "item/?code=1"), form_of(draft, "1", do="look", **{"x.count": "8", "x.of": "１０"})).content.decode()
    assert "8 分" in page and "缺 2 次，每缺 1 次扣 1 分：10 − 2 = 8 分" in page
    assert item_of(draft, "1")["rule"]["per_missing"] == 1


def test_another_kind_by_one_button(office, draft):
    page = office.post(url(draft, "item/?code=3"), form_of(draft, "3", do="look", **{"r.kind": "bands"})).content.decode()
    assert "各段" in page and 'name="r.bands.0.low"' in page
    assert item_of(draft, "3")["rule"]["kind"] == "tiers"


def test_what_is_refused_is_kept_with_its_place(office, draft):
    typed = form_of(draft, "3", max="5", **{"r.tiers.0.points": "五分半", "name": "改了名"})
    answer = office.post(url(draft, "item/?code=3"), typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "$.items[2].rule.tiers.一档" in page and "五分半" in page and "改了名" in page
    twice = form_of(draft, "3", **{"r.tiers.3.name": "一档", "r.tiers.3.points": "2"})
    assert "“一档”写了两次" in office.post(url(draft, "item/?code=3"), twice).content.decode()
    assert item_of(draft, "3")["rule"]["tiers"] == {"一档": 5, "二档": 3, "三档": 1}


def test_json_is_kept_when_refused_and_saved_when_right(office, draft):
    at = url(draft, "item/?code=3")
    for raw, word in (("{不是", "不是有效的 JSON"), ("[1]", "花括号"), ('{"code": "3"}', "$.items[2]"), ('{"code": 3}', "项目代码")):
        answer = office.post(at, {"edition": 0, "do": "raw", "raw": raw})
        assert answer.status_code == 400
        assert word in answer.content.decode()
        assert raw.replace('"', "&quot;") in answer.content.decode()
    gate = {"kind": "gate", "when": {"any": ["tag:新教师", {"not": "role:office"}]}, "rule": {"kind": "judged"}}
    raw = json.dumps({"code": "3", "name": "汇报课", "max": 5, "rule": gate}, ensure_ascii=False)
    assert office.post(at, {"edition": 0, "do": "raw", "raw": raw}).status_code == 302
    page = office.get(at).content.decode()
    assert "句子装不下的细节" in page and 'name="r.kind"' not in page
    draft.refresh_from_db()
    kept = {"code": "3", "name": "新名", "max": "5", "edition": draft.edition, "do": "save", "counts": "full"}
    assert office.post(at, kept).status_code == 302
    assert (item_of(draft, "3")["name"], item_of(draft, "3")["rule"]) == ("新名", gate)


def test_hostile_forms_are_no_errors(office, draft):
    deep = '{"code": "3", "max": 5, "rule": ' + '{"a": ' * 400 + "1" + "}" * 401
    assert office.post(url(draft, "item/?code=3"), {"edition": 0, "do": "raw", "raw": deep}).status_code == 400
    assert office.post(url(draft, "remedy/"), {"edition": 0, "edits": f'[[["total"], {"[" * 900}{"]" * 900}]]'}).status_code == 409
    nested = {"r." + "parts.0.rule." * level + "kind": "sum" for level in range(300)}
    for do in ("look", "save"):
        assert office.post(url(draft, "item/?code=3"), {**form_of(draft, "3"), **nested, "do": do}).status_code in (200, 302, 400)
    odd = {**form_of(draft, "3", do="look"), "r.tiers.².name": "甲", "r.tiers.99999999.name": "乙", "x.tier": "\x00"}
    assert office.post(url(draft, "item/?code=3"), odd).status_code == 200
    assert office.post(url(draft, "item/?code=3"), {"edition": "²", "do": "save"}).status_code in (400, 404)


def test_for_whom_and_by_whom(cast, office, draft):
    Tag.objects.create(school=cast.school, name="青年")
    typed = form_of(draft, "4", tags=["青年"], groups=["语文组"], roles=["group_leader"], otherwise="average", responsible="leader",
                    head="assessment", argument="心理健康培训", **{"exempt.0.look": "leave", "exempt.0.name": "产假", "exempt.0.as": "exclude"})
    assert office.post(url(draft, "item/?code=4"), typed).status_code == 302
    item = item_of(draft, "4")
    assert item["applies_to"] == {"tags": ["青年"], "roles": ["group_leader"], "groups": ["语文组"]}
    assert (item["otherwise"], item["exempt"]) == ("average", [{"when": "leave:产假", "as": "exclude"}])
    assert draft.responsible["4"] == "leader"
    page = office.get(url(draft, "")).content.decode()
    assert "谁给分：副校长" in page and "青年、语文组、教研组长，其余平均分" in page


def test_order_copies_and_codes(office, draft):
    def arrange(**typed):
        draft.refresh_from_db()
        return office.post(url(draft, "arrange/"), {"edition": draft.edition, **typed})

    arrange(do="up", code="2")
    assert [item["code"] for item in document(draft)["items"]][:3] == ["2", "1", "3"]
    arrange(do="copy", code="1")
    assert [item["code"] for item in document(draft)["items"]][:4] == ["2", "1", "15", "3"]
    arrange(do="remove", code="15")
    codes = [item["code"] for item in document(draft)["items"]]
    arrange(do="order", order=codes[::-1])
    assert document(draft)["items"][0]["code"] == "14"
    assert arrange(do="order", order=["1", "2"]).status_code == 409
    Rubric.objects.filter(pk=draft.pk).update(responsible={"2": "principal"})
    arrange(do="renumber")
    assert document(draft)["items"][13]["name"] == "教师职业道德培训"
    assert (draft.responsible, document(draft)["items"][13]["code"]) == ({"14": "principal"}, "14")


def test_conditions_follow_a_changed_code(office, draft):
    gate = {"kind": "gate", "when": {"item": "1", "fewer_than": 6}, "rule": {"kind": "judged"}}
    raw = json.dumps({"code": "3", "name": "汇报课", "max": 5, "rule": gate}, ensure_ascii=False)
    office.post(url(draft, "item/?code=3"), {"edition": 0, "do": "raw", "raw": raw})
    draft.refresh_from_db()
    office.post(url(draft, "item/?code=1"), form_of(draft, "1", code="甲"))
    assert item_of(draft, "3")["rule"]["when"]["item"] == "甲"


def test_a_stale_form_gets_both_texts(office, draft):
    office.post(url(draft, "item/?code=3"), form_of(draft, "3", name="先存的名"))
    late = office.post(url(draft, "item/?code=4"), form_of(draft, "4", edition=0, **{"r.tiers.0.points": "7"}))
    assert late.status_code == 409
    page = late.content.decode()
    assert "一档 7 分" in page and "一档 8 分" in page


def test_above_the_items(office, draft):
    typed = {**whole_values(draft.document), "edition": 0, "do": "save", "full_marks": "103", "grades.0.at_least": "９５",
             "sections.0.code": "A", "sections.0.name": "学习", "sections.0.cap": "40",
             "vetoes.0.look": "incident", "vetoes.0.name": "严重", "vetoes.0.effect": "grade", "vetoes.0.grade": "不合格"}
    assert office.post(url(draft, "whole/"), typed).status_code == 302
    found = document(draft)
    assert (found["full_marks"], found["grades"][0], found["sections"]) == (
        103, {"name": "优秀", "at_least": 95}, [{"code": "A", "name": "学习", "cap": 40}])
    assert found["vetoes"] == [{"when": "incident:严重", "effect": "grade", "grade": "不合格"}]
    wrong = office.post(url(draft, "whole/"), {**typed, "edition": 1, "vetoes.0.grade": "没有这个"})
    assert wrong.status_code == 400
    assert "等次“没有这个”没有定义" in wrong.content.decode()
    assert office.post(url(draft, "whole/"), {"edition": 1, "do": "raw", "raw": '{"format": 1}'}).status_code == 400


def test_remedies_by_a_button(cast, office, draft):
    page = office.get(url(draft, "")).content.decode()
    assert "各项分值合计 103" not in page  # asked above, with every choice
    office.post(url(draft, "edit/"), {"edition": 0, "code": "3", "max": "4"})
    draft.refresh_from_db()
    page = office.get(url(draft, "")).content.decode()
    assert "“一档”改为 4 分</button>" in page
    office.post(url(draft, "remedy/"), {"edition": 1, "edits": '[[["items", 2, "rule", "tiers", "一档"], 4]]'})
    assert item_of(draft, "3")["rule"]["tiers"]["一档"] == 4
    edits = '[[["total"], "rescale"]]'
    assert office.post(url(draft, "remedy/"), {"edition": 2, "edits": edits}).status_code == 302
    assert document(draft)["total"] == "rescale"
    assert office.post(url(draft, "remedy/"), {"edition": 3, "edits": '[[["nothing", 3], 1]]'}).status_code == 409
    assert office.post(url(draft, "remedy/"), {"edition": 3, "edits": '[[["total"], "plane"]]'}).status_code == 400


def test_the_plan_beside_the_rubric(cast, office, draft):
    assert "还没有计划" in office.get(f"/plans/rubric/{draft.pk}/").content.decode()
    make.a_plan(cast, draft.document, notes=None)
    Quota.objects.create(plan=Plan.objects.get(), order=1, name="政治学习笔记", source="works:学习笔记/政治", audience={"all": True}, number=8)
    office.post(url(draft, "item/?code=1"), form_of(draft, "1", **{"r.required": "12"}))
    draft.refresh_from_db()
    page = office.get(f"/plans/rubric/{draft.pk}/").content.decode()
    assert "要求 12 次，计划只安排了 8 次" in page and "要求改为 8 次" in page
    office.post(url(draft, "remedy/"), {"edition": draft.edition, "edits": '[[["items", 0, "rule", "required"], 8]]'})
    assert "要求 12 次" not in office.get(f"/plans/rubric/{draft.pk}/").content.decode()
    assert "读书交流会" in office.get("/plans/contents/").content.decode()


def test_versions_are_compared_in_words(cast, office, draft):
    client = office
    Rubric.objects.filter(pk=draft.pk).update(state="in_use", vote={"date": "2026-09-04", "due": 60, "present": 53, "agreed": 51})
    client.post("/rubrics/new/", {"of": draft.pk})
    new = Rubric.objects.get(version=2)
    assert "两版说的一样" in client.get(url(new, "compare/")).content.decode()
    client.post(url(new, "item/?code=1"), form_of(new, "1", max="8", **{"r.per_missing": "2"}))
    new.refresh_from_db()
    client.post(url(new, "arrange/"), {"edition": new.edition, "do": "remove", "code": "14"})
    page = client.get(url(new, "compare/")).content.decode()
    for words in ("每缺 1 次扣 1 分", "每缺 1 次扣 2 分", "10 分", "8 分", "删去", "教学创意设计评比", "下学期起用"):
        assert words in page
    assert client.get(url(new, f"compare/?with={new.pk}")).status_code == 404


def test_files_go_out_and_come_in_again(office, draft):
    raw = office.get(url(draft, "rubric.json")).content
    assert json.loads(raw) == draft.document
    sheet = openpyxl.load_workbook(io.BytesIO(office.get(url(draft, "rubric.xlsx")).content)).active
    assert [cell.value for cell in sheet[3]] == ["序号", "考核内容", "分值", "考核标准及要求", "评价方式"]
    assert (sheet["B4"].value, sheet["C4"].value) == ("学习十九大精神", 10)
    word = WordDocument(io.BytesIO(office.get(url(draft, "rubric.docx")).content))
    assert word.tables[0].cell(14, 1).text == "教学创意设计评比"
    for kind in ("json", "xlsx", "docx"):
        upload = io.BytesIO(office.get(url(draft, f"rubric.{kind}")).content)
        upload.name = f"细则.{kind}"
        page = office.post("/rubrics/read/", {"do": "read", "file": upload}).content.decode()
        assert "读到 14 项" in page, kind


@pytest.mark.parametrize(("role", "status"), [("principal", 200), ("leader", 200), ("office", 200), ("group_leader", 403), ("teacher", 403), ("admin", 403)])
def test_who_writes(cast, login, draft, role, status):
    client = login(role)
    for page in ("item/", "item/?code=3", "whole/"):
        assert client.get(url(draft, page)).status_code == status
    assert client.get("/rubrics/read/").status_code == status


def test_a_strangers_rubric_is_not_there(cast, client, draft):
    client.force_login(cast.stranger.users["principal"], backend="django.contrib.auth.backends.ModelBackend")
    for page in ("item/?code=3", "whole/", "compare/", "rubric.json"):
        assert client.get(url(draft, page)).status_code == 404
    for page in ("arrange/", "remedy/", "edit/"):
        assert client.post(url(draft, page), {"edition": 0, "do": "up", "code": "2"}).status_code == 404
    assert client.get(f"/plans/rubric/{draft.pk}/").status_code == 404


def test_in_use_nothing_can_be_written(cast, office):
    used = make.a_rubric(cast)
    assert office.get(url(used, "item/?code=3")).status_code == 409
    assert office.get(url(used, "whole/")).status_code == 409
    for page, typed in (("arrange/", {"do": "up", "code": "2"}), ("remedy/", {"edits": '[[["total"], "plain"]]'}),
                        ("edit/", {"code": "3", "max": "4"})):
        assert office.post(url(used, page), {"edition": 0, **typed}).status_code == 409
    assert document(used)["items"][1]["code"] == "2"


def test_queries_do_not_grow_with_the_items(cast, office, draft):
    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert office.get(url(draft, page)).status_code == 200
        return len(found)

    pages = ("", "item/?code=1", "compare/")
    asked("")  # the first page of a login notes when it was opened
    before = [asked(page) for page in pages]
    items = draft.document["items"]
    more = [{**item, "code": f"{item['code']}-{place}", "name": f"{item['name']}{place}"} for place in range(3) for item in items]
    Rubric.objects.filter(pk=draft.pk).update(
        document={**draft.document, "items": [*items, *more]}, responsible={item["code"]: "fd-001" for item in more})
    after = [asked(page) for page in pages]
    assert [count - was for count, was in zip(after, before, strict=True)] == [1, 0, 0]  # one for the names of those responsible
