"""收集: what stands in a volume, in which order, what is missing, and what keeps its place on paper."""
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, Attendance
from archives import services
from archives.contents import collect
from archives.gather.line import GROUPS
from archives.gather.plan import source_files
from plans.models import Plan, PlanEdition, SourceDocument
from school import files
from tests.builders import a_pdf


def titles(made):
    return [item.piece.title for item in collect(made.dossier, typeset=False).items]


def test_order_follows_the_standard(term):
    items = collect(term.dossier, typeset=False).items
    assert [item.group for item in items] == sorted((item.group for item in items), key=GROUPS.index)
    kinds = [item.key.split("-")[0] for item in items]
    assert kinds[:4] == ["plan", "leadership", "schedule", "rule"]
    assert kinds[-7:] == ["rubric", "sheet", "reasons", "objections", "goals", "problems", "budget"]


def test_a_term_without_a_plan_says_so_and_binds_no_empty_page(term):
    PlanEdition.objects.all().delete()
    contents = collect(term.dossier, typeset=False)
    assert "研修计划的发布稿" in [gap.what for gap in contents.missing]
    Plan.objects.exclude(pk=term.plan.pk).delete()
    Plan.objects.filter(pk=term.plan.pk).update(level=Plan.Level.GROUP, group=term.group)
    contents = collect(term.dossier, typeset=False)
    assert contents.items[0].absent and contents.items[0] not in contents.bound


def test_an_original_on_paper_keeps_its_page_numbers(term):
    source = SourceDocument.objects.create(
        plan=term.plan, number="教〔2026〕8号", title="关于校本研修的通知", issuer="县教育局", day=date(2026, 8, 20), paper_pages=3
    )
    contents = collect(term.dossier, typeset=False)
    assert contents.items[0].piece.reserve == 3 and not contents.items[0].missing
    SourceDocument.objects.filter(pk=source.pk).update(paper_pages=None)
    contents = collect(term.dossier, typeset=False)
    assert contents.items[0].absent and contents.missing[0].short == "缺原件"
    source.refresh_from_db()
    letter = a_pdf("来文")  # each one made is numbered anew
    source.file = files.store(term.school, letter, name="通知.pdf", mime="application/pdf", person=None)
    source.save()
    first = collect(term.dossier).items[0]
    assert not first.absent and not first.missing and "《通知.pdf》，附在本卷的 PDF 里" in first.piece.papers[0].html
    assert source_files(term.term) == {"来文1-通知.pdf": (letter, "application/pdf", "关于校本研修的通知")}


def test_an_unsigned_sheet_is_missing_until_it_lies_there_on_paper(term):
    Attendance.objects.filter(session=term.session).update(state="")
    gaps = collect(term.dossier, typeset=False).missing
    assert any(gap.short == "缺签到表" for gap in gaps)
    assert any(title.endswith("（记录）") for title in titles(term))
    Activity.objects.filter(pk=term.activity.pk).update(paper_pages=2)
    contents = collect(term.dossier, typeset=False)
    assert not any(gap.short == "缺签到表" for gap in contents.missing)
    assert [item.piece.reserve for item in contents.items if item.key.startswith("sheet-")] == [2]


def test_a_missing_record_is_asked_of_its_recorder_and_may_be_noted(term, login):
    Activity.objects.filter(pk=term.activity.pk).update(process="")
    gap = next(gap for gap in collect(term.dossier, typeset=False).missing if gap.short == "缺记录")
    assert gap.whom == term.teacher.name
    client = login("archivist")
    client.post(reverse("dossier_note", args=[term.dossier.pk]), {"key": gap.key, "text": "停电，记录没有留下"})
    page = client.get(reverse("dossier", args=[term.dossier.pk])).content.decode()
    assert "已注明" in page and "停电，记录没有留下" in page
    term.dossier.refresh_from_db()
    edition = term.dossier.editions.first()
    front = services.front_of(edition, collect(term.dossier, typeset=False))
    assert any("停电，记录没有留下。" in note for note in front.notes)


def test_pieces_move_within_their_group_only(term, login):
    client = login("archivist")
    before = [item.key for item in collect(term.dossier, typeset=False).items]
    move = reverse("dossier_arrange", args=[term.dossier.pk])
    client.post(move, {"key": before[2], "step": "up"})
    client.post(move, {"key": before[4], "step": "up"})
    term.dossier.refresh_from_db()
    after = [item.key for item in collect(term.dossier, typeset=False).items]
    assert after == [before[0], before[2], before[1], *before[3:]]


def test_the_page_costs_the_same_queries_for_more_activities(term, login):
    client, page = login("archivist"), reverse("dossier", args=[term.dossier.pk])
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for n in range(8):
        activity = Activity.objects.create(
            school=term.school, term=term.term, title=f"研讨{n}", state="finished", audience={"all": True}, process="过程"
        )
        session = activity.sessions.create(day=date(2026, 10, 1 + n))
        Attendance.objects.create(session=session, teacher=term.teacher, state="present")
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) == len(one)
