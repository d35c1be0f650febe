"""后台任务 from asking to the end. The Job row is the truth; a lost message is sent again by the sweep.

Claiming, progress and finishing are conditional UPDATEs with a fencing token, so that a worker that comes back from
the dead cannot write over the one that took its place.
"""
from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from school import audit
from school.models import Job
from school.person import Person
from school.workflow import Refused

LEASE = timedelta(seconds=60)
ATTEMPTS = 3


class Cancelled(Exception):
    """The person asked to stop; the work leaves without a result."""


class LostLease(Exception):
    """Another worker has taken this job over; this one must not write any more."""


def ask(person: Person, kind: str, target: str, params: dict[str, Any]) -> tuple[Job, bool]:
    """The open job for this target, a new one if there is none: (job, is it new).

    Services never send messages: the caller does it after commit with `send(job)`.
    """
    open_job = Job.objects.filter(kind=kind, target=target, state__in=["queued", "running"]).first()
    if open_job:
        return open_job, False
    try:
        with transaction.atomic():
            job = Job.objects.create(school=person.school, kind=kind, target=target, params=params, asked_by=person.user)
            audit.record(person, "job.ask", job, after=params)
    except IntegrityError:
        return Job.objects.get(kind=kind, target=target, state__in=["queued", "running"]), False
    return job, True


def send(job: Job) -> None:
    """Wake a worker after commit; when the queue does not answer the sweep sends it later."""
    transaction.on_commit(lambda: _send(job), robust=True)


def _send(job: Job) -> None:
    current_app.send_task(job.kind, [job.pk])


def cancel(person: Person, job: Job) -> None:
    """取消: a queued job ends at once, a running one at its next step."""
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk).filter(Q(state="queued") | Q(state="running", lease_until__lt=timezone.now()))
        if not waiting.update(state="cancelled", message="已取消", finished_at=timezone.now()):
            if not Job.objects.filter(pk=job.pk, state="running").update(cancel_asked=True):
                raise Refused("这个任务已经结束，不用取消。", label=job.target)
        audit.record(person, "job.cancel", job)


def retry(person: Person, job: Job) -> Job:
    """再试一次: a failed, cancelled or interrupted job is asked for again."""
    if job.interrupted and sweep_one(job):
        job.refresh_from_db()
        return job
    job.refresh_from_db()
    if job.open:
        raise Refused("这个任务还在进行，不用重来。", "请等它结束，或者先取消。", label=job.target)
    again, _ = ask(person, job.kind, job.target, job.params)
    return again


class Running:
    """A claimed job in the hands of one worker."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Move the bar and renew the lease. Raises Cancelled or LostLease."""
        values = {"done": done, "total": total, "lease_until": timezone.now() + LEASE}
        if message:
            values["message"] = message[:300]
        rows = Job.objects.filter(pk=self.job.pk, token=self.job.token, state="running")
        if rows.filter(cancel_asked=True).exists():
            raise Cancelled
        if not rows.update(**values):
            raise LostLease

    def end(self, state: str, message: str, result: Any = None) -> None:
        rows = Job.objects.filter(pk=self.job.pk, token=self.job.token, state="running")
        if not rows.update(state=state, message=message[:300], result=result, finished_at=timezone.now()):
            raise LostLease


def claim(job_id: int) -> Job | None:
    """Take a queued job, or one whose worker has not been heard of; None when another worker has it or it is over."""
    token = secrets.token_hex(16)
    with scopes_disabled():
        now = timezone.now()
        rows = Job.objects.filter(pk=job_id, attempt__lt=ATTEMPTS).filter(
            Q(state="queued") | Q(state="running", lease_until__lt=now)
        )
        if not rows.update(state="running", token=token, attempt=F("attempt") + 1, lease_until=now + LEASE):
            return None
        return Job.objects.select_related("school", "asked_by").get(pk=job_id)


def run(job_id: int, work: Callable[[Running], Any]) -> None:
    """The frame of every task: claim, work, write down how it ended. `work` gets the running job, returns the result."""
    job = claim(job_id)
    if job is None:
        return
    running = Running(job)
    with scope(school=[job.school]):
        try:
            running.end("done", "已完成", work(running))
        except Cancelled:
            running.end("cancelled", "已取消")
        except LostLease:
            return
        except Refused as refusal:
            running.end("failed", str(refusal))
        except Exception:
            running.end("failed", "程序出错，没有做完。可以再试一次；还不行请把时间告诉系统管理员。")
            raise


def sweep_one(job: Job) -> bool:
    """An interrupted job is queued again, or given up after three attempts. True when it should be sent."""
    now = timezone.now()
    with scopes_disabled():
        dead = Job.objects.filter(pk=job.pk, state="running", lease_until__lt=now)
        if dead.filter(attempt__gte=ATTEMPTS).update(
            state="failed", finished_at=now, message="做了三次都中断了。可能是内存或磁盘不够，请告诉系统管理员后再试。"
        ):
            return False
        return bool(dead.update(state="queued", message="上次中断，重新排队")) or job.state == "queued"


def sweep() -> int:
    """Send again what was lost: queued jobs and running ones whose lease is over. Number of jobs sent."""
    with scopes_disabled():
        jobs = list(Job.objects.filter(Q(state="queued") | Q(state="running", lease_until__lt=timezone.now())))
    sent = 0
    for job in jobs:
        if sweep_one(job):
            _send(job)
            sent += 1
    return sent
