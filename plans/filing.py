"""报送备案与迎检: what goes into the package, and what an inspection asks for; upper floors add what they keep."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from documents.xlsx import Column, Workbook
from plans.models import Filing, Plan, PlanEdition, RuleVersion, SourceDocument, Spending, WordTemplate
from plans.papers import schedule_rows
from plans.queries import readable
from plans.states import RuleState
from school.files import owner
from school.models import School, StoredFile, Term
from school.person import Person
from school.policy import has, within


@dataclass(frozen=True)
class Kept:
    """迎检清单的一行: what is asked for, how much of it there is, and where it stands; url: the name of its page."""

    title: str
    number: int
    unit: str
    where: str
    url: str = ""


Piece = tuple[str, bytes]
# Upper floors say what else they keep for an inspection, and what else belongs into the package.
_listers: list[Callable[[School, Term], list[Kept]]] = []
_pieces: list[Callable[[School, Term], Piece | None]] = []


def lists(lister: Callable[[School, Term], list[Kept]]) -> Callable[[School, Term], list[Kept]]:
    """Registers what a floor keeps for an inspection."""
    _listers.append(lister)
    return lister


def adds(piece: Callable[[School, Term], Piece | None]) -> Callable[[School, Term], Piece | None]:
    """Registers a file of an upper floor that belongs into the package: its name and its bytes."""
    _pieces.append(piece)
    return piece


def inspection(school: School, term: Term) -> list[Kept]:
    """迎检清单: the plan first, then what the floors above keep."""
    editions = PlanEdition.objects.filter(plan__term=term, plan__level=Plan.Level.SCHOOL)
    teams = Plan.objects.filter(term=term, state__in=("published", "closed"))
    found = [
        Kept("上级来文", SourceDocument.objects.filter(plan__term=term, plan__level=Plan.Level.SCHOOL).count(), "份", "计划·依据文件", "plan_list"),
        Kept("学校研修规划", Plan.objects.filter(school=school, level=Plan.Level.SCHOOL, term=None).count(), "份", "计划资料·规划", "long_plans"),
        Kept("本学期研修计划（已发布）", editions.count(), "版", "计划·研修计划", "plan_list"),
        Kept("教研组计划（已通过）", teams.filter(level=Plan.Level.GROUP).count(), "份", "计划·各组与个人计划", "team_plans"),
        Kept("个人计划（已通过）", teams.filter(level=Plan.Level.TEACHER).count(), "份", "计划·各组与个人计划", "team_plans"),
        Kept("现行制度", RuleVersion.objects.filter(school=school, state=RuleState.IN_FORCE).count(), "项", "计划资料·制度", "rule_list"),
    ]
    return found + [kept for lister in _listers for kept in lister(school, term)]


def pieces(school: School, term: Term) -> list[Piece]:
    """What the package holds: the edition as it was frozen, its calendar as a table, and what the floors above add."""
    edition = PlanEdition.objects.filter(plan__term=term, plan__level=Plan.Level.SCHOOL).select_related("plan", "pdf").first()
    found: list[Piece] = []
    if edition:
        if edition.pdf:
            found.append((f"研修计划（第{edition.no}版，含附件）.pdf", edition.pdf.blob.open("rb").read()))
        found.append(("活动日程表.xlsx", _calendar(edition, school)))
    return found + [piece for made in _pieces if (piece := made(school, term))]


def _calendar(edition: PlanEdition, school: School) -> bytes:
    book = Workbook("活动日程表", school.name)
    columns = [Column(head, width=width, left=True) for head, width in (
        ("序号", 6), ("时间", 22), ("研修内容", 34), ("方式", 18), ("主讲", 18), ("参加人员", 20), ("地点", 16))]
    book.table("活动日程表", columns, schedule_rows(edition.document), title="校本研修活动日程表", subtitle=f"{school.name}　{edition.document['term']}")
    return book.bytes()


def filings(person: Person) -> QuerySet[Filing]:
    """What this person may see handed in: a school its own, the 区县 what its schools sent it in this system."""
    rows = within(person, "filing.read", Filing.objects.select_related("school", "term", "sent_by", "answered_by", "package"))
    return rows.filter(online=True) if person.district else rows


@owner
def of_plans(person: Person, stored: StoredFile) -> bool:
    """凭证、来文、Word 样板 of the plan's folder, for who may open the page they stand on."""
    return (
        has(person, "budget.read") and Spending.objects.filter(school=person.school, voucher=stored).exists()
        or has(person, "plan.read") and readable(person).filter(source_documents__file=stored).exists()
        or has(person, "plan.edit") and WordTemplate.objects.filter(school=person.school, file=stored).exists()
    )
