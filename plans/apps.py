from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "研修计划"
