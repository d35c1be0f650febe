"""校际活动: a partner school reads what the host publishes and not one word more; each keeps its own attendance."""
from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scope

from activities.models import Guest, Joint, Partner
from activities.queries.joint import published_to
from activities.services import joint as service
from evaluation.evidence.presence import part
from evaluation.evidence.setting import Setting
from school.models import School
from school.workflow import Refused
from tests.activities.event import opened
from tests.builders import Cast

BACKEND = "django.contrib.auth.backends.ModelBackend"
SECRETS = ("来宾甲", "过程秘密", "收获秘密", "郑国栋", "唐建平", "对方不好相处", "别的活动")


@pytest.fixture
def host(cast) -> Cast:
    """河湾, in the same district, which links 枫渡 as its partner and publishes one of two activities."""
    other = cast.stranger
    with scope(school=[other.school]):
        session = opened(other, title="两校同课异构", process="过程秘密", gains="收获秘密")
        opened(other, title="别的活动")
        partner = service.save_partner(other.person("office"), "枫渡小学", "union", cast.school, "对方不好相处")
        joint = service.declare(other.person("office"), session.activity, "union", [partner], True)
        service.add_guest(other.person("office"), joint, {"name": "来宾甲", "from_school": "县城小学"})
        service.set_teaching(other.person("office"), joint, [other.teachers["teacher"]])
        session.attendances.filter(teacher=other.teachers["colleague"]).update(state="absent", note="郑国栋没来")
    return other


def test_only_what_is_published_crosses(cast, host, login):
    one, = published_to(cast.school)
    assert (one.title, one.kind, one.parts) == ("两校同课异构", "城乡联合体", ("河湾方静宜（出课）",))
    assert [(when.place, when.starts.hour) for when in one.sessions] == [("多功能室", 0)]
    for who in ("teacher", "office", "principal"):
        page = login(who).get(reverse("joint_list")).content.decode()
        assert "两校同课异构" in page and "河湾方静宜（出课）" in page
        assert [word for word in SECRETS if f"{word}" in page.replace(cast.teachers["colleague"].name, "")] == []
    with scope(school=[host.school]):
        row = Joint.objects.get()
    for name in ("joint", "activity_detail"):
        assert login("principal").get(reverse(name, args=[row.pk if name == "joint" else row.activity_id])).status_code == 404


def test_each_school_keeps_its_own_attendance(cast, host, client, login):
    """Joining makes an activity of our own, once; the host sees nothing of it."""
    one, = published_to(cast.school)
    for _ in range(2):
        login("office").post(reverse("joint_join"), {"host": one.pk})
    mine = Joint.objects.get()
    assert (mine.activity.school, mine.activity.title, mine.partners.get().linked) == (cast.school, "两校同课异构", host.school)
    assert mine.activity.sessions.get().place == "多功能室" and not mine.activity.sessions.get().attendances.exists()
    assert "我校参加" in login("teacher").get(reverse("joint_list")).content.decode()
    client.force_login(host.users["principal"], backend=BACKEND)
    assert client.get(reverse("joint", args=[mine.pk])).status_code == 404
    assert published_to(host.school) == []


def test_what_is_taken_back_or_was_never_ours_is_not_there(cast, host):
    one, = published_to(cast.school)
    with scope(school=[host.school]):
        row = Joint.objects.get()
        service.declare(host.person("office"), row.activity, "union", list(row.partners.all()), False)
    assert published_to(cast.school) == []
    with pytest.raises(Refused, match="没有这样一次"):
        service.join(cast.person("office"), one.pk)


def test_a_school_of_another_district_is_never_linked_nor_shown(cast, host, login):
    far = School.objects.create(code="yuan", name="远方小学")
    with pytest.raises(Refused, match="同一区县"):
        service.save_partner(cast.person("office"), "远方小学", "hand", far, "")
    client = login("office")
    for name, linked in (("岚清县河湾小学", cast.stranger.school), ("远方小学", None)):
        client.post(reverse("partner_save"), {"name": name, "kind": "hand", "linked": "on"})
        assert list(Partner.objects.filter(name=name).values_list("linked", flat=True)) == ([linked.pk] if linked else [])
    School.objects.filter(pk=cast.school.pk).update(district=None)
    cast.school.refresh_from_db()
    assert published_to(cast.school) == []


def test_who_taught_there_is_evidence_and_guests_stand_by_name(cast, login):
    """出课 is told from 参加 in the evidence part:, nobody enters his own, the list decides who was there."""
    session = opened(cast, title="送教下乡")
    Partner.objects.create(school=cast.school, name="河口小学", kind="send")
    form = {"activity": session.activity_id, "kind": "send", "partners": [Partner.objects.get().pk]}
    login("office").post(reverse("joint_new"), form)
    joint = Joint.objects.get()
    session.attendances.update(state="present")
    login("office").post(reverse("joint_teaching", args=[joint.pk]), {"teachers": "方静宜"})
    with pytest.raises(Refused, match="自己的出课"):
        service.set_teaching(cast.person("office"), joint, [cast.teachers["office"]])
    found = part(Setting(cast.term, list(cast.teachers.values()), {}), "", {"rule": {"kind": "count", "points": {"参加": 2, "出课": 5}}})
    assert found[cast.teachers["teacher"].pk].value == {"counts": {"出课": 1}}
    assert found[cast.teachers["other"].pk].value == {"counts": {"参加": 1}}
    guest = {"name": "许老师", "from_school": "河口小学", "part": "听课"}
    for _ in range(2):
        login("office").post(reverse("guest_add", args=[joint.pk]), guest)
    assert Guest.objects.count() == 1
    assert login("teacher").post(reverse("guest_add", args=[joint.pk]), guest).status_code == 403
