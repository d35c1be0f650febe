from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django_scopes import scope

from activities.kinds import seed_kinds
from instruments.library import seed_library
from school import audit
from school.models import District, Role, School, Term, User
from school.services.accounts import new_password


class Command(BaseCommand):
    help = "建一所学校、它的本学期和系统管理员账号；初始密码只显示这一次，第一次登录必须先改。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("code", help="学校代码，小写字母、数字，如 fd")
        parser.add_argument("name", help="学校全称")
        parser.add_argument("--short", default="", help="简称")
        parser.add_argument("--term", required=True, help="学期代码，如 2026-2027-1")
        parser.add_argument("--starts", required=True, type=date.fromisoformat, help="开学日，如 2026-09-01")
        parser.add_argument("--ends", required=True, type=date.fromisoformat, help="结束日，如 2027-01-22")
        parser.add_argument("--admin", default="guanli", help="管理员用户名（默认 guanli）")
        parser.add_argument("--district", default="", help="区县，写作 代码:名称，可不写")

    def handle(self, *args, code: str, name: str, short: str, term: str, starts: date, ends: date, admin: str, district: str, **options) -> None:
        if School.objects.filter(code=code).exists():
            raise CommandError(f"已经有代码为『{code}』的学校。", returncode=2)
        if User.objects.filter(username=admin).exists():
            raise CommandError(f"用户名『{admin}』已经有了，请用 --admin 换一个。", returncode=2)
        if ends <= starts:
            raise CommandError("学期的结束日要晚于开学日。", returncode=2)
        with transaction.atomic():
            place = None
            if district:
                district_code, _, district_name = district.partition(":")
                place, _ = District.objects.get_or_create(code=district_code, defaults={"name": district_name or district_code})
            school = School.objects.create(code=code, name=name, short_name=short, district=place)
            Term.objects.create(school=school, code=term, starts=starts, ends=ends)
            user = User(username=admin, first_name="系统管理员", must_change=True)
            password = new_password()
            user.set_password(password)
            user.save()
            Role.objects.create(user=user, school=school, name=Role.Name.ADMIN)
            with scope(school=[school]):
                seed_kinds(school)
                seed_library(school)
                audit.record(None, "school.open", school, school=school)
        self.stdout.write(f"『{name}』已建好。用户名 {admin}，初始密码 {password}（只显示这一次）。")
        self.stdout.write("下一步：登录改密码，在『设置』里建教研组、导入教师名册，再给校长和教导处身份。")
