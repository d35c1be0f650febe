"""细则体检: what a rubric says that its school may not mean, as findings with a remedy; pure functions."""

from collections.abc import Sequence

from rubrics.scoring import Rubric
from rubrics.scoring.rubric import Profile

from . import evidence, reachable, tiling, weights, words
from .finding import Finding
from .plan import Supply, check_against_plan

__all__ = ["Finding", "Supply", "check_against_plan", "check_rubric"]


def check_rubric(rubric: Rubric, teachers: Sequence[Profile] = (), *, in_school: bool = False) -> list[Finding]:
    """All findings, errors first; `teachers` are those who will stand on the sheet, when they are known.

    In a school an unknown source is an error, in a file a warning (spec 03, Evidence).
    """
    found = [
        *weights.check(rubric),
        *weights.check_sections(rubric),
        *weights.check_audiences(rubric, teachers),
        *evidence.check(rubric, in_school),
        *reachable.check(rubric),
        *tiling.check(rubric),
        *words.check(rubric),
    ]
    return sorted(found, key=lambda finding: finding.level != "error")
