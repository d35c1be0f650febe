"""后台任务: claimed once, interrupted seen, cancelled at the next step, tried again."""
from datetime import timedelta

import pytest
from django.utils import timezone

from school import jobs
from school.models import Job
from school.workflow import Refused


@pytest.fixture
def job(cast):
    return jobs.ask(cast.person("archivist"), "archives.build", "1", {})[0]


def test_asking_twice_gives_the_same_open_job(cast, job):
    again, is_new = jobs.ask(cast.person("office"), "archives.build", "1", {})
    assert again == job and not is_new


def test_only_one_worker_claims(job):
    assert jobs.claim(job.pk) is not None
    assert jobs.claim(job.pk) is None


def test_a_finished_job_keeps_its_result(job):
    jobs.run(job.pk, lambda running: running.progress(1, 2, "一半") or {"pages": 3})
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result) == ("done", 1, 2, {"pages": 3})


def test_cancel_is_seen_at_the_next_step(cast, job):
    def work(running):
        jobs.cancel(cast.person("archivist"), job)
        running.progress(1, 2)

    jobs.run(job.pk, work)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_refusal_becomes_the_sentence_of_the_failed_job(job):
    def work(running):
        raise Refused("缺『签到表』。", "请先补上。")

    jobs.run(job.pk, work)
    job.refresh_from_db()
    assert job.state == "failed" and "请先补上" in job.message


def test_a_killed_worker_is_seen_and_its_job_is_sent_again_until_the_third_time(job, monkeypatch):
    sent = []
    monkeypatch.setattr(jobs, "_send", lambda again: sent.append(again.pk))
    for attempt in range(1, 4):
        assert jobs.claim(job.pk).attempt == attempt
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        job.refresh_from_db()
        assert job.interrupted
        jobs.sweep()
    job.refresh_from_db()
    assert job.state == "failed" and "三次" in job.message and len(sent) == 2


def test_a_worker_back_from_the_dead_cannot_write(job):
    first = jobs.Running(jobs.claim(job.pk))
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    second = jobs.Running(jobs.claim(job.pk))
    with pytest.raises(jobs.LostLease):
        first.end("done", "迟到的结果")
    second.end("done", "已完成")
