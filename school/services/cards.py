"""个人卡与六位数字: a card is printed once, opens once, and then the teacher's own number opens."""
from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from school import audit, pins
from school.models import Card, Teacher, User
from school.person import Person, person_of
from school.services.accounts import end_sessions
from school.workflow import Refused, guarded

VALID_FOR = timedelta(days=14)
MOST_AT_ONCE = 96


@dataclass(frozen=True)
class Slip:
    """One card as it goes to the printer; the code is nowhere kept."""

    teacher: Teacher
    token: str
    expires: object


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def print_cards(person: Person, teachers: Iterable[Teacher]) -> list[Slip]:
    """印个人卡: a new code for each; the card handed out before opens no more. Who has 校长、教导处 … duties gets none."""
    teachers = list(teachers)
    if not teachers:
        raise Refused("还没有选人。", "请勾上要发卡的老师。")
    if len(teachers) > MOST_AT_ONCE:
        raise Refused(f"一次最多印 {MOST_AT_ONCE} 张卡，选了 {len(teachers)} 人。", "请分几次印，例如一个组一次。")
    slips, now = [], timezone.now()
    with transaction.atomic():
        for teacher in teachers:
            if teacher.user is None or not teacher.user.is_active or not pins.may_use_pin(teacher.user):
                raise Refused("不能用个人卡。", "有校长、教导处等身份的要用密码；没有账号或停用的请找系统管理员。", label=teacher.name)
            token = secrets.token_urlsafe(16)
            Card.objects.update_or_create(user=teacher.user, defaults={
                "school": person.school, "digest": digest(token), "printed_at": now, "expires_at": now + VALID_FOR, "used_at": None,
            })
            slips.append(Slip(teacher, token, timezone.localdate(now + VALID_FOR)))
        audit.record(person, "card.print", person.school, after=sorted(teacher.staff_no for teacher in teachers))
    return slips


def open_card(token: str) -> Card:
    """The card behind a scanned code. Raises Refused: not known, used, too old, or its owner may not use a card any more."""
    card = guarded(Card).select_related("user", "school").filter(digest=digest(token)).first()
    if card is None:
        raise Refused("这张卡对不上，可能已经重印过。", "请用最新发的那张；没有的话找教导处重印一张。")
    if card.used_at:
        raise Refused("这张卡已经用过了，一张卡只能用一次。", "用工号和你设的六位数字登录；忘了数字，请教导处重印一张。")
    if card.expires_at < timezone.now():
        raise Refused("这张卡过期了（印好 14 天内有效）。", "请教导处重印一张。")
    if not card.user.is_active or not pins.may_use_pin(card.user):
        raise Refused("这个账号现在不能用个人卡。", "有校长、教导处等身份的要用密码登录；停用的请找教导处。")
    return card


def use_card(token: str, pin: str, address: str = "") -> User:
    """设定六位数字 with the card: the card is spent, whoever was logged in as this person is out."""
    card = open_card(token)
    user = card.user
    refuse_weak(user, pin)
    with transaction.atomic():
        if not guarded(Card).filter(pk=card.pk, digest=card.digest, used_at=None).update(used_at=timezone.now()):
            raise Refused("这张卡刚刚用过了。", "用工号和你设的六位数字登录。")
        _keep(user, pin)
        if user.must_change:  # a first password that was never changed is known to whoever handed it out
            user.set_unusable_password()
            user.must_change = False
            user.save(update_fields=["password", "must_change"])
        audit.record(person_of(user, card.school_id, address), "card.use", user, school=card.school)
    end_sessions(user)
    return user


def change_pin(person: Person, pin: str) -> None:
    """改六位数字; the other devices must sign in again."""
    if not pins.may_use_pin(person.user):
        raise Refused("你的身份要用密码登录，不能用六位数字。", "可以在这里改密码。", label=person.name)
    refuse_weak(person.user, pin)
    with transaction.atomic():
        _keep(person.user, pin)
        audit.record(person, "pin.change", person.user, school=person.school)


def refuse_weak(user: User, pin: str) -> None:
    if why := pins.weakness(pin, user, Teacher._base_manager.filter(user=user).first()):
        raise Refused(why)


def _keep(user: User, pin: str) -> None:
    user.pin, user.pin_misses = make_password(pin), 0
    user.save(update_fields=["pin", "pin_misses"])


def end_all(person: Person, user: User, *, but: str = "") -> None:
    """退出所有设备: 手机丢了. `but`: the key of the session that stays. The feed address stays valid until renewed."""
    end_sessions(user, but=but)
    if person.school:  # a 区县 account belongs to no school's 日志
        audit.record(person, "account.out", user, school=person.school)
