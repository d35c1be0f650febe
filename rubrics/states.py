from django.db import models


class RubricState(models.TextChoices):
    """A rubric is drafted, passed by the 教职工大会, put in use, and retired by the next version."""

    DRAFT = "draft", "草稿"
    PASSED = "passed", "已通过"
    IN_USE = "in_use", "使用中"
    RETIRED = "retired", "已停用"
