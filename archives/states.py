from django.db import models


class EditionState(models.TextChoices):
    """An edition is built by a job, looked at, and sealed; a sealed one never changes."""

    DRAFT = "draft", "草稿"
    BUILDING = "building", "生成中"
    READY = "ready", "待归档"
    SEALED = "sealed", "已归档"
    FAILED = "failed", "失败"
