"""领导小组: whom a plan names as 组长 and 副组长, and what hangs on it: who is asked to approve it, who sits, who stands on a cover.

Who may approve. The 校长 always may: he answers for the plan (校长负责制), and no row of a table takes that from him.
Who is *asked* follows the plan itself: the 组长 it names, and while none of them can, its 副组长; a plan that names nobody
who can is the 校长's. A 副校长 whom the group puts at its head may therefore approve, nobody lower; and not a plan that he
submitted himself, or one could write oneself in and sign alone. Whom a plan asked is written down when it is submitted.
"""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from documents.names import spaced
from plans.models import LeadershipMember, Plan, PlanEdition
from school.clock import today
from school.models import Role, School, Service, Teacher, Term, User

RANKS = (LeadershipMember.Role.HEAD, LeadershipMember.Role.DEPUTY)
LEADING = (Role.Name.PRINCIPAL, Role.Name.LEADER)


def heads(members: Iterable[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    """组长 and 副组长 by name, as they stand under the plan and on a cover."""
    rows = list(members)
    named = ((rank.label, "、".join(one["name"] for one in rows if one["role"] == rank.label)) for rank in RANKS)
    return tuple((label, names) for label, names in named if names)


def signed(members: Iterable[dict[str, str]]) -> str:
    """「领导小组组长：某 某　副组长：某某」 above the school's name under the printed plan; empty when nobody is named."""
    said = "　".join(f"{label}：{'、'.join(map(spaced, people.split('、')))}" for label, people in heads(members))
    return said and f"领导小组{said}"


def heads_of(term: Term) -> tuple[tuple[str, str], ...]:
    """组长 and 副组长 of a term as its published plan names them, else as the draft does."""
    plan = Plan.objects.filter(term=term, level=Plan.Level.SCHOOL).first()
    if plan is None:
        return ()
    edition = PlanEdition.objects.filter(plan=plan).order_by("-no").first()
    return heads(edition.document["leadership"] if edition else [
        {"role": one.get_role_display(), "name": one.name} for one in _group(plan)
    ])


def sits(teacher: Teacher, term: Term) -> bool:
    """领导小组的人: named in the school plan of the term, or 校长, 副校长."""
    named = LeadershipMember.objects.filter(
        plan__term=term, plan__level=Plan.Level.SCHOOL, teacher=teacher, team=LeadershipMember.Team.LEAD
    )
    return named.exists() or teacher.user_id is not None and _with_role(teacher.school, LEADING).filter(pk=teacher.user_id).exists()


def to_ask(plan: Plan, submitter: User | None = None) -> list[User]:
    """请谁审批: the 组长 who can, else the 副组长 who can, else the 校长."""
    day, principals = today(), _with_role(plan.school, [Role.Name.PRINCIPAL])
    can = _with_role(plan.school, LEADING).filter(is_active=True, teacher__in=_present(plan.school, day))
    if submitter and not principals.filter(pk=submitter.pk).exists():
        can = can.exclude(pk=submitter.pk)
    for rank in RANKS:
        in_office = _group(plan).filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day), role=rank)
        if found := list(can.filter(teacher__in=in_office.values("teacher")).order_by("teacher__order")):
            return found
    return list(principals.filter(is_active=True).order_by("pk"))


def asked(plan: Plan) -> list[User]:
    """Whom the submitted plan waits for; one submitted before this was written down waits for the 校长."""
    return list(plan.asked.order_by("pk")) or to_ask(plan, plan.edited_by)


def _group(plan: Plan) -> QuerySet[LeadershipMember]:
    return LeadershipMember.objects.filter(plan=plan, team=LeadershipMember.Team.LEAD)


def _with_role(school: School, names: Iterable[str]) -> QuerySet[User]:
    day = today()
    roles = Role.objects.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day), school=school, name__in=names)
    return User.objects.filter(pk__in=roles.values("user"))


def _present(school: School, day: date) -> QuerySet[Teacher]:
    """Teachers who have not left and are not on long leave (产假, 病休, 借调在外)."""
    away = Service.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day).exclude(kind=Service.Kind.SERVICE)
    return Teacher.objects.filter(Q(left=None) | Q(left__gte=day), school=school).exclude(pk__in=away.values("teacher"))
