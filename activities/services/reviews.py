"""审阅: read, pass, praise or return what teachers hand in. Nobody reviews his own."""
from __future__ import annotations

from django.db import transaction

from activities.models import Review, Work
from activities.queries.reviews import decisions, reviewable
from activities.states import WORK_STEPS, WorkState
from school import clock
from school.person import Person
from school.policy import has
from school.workflow import Refused, advance

D = Review.Decision


@transaction.atomic
def review(person: Person, work: Work, decision: str, *, no: int, remark: str = "") -> Review:
    """One reading with its decision. `no`: the version that was read; a newer one must be read first.

    初读 by the group leader leaves the state to the office; a kind that needs no review is settled by his reading.
    """
    if not reviewable(person).filter(pk=work.pk).exists():
        raise Refused("这份材料不归你审阅。", "组长的交教导处，教导处的交副校长，副校长的交校长。", label=str(work))
    work = Work.objects.select_for_update().select_related("kind", "school").get(pk=work.pk)
    if work.versions.count() != no:
        raise Refused("作者在你看的时候又交了一次。", "请打开最新的一次再看，你的批语还在上一页。", label=str(work))
    if decision not in [choice.decision for choice in decisions(person, work)]:
        raise Refused(f"现在是『{work.get_state_display()}』，不能这样处理。", "请刷新页面看最新情况。", label=str(work))
    if decision == D.READ:
        if work.state != WorkState.SUBMITTED:
            raise Refused(f"现在是『{work.get_state_display()}』，不用再初读。", "", label=str(work))
    else:
        accept = "accept" if has(person, "work.judge") else "check"
        step = {D.ACCEPT: accept, D.PRAISE: "praise", D.RETURN: "return"}[decision]
        advance(person, work, WORK_STEPS, step, reason=remark)
    return Review.objects.create(
        work=work, reviewer=person.user, reviewer_name=person.name, decision=decision, remark=remark, at=clock.now()
    )
