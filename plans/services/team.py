"""教研组计划与个人计划: begun once a term, saved by who writes it, handed in, accepted or returned."""
from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from documents import richtext
from plans.models import GroupPlan, PersonalPlan, Plan, Section
from plans.states import GROUP_STEPS, PERSONAL_STEPS, PlanState
from school import audit, clock
from school.models import Group, Role, Term, User
from school.person import Person
from school.policy import beyond, has, within
from school.services.notices import tell
from school.workflow import Refused, StaleEdit, Step, advance

MOST_TEXT = 20_000


@dataclass(frozen=True)
class Kind:
    """One of the two: its model, the actions that read, write and accept it, its steps and the questions it asks."""

    name: str
    model: type[Plan]
    level: str
    label: str
    steps: tuple[Step, ...]
    questions: tuple[str, ...]
    url: str

    def action(self, verb: str) -> str:
        return f"{self.name}.{verb}"

    def rows(self) -> QuerySet:
        return self.model.objects.filter(level=self.level).select_related("term", "school", "group", "teacher", "edited_by")

    def readable(self, person: Person) -> QuerySet:
        """Within reach; a draft only for who writes it."""
        rows = within(person, self.action("read"), self.rows())
        mine = within(person, self.action("write"), self.rows()) if has(person, self.action("write")) else self.rows().none()
        return rows.exclude(state=PlanState.DRAFT) | rows.filter(pk__in=mine.values("pk"))


GROUP = Kind(
    "group_plan", GroupPlan, Plan.Level.GROUP, "教研组计划", GROUP_STEPS,
    ("本组的情况和问题", "本学期做成什么", "怎样做：时间、内容、谁负责", "怎样看出做成了"), "group_plan",
)
PERSONAL = Kind(
    "personal_plan", PersonalPlan, Plan.Level.TEACHER, "个人计划", PERSONAL_STEPS,
    ("本学期的目标", "要研究的一个问题", "要上的课、要听的课", "要读的书"), "personal_plan",
)


def start_group(person: Person, group: Group, term: Term) -> Plan:
    """起草本组计划; asking again gives the one that is there."""
    if group.pk not in person.led_groups:
        raise Refused("这不是你负责的组。", "请由本组组长起草。", label=group.name)
    return _start(person, GROUP, term, f"{group.name}：{term.name}研修计划", {"group": group})


def start_personal(person: Person, term: Term) -> Plan:
    """起草我的计划."""
    if person.teacher is None:
        raise Refused("你的账号没有对应的教师，写不了个人计划。", "请管理员在名册里把账号连上。")
    return _start(person, PERSONAL, term, f"{person.name}：{term.name}个人研修计划", {"teacher": person.teacher})


def _start(person: Person, kind: Kind, term: Term, title: str, owner: dict) -> Plan:
    with transaction.atomic():
        plan, is_new = kind.model.objects.get_or_create(
            term=term, level=kind.level, **owner,
            defaults={"school": person.school, "title": title, "edited_by": person.user, "edited_at": clock.now()},
        )
        if is_new:
            Section.objects.bulk_create(
                Section(plan=plan, order=order, title=question) for order, question in enumerate(kind.questions, 1)
            )
            audit.record(person, f"{kind.name}.start", plan)
    return plan


def save(
    person: Person, kind: Kind, plan: Plan, texts: dict[int, str], *, version: int, numbers: dict[str, int] | None = None
) -> Plan:
    """The answers by section, and how many lessons, observations and books one means to do.

    Raises StaleEdit with both texts when they were saved in between.
    """
    if plan.state != PlanState.DRAFT:
        raise Refused(f"现在是『{plan.get_state_display()}』，不能改。", "还没有审阅的可以『收回修改』。", label=plan.title)
    if any(len(text) > MOST_TEXT for text in texts.values()):
        raise Refused("有一栏太长，存不下。", "一份计划一两页就够，请写短些。", label=plan.title)
    with transaction.atomic():
        rows = Plan.objects.filter(pk=plan.pk, version=version, state=PlanState.DRAFT)
        counted = {} if numbers is None else {"numbers": numbers}
        if not rows.update(version=F("version") + 1, edited_by=person.user, edited_at=clock.now(), **counted):
            now = kind.rows().get(pk=plan.pk)
            theirs = "\n".join(f"{s.title}：{richtext.plain(s.body)}" for s in now.sections.all())
            same = numbers is None or numbers == now.numbers
            if same and all(richtext.from_plain(texts.get(s.pk, "")) == s.body for s in now.sections.all()):
                return now
            mine = "\n".join(texts.values())
            raise StaleEdit(mine=mine, theirs=theirs, version=now.version, by=now.edited_by.name, label=plan.title)
        for section in plan.sections.all():
            if section.pk in texts:
                Section.objects.filter(pk=section.pk).update(body=richtext.from_plain(texts[section.pk]))
    plan.refresh_from_db()
    return plan


def step(person: Person, kind: Kind, plan: Plan, name: str, *, reason: str = "") -> None:
    """Hand in, take back, accept or return; who decides stands above the writer and is not he."""
    if name in ("accept", "give_back"):
        _above(person, plan)
    if name == "hand_in" and not plan.sections.exclude(body="").exists():
        raise Refused("还什么都没有写。", "写上几句再提交。", label=plan.title)
    changes = {"return_reason": reason} if name == "give_back" else {"return_reason": ""} if name == "hand_in" else {}
    with transaction.atomic():
        advance(person, plan, kind.steps, name, reason=reason, **changes)
        if name in ("accept", "give_back"):
            said = "通过了" if name == "accept" else f"被退回：{reason}"
            _tell(kind, plan, f"《{plan.title}》{said}")


def look_back(person: Person, kind: Kind, plan: Plan, text: str) -> None:
    """期末回顾: what the writer meant to do held against what happened; the plan is closed with it."""
    if not text.strip():
        raise Refused("回顾是空的。", "写几句：做成了什么、没做成什么、为什么。", label=plan.title)
    if len(text) > MOST_TEXT:
        raise Refused("回顾太长，存不下。", "几句实话就够。", label=plan.title)
    advance(person, plan, kind.steps, "look_back", review=text.strip())


def _above(person: Person, plan: Plan) -> None:
    if plan.group_id and plan.group_id in person.led_groups:
        raise Refused("这是你自己带的组的计划，不能自己通过。", "请教导处的另一位或副校长处理。", label=plan.title)
    owner = plan.teacher
    if owner and owner.user_id:
        roles = set(Role.objects.filter(user=owner.user_id, school=plan.school).values_list("name", flat=True))
        if roles & beyond(person):
            raise Refused(f"{owner.name}的计划不由你审阅。", "组长的交教导处，教导处的交副校长，副校长的交校长。", label=plan.title)


def _tell(kind: Kind, plan: Plan, text: str) -> None:
    if plan.teacher:
        users = User.objects.filter(pk=plan.teacher.user_id)
    else:
        users = User.objects.filter(roles__group=plan.group, roles__name=Role.Name.GROUP_LEADER).distinct()
    tell(plan.school, users, text, reverse(kind.url, args=[plan.pk]))
