"""学期报告: figures are those of the database, the last chapter is the table of problems, nobody's words are lost, each reads what is his."""
from __future__ import annotations

import io
import re
import subprocess
from datetime import date, timedelta

import pytest
from django.urls import reverse
from docx import Document

from activities.models import Attendance, Observation, Work
from archives.contents import collect
from evaluation import filing, reports
from evaluation.models import TermReport
from evaluation.report import CHAPTERS, figures
from evaluation.services import reports as services
from plans.models import Problem, Theme
from school.models import Notice, Term
from school.workflow import Refused, StaleEdit
from tests.builders import TODAY
from tests.builders_term import a_full_term


@pytest.fixture
def made(cast):
    """One of everything; the problem lies under its theme, the school's report is begun."""
    made = a_full_term(cast)
    Problem.objects.filter(pk=made.problem.pk).update(theme=made.theme)
    return made


def begun(made, who: str, level: str, first: date | None = None, last: date | None = None, group=None) -> TermReport:
    return services.start(made.cast.person(who), made.term, level, first or made.term.starts, last or made.term.ends, "学期报告", group)


def table(blocks: list[dict], caption: str) -> list[list[str]]:
    return next(block["rows"] for block in blocks if block["kind"] == "table" and block["caption"] == caption)


def words(blocks: list[dict]) -> str:
    return "".join(block["text"] for block in blocks if block["kind"] == "say")


def test_the_last_chapter_is_the_table_on_page_paper_and_in_word(made, login):
    client, address = login("office"), reverse("report", args=[made.school_report.pk])
    page = client.get(address).content.decode()
    assert re.findall(r'<h2 id="h-(\w+)"', page) == list(CHAPTERS) and list(CHAPTERS)[-1] == "problems"
    last = page[page.index('id="h-problems"'):]
    for word in (made.problem.text, made.theme.title, f"方静宜：{made.core.text}（研究中）", made.activity.title, "7 人到场，有活动记录", "研究中"):
        assert word in last
    pdf = client.get(reverse("report_pdf", args=[made.school_report.pk])).content
    paper = re.sub(r"\s", "", subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode())
    table_at = paper.index("研究的问题：从问题到结果")
    assert paper.index("一、基本情况") < paper.index("六、经费") < table_at < paper.index("草稿，数字截至2026年11月18日")
    assert made.core.text in paper[table_at:] and "办得不多" in paper
    written = Document(io.BytesIO(client.get(reverse("report_docx", args=[made.school_report.pk])).content))
    head, *rows = ([cell.text for cell in row.cells] for row in written.tables[-1].rows)
    assert head == ["问题", "主题", "核心问题", "为它办的活动", "证据", "结果"] and rows[0][:2] == [made.problem.text, made.theme.title]
    assert any("办得不多" in paragraph.text for paragraph in written.paragraphs)
    two = Theme.objects.create(school=made.school, term=made.term, title="作业", chosen=True, state="carried", outcome="还差一半")
    two.entries.set(made.plan.schedule.all())
    rows = table(figures(made.cast.person("office"), made.school_report)["problems"], "问题—主题—核心问题—活动—证据—结果")
    assert rows[1][1] == "作业" and rows[1][5] == "转到下学期：还差一半" and rows[2][:3] == [None] * 3 and rows[2][4] == "还没有办"


def test_figures_are_those_of_the_database_and_freeze_when_done(made, login):
    office = made.cast.person("office")
    found = figures(office, made.school_report)
    handed = Work.objects.exclude(state="draft")
    assert table(found["records"], "各种材料")[-1] == [
        "合计", str(handed.count()), str(handed.filter(state__in=["accepted", "excellent"]).count()), str(handed.filter(state="excellent").count())]
    seen = Observation.objects.filter(state__in=["submitted", "answered"])
    assert ["听课", f"{seen.count()} 节", f"{seen.values('observer').distinct().count()} 人听过课"] in table(found["records"], "听课和一起做的事")
    rolls = Attendance.objects.filter(session__activity__state__in=["running", "finished", "complete"], session__day__lte=TODAY)
    there = rolls.filter(state__in=["present", "late", "early", "duty"])
    assert f"应到 {rolls.count()} 人次，实到 {there.count()} 人次" in words(found["presence"])
    assert words(found["money"]).startswith("预算 600.00 元，已支出 0.00 元，结余 600.00 元；还有 128.50 元等核准")
    assert table(found["goals"], "目标和结果")[0][:2] == [made.goal.text, "1 节"]
    assert table(found["plan"], "按阶段")[-1][:3] == ["合计", "2", "1"]

    services.step(office, made.school_report, "report_done")
    assert Notice.objects.filter(url=reverse("report", args=[made.school_report.pk])).count() == len(made.cast.teachers) - 1
    Work.objects.update(state="draft")
    made.school_report.refresh_from_db()
    assert figures(office, made.school_report) == found, "finished with its figures"
    said = {who: str(figures(made.cast.person(who), made.school_report)["problems"]) for who in ("principal", "group_leader", "teacher", "colleague", "other")}
    named = f"方静宜：{made.core.text}（研究中）"
    assert [who for who, text in said.items() if named in text] == ["principal", "group_leader", "teacher"], "who leads him, and himself"
    assert "1 位在研究" in said["colleague"] and made.core.text not in said["colleague"] + said["other"]
    pdf = login("colleague").get(reverse("problem_pdf")).content
    text = re.sub(r"\s", "", subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode())
    assert "1位在研究" in text and "方静宜" not in text
    services.step(office, made.school_report, "report_again")
    made.school_report.refresh_from_db()
    assert figures(office, made.school_report) != found
    TermReport.objects.filter(pk=made.school_report.pk).update(chapters={})
    made.school_report.refresh_from_db()
    with pytest.raises(Refused, match="一句话都没有写"):
        services.step(office, made.school_report, "report_done")


def test_a_month_speaks_of_its_days_alone(made):
    spans = {span.key: span for span in reports.spans(made.term)}
    assert list(spans) == ["term", "2026-09", "2026-10", "2026-11", f"stage-{made.stage.pk}"]
    october, november = spans["2026-10"], spans["2026-11"]
    office = made.cast.person("office")
    quiet, busy = (figures(office, begun(made, "office", "school", span.first, span.last)) for span in (october, november))
    assert words(quiet["presence"]) == "这些天里还没有办过活动。" and words(quiet["records"]).startswith("这些天里没有交来的材料。")
    assert "这段时间没有为它办活动" in str(quiet["problems"]) and made.activity.title in str(busy["problems"])
    assert "goals" not in quiet and "money" not in quiet, "they belong to a whole term"
    assert "1 次活动、1 场" in words(busy["presence"]) and TermReport.objects.filter(first=october.first).count() == 1
    assert begun(made, "office", "school", october.first, october.last).pk == TermReport.objects.get(first=october.first).pk


def test_a_year_is_drawn_together_from_its_terms(made, login):
    office, cast = made.cast.person("office"), made.cast
    services.save(office, made.school_report, {"ahead": "第二次要早些排。"}, version=made.school_report.version)
    second = Term.objects.create(school=made.school, code="2026-2027-2", starts=date(2027, 2, 22), ends=date(2027, 7, 2))
    assert [span.key for span in reports.spans(second)][:2] == ["term", "year"] and "year" not in [span.key for span in reports.spans(made.term)]
    row = services.start(office, second, "school", made.term.starts, second.ends, "学年总结")
    assert row.title == "2026—2027 学年校本研修总结" and row.chapters["ahead"] == "第一学期：第二次要早些排。"
    found, first = figures(office, row), figures(office, made.school_report)
    assert list(found) == list(CHAPTERS) and table(found["goals"], "目标和结果") == table(first["goals"], "目标和结果")
    rows = {what: numbers for what, *numbers in table(found["basics"], "全年合计")}
    assert rows["计划的活动（行）"] == ["2", "0", "2"] and rows["听课（节）"][0] == rows["听课（节）"][2] != "0"
    assert [block["text"] for block in found["problems"] if block["kind"] == "head"] == ["第一学期", "第二学期"]
    assert made.core.text not in str(figures(cast.person("other"), row)["problems"])
    written = Document(io.BytesIO(login("office").get(reverse("report_docx", args=[row.pk])).content))
    assert [one.text for one in written.paragraphs].count("第一学期") == len(found)


def test_a_stale_page_keeps_both_texts(made, login):
    client, address = login("office"), reverse("report", args=[made.school_report.pk])
    assert client.post(address, {"version": 0, "text-ahead": "校点要连线。"}, headers={"Accept": "application/json"}).json()["version"] == 1
    kept = TermReport.objects.get(pk=made.school_report.pk).chapters
    assert kept == {"plan": "办得不多", "ahead": "校点要连线。"}, "a chapter that was not sent stays"
    page = client.post(address, {"version": 0, "text-ahead": "另一台电脑上写的。"})
    assert page.status_code == 409 and "另一台电脑上写的。" in page.content.decode() and "校点要连线。" in page.content.decode()
    said = client.post(address, {"version": 0, "text-ahead": "又一份。"}, headers={"Accept": "application/json"})
    assert said.status_code == 409 and "又一份。" in said.json()["mine"] and "校点要连线。" in said.json()["theirs"]
    assert client.post(address, {"version": 0, "text-ahead": "校点要连线。"}).status_code == 302, "the same text again is no conflict"
    client.post(address, {"version": 1, "text-ahead": "校点要连线。", "then": "report_done"})
    assert client.post(address, {"version": 2, "text-ahead": "晚到的。"}).status_code == 409
    with pytest.raises((Refused, StaleEdit)):
        services.save(made.cast.person("office"), TermReport.objects.get(pk=made.school_report.pk), {"ahead": "晚到的。"}, version=2)


def test_who_writes_and_who_reads(made, login):
    """The school's for who writes its plan, a group's for its leader, a teacher's for himself; read once they are done."""
    cast = made.cast
    for who, level, group in (
        ("teacher", "school", None), ("group_leader", "group", cast.groups["maths"]), ("office", "group", made.group), ("admin", "teacher", None)
    ):
        with pytest.raises(Refused):
            begun(made, who, level, group=group)
    groups = begun(made, "group_leader", "group", group=made.group)
    readers = {
        made.school_report: ("teacher", "other", "archivist", "group_leader", "principal"), groups: ("teacher", "colleague", "archivist", "office"),
        begun(made, "colleague", "teacher"): ("group_leader", "office", "archivist"),
    }
    strangers = {groups.pk: ("other",)}
    for row, people in readers.items():
        address = reverse("report", args=[row.pk])
        writer = row.level == "school" and "principal"
        for who in people:
            assert login(who).get(address).status_code == (200 if who == writer else 404), f"a draft of {row.level} for {who}"
        TermReport.objects.filter(pk=row.pk).update(state="done", chapters={"ahead": "写好了。"}, figures={}, as_of=TODAY)
        for who in people:
            assert login(who).get(address).status_code == 200, f"{row.level} for {who}"
        for who in strangers.get(row.pk, ("teacher", "other") if row.level == "teacher" else ()):
            assert login(who).get(address).status_code == 404, f"{row.level} for {who}"
        assert login("teacher").post(reverse("report_step", args=[row.pk]), {"step": "report_again"}).status_code == 404
    school = reverse("report", args=[made.school_report.pk])
    assert 'id="h-money"' in login("principal").get(school).content.decode()
    assert 'id="h-money"' not in login("teacher").get(school).content.decode(), "经费 is for who may read the budget"
    mine = login("teacher").post(reverse("report_list"), {"whose": "teacher", "span": "term"})
    assert mine.url == reverse("report", args=[made.report.pk]), "the one that is there"
    assert login("teacher").post(reverse("report_list"), {"whose": "school", "span": "term"}).status_code == 409


def test_a_finished_report_is_filed_and_bound_in_place_of_the_loose_tables(made, monkeypatch):
    found = [item.key for item in collect(made.dossier, typeset=False).items]
    assert found[-3:] == ["goals", "problems", "budget"] and filing.term_report(made.school, made.term) is None
    over = made.term.ends + timedelta(days=1)
    monkeypatch.setattr("archives.gather.closing.today", lambda: over)
    assert "report" in {gap.key for gap in collect(made.dossier, typeset=False).missing}
    monkeypatch.setattr("evaluation.reports.clock.today", lambda: over)
    assert [one.title for one in reports.todo(made.cast.person("office"))] == ["写学期报告"] and not reports.todo(made.cast.person("teacher"))
    services.step(made.cast.person("office"), made.school_report, "report_done")
    items = collect(made.dossier).items
    assert [item.key for item in items[-2:]] == [f"report-{made.school_report.pk}", "budget"] and "problems" not in {item.key for item in items}
    assert made.core.text in items[-2].piece.papers[0].html and not reports.todo(made.cast.person("office"))
    name, pdf = filing.term_report(made.school, made.term)
    assert name == "学期报告.pdf" and pdf.startswith(b"%PDF")
