from celery import shared_task
from celery.signals import worker_ready
from django_scopes import scope

from school import jobs
from school.models import School
from school.services import tags


@shared_task(name="school.sweep")
def sweep() -> int:
    """Send lost jobs again; runs every minute and when a worker starts."""
    return jobs.sweep()


@shared_task(name="school.follow_roster")
def follow_roster() -> None:
    """新教师 follows 参加工作 in every school; runs every day."""
    for school in School.objects.filter(parent=None):
        with scope(school=[school]):
            tags.follow_roster(school)


@worker_ready.connect
def sweep_at_start(**_: object) -> None:
    jobs.sweep()
