"""学期报告: begun once for each span, saved by who writes it, finished with its figures frozen, taken back to be changed."""
from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from evaluation.models import TermReport
from evaluation.report import CHAPTERS, chapters_of, reckoned, terms_of
from evaluation.states import REPORT_STEPS, ReportState
from school import audit, clock
from school.audience import in_service
from school.models import Group, Term
from school.person import Person
from school.policy import has
from school.services.notices import tell
from school.workflow import Refused, StaleEdit, advance, guarded

MOST_TEXT = 20_000
Level = TermReport.Level


def start(person: Person, term: Term, level: str, first: date, last: date, span: str, group: Group | None = None) -> TermReport:
    """开始写 the report of the school, a group or oneself on these days; asking again gives the one that is there.

    span: what the days are called, 「学期报告」, 「10月小结」 or 「学年总结」.
    """
    if level == Level.SCHOOL and not has(person, "plan.edit"):
        raise Refused("学校的报告由写学校计划的人写。", "你可以写自己的，组长可以写本组的。")
    if level == Level.GROUP and (group is None or group.pk not in person.led_groups):
        raise Refused("这不是你负责的组。", "请由本组组长来写。", label=group.name if group else "")
    if level == Level.TEACHER and person.teacher is None:
        raise Refused("你的账号没有对应的教师，写不了自己的报告。", "请管理员在名册里把账号连上。")
    teacher = person.teacher if level == Level.TEACHER else None
    group = group if level == Level.GROUP else None
    whose = teacher.name if teacher else group.name if group else ""
    called = f"{term.name}{whose}校本研修{span}" if first >= term.starts else f"{term.school_year}{whose}校本研修{span.removeprefix('学年')}"
    with transaction.atomic():
        report, is_new = TermReport.objects.get_or_create(
            term=term, level=level, group=group, teacher=teacher, first=first, last=last,
            defaults={"school": person.school, "title": called[:100], "edited_by": person.user, "edited_at": clock.now()},
        )
        if is_new and report.whole_year:  # what was said of the terms is there to be drawn together
            said = [(part.term.name.removeprefix(part.term.school_year), part.chapters) for part in terms_of(report)]
            report.chapters = {key: text for key in CHAPTERS if (
                text := "\n".join(f"{name}：{texts[key]}" for name, texts in said if texts.get(key))
            )}
            report.save(update_fields=["chapters"])
        if is_new:
            audit.record(person, "report.start", report)
    return report


def save(person: Person, report: TermReport, texts: dict[str, str], *, version: int) -> TermReport:
    """自动保存 of the words under the figures. Raises StaleEdit with both texts when they were saved in between."""
    if report.state != ReportState.DRAFT:
        raise Refused("报告已经写好，不能改。", "要改请先『收回修改』。", label=report.title)
    if any(len(text) > MOST_TEXT for text in texts.values()):
        raise Refused("有一部分太长，存不下。", "请写短些，或者放到附件里。", label=report.title)
    kept = {key: text.strip() for key in CHAPTERS if (text := texts.get(key, report.chapters.get(key, "")))}
    rows = guarded(TermReport).filter(pk=report.pk, version=version, state=ReportState.DRAFT)
    if not rows.update(chapters=kept, version=F("version") + 1, edited_by=person.user, edited_at=clock.now()):
        now = TermReport.objects.select_related("edited_by").get(pk=report.pk)
        if now.state == ReportState.DRAFT and now.chapters != kept:
            raise StaleEdit(mine=_said(kept), theirs=_said(now.chapters), version=now.version, by=now.edited_by.name, label=report.title)
        if now.state != ReportState.DRAFT:
            raise Refused("报告刚才已经写好了，你的没有存进去。", "要改请先『收回修改』。", label=report.title)
    report.refresh_from_db()
    return report


def _said(chapters: dict[str, str]) -> str:
    return "\n".join(f"{CHAPTERS[key]}：{text}" for key, text in chapters.items() if text)


def step(person: Person, report: TermReport, name: str) -> None:
    """写好了 freezes the figures with the words, and all staff hear of the school's; 收回修改 lets them live again."""
    if name == "report_done" and not any(report.chapters.get(key) for key in chapters_of(report)):
        raise Refused("还一句话都没有写。", "数字下面写上几句：做成了什么、没做成什么、为什么。", label=report.title)
    frozen = reckoned(person, report) if name == "report_done" else None
    with transaction.atomic():
        advance(person, report, REPORT_STEPS[report.level], name, figures=frozen, as_of=clock.today() if frozen else None)
        if frozen and report.level == Level.SCHOOL:
            users = in_service(report.school, clock.today()).exclude(user=person.user).values_list("user", flat=True)
            tell(report.school, users, f"《{report.title}》写好了，可以看。", reverse("report", args=[report.pk]))
