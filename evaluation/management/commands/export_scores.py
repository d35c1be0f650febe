"""把考核汇总表写成 .xlsx。"""
from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope

from evaluation import exports
from evaluation.management.places import add_places, sheet_from


class Command(BaseCommand):
    help = "把考核汇总表写成 .xlsx：公式可重算，旁边存着数值；第二张表是理由，第三张是细则"

    def add_arguments(self, parser: CommandParser) -> None:
        add_places(parser)
        parser.add_argument("-o", "--output", required=True, type=Path, help="写到哪个文件")
        parser.add_argument("--sort", choices=exports.SORTS, default="group", help="按教研组、姓名或工号排")

    def handle(self, *args: Any, **options: Any) -> None:
        sheet, school = sheet_from(options, opening=True)
        with scope(school=[school]):
            data = exports.workbook(sheet, options["sort"])
        try:
            options["output"].write_bytes(data)
        except OSError as error:
            raise CommandError(f"写不进“{options['output']}”：{error.strerror}。", returncode=2) from error
        self.stdout.write(f"已写入 {options['output']}，{len(data) // 1024} KB。")
