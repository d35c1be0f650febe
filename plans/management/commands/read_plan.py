from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from documents.reading import Unreadable, read_file
from documents.reading.output import as_json
from plans.reading import read_plan


class Command(BaseCommand):
    """从 Word、Excel 或文本读出研修计划，打印出来，不保存。"""

    help = (
        "从 .docx、.xlsx 或文本文件读出研修计划：阶段、月份、日程、领导小组、内容、细则和疑问（JSON）；什么也不保存。"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="要读的文件：.docx、.xlsx 或文本")
        parser.add_argument("--json", action="store_true", help="打印 JSON（本来就是）")

    def handle(self, *args: object, **options: object) -> None:
        try:
            plan = read_plan(read_file(options["file"]))
        except Unreadable as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(as_json(plan))
