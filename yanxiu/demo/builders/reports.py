"""学期报告 of the demo school: the 小结 of October as it was finished, and the term's own as far as it is written in week 12."""
from __future__ import annotations

from datetime import date

from evaluation.models import TermReport
from evaluation.report import reckoned
from evaluation.services import reports
from evaluation.states import ReportState
from school.person import person_of
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at

OCTOBER = {
    "plan": "十月排的九行都办了。智慧黑板那一次原来怕校点老师赶不上，改在下午三点半开始，两个校点都到齐了。",
    "presence": "请假的多半是下湾和东岭，路上要四十分钟。十一月起校点教师可以连线参加讲座。",
    "records": "反思写得快的两组，是在集体备课当场就把要改的一步写下来的；别的组可以照做。",
    "ahead": "十一月把送教到下湾补上，车辆由总务处提前三天定。",
}
TERM = {
    "basics": "九月有两位新教师到岗，一位教师从东岭调回中心校，各组重新排了师徒。",
    "plan": "到第十二周，排在前面的都按时办了。粉笔字与板书因为县里检查推迟一周；送教到下湾教学点还没有新日子，要和校点一起定。",
    "presence": "周三下午固定成研修时间以后，迟到比上学期少。缺席的几次都在月底，和报表撞在一起，下学期月底不排全校活动。",
    "ahead": "听课离二十节还差得多，第十三周起每组每周开放两节常规课，谁都可以推门听。",
}


def build_reports(built: Built) -> None:
    """Nobody is told: the notices of the demo are those of the day."""
    office, term, day = person_of(built.account("何淑芬")), built.term, date(2026, 11, 17)
    for name, first, last, texts in (("10月小结", date(2026, 10, 1), date(2026, 10, 31), OCTOBER), ("学期报告", term.starts, term.ends, TERM)):
        row = reports.start(office, term, TermReport.Level.SCHOOL, first, last, name)
        reports.save(office, row, texts, version=0)
        done = {"state": ReportState.DONE, "figures": reckoned(office, row), "as_of": day} if texts is OCTOBER else {}
        TermReport.objects.filter(pk=row.pk).update(edited_at=at(day, 17), **done)
