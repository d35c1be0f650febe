"""Exact numbers (分数的计算): read without loss, rounded half up only at the end, printed as people write them.

Inside, a number is an int where it is whole and a Fraction where it is not; both add, multiply and compare exactly.
A quotient is always made by `divide`, never by the sign `/`, which would give a float for two ints.
"""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

Number = int | Fraction

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_FRACTION = re.compile(r"([+-]?[0-9]{1,40})\s*/\s*([0-9]{1,40})")
_MOST_DIGITS = 40  # no school's number is longer, and 1e999999 must not fill the memory
ENDLESS_DECIMALS = 12  # spec 03: what does not end is given to 12 decimals


class NotANumber(ValueError):
    """The value is no number that can be reckoned with; the message is a sentence in Chinese."""


class NotFinite:
    """NaN or Infinity as it stood in a JSON text (非有限数)."""

    def __init__(self, word: str) -> None:
        self.word = word

    def __str__(self) -> str:
        return self.word

    __repr__ = __str__


def exact(value: Number) -> Number:
    """The same number, as an int where it is whole."""
    return value.numerator if value.denominator == 1 else value


def divide(value: Number, by: Number) -> Number:
    """The exact quotient (精确商)."""
    return exact(Fraction(value) / by)


def read_number(raw: object) -> Number:
    """A JSON number or a string with a decimal or an exact fraction ("1/3"); raises NotANumber."""
    if isinstance(raw, bool) or raw is None:
        raise NotANumber("应当是一个数")
    if isinstance(raw, int):
        if raw.bit_length() > 140:
            raise NotANumber("这个数太大，无法计算")
        return raw
    if isinstance(raw, float):
        raise NotANumber("不接受浮点数，请写成文字或 Decimal，例如 \"0.1\"")
    if isinstance(raw, NotFinite):
        raise NotANumber(f"“{raw}”不是有限的数")
    if isinstance(raw, Fraction):
        return exact(raw)
    if isinstance(raw, Decimal):
        return _from_decimal(raw)
    if isinstance(raw, str):
        return _from_text(raw.strip())
    raise NotANumber("应当是一个数")


def _from_text(text: str) -> Number:
    if len(text) <= 200:
        parts = _FRACTION.fullmatch(text)
        if parts:
            if int(parts[2]) == 0:
                raise NotANumber(f"“{text}”的分母是 0")
            return exact(Fraction(int(parts[1]), int(parts[2])))
        if _DECIMAL.fullmatch(text):
            try:
                return _from_decimal(Decimal(text))
            except InvalidOperation as error:
                raise NotANumber(f"“{text[:20]}”太大或太小，无法计算") from error
    if text.lstrip("+-").lower() in ("nan", "inf", "infinity"):
        raise NotANumber(f"“{text}”不是有限的数")
    raise NotANumber(f"“{text[:20]}”不是一个数")


def _from_decimal(value: Decimal) -> Number:
    if not value.is_finite():
        raise NotANumber(f"“{value}”不是有限的数")
    if not value:
        return 0
    digits, exponent = value.as_tuple()[1:]
    if len(digits) > _MOST_DIGITS or value.adjusted() > _MOST_DIGITS or exponent < -_MOST_DIGITS:
        raise NotANumber("这个数太大、太小或位数太多，无法计算")
    return exact(Fraction(value))


def rounded(value: Number, places: int) -> Number:
    """Half up, away from zero (四舍五入): 89.95 → 90.0, −0.05 → −0.1."""
    if value.denominator == 1:
        return value
    scale = 10**places
    size = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    return exact(Fraction(size if value > 0 else -size, scale))


def whole(value: Number) -> int:
    """Half up to a whole number (四舍五入取整)."""
    return int(rounded(value, 0))


def floor(value: Number) -> int:
    return value.numerator // value.denominator


def ceiling(value: Number) -> int:
    return -(-value.numerator // value.denominator)


def fixed(value: Number, places: int) -> str:
    """A total as people see it, with exactly so many decimals: 80.0; never −0.0."""
    size = rounded(value, places) * 10**places
    sign = "-" if size < 0 else ""
    digits = str(abs(int(size))).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def plain(value: Number) -> str:
    """Points without trailing zeros; what does not end is given to 12 decimals."""
    if value.denominator == 1:
        return str(value.numerator)
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    text = fixed(value, max(twos, fives) if rest == 1 else ENDLESS_DECIMALS)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
