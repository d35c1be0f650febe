from django.apps import AppConfig


class YanxiuConfig(AppConfig):
    name = "yanxiu"
    verbose_name = "校本研修"
