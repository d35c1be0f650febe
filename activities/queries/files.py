"""Whose files are whose: the files of an activity belong to everybody who may read the activity."""
from __future__ import annotations

from django.db.models import Q

from activities.models import Activity, Contest, Entry, Finding, Topic
from activities.queries.sheets import loose_sheets
from activities.states import ContestState
from school.files import owner
from school.models import StoredFile
from school.person import Person
from school.policy import has, within


@owner
def of_activities(person: Person, stored: StoredFile) -> bool:
    """照片、讲稿 of an activity this person may read."""
    return has(person, "activity.read") and within(
        person, "activity.read", Activity.objects.filter(files__file=stored)
    ).exists()


@owner
def of_loose_sheets(person: Person, stored: StoredFile) -> bool:
    """待归的签到表 of whoever files them."""
    return has(person, "sheet.file") and loose_sheets(person).filter(file=stored).exists()


@owner
def of_sheets_to_type_in(person: Person, stored: StoredFile) -> bool:
    """签到表照片 of an activity whose list this person types in from paper."""
    return has(person, "attendance.paper") and within(
        person, "attendance.paper", Activity.objects.filter(files__file=stored, files__sign_in_sheet=True)
    ).exists()


@owner
def of_entries(person: Person, stored: StoredFile) -> bool:
    """参评文件 by its real name: for its author and who runs the contest; judges get it by number only."""
    if person.teacher and Entry.objects.filter(file=stored, teacher=person.teacher).exists():
        return True
    running = within(person, "contest.run", Contest.objects.filter(entries__file=stored)) if has(person, "contest.run") else Contest.objects.none()
    blind = Q(blind=True, judges__user=person.user) & ~Q(state=ContestState.DECIDED)
    return running.exclude(blind).exists()


@owner
def of_findings(person: Person, stored: StoredFile) -> bool:
    """证明 of a finding this person may read."""
    return has(person, "finding.read") and within(person, "finding.read", Finding.objects.filter(proof=stored)).exists()


@owner
def of_topics(person: Person, stored: StoredFile) -> bool:
    """课题成果: everybody's who may read the topic."""
    return has(person, "topic.read") and within(person, "topic.read", Topic.objects.filter(outcomes__file=stored)).exists()
