from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from instruments import answers as reading
from instruments.models import Instrument, Response


def given(document: reading.Document, data: QueryDict | Mapping[str, Any], prefix: str = "a-") -> dict[str, Any]:
    """What was sent for the indicators of a form, by code; several choices as a list."""
    lists = data.getlist if isinstance(data, QueryDict) else lambda name: data.get(name, [])
    return {
        item["code"]: lists(f"{prefix}{item['code']}") if item["kind"] == "several" else data.get(f"{prefix}{item['code']}", "")
        for item in reading.items(document)
    }


class AnswerForm:
    """答题: a form's indicators to fill in, for whatever the answers belong to (templates/instruments/parts/answer.html).

    Read what was sent with `data`, show what is kept with `response`. `answers` is what can be kept as a draft; `is_valid()`
    says whether it may be handed in; `problems` are the sentences for people.
    """

    def __init__(
        self, instrument: Instrument, data: QueryDict | Mapping[str, Any] | None = None, response: Response | None = None,
        *, prefix: str = "a-",
    ) -> None:
        self.instrument, self.document, self.prefix = instrument, instrument.document, prefix
        self.bound = data is not None
        self.errors: dict[str, str] = {}
        if self.bound:
            self.shown = given(self.document, data, prefix)
            self.answers, self.errors = reading.parse(self.document, self.shown)
            self.shown = {code: value if isinstance(value, str) else "\n".join(value) for code, value in self.shown.items()}
        else:
            self.answers = dict(response.answers) if response else {}
            self.shown = self.answers

    def is_valid(self) -> bool:
        """Whether it may be handed in: nothing that cannot stand and nothing missing that must be answered."""
        return self.bound and not self.errors and not self.missing

    @property
    def missing(self) -> list[str]:
        wrong = {item["name"] for item in reading.items(self.document) if item["code"] in self.errors}
        return [name for name in reading.missing(self.document, self.answers) if name not in wrong]

    @property
    def problems(self) -> list[str]:
        """Sentences on what is in the way, empty before anything was sent."""
        if not self.bound:
            return []
        gaps = self.missing
        return [*self.errors.values(), *([f"还有 {len(gaps)} 项没填：{'、'.join(gaps)}。"] if gaps else [])]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Sections with their indicators and what stands in them, as the template takes them."""
        gaps = set(self.missing) if self.bound else set()
        return [
            {
                "name": section["name"], "weight": section.get("weight"),
                "items": [
                    ({**item, "must": reading.required(item), "error": self._error(item, gaps)}, self.shown.get(item["code"], ""))
                    for item in section["items"]
                ],
            }
            for section in self.document["sections"]
        ]

    def _error(self, item: Mapping[str, Any], gaps: set[str]) -> str:
        return self.errors.get(item["code"], "") or ("这一项还没填。" if item["name"] in gaps else "")
