"""Numbers that are none (², 30 digits, 5,000 digits) in addresses and forms: an empty answer or 404, never an error."""
from __future__ import annotations

ODD = {"superscript": "²", "long": "9" * 30, "very long": "9" * 5000, "negative": "-1", "arabic": "٣"}


def test_odd_numbers_are_no_errors(cast, login):
    office = login("office")
    office.raise_request_exception = True
    for name, number in ODD.items():
        for address in ("/activities/?group={}", "/evaluation/?group={}&tag={}", "/write/?activity={}", "/review/?kind={}", "/works/?kind={}"):
            assert office.get(address.format(number, number)).status_code == 200, (name, address)
        assert office.post("/activities/from-plan/", {"entry": number}).status_code in (302, 200), name
        assert office.post("/rubrics/new/", {"of": number}).status_code in (302, 404, 409), name
