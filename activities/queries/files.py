"""Whose files are whose: the files of an activity belong to everybody who may read the activity."""
from __future__ import annotations

from activities.models import Activity
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
