"""The scoring core (计分核心): plain Python, a pure function from rubric and evidence to score sheets.

parse_rubric(data) -> Rubric              data: dict, str or bytes; raises Refusal with .problems [{path, sentence}]
parse_evidence(data, rubric) -> Evidence  the same shapes as in evidence.json; raises Refusal
score(rubric, evidence) -> Result         .as_json(); .sheets: per teacher .items (code, points, state, reason, more),
                                          .sections, .earned, .possible, .bonus, .total, .grade, .rank, .vetoes
The same input gives the same output to the last character. Numbers are ints or Fractions, never floats.
"""

from .base import Reason
from .collector import collector_rests
from .evidence import Evidence, parse_evidence
from .numbers import fixed, plain
from .problems import Refusal
from .result import Outcome, Result, Sheet
from .rubric import Item, Rubric
from .rubric_file import parse_rubric
from .sheet import score_items
from .standing import Standing

CORE_VERSION = "1"

__all__ = ["CORE_VERSION", "Evidence", "Item", "Outcome", "Reason", "Refusal", "Result", "Rubric", "Sheet", "collector_rests", "fixed",
           "parse_evidence", "parse_rubric", "plain", "score"]


def score(rubric: Rubric | object, evidence: Evidence | object) -> Result:
    """The sheets of all teachers (考核汇总表); rubric and evidence may be given as JSON, then they are parsed first."""
    if not isinstance(rubric, Rubric):
        rubric = parse_rubric(rubric)
    if not isinstance(evidence, Evidence):
        evidence = parse_evidence(evidence, rubric)
    standing = Standing(rubric, evidence)
    with collector_rests():
        sheets = standing.sheets(score_items(rubric, evidence))
    return Result(rubric, tuple(sheets), tuple(standing.findings))
