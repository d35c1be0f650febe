"""材料种类: the school's own list of what teachers write."""
from django.urls import reverse

from activities.kinds import KINDS, seed_kinds
from activities.models import WorkKind
from tests.activities.records import a_work


def sent(kind: WorkKind, **changed: str) -> dict[str, str]:
    return {"name": kind.name, "minutes": str(kind.minutes), "length_hint": "0", "unit": "篇", "privacy": "self", "order": "3",
            "topics": "政治\n业务", "prompts": "", "levels": "", **changed}


def test_a_school_makes_its_kinds_its_own(cast, login):
    client = login("office")
    WorkKind.objects.create(school=cast.school, name="反思", minutes=99)
    assert "还没有" in client.get(reverse("kind_list")).content.decode()
    client.post(reverse("kind_list"))
    assert WorkKind.objects.count() == len(KINDS) and WorkKind.objects.get(name="反思").minutes == 99, "its own stay as they are"
    client.post(reverse("kind_new"), sent(WorkKind(name="教育日记", minutes=10)))
    diary = WorkKind.objects.get(name="教育日记")
    assert diary.topics == ["政治", "业务"]
    assert "已经有『教育日记』" in client.post(reverse("kind_new"), sent(diary)).content.decode()
    assert "教育日记" in login("teacher").get(reverse("write_new")).content.decode()


def test_a_kind_that_is_closed_keeps_what_was_written(cast, login):
    kind = seed_kinds(cast.school)["随笔"]
    work = a_work(cast, kind="随笔")
    login("office").post(reverse("kind_edit", args=[kind.pk]), sent(kind, name="别的名", closed="on"))
    kind.refresh_from_db()
    assert (kind.name, kind.closed) == ("随笔", True), "its name stands in quotas and rubrics"
    assert login("teacher").get(reverse("work_new", args=[kind.pk])).status_code == 404
    assert login("teacher").get(reverse("work", args=[work.pk])).status_code == 200
