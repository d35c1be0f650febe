"""Who somebody is on a day: the date of leaving ends his roles and never his 「不能给自己」."""
from __future__ import annotations

from datetime import date

import pytest

from activities.services import results
from school.models import Role
from school.workflow import Refused


def leaves(cast, who: str, day: date) -> None:
    cast.teachers[who].left = day
    cast.teachers[who].save()


def test_a_date_of_leaving_ahead_changes_nothing(cast):
    leaves(cast, "office", date(2027, 1, 22))
    person = cast.person("office")
    assert person.teacher == cast.teachers["office"] and "office" in person.roles
    with pytest.raises(Refused, match="不能由你记"):
        results.add_award(person, cast.teachers["office"], "三（2）班", date(2026, 11, 16))


def test_who_has_left_has_no_roles_here_and_keeps_those_elsewhere(cast, login):
    leaves(cast, "office", date(2026, 11, 17))
    assert cast.person("office").roles == frozenset()
    assert login("office").get("/plans/").status_code == 403
    Role.objects.create(user=cast.users["office"], school=cast.stranger.school, name=Role.Name.EXPERT)
    person = cast.person("office")
    assert (person.school, person.roles, person.teacher) == (cast.stranger.school, {"expert"}, None)
