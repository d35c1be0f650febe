"""个人卡 and 六位数字: a card opens once, a number anybody would guess is refused, guessing stops, wide roles need a password."""
from __future__ import annotations

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from documents.typeset import typeset
from school import pins
from school.models import Card, Role, User
from school.papers import cards_paper
from school.services import cards
from tests.builders import a_user
from yanxiu import sessions

PIN = "483920"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """Argon2id is right for a school and slow for a hundred logins in a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def slip(cast):
    return cards.print_cards(cast.person("office"), [cast.teachers["teacher"]])[0]


def with_pin(user: User) -> User:
    user.pin = make_password(PIN)
    user.save()
    return user


def scan(client: Client, token: str, pin: str = PIN, again: str = ""):
    return client.post(reverse("card", args=[token]), {"pin": pin, "again": again or pin})


def enter(client: Client, username: str, pin: str = PIN, **data):
    return client.post(reverse("login"), {"username": username, "password": pin, **data})


def test_a_card_opens_once_and_a_reprint_takes_the_place_of_the_old_one(client, cast, slip):
    address = reverse("card", args=[slip.token])
    assert "方静宜" in client.get(address).content.decode()
    assert client.get(address).status_code == 200, "looking spends nothing: WeChat looks ahead"
    assert slip.token not in str(Card.objects.values())
    newer = cards.print_cards(cast.person("office"), [cast.teachers["teacher"]])[0]
    assert client.get(address).status_code == 404
    assert scan(client, newer.token).headers["Location"] == "/"
    assert "方静宜" in client.get("/").content.decode()
    used = Client().get(reverse("card", args=[newer.token]))
    assert used.status_code == 404 and "已经用过" in used.content.decode()
    assert Card.objects.get().used_at


def test_a_card_is_too_old_after_a_fortnight(client, slip):
    Card.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "过期" in client.get(reverse("card", args=[slip.token])).content.decode()
    assert scan(client, slip.token).status_code == 404


@pytest.mark.parametrize("weak", ["123456", "987654", "111111", "121212", "123123", "112233", "890624", "198906", "12345", "abcdef"])
def test_a_number_anybody_would_guess_is_refused_in_a_sentence(client, cast, slip, weak):
    cast.teachers["teacher"].born = "1989-06-24"
    cast.teachers["teacher"].save()
    answer = scan(client, slip.token, weak)
    assert answer.status_code == 400 and "没设成" in answer.content.decode()
    assert not Card.objects.get().used_at


def test_the_card_ends_older_logins_and_a_first_password_that_others_know(client, cast, slip):
    user = cast.users["teacher"]
    user.set_password("abcd-efgh-jkm2")
    user.must_change = True
    user.save()
    other = Client()
    other.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    scan(client, slip.token)
    assert other.get("/").status_code == 302
    user.refresh_from_db()
    assert not user.must_change and not user.has_usable_password()
    assert client.get("/").status_code == 200


def test_digits_open_for_teachers_and_never_for_who_sees_everybodys_marks(client, cast):
    teacher, office = with_pin(cast.users["teacher"]), with_pin(cast.users["office"])
    assert enter(client, teacher.username, "４８３９２０").headers["Location"] == "/", "wide digits of a Chinese keyboard"
    client.logout()
    refused = enter(client, office.username)
    assert refused.status_code == 200 and "要用密码登录" in refused.content.decode()
    with pytest.raises(Exception, match="不能用个人卡"):
        cards.print_cards(cast.person("admin"), [cast.teachers["office"]])


def test_a_teacher_who_becomes_leader_must_come_in_by_password(client, cast):
    """G4: at the next request."""
    user = with_pin(cast.users["teacher"])
    enter(client, user.username)
    assert client.get("/").status_code == 200
    Role.objects.create(user=user, school=cast.school, name=Role.Name.OFFICE)
    assert client.get("/mine/").headers["Location"].startswith("/accounts/login/?next=%2Fmine%2F")


def test_guessing_pauses_after_five_and_ends_after_twenty(client, cast, settings):
    """G6: five in a row pause the account at this address; from however many addresses twenty end the number."""
    user = with_pin(cast.users["teacher"])
    for _ in range(5):
        answer = enter(client, user.username, "555123")
    assert answer.status_code == 429 and enter(client, user.username).status_code == 429
    for address in range(4):
        for _ in range(4):
            enter(Client(REMOTE_ADDR=f"10.0.0.{address}"), user.username, "555123")
    user.refresh_from_db()
    assert user.pin_misses >= pins.MOST_MISSES
    assert enter(Client(REMOTE_ADDR="10.9.9.9"), user.username).status_code == 200, "right, and no longer a way in"


def test_a_whole_school_comes_in_from_one_address(cast):
    """G6: 120 right logins within a minute from one address, all let in."""
    people = [with_pin(a_user(f"t{no}", f"老师{no}")) for no in range(120)]
    Role.objects.bulk_create([Role(user=user, school=cast.school, name="teacher") for user in people])
    assert {enter(Client(), user.username).status_code for user in people} == {302}


def test_a_known_phone_asks_for_the_digits_only(client, cast, slip):
    scan(client, slip.token)
    client.post(reverse("logout"))
    page = client.get(reverse("login") + "?next=/works/").content.decode()
    assert "方静宜" in page and 'type="hidden" name="username"' in page
    assert enter(client, cast.users["teacher"].username, next="/works/", keep="on").headers["Location"] == "/works/"
    assert 'type="hidden" name="username"' not in client.get(reverse("login") + "?other=1").content.decode()


def test_who_was_on_his_way_arrives_by_card(client, slip):
    """A scan for sign-in while logged out, then the card: back to the sign-in."""
    client.get(reverse("login") + "?next=/sign/kept/")
    assert scan(client, slip.token).headers["Location"] == "/sign/kept/"
    fresh = Client()
    fresh.get(reverse("login") + "?next=//evil.example")
    assert not fresh.session.get("after_login")


def test_logins_end_when_they_should(client, cast, monkeypatch):
    """G5: 90 days of not using a teacher's own phone; half an hour and twelve hours for who sees others' marks."""
    user, wide = with_pin(cast.users["teacher"]), Client()
    enter(client, user.username, keep="on")
    wide.force_login(cast.users["office"], backend="django.contrib.auth.backends.ModelBackend")
    wide.get("/")
    assert client.session.get_expiry_age() == sessions.OWN_PHONE
    now = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + 29 * 60)
    assert wide.get("/").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: now + 60 * 60)
    assert wide.get("/works/").headers["Location"] == "/accounts/login/?next=%2Fworks%2F"
    assert wide.get("/works/", headers={"accept": "application/json"}).status_code in (302, 401)
    monkeypatch.setattr(sessions.time, "time", lambda: now + 60 * sessions.DAY)
    assert client.get("/").status_code == 200


def test_printing_is_for_office_and_admin_and_gives_eight_a_page(login, cast):
    client = login("office")
    page = client.get(reverse("card_list")).content.decode()
    chosen = re.findall(r'name="teacher" value="(\d+)"', page)
    assert str(cast.teachers["teacher"].pk) in chosen and str(cast.teachers["principal"].pk) not in chosen
    answer = client.post(reverse("card_list"), {"teacher": [*chosen, cast.stranger.teachers["teacher"].pk]})
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store"
    slip = cards.Slip(cast.teachers["teacher"], "t", timezone.localdate())
    nine = typeset(cards_paper(cast.school, [(slip, "http://192.168.1.20:8000/c/abcdefghijklmnopqrstuv")] * 9))
    for data, sheets in ((answer.content, 1), (nine, 2)):
        with pikepdf.open(io.BytesIO(data)) as made:
            assert len(made.pages) == sheets
    with scopes_disabled():
        assert {card.user.teacher.school for card in Card.objects.all()} == {cast.school}


def test_a_lost_phone_is_out(cast):
    user, phone, desk = with_pin(cast.users["teacher"]), Client(), Client()
    enter(phone, user.username, keep="on")
    desk.force_login(cast.users["office"], backend="django.contrib.auth.backends.ModelBackend")
    desk.post(reverse("card_out", args=[user.pk]))
    assert phone.get("/").status_code == 302 and desk.get("/").status_code == 200
