"""Reads across people and places, page-ready."""
from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from school.models import AuditEntry, Group, Job, Membership, Role, School, Teacher, Term, User
from school.models.traces import ACTIONS
from school.person import Person
from school.pins import PIN_ROLES
from school.policy import within


def roster(person: Person, term: Term | None, *, group: str = "", tag: str = "", name: str = "") -> QuerySet[Teacher]:
    """教师名册 within reach, with groups of this term and tags; found by name, 工号 or pinyin."""
    rows = within(person, "roster.read", Teacher.objects.filter(left=None)).select_related("campus", "user")
    rows = rows.prefetch_related(
        "tags", Prefetch("memberships", Membership.objects.filter(term=term).select_related("group"), to_attr="now_in")
    )
    if group:
        rows = rows.filter(memberships__group__name=group, memberships__term=term)
    if tag:
        rows = rows.filter(tags__name=tag)
    if name:
        rows = rows.filter(Q(name__contains=name) | Q(staff_no=name) | Q(pinyin__istartswith=name.replace(" ", "")))
    return rows


def groups(term: Term | None) -> QuerySet[Group]:
    """教研组 with their members of this term."""
    members = Membership.objects.filter(term=term).select_related("teacher").order_by("-leads", "teacher__order")
    return Group.objects.prefetch_related(Prefetch("memberships", members, to_attr="now"))


def members_before(term: Term) -> set[tuple[int, int, bool]]:
    """教研组成员 (group, teacher, leads) with whom the term before ended, without who has left since."""
    before = Term.objects.filter(school=term.school_id, starts__lt=term.starts).order_by("-starts").first()
    rows = Membership.objects.filter(term=before, until=None).exclude(teacher__left__lt=term.starts)
    return set(rows.values_list("group", "teacher", "leads"))


def carried(term: Term | None) -> bool:
    """Whether the groups still stand as they were brought along from the term before."""
    now = set(Membership.objects.filter(term=term).values_list("group", "teacher", "leads"))
    return bool(now) and now == members_before(term)


def accounts(person: Person) -> QuerySet[User]:
    """Accounts with a role in this school, with those roles."""
    here = Role.objects.filter(school=person.school).select_related("group")
    return (
        User.objects.filter(roles__school=person.school).distinct()
        .select_related("teacher").prefetch_related(Prefetch("roles", here, to_attr="here")).order_by("teacher__order", "username")
    )


def card_holders(person: Person, *, group: str = "") -> list[Teacher]:
    """Teachers with an account and how each comes in: `.way` is 六位数字, 待扫, 过期, 没有卡 or 用密码 (who may not use a card)."""
    rows = Teacher.objects.filter(school=person.school, left=None, user__is_active=True).select_related("user__card")
    if group:
        rows = rows.filter(memberships__group__name=group, memberships__term=person.term).distinct()
    wide = set(Role.objects.filter(user__teacher__school=person.school).exclude(name__in=PIN_ROLES).values_list("user", flat=True))
    found, now = list(rows), timezone.now()
    for row in found:
        card = getattr(row.user, "card", None)
        row.may_card = row.user_id not in wide
        row.way = (
            "用密码" if not row.may_card else "六位数字" if row.user.pin and (not card or card.used_at)
            else "没有卡" if not card or card.used_at else "待扫" if card.expires_at > now else "过期"
        )
    return found


def audit_entries(person: Person, *, words: str = "") -> QuerySet[AuditEntry]:
    """日志; a 系统管理员 sees only what concerns accounts and settings."""
    rows = AuditEntry.objects.all()
    if "principal" not in person.roles:
        rows = rows.filter(Q(object_type__startswith="school.") | Q(actor=person.user))
    if words:
        acts = [act for act, said in ACTIONS.items() if words in said]
        rows = rows.filter(Q(actor_name__contains=words) | Q(object_label__contains=words) | Q(action__in=acts))
    return rows


def jobs() -> QuerySet[Job]:
    return Job.objects.select_related("asked_by")


def experts_of(school: School) -> QuerySet[User]:
    """校外的教研员、专家 with an account here, who are no teachers of this school: who may fill in a form or be the 师傅 of a pair."""
    return User.objects.filter(roles__school=school, roles__name=Role.Name.EXPERT, is_active=True).exclude(teacher__school=school).distinct()
