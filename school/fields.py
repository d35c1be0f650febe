"""Fields that keep what was written."""
from __future__ import annotations

import json
from typing import Any

from django.db import models


class DocumentField(models.TextField):
    """A JSON document kept as its text: PostgreSQL's jsonb sorts the keys, and the order of 档次 in a rubric is meaning."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
