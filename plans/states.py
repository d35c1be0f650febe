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
    Step.make("redraft", "收回修改", [C], D, "plan.submit"),
    Step.make("submit", "提交校长审批", [D, C], S, "plan.submit"),
    Step.make("return", "退回", [S], D, "plan.publish", needs_reason=True),
    Step.make("publish", "同意并发布", [S], P, "plan.publish"),
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
    )


GROUP_STEPS, PERSONAL_STEPS = _team_steps("group_plan"), _team_steps("personal_plan")

# 研修方式 that schools use (seed 004 lists some forty); a school adds its own under school.settings["forms"].
TRAINING_FORMS = (
    "专题讲座", "示范观摩", "听课评课", "集体备课", "同课异构", "研课磨课", "案例分析", "交流研讨", "实践反思", "技能训练",
    "教学竞赛", "课题研究", "读书汇报", "论文撰写", "结对互助", "以老带新", "校际结对", "区域联盟", "送教下乡", "跟岗研修",
    "影子培训", "专题论坛", "诊断剖析", "任务驱动", "线上研修", "网络交流",
)
