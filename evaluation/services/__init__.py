"""考核评价: the verbs that write."""
from evaluation.services.corrections import (
    agree_override,
    confirm_override,
    confirm_own,
    decide_objection,
    decline_override,
    file_objection,
    propose_override,
    withdraw_objection,
)
from evaluation.services.marks import Cell, Saved, confirm_preliminary, enter_by_hand, mark, may_mark
from evaluation.services.reopening import answer_reopening, may_answer, propose_reopening
from evaluation.services.sheets import (
    advance_sheet,
    close_open_items,
    closing_words,
    compute,
    fresh,
    leave_out,
    open_scoring,
    take_back,
)

__all__ = [
    "Cell", "Saved", "advance_sheet", "answer_reopening", "agree_override", "close_open_items", "closing_words", "compute",
    "confirm_override", "confirm_own", "confirm_preliminary", "decide_objection", "decline_override", "enter_by_hand", "file_objection", "fresh",
    "leave_out", "mark", "may_answer", "may_mark", "open_scoring", "propose_override", "propose_reopening", "take_back", "withdraw_objection",
]
