import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from archives import services


class Command(BaseCommand):
    help = "校验案卷 PDF：一致退出码 0，不一致 1，用法不对 2。没有数据库也能核对文件自身。"
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args, file: Path, **options) -> None:
        if not file.is_file():
            raise CommandError(f"找不到文件『{file}』。", returncode=2)
        data = file.read_bytes()
        if not data.startswith(b"%PDF-"):
            raise CommandError(f"『{file}』不是 PDF 文件。", returncode=2)
        try:
            result = services.verify(data)
        except Error:
            result = services.verify(data, database=False)
        if options["json"]:
            self.stdout.write(json.dumps({
                "ok": result.ok, "problems": result.problems, "unchecked": result.unchecked, "hash": result.hash,
                "archive_no": result.archive_no, "edition": result.edition, "sealed_on": result.sealed_on,
            }, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("一致" if result.ok else "不一致")
            for line in (*result.problems, *result.unchecked):
                self.stdout.write(line)
            if result.archive_no:
                self.stdout.write(f"档号 {result.archive_no}，第 {result.edition} 版，{result.sealed_on} 归档，校验码 {result.hash}")
        if not result.ok:
            raise SystemExit(1)
