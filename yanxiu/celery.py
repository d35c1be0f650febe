"""The queue that runs 后台任务 (long work) outside the web request."""
import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanxiu.settings")

app = Celery("yanxiu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
