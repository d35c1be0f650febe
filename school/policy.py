"""谁可以做什么: one table, action × role → reach, and the only place where rights are asked.

Each model that people reach says once, in `reach`, by which path it is somebody's own, a group's or a school's;
lists and details read the same paths, so they cannot disagree. A role without the action: 403. An object out of
reach: 404, like one that does not exist. Source: spec 02, 「Who may do what」.
"""
from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from school.models import School, User
from school.person import Person


class Reach(StrEnum):
    OWN = "own"
    ASSIGNED = "assigned"  # one's own and what was assigned to one by name
    INVITED = "invited"  # what one was asked to by name, and nothing else: 评委, 专家
    GROUP = "group"
    SCHOOL = "school"
    DISTRICT = "district"


PRINCIPAL, LEADER, OFFICE, GROUP_LEADER = "principal", "leader", "office", "group_leader"
TEACHER, ARCHIVIST, CLERK, EXPERT, DISTRICT, ADMIN = "teacher", "archivist", "clerk", "expert", "district", "admin"

_LEADING = {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.SCHOOL, OFFICE: Reach.SCHOOL}
_STAFF = {**_LEADING, GROUP_LEADER: Reach.SCHOOL, TEACHER: Reach.SCHOOL, ARCHIVIST: Reach.SCHOOL}
_OWN = {role: Reach.OWN for role in (PRINCIPAL, LEADER, OFFICE, GROUP_LEADER, TEACHER, ARCHIVIST)}
_INVITED = {role: Reach.INVITED for role in (*_OWN, EXPERT)}

TABLE: dict[str, dict[str, Reach]] = {
    # 首页与本人
    "home": {**_STAFF, CLERK: Reach.OWN, EXPERT: Reach.OWN, ADMIN: Reach.SCHOOL, DISTRICT: Reach.DISTRICT},
    # 计划
    "plan.read": {**_STAFF, DISTRICT: Reach.DISTRICT},
    "plan.edit": {**_LEADING},
    "plan.comment": {**_LEADING, GROUP_LEADER: Reach.SCHOOL, TEACHER: Reach.SCHOOL},
    "plan.submit": {**_LEADING},
    "plan.publish": {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.ASSIGNED},  # whom the plan's own group puts at its head
    "group_plan.read": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, ARCHIVIST: Reach.SCHOOL},
    "group_plan.write": {GROUP_LEADER: Reach.GROUP},
    "group_plan.accept": {OFFICE: Reach.SCHOOL},
    "personal_plan.read": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, ARCHIVIST: Reach.SCHOOL},
    "personal_plan.write": {**_OWN},
    "personal_plan.accept": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    # 计划资料：经费、问题、制度、报送
    "budget.read": {**_LEADING, ARCHIVIST: Reach.SCHOOL},
    "budget.edit": {LEADER: Reach.SCHOOL, OFFICE: Reach.SCHOOL},
    "budget.approve": {PRINCIPAL: Reach.SCHOOL},
    "spending.enter": {LEADER: Reach.SCHOOL, OFFICE: Reach.SCHOOL},
    "spending.approve": {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.SCHOOL},
    "problem.read": {**_STAFF},
    "problem.sort": {**_LEADING},
    "core_problem.read": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, ARCHIVIST: Reach.SCHOOL},
    "core_problem.write": {**_OWN},
    "rule.read": {**_STAFF},
    "rule.edit": {**_LEADING},
    "rule.enact": {PRINCIPAL: Reach.SCHOOL},
    "filing.read": {**_LEADING, ARCHIVIST: Reach.SCHOOL, DISTRICT: Reach.DISTRICT},
    "filing.send": {**_LEADING},
    "filing.receive": {DISTRICT: Reach.DISTRICT},
    # 活动
    "activity.read": {**_STAFF},
    "activity.run": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "activity.record": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN},
    "record.confirm": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "attendance.roll": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "attendance.mark": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "attendance.project": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN},
    "attendance.sign": {**_OWN, EXPERT: Reach.OWN},
    "registration.ask": {**_OWN},
    "sheet.file": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, CLERK: Reach.SCHOOL},
    "attendance.paper": {**_LEADING, GROUP_LEADER: Reach.GROUP, CLERK: Reach.SCHOOL},
    "leave.ask": {**_OWN},
    "leave.decide": {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.SCHOOL, OFFICE: Reach.SCHOOL},
    # 研修材料与听课
    "work.write": {**_OWN},
    "work.read": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, ARCHIVIST: Reach.SCHOOL, EXPERT: Reach.INVITED},
    "work.comment": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, ARCHIVIST: Reach.SCHOOL, EXPERT: Reach.INVITED},
    "library.read": {**_STAFF},
    "work.type_in": {OFFICE: Reach.SCHOOL, CLERK: Reach.SCHOOL},
    "work.review": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "work.judge": {**_LEADING},
    "lesson.read": {**_STAFF, EXPERT: Reach.INVITED},
    "lesson.write": {**_OWN, **_LEADING, GROUP_LEADER: Reach.GROUP},
    "lesson.recommend": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "lesson.recommend_in_school": {**_LEADING},
    "lesson.recommend_to_county": {PRINCIPAL: Reach.SCHOOL},
    "observation.write": {**_OWN},
    "observation.answer": {**_OWN},
    "observation.read": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, ARCHIVIST: Reach.SCHOOL, EXPERT: Reach.INVITED},
    # 结对、外出、课题、校际
    "pair.read": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, ARCHIVIST: Reach.SCHOOL, EXPERT: Reach.INVITED},
    "pair.arrange": {**_LEADING},
    "pair.write": {**_OWN, EXPERT: Reach.INVITED},
    "trip.ask": {**_OWN},
    "trip.read": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, ARCHIVIST: Reach.SCHOOL},
    "trip.decide": {**_LEADING},
    "topic.read": {**_STAFF},
    "topic.write": {**_OWN},
    "topic.decide": {**_LEADING},
    "joint.read": {**_STAFF},
    "joint.arrange": {**_LEADING},
    "growth.read": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, ARCHIVIST: Reach.SCHOOL},
    "lecturer.write": {**_OWN},
    # 评比与检查
    "contest.read": {**_STAFF, EXPERT: Reach.INVITED},
    "contest.run": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "contest.enter": {**_OWN},
    "contest.judge": {**_INVITED},
    "inspection.run": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "finding.read": {**_LEADING, GROUP_LEADER: Reach.GROUP, TEACHER: Reach.OWN, ARCHIVIST: Reach.SCHOOL},
    "finding.enter": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "finding.answer": {**_OWN},
    "walk.note": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    # 评价表与问卷
    "instrument.edit": {**_LEADING},
    "survey.open": {**_LEADING},
    "survey.exceed": {PRINCIPAL: Reach.SCHOOL},
    "survey.answer": {**_OWN, EXPERT: Reach.INVITED},
    "survey.results": {**_LEADING},
    # 考核
    "mark.enter": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "award.read": {**_STAFF},
    "award.enter": {**_LEADING},
    "conduct.read": {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.ASSIGNED, TEACHER: Reach.OWN},
    "conduct.answer": {**_OWN},
    "conduct.write": {PRINCIPAL: Reach.SCHOOL},
    "rubric.read": {**_LEADING, GROUP_LEADER: Reach.SCHOOL, TEACHER: Reach.SCHOOL, ARCHIVIST: Reach.SCHOOL},
    "rubric.edit": {**_LEADING},
    "rubric.use": {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.SCHOOL},
    "score.own": {**_OWN},
    "score.read": {**_LEADING, ARCHIVIST: Reach.SCHOOL},
    "score.advance": {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.SCHOOL, OFFICE: Reach.SCHOOL},
    "score.decide": {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.SCHOOL},
    "score.reopen": {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.SCHOOL},
    "score.export": {**_LEADING, ARCHIVIST: Reach.SCHOOL},
    "override.propose": {OFFICE: Reach.SCHOOL},
    "override.agree": {LEADER: Reach.SCHOOL},
    "override.confirm": {PRINCIPAL: Reach.SCHOOL},
    "objection.file": {**_OWN},
    "objection.decide": {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.SCHOOL},
    # 档案
    "dossier.read": {PRINCIPAL: Reach.SCHOOL, LEADER: Reach.SCHOOL, OFFICE: Reach.SCHOOL, ARCHIVIST: Reach.SCHOOL},
    "dossier.build": {OFFICE: Reach.SCHOOL, ARCHIVIST: Reach.SCHOOL},
    "dossier.seal": {PRINCIPAL: Reach.SCHOOL, ARCHIVIST: Reach.SCHOOL},
    # 学校与设置
    "roster.read": {**_LEADING, GROUP_LEADER: Reach.GROUP, ARCHIVIST: Reach.SCHOOL, ADMIN: Reach.SCHOOL},
    "roster.edit": {PRINCIPAL: Reach.SCHOOL, OFFICE: Reach.SCHOOL, ADMIN: Reach.SCHOOL},
    "settings": {OFFICE: Reach.SCHOOL, ADMIN: Reach.SCHOOL},
    "accounts": {ADMIN: Reach.SCHOOL},
    "cards": {OFFICE: Reach.SCHOOL, ADMIN: Reach.SCHOOL},
    "reminders.set": {OFFICE: Reach.SCHOOL, ADMIN: Reach.SCHOOL},
    "remind": {**_LEADING, GROUP_LEADER: Reach.GROUP},
    "audit.read": {PRINCIPAL: Reach.SCHOOL, ADMIN: Reach.SCHOOL},
    "district.read": {DISTRICT: Reach.DISTRICT},
    "job.read": {**_LEADING, ARCHIVIST: Reach.SCHOOL},
}

# Nobody reviews, marks, approves, overrides or decides anything about himself.
ABOUT_OTHERS = frozenset(
    {"record.confirm", "attendance.mark", "work.review", "work.judge", "mark.enter", "leave.decide", "conduct.write",
     "finding.enter", "contest.judge", "override.propose", "override.agree", "override.confirm", "objection.decide", "personal_plan.accept", "trip.decide",
     "topic.decide", "lesson.recommend", "lesson.recommend_in_school", "lesson.recommend_to_county",
     "budget.approve", "spending.approve"}
)

# Whose records a role leaves to others: a group leader's go to the office, the office's to the 副校长, his to the 校长,
# the 校长's to the leadership group.
_NOT_MINE_TO_JUDGE = {
    PRINCIPAL: frozenset({PRINCIPAL}), LEADER: frozenset({LEADER}), OFFICE: frozenset({OFFICE, LEADER, PRINCIPAL}),
    GROUP_LEADER: frozenset({GROUP_LEADER, OFFICE, LEADER, PRINCIPAL}),
}


def beyond(person: Person) -> frozenset[str]:
    """The roles whose holders this person does not review or mark, by the highest role he has himself."""
    return next((_NOT_MINE_TO_JUDGE[role] for role in _NOT_MINE_TO_JUDGE if role in person.roles), frozenset())


def reaches(person: Person, action: str) -> frozenset[Reach]:
    """How far this person's roles carry for an action; empty when none of them has it."""
    row = TABLE[action]
    return frozenset(row[role] for role in person.roles if role in row)


def has(person: Person, action: str) -> bool:
    return bool(reaches(person, action))


def holders(school: School, action: str) -> QuerySet[User]:
    """The active accounts of a school with some role for an action: whom to tell of what it opens, and nobody else."""
    return User.objects.filter(roles__school=school, roles__name__in=TABLE[action], is_active=True).distinct()


def within(person: Person, action: str, rows: QuerySet) -> QuerySet:
    """The rows this person reaches for an action: what lists show and details find."""
    paths: dict[str, str] = rows.model.reach
    found = reaches(person, action)
    if person.only:  # 邀请链接: of everything he was ever asked to this one thing
        kind, pk = person.only
        rows = rows.filter(**{paths[kind]: pk}) if kind in paths else rows.none()
    wanted = Q(pk__in=[])
    if Reach.DISTRICT in found:
        wanted |= Q(**{f"{paths['school']}__district": person.district})
    if Reach.SCHOOL in found:
        wanted |= Q(**{paths["school"]: person.school})
    if Reach.GROUP in found:
        for path in paths["group"].split():
            wanted |= Q(**{paths["school"]: person.school, f"{path}__in": person.led_groups})
    if Reach.ASSIGNED in found:
        wanted |= Q(**{paths["assigned"]: person.user})
    if Reach.INVITED in found:
        wanted |= Q(**{paths["school"]: person.school, paths["invited"]: person.user})
    if found & {Reach.OWN, Reach.ASSIGNED} and person.teacher:
        for path in paths["own"].split():
            wanted |= Q(**{path: person.teacher})
    rows = rows.filter(wanted)
    if action in ABOUT_OTHERS and person.teacher:
        rows = rows.exclude(**{paths["about"]: person.teacher})
    joined = found & {Reach.GROUP, Reach.OWN, Reach.ASSIGNED, Reach.INVITED}
    return rows.distinct() if joined else rows


def check(person: Person, action: str) -> None:
    """Raises PermissionDenied (403) when no role of this person has the action."""
    if not has(person, action):
        raise PermissionDenied(action)


def fetch(person: Person, action: str, rows: QuerySet, **lookup: Any) -> Model:
    """One row within reach. 403 when the role never has the action, 404 when the row is out of reach or absent."""
    check(person, action)
    row = within(person, action, rows).filter(**lookup).first()
    if row is None:
        raise Http404
    return row


def opens(person: Person, address: str) -> bool:
    """Whether a role of this person has the action of the page behind an address: no page offers what would be refused."""
    action = getattr(resolve(address).func, "action", None)
    return action is None or has(person, action)


View = Callable[..., HttpResponse]


def requires(action: str) -> Callable[[View], View]:
    """Marks a view with the action it serves and refuses (403) whoever has no role for it."""
    assert action in TABLE, action

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            check(request.person, action)
            return view(request, *args, **kwargs)

        guarded.action = action
        return guarded

    return mark
