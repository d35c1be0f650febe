"""Score a file of evidence by a rubric file (按细则计分), without a database."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rubrics.files import read_file, speak_utf8
from rubrics.scoring import Refusal, Result, parse_evidence, parse_rubric, plain, score


class Command(BaseCommand):
    help = "按评价细则给依据文件计分，输出考核汇总表（JSON）；细则或依据被退回时退出码为 2，并列出全部问题。"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rubric", help="细则文件（yanxiu-rubric/1，JSON）")
        parser.add_argument("evidence", help="依据文件（JSON）")
        parser.add_argument("--table", action="store_true", help="输出便于阅读的表格")
        parser.add_argument("--json", action="store_true", help="输出 JSON（默认）")

    def handle(self, *args: Any, **options: Any) -> None:
        speak_utf8()
        try:
            rubric = parse_rubric(read_file(options["rubric"], "细则文件"))
            result = score(rubric, parse_evidence(read_file(options["evidence"], "依据文件"), rubric))
        except Refusal as refusal:
            self.stdout.write(json.dumps({"problems": refusal.problems}, ensure_ascii=False, indent=1))
            sys.exit(2)
        if options["table"]:
            self.stdout.write(as_table(result))
        else:
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=1))


def as_table(result: Result) -> str:
    """The sheets for people: a line per teacher, then the reasons (考核汇总表与理由)."""
    items = result.rubric.items
    lines = ["\t".join(["姓名", *(f"{item.code} {item.name}".strip() for item in items), "总分", "等次", "名次"])]
    for sheet in result.sheets:
        cells = ["—" if outcome.state in ("open", "excluded") else plain(outcome.points) for outcome in sheet.items]
        rank = "" if sheet.rank is None else str(sheet.rank)
        lines.append("\t".join([sheet.person.name or sheet.person.id, *cells, sheet.total_text, sheet.grade or "", rank]))
    for sheet in result.sheets:
        lines.append(f"\n{sheet.person.name or sheet.person.id}：总分 {sheet.total_text}{'（有待定项目）' if sheet.provisional else ''}")
        for outcome in sheet.items:
            more = f"（{outcome.more}）" if outcome.more else ""
            lines.append(f"  {outcome.code} {outcome.item.name}：{outcome.reason}{more}")
    for finding in result.findings:
        lines.append(f"\n注意：{finding['sentence']}。{finding['remedy']}")
    return "\n".join(lines)
