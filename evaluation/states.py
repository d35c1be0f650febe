from django.db import models

from school.workflow import Step


class SheetState(models.TextChoices):
    OPEN = "open", "计分中"
    MEETING = "meeting", "与教师见面"
    REVIEWED = "reviewed", "复核完毕"
    DECIDED = "decided", "领导小组审定"
    FINAL = "final", "已确定"


S = SheetState
SHEET_STEPS = (
    Step.make("meet", "转入与教师见面", [S.OPEN], S.MEETING, "score.advance"),
    Step.make("back", "退回计分", [S.MEETING], S.OPEN, "score.decide", needs_reason=True),
    Step.make("review_done", "复核完毕", [S.MEETING], S.REVIEWED, "score.advance"),
    Step.make("decide", "领导小组审定", [S.REVIEWED], S.DECIDED, "score.decide"),
    Step.make("finalise", "确定", [S.DECIDED], S.FINAL, "score.decide"),
)


class OverrideState(models.TextChoices):
    PROPOSED = "proposed", "已提出"
    AGREED = "agreed", "副校长已核"
    CONFIRMED = "confirmed", "校长已同意"
    DECLINED = "declined", "未同意"


O = OverrideState  # noqa: E741
OVERRIDE_STEPS = (
    Step.make("agree", "核对无误", [O.PROPOSED], O.AGREED, "override.agree"),
    Step.make("confirm", "同意改分", [O.AGREED], O.CONFIRMED, "override.confirm"),
    Step.make("decline", "不同意", [O.PROPOSED, O.AGREED], O.DECLINED, "override.confirm", needs_reason=True),
)


class ObjectionState(models.TextChoices):
    FILED = "filed", "已提出"
    UPHELD = "upheld", "成立·已更正"
    KEPT = "kept", "维持原分"
    WITHDRAWN = "withdrawn", "撤回"


OBJECTION_STEPS = (
    Step.make("uphold", "成立", [ObjectionState.FILED], ObjectionState.UPHELD, "objection.decide", needs_reason=True),
    Step.make("keep", "维持原分", [ObjectionState.FILED], ObjectionState.KEPT, "objection.decide", needs_reason=True),
    Step.make("withdraw", "撤回", [ObjectionState.FILED], ObjectionState.WITHDRAWN, "objection.file"),
)


class ReopeningState(models.TextChoices):
    PROPOSED = "proposed", "等另一人同意"
    AGREED = "agreed", "已重新打开"
    DECLINED = "declined", "未同意"


REOPENING_STEPS = (
    Step.make("reopen.agree", "同意重新打开", [ReopeningState.PROPOSED], ReopeningState.AGREED, "score.reopen"),
    Step.make("reopen.decline", "不同意", [ReopeningState.PROPOSED], ReopeningState.DECLINED, "score.reopen", needs_reason=True),
)
# Taken only by an agreed Reopening: back to 与教师见面, so that everybody sees what becomes of his points.
REOPEN = (Step.make("reopen", "重新打开", [S.DECIDED, S.FINAL], S.MEETING, "score.reopen", needs_reason=True),)


class ReportState(models.TextChoices):
    """A term report is written, then done: with its figures frozen, and read by those it is for."""

    DRAFT = "draft", "在写"
    DONE = "done", "已写好"


def _report_steps(action: str) -> tuple[Step, ...]:
    return (
        Step.make("report_done", "写好了", [ReportState.DRAFT], ReportState.DONE, action),
        Step.make("report_again", "收回修改", [ReportState.DONE], ReportState.DRAFT, action),
    )


# Who writes a plan writes the report on it: the school's, his group's, his own.
REPORT_WRITES = {"school": "plan.edit", "group": "group_plan.write", "teacher": "personal_plan.write"}
REPORT_STEPS = {level: _report_steps(action) for level, action in REPORT_WRITES.items()}
