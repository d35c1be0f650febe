"""What the evaluation gives to a filing and to the list for an inspection: the finished term report."""
from __future__ import annotations

from documents.typeset import typeset
from evaluation.models import TermReport
from evaluation.papers_report import report_paper
from evaluation.report import chapters_of, read_by
from evaluation.states import ReportState
from plans import filing
from plans.filing import Kept
from school.models import School, Term


def _done(term: Term) -> list[TermReport]:
    rows = TermReport.objects.filter(term=term, level=TermReport.Level.SCHOOL, state=ReportState.DONE)
    return list(rows.select_related("school", "term", "group", "teacher"))


@filing.adds
def term_report(school: School, term: Term) -> filing.Piece | None:
    """学期报告 of the whole term, once it is done; nobody's core problem goes out of the school with a name."""
    return _piece("学期报告.pdf", next((row for row in _done(term) if row.whole_term), None))


@filing.adds
def year_report(school: School, term: Term) -> filing.Piece | None:
    """学年总结, with the term that ends the year."""
    return _piece("学年总结.pdf", next((row for row in _done(term) if row.whole_year), None))


def _piece(name: str, row: TermReport | None) -> filing.Piece | None:
    return (name, typeset(report_paper(row, chapters_of(row), read_by(row.figures, ()), row.as_of))) if row else None


@filing.lists
def kept(school: School, term: Term) -> list[Kept]:
    return [Kept("学期报告、月小结、阶段小结、学年总结（已写好）", len(_done(term)), "份", "计划·学期报告", "report_list")]
