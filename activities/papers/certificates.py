"""荣誉证书 of a contest and 学时证书 of a term, one to a sheet, for the school's seal (spec 09)."""
from __future__ import annotations

from datetime import date
from html import escape

from activities.models import Contest, Entry
from activities.queries.handed_in import Hours
from documents.chinese import close_up, formal_date, long_date, titled
from documents.paper import Paper
from school import clock
from school.models import School, Teacher, Term


def honours(contest: Contest, entries: list[Entry]) -> list[Paper]:
    """荣誉证书 for each entry whose tier is made public; nobody below is named."""
    day = contest.confirmed_at.astimezone().date()
    return [
        _certificate(
            "荣誉证书", entry.teacher, contest.school, f"{contest.activity.term.code[:4]}PB{contest.pk:02}—{no:03}", day,
            f"您在{close_up(contest.activity.term.name)}{escape(contest.title)}中，作品{escape(titled(entry.title))}被评为<b>{escape(entry.tier)}</b>。",
            "特发此证，以资鼓励。",
        )
        for no, entry in enumerate(entries, 1)
    ]


def studied(rows: list[tuple[Teacher, Hours]], school: School, term: Term) -> list[Paper]:
    """学时证书 for everyone who has hours this term."""
    day = min(clock.today(), term.ends)
    until = "" if day == term.ends else f"（截至{long_date(day)}）"
    papers = []
    for teacher, one in rows:
        lessons = f"，听课{one.lessons}节" if one.lessons else ""
        papers.append(_certificate(
            "学时证书", teacher, school, f"{term.code[:4]}{'秋' if term.code.endswith('-1') else '春'}XS—{len(papers) + 1:03}", day,
            f"您在{close_up(term.name)}{until}参加校本研修活动{one.activities}次{lessons}，"
            f"经学校认定，共计<b>{one.hours.normalize():f}学时</b>。", "特发此证。",
        ))
    return papers


def _certificate(title: str, teacher: Teacher, school: School, number: str, day: date, text: str, end: str) -> Paper:
    html = (
        f'<div class="f1"></div><div class="f2"></div><div class="f3"></div><h1>{title}</h1>'
        f'<div class="t"><p class="to"><b>{escape(teacher.name)}</b>　老师：</p><p>{text}</p><p>{end}</p></div>'
        f'<p class="no">证书编号：{escape(number)}</p><div class="who"><p>{escape(school.name)}</p><p>{formal_date(day)}</p></div>'
    )
    return Paper(f"{title}：{teacher.name}", school.name, day, html, "cert", f"{school.name}　{title}")
