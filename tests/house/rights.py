"""谁可以做什么, written a second time by hand from the rights table of the spec, and what follows for an address.

S: 全校, G: 所带的组, O: 本人, A: 本人和指定给他的, I: 请了他的, D: 全区县, · : not at all. Nothing here is read from school/policy.py.
"""
from __future__ import annotations

ROLES = ("principal", "leader", "office", "group_leader", "teacher", "archivist", "clerk", "expert", "district", "admin")
#                       校长 副校 教导 组长 教师 档案 资料 专家 区县 系统
_CELLS = """
home                    S    S    S    S    S    S    O    O    D    S
plan.read               S    S    S    S    S    S    ·    ·    D    ·
plan.edit               S    S    S    ·    ·    ·    ·    ·    ·    ·
plan.comment            S    S    S    S    S    ·    ·    ·    ·    ·
plan.submit             S    S    S    ·    ·    ·    ·    ·    ·    ·
plan.publish            S    A    ·    ·    ·    ·    ·    ·    ·    ·
group_plan.read         S    S    S    G    O    S    ·    ·    ·    ·
group_plan.write        ·    ·    ·    G    ·    ·    ·    ·    ·    ·
group_plan.accept       ·    ·    S    ·    ·    ·    ·    ·    ·    ·
personal_plan.read      S    S    S    G    O    S    ·    ·    ·    ·
personal_plan.write     O    O    O    O    O    O    ·    ·    ·    ·
personal_plan.accept    S    S    S    G    ·    ·    ·    ·    ·    ·
budget.read             S    S    S    ·    ·    S    ·    ·    ·    ·
budget.edit             ·    S    S    ·    ·    ·    ·    ·    ·    ·
budget.approve          S    ·    ·    ·    ·    ·    ·    ·    ·    ·
spending.enter          ·    S    S    ·    ·    ·    ·    ·    ·    ·
spending.approve        S    S    ·    ·    ·    ·    ·    ·    ·    ·
problem.read            S    S    S    S    S    S    ·    ·    ·    ·
problem.sort            S    S    S    ·    ·    ·    ·    ·    ·    ·
core_problem.read       S    S    S    G    O    S    ·    ·    ·    ·
core_problem.write      O    O    O    O    O    O    ·    ·    ·    ·
rule.read               S    S    S    S    S    S    ·    ·    ·    ·
rule.edit               S    S    S    ·    ·    ·    ·    ·    ·    ·
rule.enact              S    ·    ·    ·    ·    ·    ·    ·    ·    ·
filing.read             S    S    S    ·    ·    S    ·    ·    D    ·
filing.send             S    S    S    ·    ·    ·    ·    ·    ·    ·
filing.receive          ·    ·    ·    ·    ·    ·    ·    ·    D    ·
activity.read           S    S    S    S    S    S    ·    ·    ·    ·
activity.run            S    S    S    G    ·    ·    ·    ·    ·    ·
activity.record         S    S    S    G    O    ·    ·    ·    ·    ·
record.confirm          S    S    S    G    ·    ·    ·    ·    ·    ·
attendance.roll         S    S    S    G    ·    ·    ·    ·    ·    ·
attendance.mark         S    S    S    G    ·    ·    ·    ·    ·    ·
attendance.project      S    S    S    G    O    ·    ·    ·    ·    ·
attendance.sign         O    O    O    O    O    O    ·    O    ·    ·
registration.ask        O    O    O    O    O    O    ·    ·    ·    ·
sheet.file              S    S    S    G    O    ·    S    ·    ·    ·
attendance.paper        S    S    S    G    ·    ·    S    ·    ·    ·
leave.ask               O    O    O    O    O    O    ·    ·    ·    ·
leave.decide            S    S    S    ·    ·    ·    ·    ·    ·    ·
work.write              O    O    O    O    O    O    ·    ·    ·    ·
work.read               S    S    S    G    O    S    ·    I    ·    ·
work.comment            S    S    S    G    O    S    ·    I    ·    ·
library.read            S    S    S    S    S    S    ·    ·    ·    ·
work.type_in            ·    ·    S    ·    ·    ·    S    ·    ·    ·
work.review             S    S    S    G    ·    ·    ·    ·    ·    ·
work.judge              S    S    S    ·    ·    ·    ·    ·    ·    ·
lesson.read             S    S    S    S    S    S    ·    I    ·    ·
lesson.write            S    S    S    G    O    O    ·    ·    ·    ·
lesson.recommend        S    S    S    G    ·    ·    ·    ·    ·    ·
lesson.recommend_in_school S S    S    ·    ·    ·    ·    ·    ·    ·
lesson.recommend_to_county S ·    ·    ·    ·    ·    ·    ·    ·    ·
observation.write       O    O    O    O    O    O    ·    ·    ·    ·
observation.answer      O    O    O    O    O    O    ·    ·    ·    ·
observation.read        S    S    S    G    O    S    ·    I    ·    ·
pair.read               S    S    S    G    O    S    ·    I    ·    ·
pair.arrange            S    S    S    ·    ·    ·    ·    ·    ·    ·
pair.write              O    O    O    O    O    O    ·    I    ·    ·
trip.ask                O    O    O    O    O    O    ·    ·    ·    ·
trip.read               S    S    S    G    O    S    ·    ·    ·    ·
trip.decide             S    S    S    ·    ·    ·    ·    ·    ·    ·
topic.read              S    S    S    S    S    S    ·    ·    ·    ·
topic.write             O    O    O    O    O    O    ·    ·    ·    ·
topic.decide            S    S    S    ·    ·    ·    ·    ·    ·    ·
joint.read              S    S    S    S    S    S    ·    ·    ·    ·
joint.arrange           S    S    S    ·    ·    ·    ·    ·    ·    ·
growth.read             S    S    S    G    O    S    ·    ·    ·    ·
lecturer.write          O    O    O    O    O    O    ·    ·    ·    ·
contest.read            S    S    S    S    S    S    ·    I    ·    ·
contest.run             S    S    S    G    ·    ·    ·    ·    ·    ·
contest.enter           O    O    O    O    O    O    ·    ·    ·    ·
contest.judge           I    I    I    I    I    I    ·    I    ·    ·
inspection.run          S    S    S    G    ·    ·    ·    ·    ·    ·
finding.read            S    S    S    G    O    S    ·    ·    ·    ·
finding.enter           S    S    S    G    ·    ·    ·    ·    ·    ·
finding.answer          O    O    O    O    O    O    ·    ·    ·    ·
walk.note               S    S    S    G    ·    ·    ·    ·    ·    ·
instrument.edit         S    S    S    ·    ·    ·    ·    ·    ·    ·
survey.open             S    S    S    ·    ·    ·    ·    ·    ·    ·
survey.exceed           S    ·    ·    ·    ·    ·    ·    ·    ·    ·
survey.answer           O    O    O    O    O    O    ·    I    ·    ·
survey.results          S    S    S    ·    ·    ·    ·    ·    ·    ·
mark.enter              S    S    S    G    ·    ·    ·    ·    ·    ·
award.read              S    S    S    S    S    S    ·    ·    ·    ·
award.enter             S    S    S    ·    ·    ·    ·    ·    ·    ·
conduct.read            S    A    ·    ·    O    ·    ·    ·    ·    ·
conduct.answer          O    O    O    O    O    O    ·    ·    ·    ·
conduct.write           S    ·    ·    ·    ·    ·    ·    ·    ·    ·
rubric.read             S    S    S    S    S    S    ·    ·    ·    ·
rubric.edit             S    S    S    ·    ·    ·    ·    ·    ·    ·
rubric.use              S    S    ·    ·    ·    ·    ·    ·    ·    ·
score.own               O    O    O    O    O    O    ·    ·    ·    ·
score.read              S    S    S    ·    ·    S    ·    ·    ·    ·
score.advance           S    S    S    ·    ·    ·    ·    ·    ·    ·
score.decide            S    S    ·    ·    ·    ·    ·    ·    ·    ·
score.reopen            S    S    ·    ·    ·    ·    ·    ·    ·    ·
score.export            S    S    S    ·    ·    S    ·    ·    ·    ·
override.propose        ·    ·    S    ·    ·    ·    ·    ·    ·    ·
override.agree          ·    S    ·    ·    ·    ·    ·    ·    ·    ·
override.confirm        S    ·    ·    ·    ·    ·    ·    ·    ·    ·
objection.file          O    O    O    O    O    O    ·    ·    ·    ·
objection.decide        S    S    ·    ·    ·    ·    ·    ·    ·    ·
dossier.read            S    S    S    ·    ·    S    ·    ·    ·    ·
dossier.build           ·    ·    S    ·    ·    S    ·    ·    ·    ·
dossier.seal            S    ·    ·    ·    ·    S    ·    ·    ·    ·
roster.read             S    S    S    G    ·    S    ·    ·    ·    S
roster.edit             S    ·    S    ·    ·    ·    ·    ·    ·    S
settings                ·    ·    S    ·    ·    ·    ·    ·    ·    S
accounts                ·    ·    ·    ·    ·    ·    ·    ·    ·    S
cards                   ·    ·    S    ·    ·    ·    ·    ·    ·    S
reminders.set           ·    ·    S    ·    ·    ·    ·    ·    ·    S
remind                  S    S    S    G    ·    ·    ·    ·    ·    ·
audit.read              S    ·    ·    ·    ·    ·    ·    ·    ·    S
district.read           ·    ·    ·    ·    ·    ·    ·    ·    D    ·
job.read                S    S    S    ·    ·    S    ·    ·    ·    ·
"""
_REACH = {"S": "school", "G": "group", "O": "own", "A": "assigned", "I": "invited", "D": "district"}

RIGHTS: dict[str, dict[str, str]] = {
    action: {role: _REACH[cell] for role, cell in zip(ROLES, cells, strict=True) if cell != "·"}
    for action, *cells in (line.split() for line in _CELLS.strip().splitlines())
}

# Who the people of the cast are; everybody on the roster is a teacher too.
PEOPLE: dict[str, frozenset[str]] = {
    "teacher": frozenset({"teacher"}), "colleague": frozenset({"teacher"}), "other": frozenset({"teacher"}),
    **{role: frozenset({role, "teacher"}) for role in ("group_leader", "office", "leader", "principal", "archivist")},
    **{role: frozenset({role}) for role in ("admin", "clerk", "expert", "district")},
}


def reaches(who: str, action: str) -> frozenset[str]:
    return frozenset(RIGHTS[action][role] for role in PEOPLE[who] if role in RIGHTS[action])
