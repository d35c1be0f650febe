from instruments.forms.answering import AnswerForm, given

__all__ = ["AnswerForm", "given"]
