"""材料: works chosen and lessons watched."""
from __future__ import annotations

from collections.abc import Iterator

from activities.models import Observation, Work
from activities.papers.observations import observation_paper
from activities.papers.works import work_paper
from activities.queries.observations import observations_made
from activities.states import ObservationState
from archives.gather.line import WRITTEN, Collected, piece
from archives.models import Dossier


def works(dossier: Dossier, typeset: bool, *states: str, **only) -> Iterator[Collected]:
    """研修材料 by kind, each kind one piece."""
    if only.get("author", True) is None:
        return
    rows = (
        Work.objects.filter(term=dossier.term, state__in=states, **only)
        .select_related("author", "kind", "term", "school").prefetch_related("photos", "reviews").order_by("kind__order", "event_day")
    )
    by_kind: dict[str, list[Work]] = {}
    for work in rows:
        by_kind.setdefault(work.kind.name, []).append(work)
    for kind, found in by_kind.items():
        one = only.get("author")
        yield Collected(f"works-{kind}", WRITTEN, piece(
            f"{kind}{'' if one else '选'}{len(found)}{found[0].kind.unit}", one.name if one else "教师", found[-1].event_day,
            lambda found=found: [work_paper(work) for work in found], typeset,
        ))


def observations(dossier: Dossier, typeset: bool, **only) -> Iterator[Collected]:
    """听课记录: for a term the latest answered one of every teacher who was observed, for a person all of his."""
    if None in only.values():
        return
    made = observations_made(dossier.term).filter(**only)
    if not only:
        latest: dict[int, int] = {}
        for pk, observed in made.filter(state=ObservationState.ANSWERED).order_by("-day", "-pk").values_list("pk", "observed"):
            latest.setdefault(observed, pk)
        made = Observation.objects.filter(pk__in=latest.values())
    rows = list(made.select_related("observer", "observed", "school", "term", "response__instrument").prefetch_related("photos").order_by("day", "pk"))
    if not rows:
        return
    what = "听课记录" if "observer" in only or not only else "被听课记录"
    yield Collected(f"{what}", WRITTEN, piece(
        f"{what}{'选' if not only else ''}{len(rows)}份", "教师", rows[-1].day, lambda: [observation_paper(row) for row in rows], typeset
    ))
