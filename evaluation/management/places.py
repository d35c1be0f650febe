"""Which school and which term a command means."""
from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django_scopes import scope

from evaluation import services
from evaluation.models import ScoreSheet
from rubrics.queries import rubric_in_use
from school.models import School, Term
from school.person import current_term
from school.workflow import Refused


def add_places(parser: CommandParser) -> None:
    parser.add_argument("--school", required=True, help="学校代码")
    parser.add_argument("--term", help="学期代码，如 2026-2027-1；不写就是本学期")


def sheet_from(options: dict[str, Any], *, opening: bool = False) -> tuple[ScoreSheet, School]:
    """The sheet of `--school` and `--term`. Raises CommandError (exit 2) with a sentence."""
    school = School.objects.filter(code=options["school"]).first()
    if school is None:
        raise CommandError(f"没有代码为“{options['school']}”的学校。", returncode=2)
    term = Term.objects.filter(school=school, code=options["term"]).first() if options["term"] else current_term(school)
    if term is None:
        raise CommandError(f"“{school}”没有学期“{options['term'] or '本学期'}”。", returncode=2)
    with scope(school=[school]):
        sheet = ScoreSheet.objects.filter(term=term).select_related("term__school", "school", "rubric").first()
        rubric = rubric_in_use(school)
        if sheet is None and opening and rubric:
            try:
                sheet = services.open_scoring(None, term, rubric)
            except Refused as refusal:
                raise CommandError(str(refusal), returncode=1) from refusal
    if sheet is None:
        raise CommandError(f"“{school}”{term}还没有开始计分：先启用一版评价细则。", returncode=2)
    return sheet, school
