"""What the volumes give to the list for an inspection (迎检清单); the volume itself, with everybody's points, is handed to nobody."""
from __future__ import annotations

from archives.models import Dossier, Edition
from archives.states import EditionState
from plans import filing
from plans.filing import Kept
from school.models import School, Term


@filing.lists
def kept(school: School, term: Term) -> list[Kept]:
    """学期研修档案 of the term: whether it was built, and whether an edition is sealed."""
    editions = Edition.objects.filter(dossier__school=school, dossier__term=term)
    whole = editions.filter(dossier__kind=Dossier.Kind.TERM)
    return [
        Kept("学期研修档案（已生成）", whole.exclude(pdf=None).count(), "版", "研修档案", "dossier_list"),
        Kept("学期研修档案（已归档固化）", whole.filter(state=EditionState.SEALED).count(), "版", "研修档案", "dossier_list"),
        Kept("教师和教研组的档案", editions.exclude(dossier__kind=Dossier.Kind.TERM).exclude(pdf=None).values("dossier").distinct().count(), "卷",
             "研修档案", "dossier_list"),
    ]
