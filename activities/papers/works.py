"""研修材料 as a printed page: the text as it was handed in, the remarks, the handwritten pages."""
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from activities.models import ObservationPhoto, Review, Work, WorkPhoto
from activities.papers.number import number
from activities.states import WorkState
from documents import richtext
from documents.chinese import long_date
from documents.names import spaced
from documents.paper import Media, Paper
from school import files
from school.models import Membership, School


def stored(school: School) -> Media:
    """Pictures of a school by the id of their StoredFile; rights are asked before a paper is made."""

    def bytes_of(name: str) -> bytes | None:
        row = files.of_school(school).filter(pk=int(name)).first() if name.isdecimal() else None
        if row is None:
            return None
        with row.blob.open("rb") as source:
            return source.read()

    return bytes_of


def work_paper(work: Work) -> Paper:
    """一份研修材料 as it is bound into the dossier; what was returned and then mended prints without that remark."""
    group = Membership.objects.filter(term=work.term, teacher=work.author).select_related("group").first()
    by = "　".join(filter(None, (group and group.group.name, spaced(work.author.name), work.author.classes)))
    returned = work.state == WorkState.RETURNED
    remarks = [row for row in work.reviews.all() if row.remark and (returned or row.decision != Review.Decision.RETURN)]
    pages = list(work.photos.all())
    kind = f"{work.kind}（{work.topic}）" if work.topic else str(work.kind)
    parts = [
        f'<p class="line"><span class="to-r">编号：{number(work.term, work.pk)}</span>{escape(kind)}　　{work.term.name}</p>',
        f"<h1>{escape(str(work))}</h1>",
        f'<p class="by">{escape(by)}　　{long_date(work.event_day)}</p>',
        f'<p class="line">{escape(work.won)}</p>' if work.won else "",
        richtext.from_plain(work.body),
        *(_remark(review) for review in reversed(remarks)),
        f'<p class="line r" style="padding-top:8pt;break-before:avoid">{_standing(work)}</p>',
    ]
    shows = "证明" if work.kind.proof else "手写原稿"
    parts.append(handwritten(pages, shows, head=bool(work.body)))
    return Paper(
        title=str(work), responsible=work.author.name, date=work.event_day, html="".join(parts), body_class="form prose",
        run=f"{work.school.name}　{work.kind}",
    )


def handwritten(pages: Sequence[WorkPhoto | ObservationPhoto], shows: str, *, head: bool = True) -> str:
    """附：手写原稿（照片）, one page under the other with its number; empty without photos."""
    first = f'<h2 class="new">附：{shows}（照片）</h2>' if head and pages else ""
    return first + "".join(
        f'<p class="hand"><img src="media:{page.file_id}" alt="{shows}第 {no} 页"></p>'
        f'<p class="cap">{shows}第 {no} 页，共 {len(pages)} 页</p>'
        for no, page in enumerate(pages, 1)
    )


def _remark(review: Review) -> str:
    return (
        f'<p class="remark">{review.get_decision_display()}（{escape(review.reviewer_name)}，{review.at:%-m月%-d日}）：'
        f"{escape(review.remark)}</p>"
    )


def _standing(work: Work) -> str:
    words = f"　　字数：{len(work.body)}（系统统计，不作评分依据）" if work.body else ""
    written = f"　　提交：{long_date(work.submitted_at.astimezone().date())}" if work.submitted_at else ""
    return f"评定：{work.get_state_display()}{written}{words}"
