"""通知: one's own, the unread first, one or all read; one's own calendar by a secret that can be changed."""
from __future__ import annotations

from datetime import time

from django.test import Client, override_settings
from django.urls import reverse

from school import clock
from school.models import AuditEntry, Notice, User
from tests.activities.event import opened


def test_notices_are_ones_own_and_read_one_by_one(cast, login):
    for who, text in (("teacher", "第一条"), ("teacher", "第二条"), ("colleague", "别人的")):
        Notice.objects.create(school=cast.school, user=cast.users[who], text=text, at=clock.now())
    client = login("teacher")
    page = client.get(reverse("notices")).content.decode()
    assert "2 条没看" in page and "别人的" not in page
    foreign = Notice.objects.get(text="别人的")
    client.post(reverse("notices_read"), {"notice": foreign.pk, "back": "notices"})
    client.post(reverse("notices_read"), {"notice": Notice.objects.get(text="第一条").pk, "back": "notices"})
    assert set(Notice.objects.filter(read_at=None).values_list("text", flat=True)) == {"第二条", "别人的"}
    client.post(reverse("notices_read"))
    assert set(Notice.objects.filter(read_at=None).values_list("text", flat=True)) == {"别人的"}


def test_the_calendar_is_for_who_has_the_address(cast, login):
    session = opened(cast)
    session.starts, session.place = time(15, 50), "多功能室"
    session.save()
    session.presenters.add(cast.teachers["teacher"])
    client = login("teacher")
    client.post(reverse("own_feed_step"), {"step": "open"})
    key = User.objects.get(pk=cast.users["teacher"].pk).feed_key
    address = reverse("own_feed", args=[key])
    assert address in client.get(reverse("own_account")).content.decode()
    text = Client().get(address).content.decode()
    assert "DTSTART:20261118T075000Z" in text and "（我主讲）" in text and "LOCATION:多功能室" in text
    client.post(reverse("own_feed_step"), {"step": "renew"})
    assert Client().get(address).status_code == 404
    client.post(reverse("own_feed_step"), {"step": "close"})
    assert User.objects.get(pk=cast.users["teacher"].pk).feed_key is None


def test_only_our_own_proxy_says_where_a_request_comes_from(cast):
    """X-Forwarded-For of anybody else is a rumour."""

    def seen(**sent) -> str:
        client = Client()
        client.force_login(cast.users["admin"], backend="django.contrib.auth.backends.ModelBackend")
        client.post(reverse("account_active", args=[cast.users["colleague"].pk]), {"active": "1"}, **sent)
        return AuditEntry.objects.first().address

    forged = {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.9, 10.0.0.7"}
    assert seen(REMOTE_ADDR="192.0.2.1", **forged) == "192.0.2.1"
    with override_settings(TRUSTED_PROXIES=["10.0.0.0/8"]):
        assert seen(REMOTE_ADDR="10.0.0.2", **forged) == "203.0.113.9"
        assert seen(REMOTE_ADDR="192.0.2.1", **forged) == "192.0.2.1"
        assert seen(REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="<script>") == "10.0.0.2"
