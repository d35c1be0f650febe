from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from documents.reading import Unreadable, read_file
from documents.reading.output import as_json
from rubrics.reading import read_rubric


class Command(BaseCommand):
    """从 Word、Excel 或文本读出评价细则，打印出来，不保存。"""

    help = "从 .docx、.xlsx 或文本文件读出评价细则：标准输出是细则（yanxiu-rubric/1），标准错误是疑问；什么也不保存。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="要读的文件：.docx、.xlsx 或文本")
        parser.add_argument("--json", action="store_true", help="细则、每个数的出处和疑问一起写在标准输出")

    def handle(self, *args: object, **options: object) -> None:
        try:
            found = read_rubric(read_file(options["file"]))
        except Unreadable as error:
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(as_json(found))
            return
        self.stdout.write(as_json(found["rubric"]))
        for doubt in found["doubts"]:
            place = f"第 {doubt['code']} 项" if doubt["code"] else "全文"
            self.stderr.write(f"{place}：{doubt['why']}（{doubt['text']}）")
