from celery import shared_task

from archives import services
from school import jobs


@shared_task(name=services.TASK)
def build(job_id: int) -> None:
    """生成案卷 in the background."""
    jobs.run(job_id, services.run_build)


@shared_task(name="archives.clear_cache")
def clear_cache() -> int:
    """Once a day: set parts that nobody used for long are thrown away."""
    return services.clear_cache()
