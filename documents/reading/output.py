"""读出来的东西写成 JSON：数照原样写，不变成别的数。"""

import json
from decimal import Decimal


def as_json(value: object) -> str:
    """整理成给人看也给程序读的 JSON。"""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_number)


def _number(value: object) -> float:
    if isinstance(value, Decimal):  # a decimal of a document is short: its float prints the same digits
        return float(value)
    raise TypeError(f"{value!r} has no JSON form")
