"""邀请链接: somebody from outside opens the one contest or the one form he was asked to, without an account, and nothing else.

The link is signed and names him, so that everything he does there is recorded as his. It opens for 60 days at most, and
no longer than his place among those asked.
"""
from __future__ import annotations

from dataclasses import replace

from django.core import signing
from django.urls import reverse

from school.models import Role, User
from school.person import Person
from school.workflow import Refused

SALT = "invited"
LIVES = 60 * 86_400
ONLY = "only"  # in the session: the kind and number of the one thing this login is for
CONTEST, ROUND = "contest", "round"
PAGES = {  # beside the page of the link itself
    CONTEST: frozenset({"contest_judge", "judging", "judging_file"}), ROUND: frozenset({"survey_answer", "survey_again"}),
}
ALWAYS = frozenset({"invited", "logout"})


def address(user: User, kind: str, pk: int) -> str:
    """The link for one person and one thing."""
    return reverse("invited", args=[signing.dumps([user.pk, kind, pk, _mark(user)], salt=SALT)])


def opened(token: str) -> tuple[User, str, int]:
    """Whose link it is and what for. Raises Refused: too old, cut off in copying, or the person is not asked any more."""
    try:
        user_pk, kind, pk, mark = signing.loads(token, salt=SALT, max_age=LIVES)
    except signing.SignatureExpired:
        raise Refused("这个链接过期了。", "请向学校要一个新的。") from None
    except (signing.BadSignature, ValueError):
        raise Refused("这个链接打不开，可能没有复制完整。", "请从微信里重新点一次，或者向学校要一个新的。") from None
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    if user is None or _mark(user) != mark:
        raise Refused("这个链接不再有效。", "请向学校要一个新的。")
    return user, kind, pk


def narrowed(person: Person, only: list | None) -> Person:
    """The person as the link lets him in: an expert here and nothing besides, for one thing."""
    if not only:
        return person
    roles = person.roles & {Role.Name.EXPERT}
    return replace(person, roles=frozenset(roles), led_groups=frozenset(), teacher=None, only=(only[0], only[1]))


def strays(person: Person, page: str) -> bool:
    """Whether this page lies outside what the link was for."""
    return page not in PAGES[person.only[0]] | ALWAYS


def _mark(user: User) -> str:
    """Changes with the password, so that a stopped or renewed account ends its links."""
    return user.get_session_auth_hash()[:12]
