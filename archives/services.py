"""生成、归档、校验: a volume is built by a job, looked at, sealed with a hash, and never changed afterwards."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse

from activities.papers.works import stored
from archives.contents import Contents, collect
from archives.gather.line import Missing
from archives.gather.plan import source_files
from archives.models import Dossier, Edition
from archives.states import EditionState
from documents import seal as sealing
from documents.bind import Bound, bind
from documents.fonts import MissingFont
from documents.press import Shelf, TooLarge
from documents.volume import Front
from evaluation.models import Score
from plans.leadership import heads_of
from school import audit, clock, files, jobs
from school.models import Group, Job, School, Teacher, Term
from school.person import Person, person_of
from school.policy import check, has
from school.workflow import Refused

TASK = "archives.build"
CACHE = settings.VAR / "pieces"
COLLECTING = 8  # percent of the bar; the rest is typesetting
TITLES = {"term": "校本研修档案", "teacher": "教师个人专业发展档案", "group": "教研组期末材料", "anthology": "研修成果汇编"}


def dossier(person: Person | None, school: School, term: Term, kind: str = "term", *, teacher: Teacher | None = None,
            group: Group | None = None) -> Dossier:
    """The volume of this kind for a term; made with the next 档号 when it is not there yet."""
    found = Dossier.objects.filter(school=school, term=term, kind=kind, teacher=teacher, group=group).first()
    if found:
        return found
    whose = teacher.name if teacher else group.name if group else ""
    for _ in range(3):
        number = Dossier.objects.filter(school=school, term__code__startswith=term.code[:4]).count() + 1
        try:
            with transaction.atomic():
                made = Dossier.objects.create(
                    school=school, term=term, kind=kind, teacher=teacher, group=group,
                    title=f"{term.name}{whose}{TITLES[kind]}", archive_no=f"{school.code.upper()}-{term.code[:4]}-YX-{number:03d}",
                )
                audit.record(person, "dossier.open", made, school=school, after={"archive_no": made.archive_no})
            return made
        except IntegrityError:
            if found := Dossier.objects.filter(school=school, term=term, kind=kind, teacher=teacher, group=group).first():
                return found
    raise Refused("档号没有编成。", "请再试一次。", label=term.name)


def request_build(person: Person, row: Dossier, *, reason: str = "") -> tuple[Edition, Job]:
    """请生成: the open edition (or a new one beside a sealed one, with a reason) and the job that builds it.

    The caller sends the job after commit. Raises Refused when a new edition needs a reason.
    """
    check(person, "dossier.build")
    with transaction.atomic():
        edition = row.editions.first()
        if edition is None or edition.state == EditionState.SEALED:
            if edition and not reason.strip():
                raise Refused("上一版已经归档，另出新版要写明原因。", "例如：补进 11月份的签到表。", label=row.title)
            number = (row.editions.aggregate(last=Max("no"))["last"] or 0) + 1
            edition = Edition.objects.create(
                dossier=row, school=row.school, no=number, as_of=clock.today(), reason=reason.strip()[:200], built_by=person.user
            )
        job, _ = jobs.ask(person, TASK, f"edition:{edition.pk}", {"edition": edition.pk, "label": f"生成《{row.title}》第 {edition.no} 版"})
        begin(edition, job)
        edition.refresh_from_db()
    return edition, job


def run_build(running: jobs.Running) -> dict[str, Any]:
    """The work of the job: whoever asked must still have the right when it runs."""
    job = running.job
    edition = Edition.objects.select_related("dossier__school", "dossier__term", "dossier__teacher", "dossier__group").get(
        pk=job.params["edition"]
    )
    asker = person_of(job.asked_by, job.school_id)
    begin(edition, job)
    try:
        if not has(asker, "dossier.build"):
            raise Refused("请求生成的人已经没有这项权限，没有生成。", "请由档案员或教导处重新生成。", label=edition.dossier.title)
        return build(asker, edition, running.progress)
    except (Refused, jobs.Cancelled) as error:
        give_up(edition, "已取消。" if isinstance(error, jobs.Cancelled) else str(error))
        raise
    except jobs.LostLease:
        raise
    except Exception:
        give_up(edition, "程序出错，没有生成。可以再试一次。")
        raise


def build(person: Person | None, edition: Edition, progress: Callable[[int, int, str], None]) -> dict[str, Any]:
    """Collect → typeset → bind → keep the PDF; the edition is then 待归档. Nothing half-built is ever shown."""
    row = edition.dossier
    progress(0, 100, "正在收齐文字与数字")
    contents = collect(row, tick=lambda n, title: progress(min(COLLECTING, n // 5), 100, f"正在收齐：{title}"))
    front = front_of(edition, contents)
    try:
        bound = bind(
            front, [item.piece for item in contents.bound],
            lambda done, total, message: progress(COLLECTING + (100 - COLLECTING) * done // total, 100, message), media=stored(row.school), cache=CACHE,
            attachments=_attachments(row), running=row.running,
        )
    except MissingFont as error:
        raise Refused(str(error), label=row.title) from error
    except TooLarge as error:
        raise Refused(f"有一件太大，排不了版：{error}", "请把这一件拆小，或改为『原件另附』。", label=row.title) from error
    return _keep(person, edition, contents, bound)


def _keep(person: Person | None, edition: Edition, contents: Contents, bound: Bound) -> dict[str, Any]:
    row = edition.dossier
    kept = files.store(row.school, bound.pdf, name=f"{row.title}（第{edition.no}版）.pdf", mime="application/pdf", person=person)
    pieces = [
        {"no": number, "key": item.key, "doc_no": entry.piece.number, "by": entry.piece.responsible, "title": entry.piece.title,
         "day": entry.piece.date.isoformat(), "page": entry.first, "last": entry.last, "remark": entry.piece.remark}
        for number, (item, entry) in enumerate(zip(contents.bound, bound.entries, strict=True), 1)
    ]
    missing = [{"key": gap.key, "what": gap.what, "whom": gap.whom, "note": note_of(row, gap)} for gap in contents.missing]
    with transaction.atomic():
        done = Edition.objects.filter(pk=edition.pk).exclude(state=EditionState.SEALED).update(
            state=EditionState.READY, pdf=kept, pieces=pieces, missing=missing, pages=bound.pages, sides=bound.sides,
            built_at=clock.now(), as_of=clock.today(), failure="",
        )
        if not done:
            raise Refused("这一版已经归档，不能再改。", "请另出新版。", label=row.title)
        audit.record(person, "edition.build", edition, school=row.school,
                     after={"pages": bound.pages, "sha256": kept.sha256, "refused": list(bound.refused)})
    return {"pages": bound.pages, "sides": bound.sides, "bytes": len(bound.pdf)}


def begin(edition: Edition, job: Job) -> None:
    """The edition is 生成中 by this job; a sealed one stays as it is."""
    Edition.objects.filter(pk=edition.pk).exclude(state=EditionState.SEALED).update(state=EditionState.BUILDING, job=job, failure="")


def give_up(edition: Edition, why: str) -> None:
    """Nothing came of it: the edition is what it was before, its last whole PDF or none."""
    rows = Edition.objects.filter(pk=edition.pk, state=EditionState.BUILDING)
    rows.filter(pdf=None).update(state=EditionState.FAILED, failure=why[:300])
    rows.exclude(pdf=None).update(state=EditionState.READY, failure=why[:300])


def note_of(row: Dossier, gap: Missing) -> str:
    return (row.notes.get(gap.key) or {}).get("text", "")


def front_of(edition: Edition, contents: Contents) -> Front:
    """Cover, catalogue head and 备考表 of an edition: what is missing and why stands in the note."""
    row, term = edition.dossier, edition.dossier.term
    days = [day for item in contents.bound for day in (item.piece.date, *(paper.date for paper in item.piece.papers))] or [clock.today()]
    notes = [f"缺{gap.what}：{note_of(row, gap) or f'待补（{gap.whom}）'}".rstrip("。") + "。" for gap in contents.missing]
    if edition.reason:
        notes.insert(0, f"第{edition.no}版另出的原因：{edition.reason.rstrip('。')}。")
    over = clock.today() > term.ends
    whose = row.teacher.name if row.teacher else row.group.name if row.group else ""
    return Front(
        school=row.school.name, term=term.name, first=min(days), last=max(days), kind=f"{whose}{TITLES[row.kind]}",
        volume=f"第{edition.no}版" if edition.no > 1 else "", keep=row.retention, archive_no=row.archive_no,
        as_of=None if over else clock.today(), archived=clock.today() if over else None,
        leads=heads_of(term) if row.kind == Dossier.Kind.TERM else (), address=f"{settings.BASE_URL}{reverse('verify')}", notes=tuple(notes),
    )


def _attachments(row: Dossier) -> dict[str, tuple[bytes, str, str]]:
    """A group's volume and a collection of works hold nobody's points, neither printed nor inside the file."""
    if row.kind not in (Dossier.Kind.TERM, Dossier.Kind.TEACHER):
        return {}
    sources = source_files(row.term) if row.kind == Dossier.Kind.TERM else {}
    return {"scores.json": (score_data(row), "application/json", "学期得分数据"), **sources}


def score_data(row: Dossier) -> bytes:
    """The points as data for the volume that holds them on paper: items and totals, no reasons and no evidence."""
    scores = Score.objects.filter(sheet__term=row.term).select_related("teacher")
    if row.teacher_id:
        scores = scores.filter(teacher=row.teacher)
    value = [
        {"staff_no": s.teacher.staff_no, "name": s.teacher.name, "total": str(s.total.normalize()), "grade": s.grade,
         "items": {item["code"]: item["points"] if item["state"] != "open" else None for item in s.items}}
        for s in scores
    ]
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def note_missing(person: Person, row: Dossier, key: str, text: str) -> None:
    """注明缺失: a missing piece honestly noted is a normal, green end; it is printed in the 备考表."""
    check(person, "dossier.build")
    if not text.strip():
        raise Refused("要写明为什么没有，或者原件在哪里。", label=row.title)
    if key not in {gap.key for gap in collect(row, typeset=False).missing}:
        raise Refused("缺件清单里没有这一件，可能刚刚补上了。", "请刷新页面看最新情况。", label=row.title)
    with transaction.atomic():
        row.refresh_from_db(fields=["notes"])
        row.notes[key] = {"text": text.strip()[:200], "by": person.name, "at": clock.now().isoformat()}
        row.save(update_fields=["notes"])
        audit.record(person, "dossier.note", row, after={"key": key, "text": text.strip()[:200]})


def arrange(person: Person, row: Dossier, *, order: list[str] | None = None, running: bool | None = None, retention: str = "") -> None:
    """调整次序 and 装订设置 of a volume; the next build follows it."""
    check(person, "dossier.build")
    with transaction.atomic():
        if order is not None:
            row.order = order
        if running is not None:
            row.running = running
        if retention in Dossier.Retention.values:
            row.retention = retention
        row.save(update_fields=["order", "running", "retention"])
        audit.record(person, "dossier.arrange", row, after={"order": row.order, "running": row.running, "retention": row.retention})


def seal(person: Person | None, edition: Edition) -> Edition:
    """归档固化: the hash goes into the PDF, is chained to the school's seal before, and the edition never changes again.

    Raises Refused when the edition is not ready or somebody else has just sealed it.
    """
    if person:
        check(person, "dossier.seal")
    if edition.state != EditionState.READY or edition.pdf is None:
        raise Refused(f"这一版现在是『{edition.get_state_display()}』，还不能归档。", "请先生成，看过再归档。", label=str(edition))
    previous = _last_seal(edition.school)
    now = clock.now()
    row = edition.dossier
    with edition.pdf.blob.open("rb") as source:
        data = source.read()
    if hashlib.sha256(data).hexdigest() != edition.pdf.sha256:
        raise Refused("待归档的文件和生成时不一样了，不能归档。", "请重新生成；再出现请告诉系统管理员。", label=str(edition))
    manifest = {
        "school": row.school.name, "title": row.title, "archive_no": row.archive_no, "edition": edition.no,
        "as_of": edition.as_of.isoformat(), "sealed_at": now.isoformat(timespec="seconds"), "sealed_by": person.name if person else "系统",
        "previous": previous, "pages": edition.pages, "pieces": edition.pieces, "missing": edition.missing,
    }
    sealed, digest = sealing.seal(data, manifest)
    kept = files.store(row.school, sealed, name=f"{row.title}（第{edition.no}版，已归档）.pdf", mime="application/pdf", person=person)
    with transaction.atomic():
        School.objects.select_for_update().get(pk=edition.school_id)
        if _last_seal(edition.school) != previous:
            raise Refused("刚才另一卷先归档了，校验码要接在它后面。", "请再按一次『归档』。", label=str(edition))
        done = Edition.objects.filter(pk=edition.pk, state=EditionState.READY, pdf=edition.pdf).update(
            state=EditionState.SEALED, pdf=kept, seal=digest, previous_seal=previous, sealed_by=person.user if person else None, sealed_at=now
        )
        if not done:
            raise Refused("刚才已经有人归档，或者又重新生成了。", "请刷新页面看最新情况。", label=str(edition))
        edition.refresh_from_db()
        audit.record(person, "edition.seal", edition, school=row.school, after={"seal": digest, "previous": previous})
    return edition


def _last_seal(school: School) -> str:
    """The seal that the next one is chained to; empty before the first."""
    sealed = Edition.objects.filter(school=school, state=EditionState.SEALED).order_by("-sealed_at", "-pk")
    return sealed.values_list("seal", flat=True).first() or ""


def clear_cache() -> int:
    """Set parts that no volume used for two months go; they only cost time to make again. Gives the number of files."""
    shelf = Shelf(CACHE)
    try:
        return shelf.clear()
    finally:
        shelf.close()


@dataclass(frozen=True)
class Verification:
    """校验结果: 一致 or 不一致, what differs, which edition it is, and what could not be checked."""

    ok: bool
    problems: tuple[str, ...]
    unchecked: tuple[str, ...]
    hash: str
    archive_no: str = ""
    edition: int | None = None
    sealed_on: str = ""
    as_of: str = ""


def verify(pdf: bytes, *, database: bool = True) -> Verification:
    """校验 a PDF by its own seal, and where the database is at hand against the edition that was sealed here.

    With the database a stranger's file is only counted, never opened: what an edition is, its row says.
    """
    verdict = sealing.verify(pdf, read=not database)
    problems, unchecked = list(verdict.problems), []
    about = verdict.manifest or {}
    if database and verdict.hash:
        row = Edition._base_manager.filter(seal=verdict.hash).select_related("dossier").first()
        if row:
            about = {
                "archive_no": row.dossier.archive_no, "edition": row.no, "as_of": row.as_of,
                "sealed_at": row.sealed_at.astimezone().isoformat(),
            }
        elif verdict.ok:
            problems.append("文件自身一致，但本系统没有封存过这个校验码：它可能是别处重新封存的。")
    elif not database:
        unchecked.append("没有连接数据库，只核对了文件自身；是不是本校封存的那一份，要和归档登记的校验码对照。")
    return Verification(
        ok=verdict.ok and not problems, problems=tuple(problems), unchecked=tuple(unchecked), hash=verdict.hash,
        archive_no=str(about.get("archive_no", "")), edition=about.get("edition"), sealed_on=str(about.get("sealed_at", ""))[:10],
        as_of=str(about.get("as_of", "")),
    )

