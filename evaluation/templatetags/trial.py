"""How changes of points are said (变化的写法)."""
from __future__ import annotations

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def signed(value: Decimal) -> str:
    """+1.5, −2, 0: at most two decimals."""
    text = f"{round(value, 2):+f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("+0", "-0") else text.replace("-", "−")


@register.filter
def short_points(text: str) -> str:
    """Points with at most two decimals and a real minus; words stay words."""
    if not text or not text[-1].isdigit():
        return text
    number = f"{Decimal(text):.2f}".rstrip("0").rstrip(".") if "." in text else text
    return f"{number.replace('-', '−')} 分"
