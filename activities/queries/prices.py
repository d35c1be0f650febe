"""写一份要几分钟: what each kind of record costs a teacher, told to the check of the plan."""
from __future__ import annotations

from activities.models import WorkKind
from instruments.models import Instrument
from plans.burden import tell_prices
from school.models import School

LESSON = 10  # notes of a lesson watched, where the school's form says nothing


def prices(school: School) -> dict[str, int]:
    """Source → minutes: 研修材料 by kind, 听课记录 by the form of the school."""
    found = {f"works:{name}": minutes for name, minutes in WorkKind.objects.filter(school=school).values_list("name", "minutes")}
    form = Instrument.objects.filter(school=school, purpose=Instrument.Purpose.LESSON, retired=False, draft=False).order_by("-version").first()
    return {**found, "observations:made": form.document.get("minutes", LESSON) if form else LESSON}


tell_prices(prices)
