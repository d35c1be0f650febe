from django.db import models

from school.workflow import Step


class ActivityState(models.TextChoices):
    PLANNED = "planned", "已计划"
    OPEN = "open", "已开放"
    RUNNING = "running", "进行中"
    FINISHED = "finished", "已结束"
    COMPLETE = "complete", "资料已齐"
    POSTPONED = "postponed", "已改期"
    CANCELLED = "cancelled", "已取消"


A = ActivityState
BEFORE_OPENING = (A.PLANNED, A.POSTPONED)  # the list of people is not made yet, or may still grow
ACTIVITY_STEPS = (
    Step.make("open", "开放活动", [A.PLANNED, A.POSTPONED], A.OPEN, "activity.run"),
    Step.make("start", "开始", [A.OPEN], A.RUNNING, "activity.run"),
    Step.make("finish", "结束活动", [A.OPEN, A.RUNNING], A.FINISHED, "activity.run"),
    Step.make("complete", "资料已齐", [A.FINISHED], A.COMPLETE, "activity.run"),
    Step.make("postpone", "改期", [A.PLANNED, A.OPEN], A.POSTPONED, "activity.run", needs_reason=True),
    Step.make("cancel", "取消活动", [A.PLANNED, A.OPEN, A.POSTPONED], A.CANCELLED, "activity.run", needs_reason=True),
)


class SignUp(models.TextChoices):
    """报名的办法: nobody asked, first come first served, decided by the organiser, several courses by order of wishes."""

    NONE = "", "不用报名"
    FIRST = "first", "先到先得，满了候补"
    APPROVE = "approve", "报名后审批"
    CHOICE = "choice", "选课：按志愿分配"


class RegistrationState(models.TextChoices):
    ASKED = "asked", "待定"
    PLACED = "placed", "已报上"
    WAITING = "waiting", "候补"
    DECLINED = "declined", "没有报上"
    WITHDRAWN = "withdrawn", "已退出"


class AttendanceState(models.TextChoices):
    """考勤; 公出 counts as present, an empty state has not been recorded yet."""

    PENDING = "", "未记"
    PRESENT = "present", "出勤"
    LATE = "late", "迟到"
    LEFT_EARLY = "early", "早退"
    ON_DUTY = "duty", "公出"
    PERSONAL = "personal", "事假"
    SICK = "sick", "病假"
    MATERNITY = "maternity", "产假"
    ABSENT = "absent", "未到"


COUNTS_PRESENT = (AttendanceState.PRESENT, AttendanceState.LATE, AttendanceState.LEFT_EARLY, AttendanceState.ON_DUTY)
EXCUSED = (AttendanceState.PERSONAL, AttendanceState.SICK, AttendanceState.MATERNITY)


class Part(models.TextChoices):
    """参与方式 in an activity; the rubric pays 参加 and 出课 differently."""

    ATTEND = "attend", "参加"
    PRESENT = "present", "主讲"
    HOST = "host", "主持"
    TEACH = "teach", "出课"


class WorkState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "通过"
    EXCELLENT = "excellent", "优秀"


W = WorkState
WORK_STEPS = (
    Step.make("submit", "提交", [W.DRAFT, W.RETURNED], W.SUBMITTED, "work.write"),
    Step.make("withdraw", "撤回", [W.SUBMITTED], W.DRAFT, "work.write"),
    Step.make("check", "查阅", [W.SUBMITTED], W.ACCEPTED, "work.review"),
    Step.make("accept", "通过", [W.SUBMITTED, W.EXCELLENT], W.ACCEPTED, "work.judge"),
    Step.make("praise", "优秀", [W.SUBMITTED, W.ACCEPTED], W.EXCELLENT, "work.judge"),
    Step.make("return", "退回修改", [W.SUBMITTED], W.RETURNED, "work.review", needs_reason=True),
)


class ObservationState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    ANSWERED = "answered", "已回应"


LESSON = ObservationState
OBSERVATION_STEPS = (
    Step.make("submit", "提交", [LESSON.DRAFT], LESSON.SUBMITTED, "observation.write"),
    Step.make("withdraw", "撤回", [LESSON.SUBMITTED], LESSON.DRAFT, "observation.write"),
    Step.make("answer", "回应", [LESSON.SUBMITTED], LESSON.ANSWERED, "observation.answer"),
)


class LeaveState(models.TextChoices):
    ASKED = "asked", "待批"
    APPROVED = "approved", "准假"
    DECLINED = "declined", "不准"
    WITHDRAWN = "withdrawn", "撤回"


LEAVE_STEPS = (
    Step.make("approve", "准假", [LeaveState.ASKED], LeaveState.APPROVED, "leave.decide"),
    Step.make("decline", "不准", [LeaveState.ASKED], LeaveState.DECLINED, "leave.decide", needs_reason=True),
    Step.make("withdraw", "撤回", [LeaveState.ASKED], LeaveState.WITHDRAWN, "leave.ask"),
)

# Who decides whose leave (spec 02): the highest role of the one who asks → the roles that decide. The 校长's own
# goes to the leadership group.
LEAVE_DECIDED_BY = {
    "principal": {"leader"}, "leader": {"principal"}, "office": {"leader"}, "group_leader": {"leader"},
    "teacher": {"office"},
}
