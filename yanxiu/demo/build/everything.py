"""The whole demo, in order: places → plan → rubric → activities → records → scores → volume."""
from __future__ import annotations

import gc
from random import Random

from django.db import transaction
from django_scopes import scope

from yanxiu.demo import people
from yanxiu.demo.build import activities, places, plan

ACCOUNTS = (
    ("xiaozhang", "周德厚，书记、校长"), ("fuxiao", "吴敬堂，副校长"), ("jiaodao", "何淑芬，教导主任"),
    ("zuzhang", "郑国栋，高段语文组长"), ("jiaoshi", "方静宜，教师"), ("dangan", "胡月娥，档案员"),
    ("guanli", "系统管理员"), ("quxian", "区县观察员"),
)


def build(*, teachers: int = 60, schools: int = 2, seed: int = 2026) -> places.Built:
    """演示学校 with its term, further small schools beside it, the district and all accounts."""
    rng = Random(seed)
    gc.disable()
    try:
        with transaction.atomic():
            district = places.district()
            built = places.build_school(
                people.SCHOOL, people.teachers(teachers, seed), district, people.GROUPS, people.GROUP_LEADERS
            )
            places.outsiders(built, district)
            with scope(school=[built.school]):
                the_plan, entries = plan.build_plan(built)
                made = activities.build_activities(built, entries)
                del the_plan, made, rng
    finally:
        gc.enable()
    return built
