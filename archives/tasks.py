from celery import shared_task

from archives import services
from school import jobs


@shared_task(name=services.TASK)
def build(job_id: int) -> None:
    """生成案卷 in the background."""
    jobs.run(job_id, services.run_build)
