from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max
from django_scopes import scope

from archives import services
from archives.models import Dossier, Edition
from archives.states import EditionState
from school import clock
from school.models import Group, School, Teacher
from school.person import current_term
from school.workflow import Refused


class Command(BaseCommand):
    help = "生成案卷的一版 PDF，写到文件；--seal 同时归档固化。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--school", required=True, help="学校代码")
        parser.add_argument("--term", help="学期代码，默认本学期")
        parser.add_argument("--kind", choices=Dossier.Kind.values, default="term", help="term 学期、teacher 教师、group 教研组、anthology 成果汇编")
        parser.add_argument("--teacher", help="工号（--kind teacher）")
        parser.add_argument("--group", help="组名（--kind group）")
        parser.add_argument("--reason", default="", help="上一版已归档时，另出新版的原因")
        parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪个文件")
        parser.add_argument("--seal", action="store_true", help="归档固化")

    def handle(self, *args, school: str, term: str | None, kind: str, output: Path, seal: bool, reason: str, **options) -> None:
        place = School.objects.filter(code=school, parent=None).first()
        if place is None:
            raise CommandError(f"没有代码为『{school}』的学校。", returncode=2)
        with scope(school=[place]):
            chosen = place.terms.filter(code=term).first() if term else current_term(place)
            if chosen is None:
                raise CommandError(f"这所学校没有学期『{term or ''}』。", returncode=2)
            teacher = self._one(Teacher, kind == "teacher", "--teacher", school=place, staff_no=options["teacher"])
            group = self._one(Group, kind == "group", "--group", school=place, name=options["group"])
            try:
                edition = self._build(services.dossier(None, place, chosen, kind, teacher=teacher, group=group), reason)
                if seal:
                    services.seal(None, edition)
            except Refused as refusal:
                raise CommandError(str(refusal), returncode=2) from refusal
            edition.refresh_from_db()
            with edition.pdf.blob.open("rb") as source:
                output.write_bytes(source.read())
        self.stdout.write(f"{edition.dossier.title}第 {edition.no} 版：{edition.pages} 页，{edition.sides} 面，写到 {output}")
        if edition.seal:
            self.stdout.write(f"已归档，封存校验码 {edition.seal}")

    def _one(self, model, needed: bool, flag: str, **lookup):
        if not needed:
            return None
        row = model.objects.filter(**lookup).first()
        if row is None:
            raise CommandError(f"这一种案卷要用 {flag} 指明是谁的，而且要在本校找得到。", returncode=2)
        return row

    def _build(self, row: Dossier, reason: str) -> Edition:
        edition = row.editions.first()
        if edition is None or edition.state == EditionState.SEALED:
            if edition and not reason:
                raise Refused("上一版已经归档，另出新版要写明原因。", "请加 --reason。", label=row.title)
            number = (row.editions.aggregate(last=Max("no"))["last"] or 0) + 1
            edition = Edition.objects.create(dossier=row, school=row.school, no=number, as_of=clock.today(), reason=reason)
        services.build(None, edition, lambda done, total, message: None)
        edition.refresh_from_db()
        return edition
