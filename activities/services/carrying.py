"""照上学期起草: 教研固定时间 and 课表 go over to the new term when the office says so."""
from __future__ import annotations

from activities.models import FixedSlot, TimetableSlot
from plans.carried import Carried, tell_carried
from school import audit, past
from school.audience import in_service
from school.clock import today
from school.models import Membership, Term
from school.person import Person


def slots(person: Person, old: Term, new: Term) -> int:
    """Every period of a group that has people in the new term; a reader who has left is not named."""
    past.refuse(person)
    groups, here = Membership.objects.filter(term=new).values("group"), _here(new)
    rows = list(FixedSlot.objects.filter(term=old, group__in=groups))
    FixedSlot.objects.filter(term=new).delete()
    for row in rows:
        row.pk, row.key, row.term, row.version = None, None, new, 0
        if row.reader_id not in here:
            row.reader = None
    FixedSlot.objects.bulk_create(rows)
    audit.record(person, "slot.save", new, school=new.school, reason=f"照{old.name}", after=len(rows))
    return len(rows)


def lessons(person: Person, old: Term, new: Term) -> int:
    """The lessons of the teachers who are still here."""
    past.refuse(person)
    rows = list(TimetableSlot.objects.filter(term=old, teacher__in=_here(new)))
    TimetableSlot.objects.filter(term=new).delete()
    for row in rows:
        row.pk, row.term = None, new
    TimetableSlot.objects.bulk_create(rows, batch_size=500)
    audit.record(person, "timetable.import", new, school=new.school, reason=f"照{old.name}", after=len(rows))
    return len(rows)


def _here(term: Term) -> set[int]:
    return set(in_service(term.school, min(max(today(), term.starts), term.ends)).values_list("pk", flat=True))


tell_carried(Carried("fixed_slots", "教研固定时间", FixedSlot, slots))
tell_carried(Carried("timetable", "课表", TimetableSlot, lessons, wanted=False))
