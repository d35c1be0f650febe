"""编号 of records, as schools write them: the year, 秋 or 春, the running number."""
from __future__ import annotations

from school.models import Term


def number(term: Term, no: int) -> str:
    """2026秋—007."""
    return f"{term.code[:4]}{'秋' if term.code.endswith('-1') else '春'}—{no:03}"
