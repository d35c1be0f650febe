"""The personal card on a phone: scanned, six digits set, in; out again, and back by the digits to the page asked for."""
from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scope
from playwright.sync_api import expect

from school.services import cards
from tests.browser.checks import faults
from tests.browser.conftest import PHONE
from tests.builders import a_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_card_to_the_page_asked_for(visit):
    cast = a_cast()
    with scope(school=[cast.school]):
        slip = cards.print_cards(cast.person("office"), [cast.teachers["teacher"]])[0]
        visitor = visit(None, PHONE)
        phone = visitor.open("/works/")  # where she was going when the phone did not know her
        expect(phone).to_have_url(f"{visitor.base}{reverse('login')}?next=/works/")
        visitor.open(reverse("card", args=[slip.token]))
        expect(phone.get_by_role("heading", name="方静宜")).to_be_visible()
        for digits in ("123456", "483920"):
            phone.get_by_label("设六位数字").fill(digits)
            phone.get_by_label("再输一遍").fill(digits)
            if digits == "483920":
                assert faults(phone) == []
            phone.get_by_role("button", name="设好，进去").click()
            if digits == "123456":
                expect(phone.get_by_role("alert")).to_contain_text("太容易猜")
        expect(phone).to_have_url(f"{visitor.base}/works/")
        visitor.open("/more/")
        phone.get_by_role("button", name="退出登录").click()
        visitor.open("/notices/")
        expect(phone.get_by_text("换一个人登录")).to_be_visible()
        phone.get_by_label("你的六位数字").fill("483920")
        assert faults(phone) == []
        phone.get_by_role("button", name="登录", exact=True).click()
        expect(phone).to_have_url(f"{visitor.base}/notices/")
        assert faults(phone) == []
        assert [one for one in visitor.wrong if "400" not in one] == [], "the refused digits alone answer 400"
