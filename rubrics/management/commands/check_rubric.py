"""Check a rubric file (细则体检), without a database."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rubrics.check import Finding, check_rubric
from rubrics.files import read_file, speak_utf8
from rubrics.scoring import Refusal, parse_rubric

LEVELS = {"error": "错误", "warning": "提醒"}


class Command(BaseCommand):
    help = "检查评价细则文件，列出错误与提醒；有错误时退出码为 1，文件无法计算时为 2，并以 JSON 列出全部问题。"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rubric", help="细则文件（yanxiu-rubric/1，JSON）")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        speak_utf8()
        try:
            findings = check_rubric(parse_rubric(read_file(options["rubric"], "细则文件")))
        except Refusal as refusal:
            self.stdout.write(json.dumps({"problems": refusal.problems}, ensure_ascii=False, indent=1))
            sys.exit(2)
        if options["json"]:
            found = {"findings": [finding.as_json() for finding in findings]}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(as_text(findings))
        if any(finding.level == "error" for finding in findings):
            sys.exit(1)


def as_text(findings: list[Finding]) -> str:
    """The findings for people, a line each with its remedy."""
    if not findings:
        return "没有发现问题。"
    lines = [f"{LEVELS[finding.level]}｜{finding.place}：{finding.sentence}。{finding.remedy}。" for finding in findings]
    errors = sum(finding.level == "error" for finding in findings)
    return "\n".join([*lines, f"共 {errors} 个错误，{len(findings) - errors} 个提醒。"])
