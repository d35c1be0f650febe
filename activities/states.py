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
LIVE = (A.OPEN, A.RUNNING)
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


TYPE_IN = (Step.make("work.type_in", "代录材料", [W.DRAFT], W.SUBMITTED, "work.type_in"),)


class ObservationState(models.TextChoices):
    """听课记录, from the place taken in an open lesson to the answer of whom it is about."""

    WAITING = "waiting", "候补"
    BOOKED = "booked", "已约"
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    ANSWERED = "answered", "已回应"


LESSON = ObservationState
OBSERVATION_STEPS = (
    Step.make("move_up", "候补转为已约", [LESSON.WAITING], LESSON.BOOKED, "observation.write"),
    Step.make("begin", "开始听课", [LESSON.BOOKED, LESSON.WAITING], LESSON.DRAFT, "observation.write"),
    Step.make("submit", "提交", [LESSON.DRAFT], LESSON.SUBMITTED, "observation.write"),
    Step.make("withdraw", "撤回", [LESSON.SUBMITTED], LESSON.DRAFT, "observation.write"),
    Step.make("answer", "回应", [LESSON.SUBMITTED], LESSON.ANSWERED, "observation.answer"),
)


class OpenLessonState(models.TextChoices):
    """公开课: announced, and how far it was recommended upward."""

    ANNOUNCED = "announced", "已公布"
    GROUP = "group", "教研组推荐"
    SCHOOL = "school", "学校推荐"
    COUNTY = "county", "推荐到县"
    CANCELLED = "cancelled", "已取消"


O = OpenLessonState  # noqa: E741
RECOMMENDED = (O.GROUP, O.SCHOOL, O.COUNTY)
OPEN_LESSON_STEPS = (
    Step.make("recommend_in_group", "教研组推荐", [O.ANNOUNCED], O.GROUP, "lesson.recommend", needs_reason=True),
    Step.make("recommend_in_school", "学校推荐", [O.GROUP], O.SCHOOL, "lesson.recommend_in_school", needs_reason=True),
    Step.make("recommend_to_county", "推荐到县", [O.SCHOOL], O.COUNTY, "lesson.recommend_to_county", needs_reason=True),
    Step.make("unrecommend", "收回推荐", RECOMMENDED, O.ANNOUNCED, "lesson.recommend_in_school", needs_reason=True),
    Step.make("call_off", "取消这节课", [O.ANNOUNCED], O.CANCELLED, "lesson.write", needs_reason=True),
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


class PairState(models.TextChoices):
    DRAFT = "draft", "草拟"
    RUNNING = "running", "进行中"
    FINISHED = "finished", "已结束"


PAIR_STEPS = (
    Step.make("sign", "签定协议", [PairState.DRAFT], PairState.RUNNING, "pair.arrange"),
    Step.make("end", "结束结对", [PairState.RUNNING], PairState.FINISHED, "pair.arrange"),
)


class TripState(models.TextChoices):
    ASKED = "asked", "待批"
    APPROVED = "approved", "同意外出"
    DECLINED = "declined", "不同意"
    WITHDRAWN = "withdrawn", "撤回"


TRIP_STEPS = (
    Step.make("approve", "同意外出", [TripState.ASKED], TripState.APPROVED, "trip.decide"),
    Step.make("decline", "不同意", [TripState.ASKED], TripState.DECLINED, "trip.decide", needs_reason=True),
    Step.make("recall", "撤销同意", [TripState.APPROVED], TripState.WITHDRAWN, "trip.decide", needs_reason=True),
    Step.make("withdraw", "撤回", [TripState.ASKED], TripState.WITHDRAWN, "trip.ask"),
)


class TopicState(models.TextChoices):
    PROPOSED = "proposed", "待立项"
    DECLINED = "declined", "不立项"
    AGREED = "agreed", "已立项"
    RUNNING = "running", "研究中"
    FINISHED = "finished", "已结题"
    UNFINISHED = "unfinished", "未结题"


TOPIC_STEPS = (
    Step.make("set_up", "同意立项", [TopicState.PROPOSED], TopicState.AGREED, "topic.decide"),
    Step.make("turn_down", "不立项", [TopicState.PROPOSED], TopicState.DECLINED, "topic.decide", needs_reason=True),
    Step.make("start_study", "开始研究", [TopicState.AGREED], TopicState.RUNNING, "topic.write"),
    Step.make("conclude", "同意结题", [TopicState.RUNNING], TopicState.FINISHED, "topic.decide"),
    Step.make("leave_open", "未结题", [TopicState.RUNNING], TopicState.UNFINISHED, "topic.decide", needs_reason=True),
    Step.make("resume", "继续研究", [TopicState.UNFINISHED], TopicState.RUNNING, "topic.decide"),
)


class ContestState(models.TextChoices):
    COLLECTING = "collecting", "收作品"
    JUDGING = "judging", "评审中"
    DECIDED = "decided", "已确认"


CONTEST_STEPS = (
    Step.make("judging_begin", "开始评审", [ContestState.COLLECTING], ContestState.JUDGING, "contest.run"),
    Step.make("judging_back", "退回收作品", [ContestState.JUDGING], ContestState.COLLECTING, "contest.run", needs_reason=True),
    Step.make("contest_decide", "确认结果", [ContestState.JUDGING], ContestState.DECIDED, "contest.run"),
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


FINDING_STEPS = (
    Step.make("finding_answer", "整改好了", [FindingState.PROBLEM], FindingState.ANSWERED, "finding.answer"),
    Step.make("finding_mended", "复查合格", [FindingState.ANSWERED], FindingState.MENDED, "finding.enter"),
    Step.make("finding_again", "再整改", [FindingState.ANSWERED], FindingState.PROBLEM, "finding.enter", needs_reason=True),
)
