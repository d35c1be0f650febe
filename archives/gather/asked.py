"""问卷: the figures of each round that is over, no written words and no names; of those about teachers beside the points."""
from __future__ import annotations

from collections.abc import Iterator

from archives.gather.line import Collected, Missing, absent, piece, quoted
from archives.models import Dossier
from instruments.models import Round
from instruments.papers import round_paper
from instruments.queries import listed
from school.clock import today


def rounds(dossier: Dossier, group: str, typeset: bool, *, about_teachers: bool) -> Iterator[Collected]:
    """问卷结果 of the term, by day; where nobody answered it is missing, not empty."""
    term = dossier.term
    rows = listed(Round.objects.filter(school=dossier.school, opens__range=(term.starts, term.ends))).select_related("school")
    for row in sorted(rows, key=lambda one: (one.closes, one.pk)):
        if not row.over or (row.about != Round.About.NOBODY) != about_teachers:
            continue
        day = min(row.closes, today())
        if row.entered:
            yield Collected(f"round-{row.pk}", group, piece(
                f"{row.title}结果（收到{row.entered}份）", dossier.school.office_name, day, lambda row=row: [round_paper(row)], typeset))
        else:
            yield absent(group, day, Missing(f"round-{row.pk}", f"问卷{quoted(row.title)}的答卷", "教导处", ("survey", row.pk), "没有收到"))
