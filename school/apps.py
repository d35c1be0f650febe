from django.apps import AppConfig
from django.db.models.signals import pre_save


class SchoolConfig(AppConfig):
    name = "school"
    verbose_name = "学校"

    def ready(self) -> None:
        from school import past

        pre_save.connect(past.refuse_new, dispatch_uid="past")
