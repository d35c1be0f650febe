"""Naming people in the forms of activities (参加人员); the fields are the school's, every floor asks the same way."""
from school.people_forms import APART, AudienceFields, OutsideNames, TeacherNames

__all__ = ["APART", "AudienceFields", "OutsideNames", "TeacherNames"]
