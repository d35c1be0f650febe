import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from school.models import School
from school.person import current_term
from school.services import roster
from school.workflow import Refused


class Command(BaseCommand):
    help = "导入教师名册（.xlsx）：有一格不对就一行也不导入，并说明在哪张表、哪一行、哪一列。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="名册，第一行是栏名，至少有姓名、工号")
        parser.add_argument("--school", required=True, help="学校代码")
        parser.add_argument("--term", help="学期代码，默认本学期")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不导入")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args, file: Path, school: str, term: str | None, dry_run: bool, **options) -> None:
        place = School.objects.filter(code=school, parent=None).first()
        if place is None:
            raise CommandError(f"没有代码为『{school}』的学校。", returncode=2)
        if not file.is_file():
            raise CommandError(f"找不到文件『{file}』。", returncode=2)
        with scope(school=[place]):
            chosen = place.terms.filter(code=term).first() if term else current_term(place)
            if chosen is None:
                raise CommandError("这所学校还没有这个学期，请先建学期。", returncode=2)
            try:
                draft = roster.read(file.read_bytes(), place, chosen)
            except Refused as refusal:
                raise CommandError(str(refusal), returncode=2) from refusal
            added, changed = (len(draft.added), len(draft.changed)) if dry_run or draft.errors else roster.apply(
                None, place, chosen, draft
            )
        self._say(draft, added, changed, dry_run=dry_run, as_json=options["json"])
        if draft.errors:
            raise SystemExit(1)

    def _say(self, draft: roster.RosterDraft, added: int, changed: int, *, dry_run: bool, as_json: bool) -> None:
        stored = not (dry_run or draft.errors)
        if as_json:
            errors = [
                {"sheet": e.sheet, "row": e.row, "column": e.column, "value": e.value, "sentence": e.sentence} for e in draft.errors
            ]
            self.stdout.write(json.dumps(
                {"added": added, "changed": changed, "stored": stored, "errors": errors}, ensure_ascii=False, indent=1
            ))
            return
        for error in draft.errors:
            self.stdout.write(str(error))
        if draft.errors:
            self.stdout.write(f"有 {len(draft.errors)} 处要改，一行也没有导入。")
        else:
            self.stdout.write(f"{'检查通过，可以导入' if dry_run else '已导入'}：新增 {added} 人，更新 {changed} 人。")
