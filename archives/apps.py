from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    name = "archives"
    verbose_name = "研修档案"

    def ready(self) -> None:
        from archives import filing, queries  # noqa: F401  registers whose files are whose, and what an inspection finds
