from django.core.management.base import BaseCommand, CommandError

from yanxiu.demo.accounts import ACCOUNTS, PASSWORD
from yanxiu.demo.builders.everything import build


class Command(BaseCommand):
    help = "建演示学校：一所镇中心小学（60 位教师）和它的一学期，一所小学校，一个县；同一个种子得到同样的数据。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--teachers", type=int, default=60, help="第一所学校的教师人数（默认 60，只可更多）")
        parser.add_argument("--schools", type=int, default=2, help="学校数（默认 2，多出来的是同样的小学校）")
        parser.add_argument("--seed", type=int, default=2026, help="随机种子（默认 2026）")

    def handle(self, *args, teachers: int, schools: int, seed: int, **options) -> None:
        from school.models import School

        if School.objects.exists():
            raise CommandError("库里已经有学校，演示数据只能建在空库里。请换一个数据库（DATABASE_URL 或 VAR）。")
        if teachers < 60 or schools < 1:
            raise CommandError("教师至少 60 人（演示学校的 60 位教师各有自己的材料），学校至少 1 所。")
        build(teachers=teachers, schools=schools, seed=seed)
        if options["verbosity"]:
            self.stdout.write("演示学校已建好。以 DEMO_DAY=2026-11-18 启动，账号如下，密码都是 " + PASSWORD + "：")
            for username, who in ACCOUNTS:
                self.stdout.write(f"  {username:10} {who}")
