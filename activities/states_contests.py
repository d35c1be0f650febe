"""The states of 评比 and 检查."""
from django.db import models

from school.workflow import Step


class ContestState(models.TextChoices):
    COLLECTING = "collecting", "收作品"
    JUDGING = "judging", "评审中"
    DECIDED = "decided", "已确认"


C = ContestState
CONTEST_STEPS = (
    Step.make("judging_begin", "开始评审", [C.COLLECTING], C.JUDGING, "contest.run"),
    Step.make("judging_back", "退回收作品", [C.JUDGING], C.COLLECTING, "contest.run", needs_reason=True),
    Step.make("contest_decide", "确认结果", [C.JUDGING], C.DECIDED, "contest.run"),
)


class InspectionState(models.TextChoices):
    OPEN = "open", "检查中"
    CONFIRMED = "confirmed", "已确认"


INSPECTION_STEPS = (
    Step.make("inspection_confirm", "确认检查结果", [InspectionState.OPEN], InspectionState.CONFIRMED, "inspection.run"),
)


class FindingState(models.TextChoices):
    """检查结果 of one teacher; a problem has a way: 要整改 → 已整改 → 复查合格."""

    PENDING = "", "未查"
    OK = "ok", "符合"
    PROBLEM = "returned", "要整改"
    ANSWERED = "answered", "已整改，待复查"
    MENDED = "mended", "复查合格"


F = FindingState
FINDING_STEPS = (
    Step.make("finding_answer", "整改好了", [F.PROBLEM], F.ANSWERED, "finding.answer"),
    Step.make("finding_mended", "复查合格", [F.ANSWERED], F.MENDED, "finding.enter"),
    Step.make("finding_again", "再整改", [F.ANSWERED], F.PROBLEM, "finding.enter", needs_reason=True),
)
