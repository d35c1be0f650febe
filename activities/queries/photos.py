"""一图一用: where the picture of a handwritten page was offered before, found also when resized or cropped a little."""
from __future__ import annotations

from django.db.models import Q, QuerySet

from activities.models import ActivityFile, Observation, ObservationPhoto, Work, WorkPhoto
from documents.chinese import titled


def used_before(of: Work | Observation) -> dict[int, str]:
    """Photo → where the school has the same picture already: at an activity, in another work, in another 听课记录.

    A draft is its author's alone: what others have not handed in is not spoken of.
    """
    mine = {photo.pk: photo.file.twin_id or photo.file_id for photo in of.photos.select_related("file")}
    if not mine:
        return {}
    same = Q(file__in=mine.values()) | Q(file__twin__in=mine.values())
    offered: dict[int, str] = {}
    for row in ActivityFile.objects.filter(same, activity__school=of.school).select_related("file", "activity"):
        offered[row.file.twin_id or row.file_id] = f"活动『{row.activity}』的照片"
    whose = of.author_id if isinstance(of, Work) else of.observer_id
    works = WorkPhoto.objects.filter(same, work__school=of.school).exclude(Q(work__state="draft") & ~Q(work__author=whose))
    lessons = ObservationPhoto.objects.filter(same, observation__school=of.school).exclude(
        Q(observation__state="draft") & ~Q(observation__observer=whose)
    )
    for row in _elsewhere(works.select_related("file", "work"), of):
        work = row.work
        own = f"你 {work.event_day.month}月{work.event_day.day}日的{titled(work.title)}里的一张"
        offered[row.file.twin_id or row.file_id] = own if work.author_id == whose else "另一位老师的材料里的一张"
    for row in _elsewhere(lessons.select_related("file", "observation"), of):
        lesson = row.observation
        own = f"你 {lesson.day.month}月{lesson.day.day}日的听课记录里的一张"
        offered[row.file.twin_id or row.file_id] = own if lesson.observer_id == whose else "另一位老师的听课记录里的一张"
    return {pk: f"和{offered[picture]}几乎一样" for pk, picture in mine.items() if picture in offered}


def _elsewhere(rows: QuerySet, of: Work | Observation) -> list[WorkPhoto | ObservationPhoto]:
    """Not on the same record; the oldest comes last and is the one that is named."""
    return [row for row in rows.order_by("-pk") if row.of != of]
