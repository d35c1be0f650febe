"""核对：用冻结的细则和冻结的依据重新计分，与存着的得分逐项比较。"""
from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django_scopes import scope

from evaluation.management.places import add_places, sheet_from
from evaluation.queries import differences


class Command(BaseCommand):
    help = "用冻结的细则和依据重新计分，与存着的得分比较；不一致时退出码为 1"

    def add_arguments(self, parser: CommandParser) -> None:
        add_places(parser)
        parser.add_argument("--json", action="store_true", help="不一致之处以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        sheet, school = sheet_from(options)
        with scope(school=[school]):
            found = differences(sheet)
        if options["json"]:
            self.stdout.write(json.dumps({"differences": found}, ensure_ascii=False))
        elif found:
            for one in found:
                self.stdout.write(f"{one['teacher']} {one['what']}：存的是 {one['stored']}，算得 {one['reckoned']}")
        else:
            self.stdout.write(f"{sheet}：与冻结的细则和依据一致。")
        if found:
            raise SystemExit(1)
