"""Whose files are whose: the files of an activity belong to everybody who may read the activity."""
from __future__ import annotations

from activities.models import Activity
from activities.queries.sheets import loose_sheets
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
