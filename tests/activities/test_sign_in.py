from __future__ import annotations

import base64
import datetime
import threading
import time

import pytest
from django.db import connections
from django.urls import reverse
from django_scopes import scope

from activities import codes
from activities.models import Attendance
from activities.services import activities as service
from activities.services import sign_in
from activities.states import AttendanceState as A
from school import audit, clock
from school.models import AuditEntry
from school.workflow import Refused
from tests.activities.event import an_activity, opened, signing
from tests.builders import a_cast

NOW = 1_790_000_010.0  # begins a window
How = Attendance.How


def code_of(session, seconds=None) -> str:
    return codes.token(session.pk, session.secret, codes.window_at(time.time() if seconds is None else seconds))


def test_s01_a_code_counts_in_its_window_the_next_and_five_seconds_more(cast):
    """S08: a picture of the wall sent to somebody at home is worth nothing 35 seconds after its window began."""
    session = signing(cast)
    begins = codes.window_at(NOW) * codes.WINDOW
    token = code_of(session, begins)
    for seconds in (begins, begins + 15, begins + 34.9):
        assert sign_in.check_token(token, seconds=seconds)[0] == session
    for seconds in (begins + 35, begins + 60, begins - 1):
        with pytest.raises(Refused, match="二维码已过期"):
            sign_in.check_token(token, seconds=seconds)


def test_s02_a_code_counts_for_its_own_session_and_school_only(cast):
    session, other = signing(cast), signing(cast, title="另一场")
    sid, window, mac = code_of(session).split(".")
    with pytest.raises(Refused, match="对不上"):
        sign_in.check_token(f"{code_of(other).split('.')[0]}.{window}.{mac}")
    with scope(school=[cast.stranger.school]):
        foreign = signing(cast.stranger)
        found, _ = sign_in.check_token(code_of(foreign))
    with pytest.raises(Refused, match="不是本校"):
        sign_in.sign(cast.person("teacher"), found, How.QR)


def test_s03_one_bit_changed_anywhere_is_refused(cast):
    session = signing(cast)
    token = code_of(session)
    for place in range(len(token)):
        for bit in range(7):
            changed = token[:place] + chr(ord(token[place]) ^ (1 << bit)) + token[place + 1:]
            if changed.lower() == token.lower() and place < token.index("."):
                continue  # base 36 knows no case
            with pytest.raises(Refused):
                sign_in.check_token(changed)


def test_s04_codes_do_not_repeat_and_the_secret_is_new_at_each_opening(cast):
    session = signing(cast)
    first = session.secret
    assert len(bytes.fromhex(first)) * 8 >= 128
    assert len({codes.token(session.pk, first, window) for window in range(10_000)}) == 10_000
    assert len(base64.urlsafe_b64decode(codes.token(1, first, 1).split(".")[2] + "==")) == 16
    old = code_of(session)
    sign_in.close_sign_in(cast.person("office"), session)
    session.refresh_from_db()
    sign_in.open_sign_in(cast.person("office"), session)
    assert session.secret != first
    with pytest.raises(Refused, match="对不上"):
        sign_in.check_token(old)


def test_s05_scanning_again_answers_the_same_and_keeps_the_first_time(cast, login):
    session = signing(cast)
    client = login("teacher")
    page = client.get(reverse("scan", args=[code_of(session)]))
    assert page.status_code == 200 and session.secret not in page.content.decode()
    assert not Attendance.objects.exclude(state="").exists()  # opening the page writes nothing
    answers = [client.post(reverse("sign"), {"token": code_of(session)}, follow=True) for _ in range(3)]
    assert all("签到成功" in answer.content.decode() for answer in answers)
    row = session.attendances.get(teacher=cast.teachers["teacher"])
    assert (row.state, row.how, row.version) == (A.PRESENT, How.QR, 1)
    assert AuditEntry.objects.filter(action="attendance.sign").count() == 1


def test_s06_late_is_told_by_the_server_after_the_sessions_own_moment(cast):
    session = signing(cast)
    session.late_after, session.starts = None, datetime.time(0, 0)
    session.save()
    row = sign_in.sign(cast.person("teacher"), session, How.QR)
    assert row.state == A.LATE and row.note.startswith("迟到 ")


def test_s09_before_opening_after_closing_and_off_the_list(cast):
    session = opened(cast, group="maths")
    with pytest.raises(Refused, match="还没有开始"):
        sign_in.sign(cast.person("other"), session, How.QR)
    sign_in.open_sign_in(cast.person("office"), session)
    with pytest.raises(Refused, match="名单里没有你"):
        sign_in.sign(cast.person("teacher"), session, How.QR)
    assert sign_in.join(cast.person("office"), session, [cast.teachers["teacher"]]) == 1
    row = sign_in.sign(cast.person("teacher"), session, How.QR)
    assert row.joined_later and row.state == A.PRESENT
    token = code_of(session)
    sign_in.close_sign_in(cast.person("office"), session)
    with pytest.raises(Refused, match="已经截止"):
        sign_in.check_token(token)
    sign_in.open_sign_in(cast.person("office"), session)
    type(session).objects.filter(pk=session.pk).update(day=clock.today() - datetime.timedelta(days=1))
    with pytest.raises(Refused, match="已经截止"):  # left open overnight
        sign_in.check_token(code_of(session))


def test_sign_in_opens_only_for_an_open_activity_of_today(cast):
    activity = an_activity(cast)
    with pytest.raises(Refused, match="先『开放活动』"):
        sign_in.open_sign_in(cast.person("office"), activity.sessions.get())
    session = opened(cast, day=clock.today().replace(day=20))
    with pytest.raises(Refused, match="不是今天"):
        sign_in.open_sign_in(cast.person("office"), session)


def test_s12_a_scan_while_logged_out_survives_the_login(client, cast):
    session = signing(cast)
    user = cast.users["teacher"]
    user.set_password("yanxiu-demo")
    user.save()
    answer = client.get(reverse("scan", args=[code_of(session)]))
    assert answer.status_code == 302 and answer.url.startswith(reverse("login"))
    assert "登录以后接着签到" in client.get(answer.url).content.decode()
    answer = client.post(answer.url, {"username": user.username, "password": "yanxiu-demo", "next": reverse("sign_kept")}, follow=True)
    assert "读书交流会" in answer.content.decode()
    browser, kept = client.session, client.session["sign_in"]
    for seen, says in ((time.time() - 301, "超过五分钟"), (time.time() + 60, "超过五分钟"), (kept[2], "签到成功")):
        browser["sign_in"] = [*kept[:2], seen]
        browser.save()
        answer = client.post(reverse("sign"), {"token": ""}, follow=True)
        assert says in answer.content.decode()
    assert "签到成功" in answer.content.decode()


def test_a_forged_code_gets_a_sentence_without_login(client, cast):
    answer = client.get(reverse("scan", args=["1.2.x"]))
    assert answer.status_code == 409 and "对不上" in answer.content.decode() and reverse("sign_code") in answer.content.decode()


def test_the_spoken_code_signs_in_and_wrong_ones_run_out(cast, login):
    session = signing(cast)
    client = login("teacher")
    digits = codes.spoken(session.pk, session.secret, codes.window_at(time.time()))
    wrong = f"{(int(digits) + 500_000) % 1_000_000:06d}"
    assert "口令不对" in client.post(reverse("sign_code"), {"code": wrong}).content.decode()
    assert "签到成功" in client.post(reverse("sign_code"), {"code": f"{digits[:3]} {digits[3:]}"}, follow=True).content.decode()
    for _ in range(6):
        answer = client.post(reverse("sign_code"), {"code": wrong})
    assert "输错好几次" in answer.content.decode()
    client.logout()
    answer = login("teacher").post(reverse("sign_code"), {"code": f"{digits[:3]} {digits[3:]}"})
    assert "输错好几次" in answer.content.decode(), "a new login starts no new count"
    assert AuditEntry.objects.filter(action="sign_in.wrong_code").count() == 5


def test_the_wall_shows_a_code_to_presenters_only_and_none_when_closed(cast, login):
    session = signing(cast)
    url = reverse("projector_code", args=[session.pk])
    assert login("colleague").get(url).status_code == 404
    session.presenters.add(cast.teachers["colleague"])
    sign_in.sign(cast.person("teacher"), session, How.QR)
    answer = login("colleague").get(url).json()
    assert answer["svg"].startswith("<svg") and answer["came"] == 1 and answer["names"] == ["方静宜"]
    assert login("colleague").get(reverse("projector", args=[session.pk])).status_code == 200
    sign_in.close_sign_in(cast.person("office"), session)
    answer = login("colleague").get(url).json()
    assert answer["svg"] == "" and answer["spoken"] == "" and "截止" in answer["closed"]


def test_signing_costs_at_most_15_queries(cast, login, django_assert_max_num_queries):
    session = signing(cast)
    client = login("teacher")
    token = code_of(session)
    with django_assert_max_num_queries(25):  # 15 of the sign-in itself; login, session and roles besides
        client.post(reverse("sign"), {"token": token})
    person = cast.person("colleague")
    with django_assert_max_num_queries(15):
        sign_in.sign(person, session, How.QR)


def unguarded(person, session, how) -> None:
    """The twin of `sign` without its guard: it reads, waits a little, and writes."""
    row = Attendance.objects.get(session=session, teacher=person.teacher)
    if row.state == A.PENDING:
        time.sleep(0.05)
        row.state, row.how, row.at = A.PRESENT, how, clock.now()
        row.save()
        audit.record(person, "attendance.sign", row, school=session.activity.school)


@pytest.mark.parametrize(("act", "holds"), [(sign_in.sign, True), (unguarded, False)])
def test_c01_two_hundred_sign_ins_at_once_leave_one(transactional_db, act, holds):
    cast = a_cast()
    with scope(school=[cast.school]):
        session = signing(cast)
    person = cast.person("teacher")
    threads, each = 20, 10
    barrier, errors = threading.Barrier(threads), []

    def work() -> None:
        try:
            barrier.wait()
            with scope(school=[cast.school]):
                for _ in range(each):
                    act(person, session, How.QR)
        except Exception as error:  # told after the threads have ended
            errors.append(error)
        finally:
            connections.close_all()

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    with scope(school=[cast.school]):
        assert errors == []
        assert session.attendances.filter(teacher=person.teacher).count() == 1
        written = AuditEntry.objects.filter(action="attendance.sign").count()
        assert (written == 1) is holds
        assert audit.first_break(cast.school) is None


def test_the_state_of_the_activity_decides(cast):
    session = signing(cast)
    service.take_step(cast.person("office"), session.activity, "cancel", reason="停电")
    session.refresh_from_db()
    with pytest.raises(Refused, match="已取消"):
        sign_in.sign(cast.person("teacher"), session, How.QR)


def test_s08_a_code_passed_on_is_not_enough_where_a_number_is_said_in_the_room(cast, login):
    session = signing(cast, say_number=True)
    person, seconds = cast.person("teacher"), time.time()
    right = codes.said(session.pk, session.secret, codes.window_at(seconds))
    wrong = f"{(int(right) + 50) % 100:02d}"
    assert "data-at-once" not in login("teacher").get(reverse("scan", args=[code_of(session)])).content.decode()
    page = login("teacher").post(reverse("sign"), {"token": code_of(session)})
    assert page.status_code == 409 and "口头报的两位数" in page.content.decode()
    before = codes.said(session.pk, session.secret, codes.window_at(seconds) - 4)
    if before != right:
        with pytest.raises(Refused, match="已经换了"):
            sign_in.sign(person, session, How.QR, said=before, seconds=seconds)
    with pytest.raises(Refused, match="不对"):
        sign_in.sign(person, session, How.CODE, said=wrong, seconds=codes.window_at(seconds) * codes.WINDOW)
    assert not Attendance.objects.get(session=session, teacher=person.teacher).state
    sign_in.sign(person, session, How.QR, said=right, seconds=seconds)
    assert sign_in.sign(person, session, How.QR).state in (A.PRESENT, A.LATE), "signed once, not asked again"
    other = cast.person("colleague")
    for _ in range(5):
        with pytest.raises(Refused):
            sign_in.sign(other, session, How.QR, said="1", seconds=seconds)
    with pytest.raises(Refused, match="好几次"):
        sign_in.sign(other, session, How.QR, said=right, seconds=seconds)
    number, wall = (reverse(name, args=[session.pk]) for name in ("session_number", "projector_code"))
    assert "现在请报" in login("office").get(number).content.decode() and login("other").get(number).status_code == 404
    assert "said" not in login("office").get(wall).json(), "never on the wall"


def test_s08_a_sign_in_from_another_network_is_shown_and_counts(cast, login):
    session = opened(cast)
    sign_in.open_sign_in(cast.person("office"), session, "10.20.30.4")
    for who, address in (("teacher", "10.20.30.99"), ("colleague", "203.0.113.7"), ("other", "")):
        sign_in.sign(cast.person(who), session, How.QR, address=address)
    rows = Attendance.objects.filter(session=session, state__in=[A.PRESENT, A.LATE])
    assert rows.count() == 3 and [row.teacher.name for row in rows.filter(elsewhere=True)] == ["郑国栋"]
    url = reverse("activity_attendance", args=[session.activity_id])
    assert "不是从开签到的网络签的" in login("office").get(url).content.decode()
    assert "不是从开签到的网络签的" not in login("teacher").get(url).content.decode()
