"""学校：who there is, where they belong, what happened, and the work that runs in the background."""
from school.models.jobs import Job
from school.models.people import Group, Membership, Role, Service, Tag, Teacher, User
from school.models.places import District, School, Term
from school.models.reminders import Card, Digest, Notice
from school.models.traces import AuditEntry, AuditHead, StoredFile

__all__ = [
    "AuditEntry", "AuditHead", "Card", "Digest", "District", "Group", "Job", "Membership", "Notice", "Role", "School", "Service",
    "StoredFile", "Tag", "Teacher", "Term", "User",
]
