"""Numbers that are none (², 30 digits, 5,000 digits) in addresses and forms: an empty answer or 404, never an error."""
from __future__ import annotations

import pytest

ODD = ("²", "9" * 30, "9" * 5000, "-1", "٣")


@pytest.mark.parametrize("number", ODD, ids=("superscript", "long", "very long", "negative", "arabic"))
def test_odd_numbers_are_no_errors(cast, login, number):
    office = login("office")
    office.raise_request_exception = True
    for address in ("/activities/?group={}", "/evaluation/?group={}&tag={}", "/write/?activity={}", "/review/?kind={}", "/works/?kind={}"):
        assert office.get(address.format(number, number)).status_code == 200, address
    assert office.post("/activities/from-plan/", {"entry": number}).status_code in (302, 200)
    assert office.post("/rubrics/new/", {"of": number}).status_code in (302, 404, 409)
