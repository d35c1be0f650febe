from celery import shared_task
from celery.signals import worker_ready

from school import jobs


@shared_task(name="school.sweep")
def sweep() -> int:
    """Send lost jobs again; runs every minute and when a worker starts."""
    return jobs.sweep()


@worker_ready.connect
def sweep_at_start(**_: object) -> None:
    jobs.sweep()
