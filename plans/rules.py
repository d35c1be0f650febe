"""制度 as pages show them: what is in force, which versions there were, who has confirmed."""
from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from plans.models import RuleReceipt, RuleVersion, SchoolRule
from plans.states import RuleState
from school.models import School, Teacher
from school.person import Person
from school.policy import has


@dataclass(frozen=True)
class Rule:
    """One rule: its version in force, its draft, how many confirmed, whether I did."""

    row: SchoolRule
    current: RuleVersion | None
    draft: RuleVersion | None
    confirmed: int
    mine: bool


def rules(person: Person) -> list[Rule]:
    """The school's rules; a rule that is only a draft stands here for who writes rules. Three queries."""
    rows = SchoolRule.objects.filter(school=person.school).prefetch_related(
        Prefetch("versions", RuleVersion.objects.order_by("-no")), "versions__receipts"
    )
    made = []
    for row in rows:
        versions = list(row.versions.all())
        for version in versions:
            version.rule = row
        current = next((one for one in versions if one.state == RuleState.IN_FORCE), None)
        writing = next((one for one in versions if one.state == RuleState.DRAFT), None)
        if current is None and not has(person, "rule.edit"):
            continue
        users = {receipt.user_id for receipt in current.receipts.all()} if current else set()
        made.append(Rule(row, current, writing if has(person, "rule.edit") else None, len(users), person.user.pk in users))
    return made


def in_force(school: School) -> list[RuleVersion]:
    """The rules in force, for the volume and the list for an inspection."""
    return list(RuleVersion.objects.filter(school=school, state=RuleState.IN_FORCE).select_related("rule").order_by("rule"))


def unconfirmed(row: RuleVersion) -> list[Teacher]:
    """Teachers in service with an account who have not confirmed this version; what the office may remind."""
    done = RuleReceipt.objects.filter(rule_version=row).values("user")
    return list(Teacher.objects.filter(school=row.school, left=None, user__isnull=False).exclude(user__in=done))
