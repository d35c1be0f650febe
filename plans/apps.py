from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "研修计划"

    def ready(self) -> None:
        from plans import filing  # noqa: F401  says whose files are whose
