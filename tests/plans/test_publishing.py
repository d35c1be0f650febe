"""征求意见、审批、发布: who may take which step, what an edition freezes, what readers see, what files open."""
from __future__ import annotations

import io
from datetime import date

import docx
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx.shared import Mm

from activities.kinds import seed_kinds
from plans import queries
from plans.leadership import to_ask
from plans.models import LeadershipMember, Plan, PlanEdition, PlanReceipt, ScheduleEntry
from plans.papers import plan_paper
from plans.services import editing, publishing
from plans.states import PLAN_STEPS
from school.models import Notice, Service, StoredFile
from school.workflow import Refused, steps_for
from tests.builders import TODAY, a_pdf
from tests.builders_surveys import a_form, a_round
from tests.plans.a_plan import a_draft, published


def test_the_office_drafts_and_the_principal_publishes(cast, login):
    plan = a_draft(cast)

    def step(who: str, name: str, **more) -> int:
        return login(who).post(f"/plans/{plan.pk}/step/", {"step": name, **more}).status_code

    assert step("office", "consult") == 302
    plan.refresh_from_db()
    assert plan.comments_until is not None and Notice.objects.filter(user=cast.users["teacher"]).exists()
    assert step("teacher", "submit") == 403
    assert step("office", "submit") == 302
    for who in ("teacher", "group_leader", "archivist", "office"):
        assert step(who, "publish") == 403, who
    assert step("principal", "return") == 409, "a reason is asked for"
    assert step("principal", "return", reason="日程太满") == 302
    assert "日程太满" in login("office").get(f"/plans/{plan.pk}/edit/").content.decode()
    assert step("office", "publish") == 403
    assert step("principal", "publish") == 409, "a draft is not published past the step table"
    assert step("office", "submit") == 302
    assert step("principal", "publish") == 302
    plan.refresh_from_db()
    assert plan.state == "published" and plan.editions.get().by_name == "周德厚"


def test_the_leadership_group_says_who_is_asked_to_approve(cast, login):
    plan = a_draft(cast)
    head = plan.leadership.get()
    LeadershipMember.objects.create(plan=plan, order=2, role="deputy", name="吴敬堂", teacher=cast.teachers["leader"])
    page = f"/plans/{plan.pk}/"

    def submit(who: str) -> list[str]:
        publishing.step(cast.person(who), plan, "submit")
        found = [user.name for user in plan.asked.all()]
        told = Notice.objects.filter(text__contains="等你审批").order_by("-pk")[:len(found)]
        assert {notice.user.name for notice in told} == set(found)
        return found

    assert submit("office") == ["周德厚"]
    assert "等周德厚同意或退回" in login("teacher").get(page).content.decode()
    assert "没有请你审批" in login("leader").post(f"{page}step/", {"step": "publish"}).content.decode()
    assert login("leader").post(f"{page}burden/", {"reason": "这一月要写得多"}).status_code == 404
    publishing.step(cast.person("principal"), plan, "return", reason="换人主持")
    head.until = date(2026, 10, 31)
    head.save()
    assert "任期到2026年10月31日，已经结束" in login("office").get(f"{page}check/").content.decode()
    assert submit("leader") == ["周德厚"], "he hands it in himself: it goes to the 校长"
    assert steps_for(cast.person("leader"), plan, PLAN_STEPS) == []
    publishing.step(cast.person("principal"), plan, "return", reason="请教导处交")
    assert submit("office") == ["吴敬堂"], "the term of office of the 组长 is over"
    assert "研修计划待审批" in login("leader").get("/").content.decode()
    assert "研修计划待审批" not in login("principal").get("/").content.decode()
    assert "你是校长，也可以审批" in login("principal").get(page).content.decode()
    assert "等你审批" in login("leader").get(page).content.decode()
    assert login("leader").post(f"{page}step/", {"step": "publish"}).status_code == 302
    edition = plan.editions.get()
    assert edition.by_name == "吴敬堂" and "领导小组组长：周德厚　副组长：吴敬堂" in plan_paper(edition.document, "枫渡", TODAY).html
    plan.refresh_from_db()
    assert steps_for(cast.person("leader"), plan, PLAN_STEPS) == [step for step in PLAN_STEPS if step.name == "revise"], "asked once, not for ever"
    Service.objects.create(teacher=cast.teachers["leader"], kind="产假", since=date(2026, 11, 1))
    assert [user.name for user in to_ask(plan)] == ["周德厚"], "whoever is away is not asked"


def test_buttons_come_from_the_same_table(cast):
    plan = a_draft(cast, state="submitted")
    assert [step.name for step in steps_for(cast.person("principal"), plan, PLAN_STEPS)] == ["publish", "return"], "the way on stands first"
    assert steps_for(cast.person("office"), plan, PLAN_STEPS) == []


def test_an_unfinished_plan_says_what_is_missing(cast):
    plan = a_draft(cast, rows=0)
    plan.stages.all().delete()
    with pytest.raises(Refused, match="还缺阶段、活动日程"):
        publishing.step(cast.person("office"), plan, "submit")


def test_readers_see_the_edition_while_the_next_is_drafted(cast, login):
    plan = published(cast, a_draft(cast))
    edition = plan.editions.get()
    frozen = edition.pdf.blob.open("rb").read()
    publishing.step(cast.person("office"), plan, "revise")
    editing.save_section(cast.person("office"), plan.sections.first(), title="指导思想", body="<p>还没定的一句。</p>", version=0)
    editing.comment(cast.person("office"), plan, "这一句再想想")
    page = login("teacher").get(f"/plans/{plan.pk}/?draft=1").content.decode()
    assert "问题从课堂上来。" in page and "还没定的一句。" not in page and "这一句再想想" not in page
    pdf = login("teacher").get(f"/plans/{plan.pk}/plan.pdf")
    assert pdf.content == frozen
    assert login("teacher").get(f"/plans/{plan.pk}/plan.pdf?draft=1").status_code == 404
    assert login("teacher").get(f"/plans/{plan.pk}/plan.docx?draft=1").status_code == 404
    assert "还没定的一句。" in login("office").get(f"/plans/{plan.pk}/?draft=1").content.decode()
    assert "草稿" not in login("teacher").get("/plans/").content.decode(), "for readers it is published"
    published(cast, plan)
    assert [row.no for row in plan.editions.all()] == [2, 1]
    assert PlanEdition.objects.get(no=1).document == edition.document
    assert login("teacher").get(f"/plans/{plan.pk}/plan.pdf?edition=1").content == frozen
    assert "还没定的一句。" in login("teacher").get(f"/plans/{plan.pk}/").content.decode()
    assert "问题从课堂上来。" in login("teacher").get(f"/plans/{plan.pk}/?edition=1").content.decode()
    assert login("teacher").get(f"/plans/{plan.pk}/?edition=9").status_code == 404


def test_a_published_plan_cannot_be_edited(cast, login):
    plan = published(cast, a_draft(cast))
    section, client = plan.sections.first(), login("office")
    for address, data in (
        (f"/plans/sections/{section.pk}/save/", {"body": "<p>改</p>", "version": 0}), (f"/plans/sections/{section.pk}/step/", {"step": "remove"}),
        (f"/plans/{plan.pk}/sections/", {"title": "新"}), (f"/plans/{plan.pk}/rows/stages/", {}), (f"/plans/{plan.pk}/schedule/new/", {"title": "新"}),
        (f"/plans/schedule/{plan.schedule.first().pk}/step/", {"step": "remove"}),
    ):
        assert client.post(address, data).status_code == 409, address
    assert plan.sections.count() == 2 and plan.schedule.count() == 2


def test_the_first_reading_is_kept(cast, login):
    plan = published(cast, a_draft(cast))
    assert Notice.objects.filter(user=cast.users["teacher"], text__contains="第 1 版已发布").count() == 1
    for notice in Notice.objects.filter(url=f"/plans/{plan.pk}/").select_related("user"):
        client = Client()
        client.force_login(notice.user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(notice.url).status_code == 200, f"{notice.user} was told of a page that is closed to him"
    PlanReceipt.objects.all().delete()
    for _ in range(2):
        login("teacher").get(f"/plans/{plan.pk}/")
    assert PlanReceipt.objects.get().user == cast.users["teacher"]
    assert "2 人看过" in login("office").get(f"/plans/{plan.pk}/").content.decode()


def test_who_may_see_what(cast, login):
    plan = a_draft(cast)
    assert login("teacher").get(f"/plans/{plan.pk}/").status_code == 404, "a draft is the drafters'"
    assert login("teacher").get(f"/plans/{plan.pk}/edit/").status_code == 403
    assert login("admin").get("/plans/").status_code == 403
    plan.title = "外校看不到的计划"
    plan.save()
    published(cast, plan)
    client = login("teacher")
    assert client.get(f"/plans/{plan.pk}/").status_code == 200
    assert login("district").get(f"/plans/{plan.pk}/").status_code == 200
    client.force_login(cast.stranger.users["principal"], backend="django.contrib.auth.backends.ModelBackend")
    section, comment = plan.sections.first(), editing.comment(cast.person("office"), plan, "校内的话")
    for address in (f"/plans/{plan.pk}/", f"/plans/{plan.pk}/edit/", f"/plans/{plan.pk}/plan.pdf", f"/plans/{plan.pk}/plan.docx", f"/plans/{plan.pk}/check/"):
        assert client.get(address).status_code == 404, address
    for address in (f"/plans/sections/{section.pk}/save/", f"/plans/comments/{comment.pk}/resolve/", f"/plans/{plan.pk}/step/"):
        assert client.post(address, {"step": "revise"}).status_code == 404, address
    assert "外校看不到的计划" not in client.get("/plans/").content.decode()


def test_teachers_comment_while_they_are_asked(cast, login):
    plan = published(cast, a_draft(cast))
    answer = login("teacher").post(f"/plans/{plan.pk}/comments/", {"text": "晚了"})
    assert answer.status_code == 409 and "不在征求意见" in answer.content.decode()


def test_pdf_and_word_open(cast, login):
    plan, client = a_draft(cast), login("office")
    pdf = pikepdf.open(io.BytesIO(client.get(f"/plans/{plan.pk}/plan.pdf?draft=1").content))
    assert len(pdf.pages) >= 2
    word = docx.Document(io.BytesIO(client.get(f"/plans/{plan.pk}/plan.docx?draft=1").content))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "问题从课堂上来。" in text and "附件1" in text
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "第1次读书交流" in cells and "人人带一本书" in cells
    assert "草稿，2026年11月18日。" in text, "the paper on the desk says which version it is"
    assert "各教研组、各校点：" in text and 'w:eastAsia="zh-CN"' in word.styles.element.xml, "or Word begins lines with 「，」"
    assert all(sum(cell.width for cell in table.rows[0].cells) <= Mm(156.1) for table in word.tables), "within the type area"


def test_the_district_never_reads_a_draft_even_while_it_is_discussed(cast, login):
    plan = published(cast, a_draft(cast))
    publishing.step(cast.person("office"), plan, "revise")
    section = plan.sections.first()
    editing.save_section(cast.person("office"), section, title=section.title, body="<p>只给本校讨论的话</p>", version=section.version)
    publishing.step(cast.person("office"), plan, "consult")
    assert "只给本校讨论的话" in login("teacher").get(f"/plans/{plan.pk}/?draft=1").content.decode()
    district = login("district")
    assert "只给本校讨论的话" not in district.get(f"/plans/{plan.pk}/?draft=1").content.decode()
    assert district.get(f"/plans/{plan.pk}/plan.docx?draft=1").status_code == 404


def test_a_notice_from_above_is_uploaded_cited_and_read_by_whoever_reads_the_plan(cast, login):
    plan = a_draft(cast)
    row = {"number": "岚教〔2026〕8号", "title": "关于校本研修的通知", "issuer": "岚清县教育局", "day": "2026-08-20", "paper_pages": ""}
    sent = {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, **{f"rows-0-{name}": value for name, value in row.items()}}

    def send(name: str, data: bytes):
        client, page = login("office"), f"/plans/{plan.pk}/rows/sources/"
        return client.post(page, {**sent, "seen": client.get(page).context["seen"], "rows-0-upload": SimpleUploadedFile(name, data)})

    refused = send("通知.exe", b"MZ")
    assert "这种文件不能传" in refused.content.decode() and "关于校本研修的通知" in refused.content.decode() and not StoredFile.objects.exists()
    assert send("通知.pdf", a_pdf("来文")).status_code == 302
    source = plan.source_documents.get()
    address = f"/files/{source.file_id}/"
    assert reverse("file", args=[source.file_id]) == address and login("teacher").get(address).status_code == 404, "the plan is a draft"
    published(cast, plan)
    page = login("teacher").get(f"/plans/{plan.pk}/").content.decode()
    assert address in page and login("teacher").get(address).status_code == 200
    client = login("teacher")
    client.force_login(cast.stranger.users["principal"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 404
    cited = "依据文件：《关于校本研修的通知》（岚教〔2026〕8号，岚清县教育局，2026年8月20日）。"
    value = plan.editions.get().document
    assert cited in plan_paper(value, "枫渡", TODAY).html
    word = docx.Document(io.BytesIO(login("office").get(f"/plans/{plan.pk}/plan.docx").content))
    assert cited in [paragraph.text for paragraph in word.paragraphs]


def test_odd_days_and_numbers_get_a_sentence_or_nothing(cast, login):
    plan = a_draft(cast)
    office = login("office")
    assert office.post(f"/plans/{plan.pk}/step/", {"step": "consult", "until": "2026-99-99"}).status_code == 409
    for number in ("x", "²", "9" * 30):
        assert office.post(f"/plans/{plan.pk}/comments/", {"section": number, "parent": number, "text": "意见"}).status_code == 302
    assert office.get(f"/plans/{plan.pk}/?edition=²").status_code == 200


def test_what_moved_while_it_was_read_is_not_published(cast, login):
    plan = a_draft(cast)
    publishing.step(cast.person("office"), plan, "submit")
    client = login("principal")
    seen = client.get(f"/plans/{plan.pk}/").context["steps_url"]
    publishing.step(cast.person("principal"), plan, "return", reason="再想想")
    Plan.objects.filter(pk=plan.pk).update(version=plan.version + 1)
    publishing.step(cast.person("office"), plan, "submit")
    answer = client.post(seen, {"step": "publish"})
    assert answer.status_code == 409 and "又改过了，没有发布" in answer.content.decode()
    assert not plan.editions.exists()


def test_what_a_plan_asks_beside_its_quotas_counts_too(cast):
    """个人计划, an entry for a contest, the record of a group's activity for its leader, a survey by the minutes of its form."""
    plan = a_draft(cast, rows=2)
    seed_kinds(cast.school)
    contest, group = plan.schedule.all()
    ScheduleEntry.objects.filter(pk=contest.pk).update(forms=["教学竞赛"], audience={"plus": [cast.teachers["group_leader"].staff_no]})
    ScheduleEntry.objects.filter(pk=group.pk).update(title="评比结果交流", forms=["检查评比"], group=cast.groups["chinese"])
    plan.quotas.create(order=2, name="公开课", source="open_lessons", audience={"all": True}, number=1)
    a_round(a_form(cast.school), [cast.teachers["group_leader"]])
    found = {thing.name: (thing.number, thing.minutes) for thing in queries.burden(plan).things}
    assert found.pop("听课")[0] == 10 and found.pop("公开课") == (1, 75), "a lesson design and what one thought of it afterwards"
    assert found == {"个人计划": (1, 10), "参赛作品": (1, 60), "活动记录": (1, 10), "问卷": (1, 3)}


def test_above_the_ceiling_the_principal_signs_why(cast, login):
    plan = a_draft(cast)
    seed_kinds(cast.school)
    plan.quotas.create(order=2, name="论文", source="works:论文", audience={"all": True}, number=9)
    publishing.step(cast.person("office"), plan, "submit")
    client = login("principal")
    assert "超过学校定的 60 分钟" in client.post(f"/plans/{plan.pk}/step/", {"step": "publish"}).content.decode()
    assert "超过学校定的每周 60 分钟" in client.get(f"/plans/{plan.pk}/").content.decode()
    assert login("office").post(f"/plans/{plan.pk}/burden/", {"reason": "省里要交"}).status_code == 403
    assert "写明理由" in login("principal").post(f"/plans/{plan.pk}/burden/", {"reason": ""}).content.decode()
    client.post(f"/plans/{plan.pk}/burden/", {"reason": "省里的课题本学期结题"})
    client.post(f"/plans/{plan.pk}/step/", {"step": "publish"})
    assert plan.editions.count() == 1
    office, school = login("office"), cast.school
    sent = {"name": school.name, "short_name": school.short_name, "office_name": school.office_name, "calendar": ""}
    assert "至少 10 分钟" in office.post("/settings/", {**sent, "writing_ceiling": "3"}).content.decode()
    assert office.post("/settings/", {**sent, "writing_ceiling": "400", "training_forms": "田间课堂、微信群交流"}).status_code == 302
    offered = office.get(f"/plans/{plan.pk}/schedule/new/").context["training_forms"]
    assert offered[-1] == "田间课堂" and offered.count("微信群交流") == 1, "the school's own stands behind those in use everywhere"
    assert "书写上限是每周 400 分钟" in office.get(f"/plans/{plan.pk}/check/").content.decode()
    office.post("/settings/", {**sent, "writing_ceiling": ""})
    school.refresh_from_db()
    assert school.writing_ceiling == 60 and "writing_ceiling" not in school.settings


def test_who_has_not_read_and_what_is_new(cast, login):
    plan = published(cast, a_draft(cast))
    login("teacher").get(f"/plans/{plan.pk}/")
    page = login("office").get(f"/plans/{plan.pk}/readers/").content.decode()
    assert "1 人看过" in page and page.index("郑国栋") < page.index("方静宜")
    publishing.step(cast.person("office"), plan, "revise")
    plan.schedule.filter(order=1).update(title="换了名字的活动")
    publishing.step(cast.person("office"), plan, "submit")
    page = login("principal").get(f"/plans/{plan.pk}/").content.decode()
    assert "和第 1 版相比" in page and "换了名字的活动" in page
    publishing.step(cast.person("principal"), plan, "publish")
    assert Notice.objects.filter(text__contains="第 2 版已发布（活动日程改 ").exists()


def test_a_comment_points_at_a_sentence_and_is_kept_for_a_reason(cast, login):
    plan = a_draft(cast, state="consulting")
    login("teacher").post(f"/plans/{plan.pk}/comments/", {"text": "太空了。", "quote": "问题从课堂上来", "section": plan.sections.first().pk})
    comment = plan.comments.get()
    login("office").post(f"/plans/comments/{comment.pk}/resolve/", {"done": "1", "kept": "这一句是去年大家定的"})
    page = login("teacher").get(f"/plans/{plan.pk}/").content.decode()
    assert "问题从课堂上来" in page and "照原样，何淑芬" in page and "这一句是去年大家定的" in page


def test_the_check_stands_beside_the_section(cast, login):
    section = a_draft(cast).sections.last()
    section.body = "<p>2024年秋季的老话。</p>"
    section.save()
    section.plan.schedule.first().sessions.update(place="")
    page = login("office").get(f"/plans/sections/{section.pk}/check/").content.decode()
    assert "写到2024年的学期" in page and " 处</a>" in page
