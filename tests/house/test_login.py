"""登录、锁定、改密码、换学校, and the pages that say no."""
from __future__ import annotations

import pytest
from django.test import Client
from django.urls import resolve, reverse

from school.models import Role
from tests.builders import PASSWORD
from yanxiu.frame import PARTS, TABS, leads_nowhere_yet


@pytest.fixture
def member(cast):
    """Somebody with a real password and a phone."""
    user = cast.users["teacher"]
    user.set_password(PASSWORD)
    user.phone = "13900000001"
    user.save()
    return user


def enter(client: Client, username: str, password: str = PASSWORD, **data):
    return client.post(reverse("login"), {"username": username, "password": password, **data})


def test_login_by_number_or_phone(client, member):
    assert enter(client, member.username).headers["Location"] == "/"
    client.logout()
    assert enter(client, member.phone).headers["Location"] == "/"
    assert "方静宜" in client.get("/").content.decode()


def test_a_shared_computer_forgets(client, member):
    enter(client, member.username)
    assert client.session.get_expire_at_browser_close()
    client.logout()
    enter(client, member.username, keep="on")
    assert not client.session.get_expire_at_browser_close()


@pytest.mark.parametrize(
    "evil", ["//evil.example", "https:evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)"]
)
def test_next_stays_at_home(client, member, evil):
    """A26."""
    assert enter(client, member.username, next=evil).headers["Location"] == "/"


def test_next_of_our_own_is_kept(client, member):
    assert client.get("/help/").headers["Location"] == "/accounts/login/?next=/help/"
    assert enter(client, member.username, next="/help/").headers["Location"] == "/help/"


def test_five_wrong_passwords_lock_this_person_here_only(client, member, cast):
    """The right password does not open a locked account; a colleague at the same address comes in."""
    other = cast.users["colleague"]
    other.set_password(PASSWORD)
    other.save()
    answers = [enter(client, member.username, "wrong") for _ in range(5)]
    assert answers[-1].status_code == 429 and "15 分钟" in answers[-1].content.decode()
    assert enter(client, member.username).status_code == 429
    assert enter(client, member.phone).status_code == 429
    assert enter(client, other.username).status_code == 302


def test_the_first_password_must_be_changed(client, member):
    member.must_change = True
    member.save()
    enter(client, member.username)
    assert client.get("/help/").headers["Location"] == reverse("password_change")
    new = "qiu-tian-de-feng"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("password_change"), data).headers["Location"] == "/"
    member.refresh_from_db()
    assert not member.must_change and member.check_password(new)
    assert client.get("/help/").status_code == 200


def test_demo_accounts_stand_on_the_login_page_of_a_demo_only(client, db, settings):
    assert "xiaozhang" in client.get(reverse("login")).content.decode()
    settings.DEMO_DAY = None
    page = client.get(reverse("login")).content.decode()
    assert "xiaozhang" not in page and PASSWORD not in page


def test_switch_school(login, cast):
    client = login("teacher")
    school = cast.stranger.school
    assert client.post(reverse("switch_school"), {"school": school.pk}).status_code == 404
    Role.objects.create(user=cast.users["teacher"], school=school, name=Role.Name.TEACHER)
    assert f"换到{school}" in client.get("/more/").content.decode()
    client.post(reverse("switch_school"), {"school": school.pk})
    assert f"<b>{school}</b>" in client.get("/more/").content.decode()


def test_a_script_without_login_gets_401_and_a_sentence(client, db):
    """An autosave must never take the login page for success."""
    answer = client.post("/help/", headers={"accept": "application/json"})
    assert answer.status_code == 401 and "登录已过期" in answer.json()["error"]
    assert client.get("/help/", headers={"hx-request": "true"}).status_code == 401


def test_404_is_the_same_whatever_was_asked(login):
    client = login("teacher")
    pages = {client.get(path).content for path in ("/nowhere/", "/nowhere/99999999/", "/help/nothing/")}
    assert len(pages) == 1 and "没有这一页" in pages.pop().decode()


def test_a_stale_form_is_told_so(cast, member):
    client = Client(enforce_csrf_checks=True)
    answer = enter(client, member.username)
    assert answer.status_code == 403 and "放得太久" in answer.content.decode()


def test_an_error_of_ours_is_said_in_chinese(login, monkeypatch):
    """500.html must not need anything that may be broken."""
    client = login("teacher")
    client.raise_request_exception = False
    monkeypatch.setattr("yanxiu.frame.Frame.parts", property(lambda self: 1 / 0))
    answer = client.get("/more/")
    assert answer.status_code == 500 and "程序出错了" in answer.content.decode()


@pytest.mark.parametrize("role", ["principal", "leader", "office", "group_leader", "teacher", "archivist", "admin", "district"])
def test_everybody_has_a_frame_that_leads_only_where_he_may_go(login, role):
    """Each role opens 首页, 更多 and 帮助, and no link of the navigation refuses him."""
    client = login(role)
    page = client.get("/more/")
    assert page.status_code == 200
    frame = page.context["frame"]
    for link in [way for part in frame.parts for way in part.below] + frame.tabs:
        assert client.get(link.url).status_code == 200, link


def test_the_navigation_asks_for_the_right_that_the_page_asks_for():
    """Otherwise somebody is led to a refusal, or a page he may open is hidden from him."""
    for way in {*(way for part in PARTS for way in part.ways), *TABS}:
        if not leads_nowhere_yet(way):
            assert resolve(reverse(way.name)).func.action == way.action, way.label


def test_help_pages_open(login):
    from yanxiu.help import TOPICS

    client = login("district")
    for topic in TOPICS:
        assert topic.title in client.get(reverse("help_page", args=[topic.slug])).content.decode()


def test_the_first_password_is_not_kept_as_ones_own(client, cast):
    """Who handed it out knows it: as long as it stays, anybody could sign in for the teacher."""
    user = cast.users["teacher"]
    user.set_password("abcd-efgh-jkm2")
    user.must_change = True
    user.save()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    same, other = "abcd-efgh-jkm2", "mnpq-rstu-vwx3"
    page = client.post("/accounts/password/", {"old_password": same, "new_password1": same, "new_password2": same})
    assert "请换一个" in page.content.decode() and client.get("/").status_code == 302
    client.post("/accounts/password/", {"old_password": same, "new_password1": other, "new_password2": other})
    assert client.get("/").status_code == 200
