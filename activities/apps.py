from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "研修活动"

    def ready(self) -> None:
        from activities.queries import files  # noqa: F401  says whose files are whose
