"""Steps between states, and the sentence people get when something cannot be done."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction

from school import audit
from school.person import Person
from school.policy import ABOUT_OTHERS, Reach, reaches, within

Known = TypeVar("Known", bound=models.Model)


class Refused(Exception):
    """What was asked cannot be done now: what happened, to what, and what to do now, each a Chinese sentence."""

    status = 409

    def __init__(self, what: str, to_do: str = "", *, label: str = "") -> None:
        super().__init__(what)
        self.what, self.to_do, self.label = what, to_do, label

    def __str__(self) -> str:
        return "".join(filter(None, (self.label and f"『{self.label}』", self.what, self.to_do)))


class StaleEdit(Refused):
    """旧版本: somebody saved in between; both texts are shown and nothing is lost."""

    def __init__(self, *, mine: str, theirs: str, version: int, by: str = "", label: str = "") -> None:
        super().__init__(
            f"{by or '别人'}刚才已经存过这一处，你的没有覆盖它。", "两份都在下面，请挑选或合并后再存。", label=label
        )
        self.mine, self.theirs, self.version, self.by = mine, theirs, version, by


class SentBefore(Refused):
    """同一页交过一次: the page was sent again with other words; what stands stays, what was typed now is shown and not lost."""

    status = 422

    def __init__(self, mine: str) -> None:
        super().__init__("这一页已经交过一次，这次写的和上次不一样，没有存。", "这次写的在下面：请复制，重新打开那一页再写。")
        self.mine = mine


def again(known: Known, **sent: Any) -> Known:
    """The row that a form with this key made when it was first sent: shown for the same words, by the same hand.

    Raises SentBefore for others (C04): a browser goes back to a page that was sent, and its key comes along.
    """
    if any(getattr(known, name) != value for name, value in sent.items()):
        typed = (name for name, value in sent.items() if isinstance(value, str) and not known._meta.get_field(name).choices)
        raise SentBefore("\n".join(filter(None, (sent[name] for name in typed))))
    return known


@dataclass(frozen=True)
class Step:
    """一步: sources → target, the action it needs and the words on its button."""

    name: str
    label: str
    sources: frozenset[str]
    target: str
    action: str
    needs_reason: bool = False

    @classmethod
    def make(cls, name: str, label: str, sources: Iterable[str], target: str, action: str, *, needs_reason: bool = False) -> Step:
        return cls(name, label, frozenset(sources), target, action, needs_reason)


def guarded(model: type[models.Model]) -> models.QuerySet:
    """The plain rows of a model, for a conditional UPDATE whose row count decides (旧版本, 已签到 …).

    A scoped child reaches its school through a join; Django would turn its UPDATE into `pk IN (SELECT …)`, and
    PostgreSQL would not ask the condition again after waiting for another writer. The row itself was fetched in scope.
    """
    return model._base_manager.all()


def steps_for(person: Person, obj: models.Model, steps: Iterable[Step]) -> list[Step]:
    """The buttons this person may press on this object now; the same table that `advance` obeys."""
    return [step for step in steps if obj.state in step.sources and _may(person, obj, step)]


def _may(person: Person, obj: models.Model, step: Step) -> bool:
    about_self = step.action in ABOUT_OTHERS and person.teacher and getattr(obj, "about_id", None) == person.teacher.pk
    found = reaches(person, step.action)
    if found == {Reach.ASSIGNED}:  # the role alone gives nothing: this object must have been given to him by name
        return not about_self and within(person, step.action, type(obj)._base_manager.filter(pk=obj.pk)).exists()
    return bool(found) and not about_self


def advance(
    person: Person, obj: models.Model, steps: Iterable[Step], name: str, *, reason: str = "", **changes: Any
) -> None:
    """Take one step: one conditional UPDATE and a row count, so two people cannot take it twice.

    Raises Refused when the state has moved on, the role has no such step, it is about oneself, or a reason is missing.
    """
    step = next(step for step in steps if step.name == name)
    label = str(obj)
    if not _may(person, obj, step):
        raise Refused(f"你的身份不能『{step.label}』，或者这是你自己的事。", "请找有权处理的人。", label=label)
    if step.needs_reason and not reason.strip():
        raise Refused(f"『{step.label}』要写明理由。", "请补上理由再提交。", label=label)
    before = obj.state
    with transaction.atomic():
        rows = type(obj)._base_manager.filter(pk=obj.pk, state__in=step.sources)
        if not rows.update(state=step.target, **changes):
            obj.refresh_from_db(fields=["state"])
            raise Refused(f"现在是『{obj.get_state_display()}』，不能『{step.label}』。", "请刷新页面看最新情况。", label=label)
        obj.refresh_from_db()
        audit.record(person, step.name, obj, school=obj.school, before=before, after=step.target, reason=reason)
