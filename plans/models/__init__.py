"""研修计划: what the school, a group or a teacher means to do in a term."""
from plans.models.comments import PlanComment, PlanEdition, PlanReceipt
from plans.models.plan import ContentItem, LeadershipMember, MonthItem, Plan, Quota, Section, SourceDocument, Stage
from plans.models.schedule import PlannedSession, ScheduleEntry
from plans.models.team import GroupPlan, PersonalPlan

__all__ = [
    "ContentItem", "GroupPlan", "LeadershipMember", "MonthItem", "PersonalPlan", "Plan", "PlanComment", "PlanEdition", "PlanReceipt",
    "PlannedSession", "Quota", "ScheduleEntry", "Section", "SourceDocument", "Stage",
]
