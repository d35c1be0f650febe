"""账号与身份: who may log in, as what; passwords are shown once and never kept in the open."""
from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from school import audit
from school.models import Role, Teacher, User
from school.person import Person
from school.queries import experts_of
from school.workflow import Refused

# No letters or digits that look alike on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GIVEN_BY_ADMIN = tuple(
    name for name in Role.Name.values if name not in (Role.Name.DISTRICT, Role.Name.GROUP_LEADER, Role.Name.TEACHER)
)


def new_password() -> str:
    """Three groups of four signs that nobody misreads on paper."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def first_password(person: Person, user: User) -> str:
    """初始密码: a new one-time password, shown once; old sessions end and it must be changed at the first login."""
    _refuse_foreign(person, user)
    password = new_password()
    with transaction.atomic():
        user.set_password(password)
        user.must_change = True
        user.save(update_fields=["password", "must_change"])
        audit.record(person, "account.password", user, school=person.school)
    end_sessions(user)
    return password


def first_passwords(person: Person, teachers: list[Teacher]) -> list[tuple[Teacher, str]]:
    """初始密码 for several teachers at once, for one printed list."""
    return [(teacher, first_password(person, teacher.user)) for teacher in teachers if teacher.user]


def set_roles(person: Person, user: User, names: set[str]) -> None:
    """The school roles of an account; 教研组长 comes with the group, 区县 is given by the command line.

    Raises Refused when it would leave the school without an admin.
    """
    with transaction.atomic():
        mine = Role.objects.filter(user=user, school=person.school, name__in=GIVEN_BY_ADMIN)
        before = set(mine.values_list("name", flat=True))
        if before == names:
            return
        if user == person.user and names - before:
            raise Refused("不能给自己加身份。", "请另一位系统管理员来加，或者在服务器上用命令加。", label=user.name)
        admins = Role.objects.filter(school=person.school, name=Role.Name.ADMIN)
        if Role.Name.ADMIN in before - names and admins.exclude(user=user).count() == 0:
            raise Refused("这是唯一的系统管理员，撤了就没有人能管账号。", "请先给别人『系统管理员』。", label=user.name)
        mine.exclude(name__in=names).delete()
        for name in names - before:
            Role.objects.create(user=user, school=person.school, name=name)
        audit.record(person, "account.roles", user, school=person.school, before=sorted(before), after=sorted(names))


def set_active(person: Person, user: User, active: bool) -> None:
    """停用 or 启用 an account; a stopped one is out at its next request."""
    if user == person.user:
        raise Refused("不能停用自己的账号。", "请让另一位系统管理员来做。", label=user.name)
    _refuse_foreign(person, user)
    with transaction.atomic():
        user.is_active = active
        user.save(update_fields=["is_active"])
        audit.record(person, "account.on" if active else "account.off", user, school=person.school)
    if not active:
        end_sessions(user)


def invite(person: Person, names: Iterable[str]) -> list[User]:
    """请校外专家: by name alone; who has no account gets one without a password and comes in by the link (school.invited)."""
    known = {user.name: user for user in experts_of(person.school)}
    found = []
    with transaction.atomic():
        for name in dict.fromkeys(names):
            user = known.get(name)
            if user is None:
                user = User(username=f"zj-{secrets.token_hex(5)}", first_name=name)
                user.set_unusable_password()
                user.save()
                Role.objects.create(user=user, school=person.school, name=Role.Name.EXPERT)
                audit.record(person, "expert.invite", user, school=person.school)
            found.append(user)
    return found


def _refuse_foreign(person: Person, user: User) -> None:
    """An account that somebody else's school or the 区县 relies on too belongs to the teacher's own school."""
    elsewhere = Role.objects.filter(user=user).exclude(school=person.school).exists()
    if elsewhere and not Teacher.objects.filter(user=user, school=person.school).exists():
        raise Refused("这个账号在别的学校或区县也有身份，密码和停用不归本校管。", "可以在这里撤去他在本校的身份；密码请找他所在的学校。", label=user.name)


def end_sessions(user: User, *, but: str = "") -> None:
    for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
