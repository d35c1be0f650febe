"""Numbers and nouns as sentences use them (用语)."""

from typing import Any

from ..numbers import plain


def minus(value: Any) -> str:
    """A number with the sign people write: −2."""
    return plain(value).replace("-", "−")


def change(value: Any) -> str:
    """A summand with its sign: ' + 2', ' − 2'."""
    return f" − {plain(-value)}" if value < 0 else f" + {plain(value)}"


def wanted(source: str) -> tuple[str, str]:
    """What is due by its source: the verb and the noun (交 政治学习笔记; 听课)."""
    kind, _, rest = source.partition(":")
    if kind == "works" and rest:
        name, _, topic = rest.partition("/")
        return "交", f"{topic}{name}"
    if kind == "attendance" and rest:
        return "到", f"“{rest}”"
    if kind == "observations":
        return "听", "课" if rest != "received" else "被听课"
    if kind == "open_lessons":
        return "上", f"{rest}公开课" if rest else "公开课"
    return "完成", ""
