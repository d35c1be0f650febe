"""考核评价: the score sheet of a term, what it rests on, and how people correct it."""
from evaluation.models.corrections import Confirmation, Objection, Override, Reopening
from evaluation.models.report import TermReport
from evaluation.models.sheet import ManualEntry, Score, ScoreSheet, SheetMember

__all__ = ["Confirmation", "ManualEntry", "Objection", "Override", "Reopening", "Score", "ScoreSheet", "SheetMember", "TermReport"]
