"""制度: written as drafts, put in force by the 校长, confirmed by everybody, superseded by the next version."""
from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from documents import richtext
from plans.models import RuleReceipt, RuleVersion, SchoolRule
from plans.states import RULE_STEPS, RuleState
from school import audit, clock
from school.person import Person
from school.policy import holders
from school.services.notices import tell
from school.workflow import Refused, StaleEdit, advance

MOST_TEXT = 60_000


def start(person: Person, title: str, key: UUID) -> RuleVersion:
    """新制度 with its first draft; the same key or title again gives the one that is there."""
    with transaction.atomic():
        rule = SchoolRule.objects.filter(school=person.school, key=key).first()
        if rule is None:
            rule, made = SchoolRule.objects.get_or_create(school=person.school, title=title, defaults={"key": key})
            if made:
                audit.record(person, "rule.start", rule)
        return draft(person, rule)


def draft(person: Person, rule: SchoolRule) -> RuleVersion:
    """起草下一稿 from the words in force; asking again gives the draft that is there."""
    with transaction.atomic():
        last = rule.versions.order_by("-no").first()
        if last and last.state == RuleState.DRAFT:
            return last
        return RuleVersion.objects.create(
            school=rule.school, rule=rule, no=last.no + 1 if last else 1, body=last.body if last else "", edited_by=person.user,
            edited_at=clock.now(),
        )


def save(person: Person, row: RuleVersion, *, body: str, why: str, effective: date | None, version: int) -> RuleVersion:
    """The words of a draft. Raises StaleEdit with both texts when they were saved in between."""
    if row.state != RuleState.DRAFT:
        raise Refused("施行以后文字不能改。", "请起草下一稿。", label=str(row))
    if len(body) > MOST_TEXT:
        raise Refused("太长，存不下。", "一份制度几页就够，表格请放到附件里。", label=str(row))
    with transaction.atomic():
        rows = RuleVersion.objects.filter(pk=row.pk, version=version, state=RuleState.DRAFT)
        if not rows.update(
            body=richtext.clean(body), why=why, effective=effective, version=F("version") + 1, edited_by=person.user, edited_at=clock.now()
        ):
            now = RuleVersion.objects.select_related("edited_by", "rule").get(pk=row.pk)
            if richtext.plain(now.body) == richtext.plain(richtext.clean(body)):
                return now
            raise StaleEdit(
                mine=richtext.plain(richtext.clean(body)), theirs=richtext.plain(now.body), version=now.version, by=now.edited_by.name, label=str(now)
            )
        audit.record(person, "rule.save", row, after={"characters": len(body)})
    row.refresh_from_db()
    return row


def enact(person: Person, row: RuleVersion) -> None:
    """公布施行: the version before is superseded, whoever may read it is told and asked to confirm."""
    if not row.body.strip():
        raise Refused("还没有写正文，不能公布。", "写好再公布。", label=str(row))
    with transaction.atomic():
        RuleVersion.objects.filter(rule=row.rule, state=RuleState.IN_FORCE).update(state=RuleState.SUPERSEDED)
        advance(person, row, RULE_STEPS, "enact", effective=row.effective or clock.today())
        url, text = reverse("rule", args=[row.rule_id]), f"《{row.rule.title}》{'修改后' if row.no > 1 else ''}公布施行，请读一读并确认。"
        tell(row.school, holders(row.school, "rule.read").exclude(pk=person.user.pk), text, url)


def confirm(person: Person, row: RuleVersion) -> None:
    """已读，我会照办: once, for the version in force."""
    if row.state != RuleState.IN_FORCE:
        raise Refused("这一稿不是现行的。", "请打开现行的一稿再确认。", label=str(row))
    RuleReceipt.objects.get_or_create(rule_version=row, user=person.user, defaults={"at": clock.now()})
