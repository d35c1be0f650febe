"""研修活动: what really takes place, who was there, and what teachers write about it."""
from activities.models.activity import Activity, ActivityFile, Attendance, Leave, Session
from activities.models.observations import Observation
from activities.models.registration import FixedSlot, LooseSheet, Registration
from activities.models.results import Assessment, ClassAward, ConductRecord
from activities.models.works import Review, Work, WorkKind, WorkPhoto, WorkVersion

__all__ = [
    "Activity", "ActivityFile", "Assessment", "Attendance", "ClassAward", "ConductRecord", "FixedSlot", "Leave",
    "LooseSheet", "Observation",
    "Registration", "Review", "Session", "Work", "WorkKind", "WorkPhoto", "WorkVersion",
]
