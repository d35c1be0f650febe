from django.core.management.base import BaseCommand, CommandError

from school import clock
from school.models import School
from yanxiu import home
from yanxiu.digest import compose, quiet, send_digest


class Command(BaseCommand):
    help = "发每日提醒：一天一次，晚上、周末、放假和考试周不发。平时由后台进程每十分钟自己看一次，不用人来运行。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--school", default="", help="学校代码，不写就是每一所")
        parser.add_argument("--preview", action="store_true", help="只看今天会发什么，不发")

    def handle(self, *args, school: str, preview: bool, **options) -> None:
        from django_scopes import scope

        schools = School.objects.filter(parent=None, **({"code": school} if school else {}))
        if not schools:
            raise CommandError(f"没有代码是『{school}』的学校。" if school else "还没有学校。")
        for place in schools:
            with scope(school=[place]):
                found = compose(place, home.todos) if preview else send_digest(place, home.todos)
                if preview and (why := quiet(place, clock.now())):
                    self.stdout.write(f"{place}：现在不发（{why}）")
                for one in found:
                    self.stdout.write(f"{place} {one.way} {one.to}：{one.text.splitlines()[0]}")
                self.stdout.write(f"{place}：{len(found)} 条")
