"""研修活动: what really takes place, who was there, and what teachers write about it."""
from activities.models.activity import Activity, ActivityFile, Attendance, Leave, Session
from activities.models.contests import Contest, Entry, Judge, Judging
from activities.models.growth import Offer
from activities.models.inspections import Finding, Inspection, Walk
from activities.models.joint import Guest, Joint, Link, Partner
from activities.models.lessons import OpenLesson, TimetableSlot
from activities.models.observations import Observation, ObservationPhoto
from activities.models.pairs import Help, Pair
from activities.models.preparations import Preparation, Remark
from activities.models.registration import FixedSlot, LooseSheet, Registration
from activities.models.results import Assessment, ClassAward, ConductRecord
from activities.models.sharing import Use, WorkComment, WorkFile, WorkShare
from activities.models.topics import Milestone, Outcome, Topic
from activities.models.trips import Trip
from activities.models.works import Review, Work, WorkKind, WorkPhoto, WorkVersion

__all__ = [
    "Activity", "ActivityFile", "Assessment", "Attendance", "ClassAward", "ConductRecord", "Contest", "Entry",
    "Finding", "FixedSlot", "Guest", "Help", "Inspection", "Joint", "Judge", "Judging", "Leave", "Link", "LooseSheet",
    "Milestone", "Observation", "ObservationPhoto", "Offer", "OpenLesson", "Outcome", "Pair", "Partner", "Preparation",
    "Registration", "Remark", "Review", "Session", "TimetableSlot", "Topic", "Trip", "Use", "Walk", "Work", "WorkComment", "WorkFile",
    "WorkKind", "WorkPhoto", "WorkShare", "WorkVersion",
]
