"""通知 and 提醒: telling people one sentence, reading one's own, and asking one person once a day."""
from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from school import audit, clock
from school.models import Notice, School, Teacher, User
from school.person import Person
from school.workflow import Refused

LONGEST = 300  # characters of a notice; the rest is read at the place it leads to


def tell(school: School, users: Iterable[User | int | None], text: str, url: str) -> int:
    """通知: one sentence to each of these people with the place to go to; how many were told.

    None is somebody without an account, who hears nothing. Call it inside the act's transaction.
    """
    at, found = clock.now(), {user.pk if isinstance(user, User) else user for user in users} - {None}
    Notice.objects.bulk_create(Notice(school=school, user_id=user, text=text[:LONGEST], url=url, at=at) for user in found)
    return len(found)


def mark_read(person: Person, pk: int | None = None) -> int:
    """知道了: one notice of this person, or all of them."""
    mine = Notice.objects.filter(user=person.user, read_at=None)
    return (mine.filter(pk=pk) if pk else mine).update(read_at=clock.now())


def remind(person: Person, teacher: Teacher, text: str, url: str) -> Notice:
    """提醒 one person of what is still owed: at most one a day, whoever presses, and written down who did.

    Raises Refused when it was said today, or there is nobody to say it to.
    """
    if teacher.user_id is None:
        raise Refused("没有账号，收不到提醒。", "请当面说一声。", label=teacher.name)
    if person.teacher and person.teacher.pk == teacher.pk:
        raise Refused("这是你自己。", "要做的都在首页。", label=teacher.name)
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                school=teacher.school, user_id=teacher.user_id, text=text[:LONGEST], url=url, at=clock.now(),
                once=f"remind:{clock.today()}",
            )
            audit.record(person, "reminder.send", teacher, school=teacher.school, after=text)
    except IntegrityError as error:
        raise Refused("今天已经提醒过一次，一天只提醒一次。", "急的请当面或打电话。", label=teacher.name) from error
    return notice
