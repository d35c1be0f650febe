"""提交、退回、发布: publishing freezes a document and keeps its PDF as bytes."""
from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from documents import chinese
from documents.paper import Paper
from documents.typeset import typeset
from plans import leadership, papers, queries
from plans.difference import difference
from plans.document import Document, document
from plans.models import Plan, PlanEdition, PlanReceipt
from plans.states import PLAN_STEPS, PlanState
from rubrics.models import Rubric
from rubrics.papers import rubric_paper
from rubrics.states import RubricState
from school import audit, clock, files
from school.models import School, User
from school.person import Person
from school.policy import holders
from school.services.notices import tell
from school.workflow import Refused, advance, steps_for

CONSULTED = timedelta(days=7)
SHORTEST_REASON = 4


def rubric_of(school: School) -> Rubric | None:
    """附件2: the rubric in use, else the newest one."""
    rows = Rubric.objects.filter(school=school)
    return rows.filter(state=RubricState.IN_USE).first() or rows.exclude(state=RubricState.RETIRED).first()


def printed(value: Document, school: School, day: date, rubric: Rubric | None, *, edition: int | None = None) -> list[Paper]:
    """The plan as it is printed: 公文, 附件1, 附件2."""
    made = [papers.plan_paper(value, school.name, day, edition=edition)]
    if papers.annexed(value):
        made.append(papers.schedule_paper(value, school.name, day))
    if rubric and papers.annexed(value):
        made.append(rubric_paper(rubric, school.name, day))
    return made


def step(
    person: Person, plan: Plan, name: str, *, reason: str = "", comments_until: date | None = None, seen: int | None = None
) -> Plan:
    """Take one step of PLAN_STEPS; publishing also freezes the edition. Raises Refused with a sentence.

    seen: the version of the plan on the page from which it is published.
    """
    if name == "publish":
        publish(person, plan, seen=seen)
        return plan
    if name == "submit":
        _complete(plan)
    if name == "return":
        _must_be_asked(person, plan)
    changes: dict = {"return_reason": reason} if name == "return" else {}
    if name == "consult":
        changes["comments_until"] = comments_until or clock.today() + CONSULTED
    with transaction.atomic():
        advance(person, plan, PLAN_STEPS, name, reason=reason, **changes)
        if name == "consult":
            _tell(plan, _readers(person, plan), f"《{plan.title}》征求意见，到 {chinese.short_date(plan.comments_until)}。")
        if name == "return" and plan.edited_by_id:
            _tell(plan, User.objects.filter(pk=plan.edited_by_id), f"《{plan.title}》被退回：{reason}")
        if name == "return":
            plan.asked.clear()
        if name == "submit":
            plan.asked.set(leadership.to_ask(plan, person.user))
            _tell(plan, plan.asked.all(), f"《{plan.title}》等你审批。")
    return plan


def publish(person: Person, plan: Plan, *, seen: int | None = None) -> PlanEdition:
    """同意并发布: a new edition with its document, rubric and PDF; everybody in the school is told what is new.

    What is frozen is what was read: a plan that moved since the page was opened, or while it was typeset, is not published.
    """
    _must_be_asked(person, plan)
    if "publish" not in {step.name for step in steps_for(person, plan, PLAN_STEPS)}:
        advance(person, plan, PLAN_STEPS, "publish")  # says why not, before anything is typeset
    version = plan.version if seen is None else seen
    _unmoved(plan, version)
    if plan.term and (burden := queries.burden(plan)).above:
        raise Refused(f"计划要教师每周书写约 {burden.weekly} 分钟，超过学校定的 {burden.ceiling} 分钟。",
                      "退回减少任务量，或者由校长写明理由签字以后再发布。", label=plan.title)
    value, day = document(plan), clock.today()
    rubric = rubric_of(plan.school)
    before = plan.editions.order_by("-no").first()
    no = before.no + 1 if before else 1
    pdf = typeset(printed(value, plan.school, day, rubric, edition=no))
    with transaction.atomic():
        _unmoved(Plan.objects.select_for_update().get(pk=plan.pk), version)
        advance(person, plan, PLAN_STEPS, "publish")
        plan.asked.clear()
        edition = PlanEdition.objects.create(
            plan=plan, no=no, at=clock.now(), by=person.user, by_name=person.name, document=value,
            rubric=rubric.document if rubric else None,
            pdf=files.store(plan.school, pdf, name=f"{plan.title}（第{no}版）.pdf", mime="application/pdf", person=person),
        )
        _tell(plan, _readers(person, plan), f"《{plan.title}》第 {no} 版已发布{_news(before, value)}，请看一看。")
    return edition


def _must_be_asked(person: Person, plan: Plan) -> None:
    """A 副校长 who was not asked is told who was."""
    if plan.state == PlanState.SUBMITTED and not steps_for(person, plan, PLAN_STEPS):
        names = "、".join(user.name for user in leadership.asked(plan))
        raise Refused("这份计划没有请你审批。", f"照领导小组，现在等{names}审批。", label=plan.title)


def _unmoved(plan: Plan, version: int) -> None:
    if plan.version != version:
        raise Refused("这份计划在你看的时候又改过了，没有发布。", "刷新页面，看过新的一份再发布。", label=plan.title)


def _news(before: PlanEdition | None, value: Document) -> str:
    """「（活动日程改 3 处、正文改 1 处）」 since the edition before."""
    parts = difference(before.document, value) if before else []
    return f"（{'、'.join(f'{part.name}改 {len(part.changes)} 处' for part in parts[:4])}）" if parts else ""


def sign_burden(person: Person, plan: Plan, reason: str) -> None:
    """校长签字: the plan may ask for more writing than the school's ceiling, because … ; more still needs a new signature."""
    if plan.state != PlanState.SUBMITTED:
        raise Refused("计划还没有提交审批，不用签字。", label=plan.title)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("签字要写明理由。", "用一句话写明为什么要超过上限。", label=plan.title)
    weekly = queries.burden(plan).weekly
    with transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(
            burden_reason=reason.strip()[:200], burden_minutes=weekly, burden_by=person.user, burden_at=clock.now()
        )
        audit.record(person, "plan.burden.sign", plan, after={"minutes": weekly}, reason=reason)
    plan.refresh_from_db()


def unread(plan: Plan, edition: PlanEdition) -> list[User]:
    """Who of those who may read it has not opened this edition yet, by name; whoever published it is not counted."""
    rows = holders(plan.school, "plan.read").exclude(pk=edition.by_id)
    return sorted(rows.exclude(pk__in=edition.receipts.values("user")), key=lambda user: user.name)


def told(person: Person, plan: Plan) -> int:
    """How many people publishing will tell."""
    return _readers(person, plan).count()


def _readers(person: Person, plan: Plan) -> QuerySet[User]:
    return holders(plan.school, "plan.read").exclude(pk=person.user.pk)


def _complete(plan: Plan) -> None:
    """A term's plan can be submitted when it has a text, stages, a schedule and its leadership; a longer one needs a text."""
    needed = [("正文", plan.sections.exclude(body="").exists())]
    if plan.term:
        needed += [("阶段", plan.stages.exists()), ("活动日程", plan.schedule.exists()), ("领导小组", plan.leadership.exists())]
    missing = [name for name, there in needed if not there]
    if missing:
        raise Refused(f"还缺{'、'.join(missing)}，不能提交。", "补上以后再提交审批。", label=plan.title)


def _tell(plan: Plan, users, text: str) -> None:
    consulted = "?draft=1" if plan.state == PlanState.CONSULTING else ""
    tell(plan.school, users, text, reverse("plan", args=[plan.pk]) + consulted)


def read(person: Person, edition: PlanEdition) -> None:
    """已读: the first opening by a reader is kept."""
    PlanReceipt.objects.get_or_create(edition=edition, user=person.user, defaults={"at": clock.now()})
