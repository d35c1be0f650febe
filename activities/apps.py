from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "研修活动"

    def ready(self) -> None:
        from activities.queries import files, handed_in, prices, slots  # noqa: F401  say whose files are whose, what a record costs, when groups meet
        from activities.services import carrying  # noqa: F401  what a new term may take over from the one before
