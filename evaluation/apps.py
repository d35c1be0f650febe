from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "考核评价"

    def ready(self) -> None:
        from evaluation import filing  # noqa: F401  gives the report to a filing and to an inspection
