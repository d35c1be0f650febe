from django.db import models

from school.workflow import Step


class PlanState(models.TextChoices):
    """A plan is drafted, discussed, submitted, published and at term end closed (spec 02, States)."""

    DRAFT = "draft", "草稿"
    CONSULTING = "consulting", "征求意见"
    SUBMITTED = "submitted", "待审批"
    PUBLISHED = "published", "已发布"
    CLOSED = "closed", "已结束"


D, C, S, P, X = PlanState.DRAFT, PlanState.CONSULTING, PlanState.SUBMITTED, PlanState.PUBLISHED, PlanState.CLOSED

PLAN_STEPS = (
    Step.make("consult", "征求意见", [D], C, "plan.submit"),
    Step.make("submit", "提交审批", [D, C], S, "plan.submit"),
    Step.make("redraft", "收回修改", [C], D, "plan.submit"),
    Step.make("publish", "同意并发布", [S], P, "plan.publish"),
    Step.make("return", "退回", [S], D, "plan.publish", needs_reason=True),
    Step.make("revise", "起草新一版", [P], D, "plan.edit"),
    Step.make("close", "结束本学期计划", [P], X, "plan.publish"),
)

def _team_steps(kind: str) -> tuple[Step, ...]:
    """教研组计划 and 个人计划: handed in, accepted or returned; taken back until somebody has decided."""
    return (
        Step.make("hand_in", "提交", [D], S, f"{kind}.write"),
        Step.make("take_back", "收回修改", [S], D, f"{kind}.write"),
        Step.make("accept", "通过", [S], P, f"{kind}.accept"),
        Step.make("give_back", "退回", [S], D, f"{kind}.accept", needs_reason=True),
        Step.make("look_back", "交期末回顾", [P], X, f"{kind}.write"),
    )


class BudgetState(models.TextChoices):
    """A budget is drafted, submitted, approved; to change it afterwards it is taken back and approved again (seed 004, 经费)."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待批准"
    APPROVED = "approved", "已批准"


class SpendingState(models.TextChoices):
    """A spending is entered by one person and approved or returned by another."""

    ENTERED = "entered", "待核准"
    APPROVED = "approved", "已核准"
    RETURNED = "returned", "退回"


class ProblemState(models.TextChoices):
    """A problem is studied, then solved, or carried over to the next term with a word why (seed 001)."""

    OPEN = "open", "研究中"
    CLOSED = "closed", "已解决"
    CARRIED = "carried", "转到下学期"


class RuleState(models.TextChoices):
    """A rule's version is a draft, in force, or superseded by the next."""

    DRAFT = "draft", "草稿"
    IN_FORCE = "in_force", "现行"
    SUPERSEDED = "superseded", "已被替换"


class FilingState(models.TextChoices):
    """What was handed in is sent, then received or returned with a remark."""

    SENT = "sent", "已报送"
    RECEIVED = "received", "已收"
    RETURNED = "returned", "退回"


BUDGET_STEPS = (
    Step.make("submit", "提交校长批准", [BudgetState.DRAFT], BudgetState.SUBMITTED, "budget.edit"),
    Step.make("take_back", "收回修改", [BudgetState.SUBMITTED, BudgetState.APPROVED], BudgetState.DRAFT, "budget.edit"),
    Step.make("approve_budget", "批准", [BudgetState.SUBMITTED], BudgetState.APPROVED, "budget.approve"),
    Step.make("return", "退回", [BudgetState.SUBMITTED], BudgetState.DRAFT, "budget.approve", needs_reason=True),
)
SPENDING_STEPS = (
    Step.make("approve_spending", "核准", [SpendingState.ENTERED], SpendingState.APPROVED, "spending.approve"),
    Step.make("return", "退回", [SpendingState.ENTERED], SpendingState.RETURNED, "spending.approve", needs_reason=True),
)


def _problem_steps(action: str) -> tuple[Step, ...]:
    """了结一个问题: solved or carried over, both with a word; opened again when that was too early."""
    return (
        Step.make("solve", "已解决", [ProblemState.OPEN], ProblemState.CLOSED, action, needs_reason=True),
        Step.make("carry", "转到下学期", [ProblemState.OPEN], ProblemState.CARRIED, action, needs_reason=True),
        Step.make("reopen", "重新打开", [ProblemState.CLOSED, ProblemState.CARRIED], ProblemState.OPEN, action),
    )


THEME_STEPS, CORE_STEPS = _problem_steps("problem.sort"), _problem_steps("core_problem.write")
RULE_STEPS = (Step.make("enact", "公布施行", [RuleState.DRAFT], RuleState.IN_FORCE, "rule.enact"),)
FILING_STEPS = (
    Step.make("receive", "收下", [FilingState.SENT], FilingState.RECEIVED, "filing.receive"),
    Step.make("send_back", "退回", [FilingState.SENT], FilingState.RETURNED, "filing.receive", needs_reason=True),
)
# Who receives outside this system answers on paper or by telephone; the school notes what he said.
OUTSIDE_STEPS = (
    Step.make("note_received", "对方已收", [FilingState.SENT], FilingState.RECEIVED, "filing.send"),
    Step.make("note_returned", "对方退回", [FilingState.SENT], FilingState.RETURNED, "filing.send", needs_reason=True),
)

GROUP_STEPS, PERSONAL_STEPS = _team_steps("group_plan"), _team_steps("personal_plan")

# 研修方式 that schools use, all that seed 004 lists among them; a school adds its own in its settings (plans.queries.training_forms).
TRAINING_FORMS = (
    "专题讲座", "示范观摩", "听课评课", "集体备课", "同课异构", "研课磨课", "案例分析", "交流研讨", "实践反思", "技能训练",
    "教学竞赛", "课题研究", "读书汇报", "论文撰写", "结对互助", "以老带新", "校际结对", "区域联盟", "送教下乡", "跟岗研修",
    "影子培训", "专题论坛", "诊断剖析", "任务驱动", "线上研修", "网络交流", "实践引领", "案例点评", "咨询诊断", "名师工作室",
    "分层教学", "作课聊课", "同课异教", "教研活动", "兴趣小组", "对口支教", "基地活动", "实践积累", "目标引领", "过程跟踪",
    "实践验证", "主题空间", "工作坊研修", "QQ群交流", "微信群交流",
)
