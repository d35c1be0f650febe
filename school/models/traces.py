from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from school.models.people import User
from school.models.places import School

# What the acts are called on the log page; a test holds this list against every act the services write down.
ACTIONS = {
    # 学校与账号
    "school.open": "建学校", "school.edit": "改学校设置", "term.add": "新建学期", "term.edit": "改学期",
    "roster.import": "导入教师名册", "group.add": "新建教研组", "kind.save": "改材料种类", "spending.voucher": "补凭证", "group.members": "改教研组成员",
    "teacher.edit": "改教师名册", "teacher.tags": "改分层标签",
    "teacher.leave": "改长假", "tag.save": "建分层标签或改名", "tag.give": "给分层标签", "account.password": "生成初始密码",
    "account.roles": "改身份", "account.on": "启用账号", "expert.invite": "请校外专家", "invited.open": "用邀请链接进来", "account.off": "停用账号",
    "card.print": "印个人卡", "card.use": "用个人卡设定数字", "pin.change": "改六位数字", "account.out": "退出所有设备",
    "reminder.settings": "改提醒设置", "reminder.send": "提醒",
    "job.ask": "请求后台任务", "job.cancel": "取消后台任务",
    # 计划
    "plan.start": "起草计划", "group_plan.start": "起草教研组计划",
    "personal_plan.start": "起草个人计划", "plan.write": "写计划", "plan.comment": "提意见", "plan.comment.resolve": "意见标为已了",
    "plan.comment.reopen": "重新打开意见", "plan.section.remove": "删去一节", "plan.entry.remove": "删去一行日程",
    "plan.entry.move": "移动日程", "plan.stage.move": "移动阶段的一端", "plan.burden.sign": "同意超过书写上限",
    "plan.entry.note": "写落实说明",
    "consult": "征求意见", "redraft": "收回修改", "submit": "提交", "return": "退回", "publish": "同意并发布",
    "revise": "起草新一版", "close": "结束计划", "hand_in": "提交", "take_back": "收回修改", "give_back": "退回",
    # 计划资料
    "plan.network": "放管理网络", "plan_due.set": "定交计划的期限", "word_template.use": "换 Word 样板", "word_template.drop": "去掉 Word 样板",
    "look_back": "交期末回顾", "budget.save": "写预算", "approve_budget": "批准预算", "spending.enter": "记支出",
    "approve_spending": "核准支出", "problem.post": "提问题", "problem.remove": "收回问题", "theme.add": "加主题", "theme.sort": "归类",
    "theme.merge": "并主题", "theme.entries": "记哪些日程为主题办", "core_problem.save": "写核心问题", "solve": "已解决", "carry": "转到下学期",
    "reopen": "重新打开", "goal.judge": "写目标的结果", "rule.start": "起草制度", "rule.save": "写制度", "enact": "公布施行",
    "filing.send": "报送", "receive": "收下", "send_back": "退回", "note_received": "对方已收", "note_returned": "对方退回",
    # 活动、考勤、记录
    "activity.create": "新建活动", "activity.from_schedule": "按日程生成活动", "activity.arrange": "改活动安排",
    "activity.follow": "活动跟上日程", "activity.keep": "活动不跟日程", "session.series": "按规律排场次",
    "session.move": "改期一场", "session.cancel": "取消一场", "registration.offer": "设报名办法", "registration.ask": "报名",
    "registration.wish": "填选课志愿", "registration.withdraw": "退出报名", "registration.decide": "审批报名",
    "registration.distribute": "按志愿分课", "slot.save": "报教研固定时间", "slot.remove": "撤教研固定时间",
    "attendance.left": "签退", "attendance.cleared": "核实代签", "sheet.file": "归签到表照片",
    "session.save": "改场次", "session.remove": "删去场次", "session.visitors": "记来宾",
    "open": "开放活动", "start": "开始", "finish": "结束活动", "complete": "资料已齐", "postpone": "改期", "cancel": "取消活动",
    "sign_in.open": "开放签到", "sign_in.close": "结束签到", "sign_in.wrong_code": "输错签到口令",
    "attendance.sign": "签到", "attendance.join": "加入名单", "attendance.void": "考勤作废", "attendance.hand": "点名",
    "attendance.later": "补签", "attendance.paper": "录纸质签到",
    "leave.ask": "请假", "leave.lapse": "改期后请假作废", "approve": "准假", "decline": "不同意",
    "record.save": "写活动记录", "record.confirm": "确认活动记录", "record.add_file": "加附件", "record.remove_file": "删附件",
    "record.caption": "改附件说明", "record.paper": "记纸质签到表",
    # 材料、听课、评定
    "accept": "通过", "praise": "评为优秀", "check": "查阅", "withdraw": "撤回", "answer": "回应",
    "work.share": "请人看材料", "work.unshare": "不再请他看材料", "work.type_in": "代录材料", "work.confirm": "核对代录",
    "attendance.lesson": "听课到会", "lesson.announce": "公布公开课", "lesson.edit": "改公开课", "lesson.book": "约听课", "lesson.give_back": "不去听了",
    "lesson.write": "写公开课的材料", "recommend_in_group": "教研组推荐", "recommend_in_school": "学校推荐", "recommend_to_county": "推荐到县",
    "unrecommend": "收回推荐", "call_off": "取消公开课", "move_up": "候补转为已约", "begin": "开始听课", "timetable.import": "导入课表",
    "preparation.plan": "安排集体备课", "preparation.edit": "改集体备课", "preparation.write": "写备课稿", "preparation.say": "备课讨论",
    "preparation.agree": "记共识",
    "award.add": "记先进班级", "award.remove": "删先进班级", "conduct.add": "记师德考核", "conduct.answer": "师德说明",
    "mark": "录入评定", "mark.by_hand": "手工录入", "mark.confirm": "确认初评",
    # 评价表与问卷
    "instrument.start": "起草评价表", "instrument.edit": "改评价表", "instrument.use": "启用评价表", "instrument.retire": "停用评价表",
    "instrument.restore": "再用评价表", "instrument.discard": "删评价表草稿", "survey.open": "发问卷", "survey.close": "收卷",
    "survey.extend": "问卷延期", "survey.people": "加填表的人", "survey.withdraw": "撤回问卷", "survey.answer": "交卷",
    "survey.take_back": "拿回答卷", "survey.totals": "录问卷合计", "survey.totals_remove": "删录入的问卷",
    # 结对、外出、课题、校际
    "pair.add": "新建结对", "pair.edit": "改结对", "sign": "签定协议", "end": "结束结对", "pair.help": "记帮带",
    "pair.settle": "写跟进结果", "pair.rate": "师徒互评", "pair.unrate": "撤回师徒互评", "pair.praise": "推荐优秀师徒",
    "trip.ask": "申请外出学习", "recall": "撤销同意外出", "trip.report": "交外出心得", "trip.retrain": "定二次培训",
    "trip.waive": "不做二次培训",
    "topic.add": "申报课题", "topic.edit": "改课题", "set_up": "同意立项", "turn_down": "不立项", "start_study": "开始研究",
    "conclude": "同意结题", "leave_open": "未结题", "resume": "继续研究", "topic.task": "加阶段任务",
    "topic.task_done": "阶段任务完成", "topic.outcome": "加课题成果", "topic.outcome_off": "去掉课题成果",
    "joint.partner": "记结对学校", "joint.partner_off": "去掉结对学校", "joint.declare": "记校际活动", "joint.join": "参加别校活动",
    "joint.guest": "记来宾", "joint.guest_off": "去掉来宾", "joint.teach": "记出课",
    "lecturer.offer": "写能讲什么", "lecturer.offer_off": "去掉能讲的",
    "conduct.decide": "师德决定", "conduct.take_back": "撤师德记录",
    # 评比与检查
    "contest.add": "办评比", "contest.arrange": "改评比规则", "contest.judges": "定评委", "contest.tie": "议定同分", "entry.add": "交参评作品",
    "entry.change": "改参评作品", "entry.take_back": "撤回参评", "judging_begin": "开始评审", "judging_back": "退回收作品",
    "judging.hand_in": "交评审表", "judging.decline": "评委回避", "contest_decide": "确认评比结果",
    "inspection.add": "建检查", "finding.write": "记检查结果", "finding.rest_ok": "其余记为符合", "finding_answer": "整改回复",
    "finding.words": "回复检查", "finding_mended": "复查合格", "finding_again": "再整改", "inspection_confirm": "确认检查结果",
    "walk.note": "记巡课", "result.import": "导入测试成绩",
    # 细则与考核
    "rubric.create": "新建细则", "rubric.use": "启用细则", "score.open": "开始计分", "score.compute": "重新计分",
    "score.leave_out": "不参评", "score.take_back": "恢复参评", "score.close_open": "待定按未完成计",
    "score.confirm_own": "核对无误", "meet": "转入与教师见面", "back": "退回计分", "review_done": "复核完毕",
    "decide": "领导小组审定", "finalise": "确定", "objection.file": "提出异议", "uphold": "异议成立", "keep": "维持原分",
    "override.propose": "提出改分", "agree": "核对改分", "confirm": "同意改分",
    "reopen.propose": "提出重新打开", "reopen.agree": "同意重新打开", "reopen.decline": "不重新打开",
    "report.start": "起草学期报告", "report_done": "学期报告写好", "report_again": "收回学期报告",
    # 档案
    "dossier.open": "新建案卷", "dossier.note": "注明缺失", "dossier.arrange": "调整案卷", "edition.build": "生成案卷",
    "edition.seal": "归档固化",
}


class AuditHead(models.Model):
    """The last link of a school's audit chain; appending moves it, so two writers cannot fork the chain."""

    school = models.OneToOneField(School, models.PROTECT, primary_key=True, related_name="audit_head")
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class AuditEntry(models.Model):
    """日志：who did what to which thing, when, from where and why; each entry holds the hash of the one before."""

    school = models.ForeignKey(School, models.PROTECT, related_name="audit_entries", verbose_name="学校")
    seq = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="账号")
    actor_name = models.CharField("何人", max_length=60)
    actor_roles = models.CharField("身份", max_length=120, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    action = models.CharField("动作", max_length=60)
    object_type = models.CharField("对象类别", max_length=60)
    object_id = models.CharField("对象编号", max_length=40)
    object_label = models.CharField("对象", max_length=200)
    before = models.JSONField("原值", null=True)
    after = models.JSONField("新值", null=True)
    reason = models.TextField("理由", blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        ordering = ["-seq"]
        constraints = [models.UniqueConstraint(fields=["school", "seq"], name="audit_seq_once")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    @property
    def words(self) -> str:
        """The act in Chinese for the log page; an act without words of its own keeps its name."""
        return ACTIONS.get(self.action, self.action)


class StoredFile(models.Model):
    """文件：bytes kept once under their SHA-256; whoever may see the owner may fetch it, nobody else."""

    school = models.ForeignKey(School, models.PROTECT, related_name="files", verbose_name="学校")
    sha256 = models.CharField(max_length=64, db_index=True)
    blob = models.FileField("内容", upload_to="", max_length=120)
    name = models.CharField("原名", max_length=200)
    mime = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    phash = models.CharField(max_length=600, blank=True)
    twin = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="twins", verbose_name="同一张照片")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(school="school")

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        constraints = [models.UniqueConstraint(fields=["school", "sha256"], name="bytes_once_per_school")]

    def __str__(self) -> str:
        return self.name
