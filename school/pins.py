"""六位数字: what a teacher types instead of a password, who may use it, and which numbers anybody would guess."""
from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest

from school.models import Role, Teacher, User

LENGTH = 6
MOST_MISSES = 20  # wrong ones since the last right one; five in a row pause the account at one address long before
# 校长、教导处、档案员 … see marks, texts and accounts of others: they need their password.
PIN_ROLES = frozenset({Role.Name.TEACHER, Role.Name.GROUP_LEADER, Role.Name.EXPERT})
BACKEND = "school.pins.PinBackend"
_RUNS = ("01234567890123456789", "98765432109876543210")


def is_pin(text: str) -> bool:
    return len(text) == LENGTH and text.isascii() and text.isdecimal()


def may_use_pin(user: User) -> bool:
    """Whether all roles of this account, in every school, are a teacher's."""
    names = set(Role.objects.filter(user=user).values_list("name", flat=True))
    return bool(names) and names <= PIN_ROLES


def weakness(pin: str, user: User, teacher: Teacher | None) -> str:
    """Why this number is refused, in one sentence; empty when it is good enough."""
    if not is_pin(pin):
        return "要正好六位数字。"
    if len(set(pin)) < 3:
        return "这个数字太容易猜（只有一两个不同的数），请换一个。"
    if any(pin in run for run in _RUNS) or pin[:3] == pin[3:] or pin[:2] == pin[2:4] == pin[4:]:
        return "这个数字太容易猜（顺着数或重复的），请换一个。"
    if len(set(zip(pin[::2], pin[1::2], strict=True))) == 3 and all(a == b for a, b in zip(pin[::2], pin[1::2], strict=True)):
        return "这个数字太容易猜（两个两个重复），请换一个。"
    if teacher and teacher.born and pin in {f"{teacher.born:{form}}" for form in ("%y%m%d", "%Y%m", "%m%d%y", "%d%m%y", "%m%Y")}:
        return "不要用出生年月日，认识你的人都猜得到。"
    digits = "".join(c for c in user.username if c.isdecimal())
    if pin in (digits[-LENGTH:], (user.phone or "")[-LENGTH:]):
        return "不要用工号或手机号里的数字，请换一个。"
    return ""


class PinBackend(ModelBackend):
    """工号 and six digits. A password is never six digits, so one field of the login page takes both."""

    def authenticate(self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any) -> User | None:
        if not username or not password or not is_pin(password):
            return None
        user = User.objects.filter(username=username).first()
        if user is None or not user.pin or user.pin_misses >= MOST_MISSES:
            make_password(password)  # as long as a real look, so that nobody learns which accounts exist
        elif check_password(password, user.pin):
            if user.pin_misses:
                User.objects.filter(pk=user.pk).update(pin_misses=0)
            if self.user_can_authenticate(user):
                return user
        else:
            User.objects.filter(pk=user.pk).update(pin_misses=F("pin_misses") + 1)
        raise PermissionDenied  # no other way in takes six digits
