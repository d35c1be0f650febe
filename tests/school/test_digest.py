"""每日提醒: once a day, leaders first, numbers in groups, nobody at night; 提醒 once a person and day; robots on three hosts only."""
from __future__ import annotations

import json
import threading
from datetime import date, datetime, time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import make_aware

from plans.models import Plan, Quota
from school import robots
from school.models import AuditEntry, Digest, Notice
from school.reminders import Robot, Rules
from school.workflow import Refused
from tests.activities.event import an_activity
from tests.activities.records import a_work
from tests.builders import a_teacher
from yanxiu import home
from yanxiu.digest import compose, quiet, send_digest
from yanxiu.lacking import lacking

TUESDAY, WEDNESDAY, THURSDAY = date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 19)


def at(day: date, hour: int = 17, minute: int = 0) -> datetime:
    return make_aware(datetime.combine(day, time(hour, minute)))


@pytest.fixture
def weekly(cast):
    """A weekly 反思 for everybody; all but 郑国栋 (colleague) and 万里红 (other) have written theirs of the weeks behind."""
    plan = Plan.objects.create(school=cast.school, term=cast.term, title="计划")
    Quota.objects.create(plan=plan, order=1, name="反思", source="works:反思", number=1, period="week", audience={"all": True})
    for who in ("principal", "leader", "office", "group_leader", "teacher", "archivist"):
        for week in range(1, 13):
            a_work(cast, who, day=cast.term.week_span(week)[0] if week > 1 else date(2026, 9, 1))
    rules = Rules(on=True, robots=(Robot("https://open.feishu.cn/open-apis/bot/v2/hook/abcd"),), quiet=((date(2027, 1, 11), date(2027, 1, 15), "期末考试"),))
    cast.school.settings = {"reminders": rules.as_json()}
    cast.school.save()
    return cast


@pytest.fixture
def group(monkeypatch):
    """A robot's other side on this machine: what was said to it, and what it answers."""
    said: list[dict] = []

    class Here(BaseHTTPRequestHandler):
        answer = {"code": 0}

        def do_POST(self) -> None:
            said.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(self.answer).encode())

        def log_message(self, *args) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Here)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    begins = f"http://127.0.0.1:{server.server_port}/hook/"
    monkeypatch.setattr(robots, "KINDS", [robots.Kind("飞书", begins, robots.KINDS[2].body, "code")])
    yield begins, said, Here
    server.shutdown()


def names(message) -> set[int]:
    return set(message.named)


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        (at(WEDNESDAY), ""), (at(WEDNESDAY, 6, 59), "晚上"), (at(WEDNESDAY, 7), ""), (at(WEDNESDAY, 19), "晚上"), (at(date(2026, 11, 21)), "周末"),
        (at(date(2026, 10, 1)), "国庆节"), (at(date(2027, 1, 12)), "期末考试"), (at(date(2027, 2, 10)), "学期"),
    ],
)
def test_nobody_is_reminded_at_night_on_free_days_and_in_exam_weeks(weekly, moment, why):
    found = quiet(weekly.school, moment)
    assert why in found and bool(found) == bool(why)


def test_the_leader_hears_first_the_teacher_a_day_later_and_once_a_week(weekly, settings):
    settings.DEMO_DAY = TUESDAY
    late, other = weekly.teachers["colleague"], weekly.teachers["other"]
    first = {message.user: message for message in compose(weekly.school, home.todos) if message.way == "app"}
    assert names(first[weekly.users["group_leader"]]) == {late.pk}
    assert names(first[weekly.users["office"]]) == {other.pk}, "数学组 has no leader: the office asks"
    assert late.user not in first
    sent = send_digest(weekly.school, home.todos, at(TUESDAY))
    assert {row.to for row in sent if row.way == "app"} == {f"user:{weekly.users[who].pk}" for who in ("group_leader", "office")}
    settings.DEMO_DAY = WEDNESDAY
    second = {message.user: message for message in compose(weekly.school, home.todos) if message.way == "app"}
    assert set(second) == {late.user, other.user} and "第 9、10、11 周" in second[late.user].text
    send_digest(weekly.school, home.todos, at(WEDNESDAY))
    settings.DEMO_DAY = THURSDAY
    assert not [message for message in compose(weekly.school, home.todos) if message.way == "app"]


def test_a_day_goes_out_once_and_only_when_it_is_on_and_time(weekly):
    weekly.users["teacher"].email, weekly.users["teacher"].daily_mail = "fang@example.invalid", True
    weekly.users["teacher"].save()
    an_activity(weekly, "读书交流会", state="open")
    assert send_digest(weekly.school, home.todos, at(WEDNESDAY, 9)) == []
    assert send_digest(weekly.school, home.todos, at(WEDNESDAY, 20)) == []
    assert send_digest(weekly.school, home.todos, at(WEDNESDAY))
    letters, told = len(mail.outbox), Notice.objects.count()
    Digest.objects.filter(way="day").update(done=False)  # a worker died before it could say so
    send_digest(weekly.school, home.todos, at(WEDNESDAY, 18))
    assert (len(mail.outbox), Notice.objects.count()) == (letters, told)
    weekly.school.settings["reminders"]["on"] = False
    Digest.objects.all().delete()
    assert send_digest(weekly.school, home.todos, at(WEDNESDAY)) == []


def test_a_mail_goes_to_who_wants_it_and_says_what_is_due(weekly):
    user = weekly.users["group_leader"]
    user.email, user.daily_mail = "tang@example.invalid", True
    user.save()
    weekly.users["principal"].email = "zhou@example.invalid"
    weekly.users["principal"].save()
    send_digest(weekly.school, home.todos, at(WEDNESDAY))
    assert [letter.to for letter in mail.outbox] == [["tang@example.invalid"]]
    assert "郑国栋" in mail.outbox[0].body and "登录与提醒" in mail.outbox[0].body


def test_a_group_hears_numbers_and_no_names(weekly, group):
    begins, said, _ = group
    weekly.school.settings["reminders"]["robots"] = [{"url": f"{begins}abcd", "group": None}]
    weekly.school.save()
    an_activity(weekly, "读书交流会", state="open", day=THURSDAY)
    send_digest(weekly.school, home.todos, at(WEDNESDAY))
    text = said[0]["content"]["text"]
    assert "本周反思还有 2 人没交，截止11月20日（周五）" in text and "明天 00:00 读书交流会，多功能室" in text
    assert not any(teacher.name in text for teacher in weekly.teachers.values())


def test_what_a_robot_did_not_take_is_said_and_not_tried_again_today(weekly, group):
    begins, said, here = group
    here.answer = {"code": 19024, "msg": "Key Words Not Found"}
    weekly.school.settings["reminders"]["robots"] = [{"url": f"{begins}abcd", "group": None}]
    weekly.school.save()
    send_digest(weekly.school, home.todos, at(WEDNESDAY))
    row = Digest.objects.get(way="robot")
    assert "Key Words Not Found" in row.error and not row.done


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", "https://127.0.0.1/robot/send?access_token=1", "file:///etc/passwd",
        "https://oapi.dingtalk.com.evil.example/robot/send?access_token=1", "https://oapi.dingtalk.com@evil.example/robot/send?access_token=1",
        "https://open.feishu.cn/open-apis/bot/v2/hook/", "https://open.feishu.cn/open-apis/bot/v2/hook/a@b", "",
    ],
)
def test_the_server_calls_three_hosts_and_no_other(weekly, login, url):
    with pytest.raises(Refused):
        robots.send(url, "研修")
    answer = login("office").post(reverse("robot_step"), {"step": "add", "url": url, "group": ""})
    assert answer.status_code == 409


def test_settings_keep_the_key_to_themselves(weekly, login):
    client = login("office")
    url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=very-secret-1234"
    client.post(reverse("robot_step"), {"step": "add", "url": url, "group": weekly.groups["chinese"].pk})
    page = client.get(reverse("reminder_settings")).content.decode()
    assert "…1234" in page and "very-secret" not in page and "very-secret" not in str(AuditEntry.objects.values())
    saved = client.post(reverse("reminder_settings"), {"on": "on", "at": "16:00", "quiet": "2027-01-11 至 2027-01-15 期末考试"})
    assert saved.status_code == 302
    weekly.school.refresh_from_db()
    assert weekly.school.settings["reminders"]["quiet"] == [["2027-01-11", "2027-01-15", "期末考试"]]
    assert len(weekly.school.settings["reminders"]["robots"]) == 2
    for wrong in ({"at": "20:00"}, {"at": "16:00", "quiet": "下周"}):
        assert client.post(reverse("reminder_settings"), wrong).status_code == 200


def test_a_reminder_is_one_a_day_and_of_ones_own_group(weekly, login):
    client, late = login("group_leader"), weekly.teachers["colleague"]
    page = client.get(reverse("lacking")).content.decode()
    assert "郑国栋" in page and "万里红" not in page and "还有 1 人没交" in page
    assert client.post(reverse("remind", args=[late.pk])).status_code == 302
    assert client.post(reverse("remind", args=[late.pk])).status_code == 409
    assert client.post(reverse("remind", args=[weekly.teachers["other"].pk])).status_code == 404
    assert "反思：第 9、10、11 周" in Notice.objects.get(user=late.user).text
    assert login("teacher").get(reverse("lacking")).status_code == 403


def test_who_lacks_what_costs_the_same_for_many(weekly):
    def cost() -> int:
        with CaptureQueriesContext(connection) as spent:
            lacking(weekly.term)
        return len(spent)

    few = cost()
    for number in range(30):
        a_teacher(weekly.school, f"教师{number}", group=weekly.groups["maths"], term=weekly.term)
    assert cost() == few
