"""研修计划: what the school, a group or a teacher means to do in a term."""
from plans.models.budget import Budget, BudgetLine, Spending
from plans.models.comments import PlanComment, PlanEdition, PlanReceipt
from plans.models.filing import Filing, PlanDue, WordTemplate
from plans.models.goals import Goal
from plans.models.plan import ContentItem, LeadershipMember, MonthItem, Plan, Quota, Section, SourceDocument, Stage
from plans.models.problems import CoreProblem, Problem, Theme
from plans.models.rules import RuleReceipt, RuleVersion, SchoolRule
from plans.models.schedule import PlannedSession, ScheduleEntry
from plans.models.team import GroupPlan, PersonalPlan

__all__ = [
    "Budget", "BudgetLine", "ContentItem", "CoreProblem", "Filing", "Goal", "GroupPlan", "LeadershipMember", "MonthItem", "PersonalPlan",
    "Plan", "PlanComment", "PlanDue", "PlanEdition", "PlanReceipt", "PlannedSession", "Problem", "Quota", "RuleReceipt", "RuleVersion",
    "ScheduleEntry", "SchoolRule", "Section", "SourceDocument", "Spending", "Stage", "Theme", "WordTemplate",
]
