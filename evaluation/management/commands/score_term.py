"""计算一个学期的得分：收集依据，逐人计分，存入考核汇总表。"""
from __future__ import annotations

import json
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django_scopes import scope

from evaluation import services
from evaluation.conduct import Lens
from evaluation.management.places import add_places, sheet_from
from evaluation.models import Score
from school.workflow import Refused


class Command(BaseCommand):
    help = "计算一个学期的得分；还没有开始计分而细则已启用时，先开始计分"

    def add_arguments(self, parser: CommandParser) -> None:
        add_places(parser)
        parser.add_argument("--json", action="store_true", help="得分以 JSON 输出")
        parser.add_argument("--timing", action="store_true", help="输出用时")

    def handle(self, *args: Any, **options: Any) -> None:
        sheet, school = sheet_from(options, opening=True)
        with scope(school=[school]):
            began = perf_counter()
            try:
                sheet = services.compute(sheet)
            except Refused as refusal:
                if options["json"] or options["timing"]:
                    self.stderr.write(f"{refusal}输出的是已存的得分。")
            took = perf_counter() - began
            scores = list(Score.objects.filter(sheet=sheet).select_related("teacher"))
            if options["json"]:
                self.stdout.write(json.dumps(as_json(sheet, scores), ensure_ascii=False))
            else:
                waiting = sum(1 for score in scores if score.open_items)
                self.stdout.write(f"{sheet}：{len(scores)} 人，{waiting} 人还有待定的项目，{sheet.get_state_display()}。")
            if options["timing"]:
                self.stderr.write(f"{len(scores)} 人 × {len(sheet.document['items'])} 项，用时 {took:.3f} 秒。")


def as_json(sheet: Any, scores: list[Score]) -> dict[str, Any]:
    """The sheets as `score_rubric` gives them; the 师德 reason closed."""
    lens, places = Lens(sheet, None), sheet.document.get("places", 1)
    keys = ("code", "points", "state", "reason")
    return {
        "teachers": [
            {
                "id": score.teacher.staff_no, "name": score.teacher.name,
                "items": [{key: item[key] for key in keys} for item in lens.items(score.items, score.teacher_id)],
                "earned": score.earned, "possible": score.possible or None, "bonus": score.bonus,
                "total": f"{score.total:.{places}f}", "grade": score.grade or None, "rank": score.rank,
            }
            for score in scores
        ],
        "findings": sheet.findings,
    }
