"""Reading a JSON object field by field (逐项读取), so that every wrong or unknown key is named with its place."""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from .collector import collector_rests
from .numbers import NotANumber, NotFinite, Number, plain, read_number
from .problems import Problems, Refusal, inside, short

_ABSENT: Any = object()


class Fields:
    """One JSON object while it is being read; `close` names the keys nobody asked for."""

    def __init__(self, data: object, path: str, problems: Problems, what: str) -> None:
        self.path, self.problems = path, problems
        self.before = len(problems)
        if isinstance(data, dict):
            self.data: dict[Any, Any] = data
        else:
            self.data = {}
            problems.add(path, f"{what}应当是一个对象（花括号），现在是 {short(data)}")
        self.asked: set[str] = set()

    @property
    def sound(self) -> bool:
        """Nothing wrong has been found here since the reading began."""
        return len(self.problems) == self.before

    def at(self, key: str | int) -> str:
        return inside(self.path, key)

    def has(self, key: str) -> bool:
        return key in self.data

    def raw(self, key: str, default: object = None) -> Any:
        self.asked.add(key)
        return self.data.get(key, default)

    def wrong(self, key: str, sentence: str) -> None:
        self.problems.add(self.at(key), sentence)

    def required(self, key: str, what: str) -> bool:
        """Whether a key that must be there is there."""
        self.asked.add(key)
        if key in self.data:
            return True
        self.problems.add(self.path, f"缺少“{key}”（{what}）")
        return False

    def number(self, key: str, default: Number | None = None, *, least: Number | None = None,
               above: Number | None = None, most: Number | None = None, whole: bool = False,
               null: bool = False) -> Any:
        """A number; the default when the key is absent, or null where null is allowed."""
        raw = self.raw(key, _ABSENT)
        if raw is _ABSENT:
            return default
        if raw is None and null:
            return None
        return number(raw, self.at(key), self.problems, default, least=least, above=above, most=most, whole=whole)

    def text(self, key: str, default: str = "") -> str:
        raw = self.raw(key, default)
        if isinstance(raw, str):
            return raw
        self.wrong(key, f"“{key}”应当是文字，现在是 {short(raw)}")
        return default

    def choice(self, key: str, choices: tuple[Any, ...]) -> Any:
        """One of the listed words; the first is the default."""
        raw = self.raw(key, choices[0])
        if isinstance(raw, (str, type(None))) and raw in choices:
            return raw
        self.wrong(key, f"“{key}”只能是 {'、'.join(short(choice) for choice in choices)} 之一，现在是 {short(raw)}")
        return choices[0]

    def flag(self, key: str, default: bool) -> bool:
        raw = self.raw(key, default)
        if isinstance(raw, bool):
            return raw
        self.wrong(key, f"“{key}”应当是 true 或 false，现在是 {short(raw)}")
        return default

    def list(self, key: str, what: str) -> list[Any]:
        raw = self.raw(key, _ABSENT)
        if raw is _ABSENT:
            return []
        if isinstance(raw, (list, tuple)):
            return list(raw)
        self.wrong(key, f"{what}应当是一个列表（方括号），现在是 {short(raw)}")
        return []

    def object(self, key: str, what: str) -> dict[str, Any]:
        raw = self.raw(key, _ABSENT)
        if raw is _ABSENT:
            return {}
        if isinstance(raw, dict):
            return raw
        self.wrong(key, f"{what}应当是一个对象（花括号），现在是 {short(raw)}")
        return {}

    def texts(self, key: str, what: str) -> tuple[str, ...]:
        found = []
        for index, value in enumerate(self.list(key, what)):
            if isinstance(value, str):
                found.append(value)
            else:
                self.problems.add(inside(self.at(key), index), f"{what}里应当是文字，现在是 {short(value)}")
        return tuple(found)

    def numbers(self, key: str, what: str, **limits: Any) -> dict[str, Number]:
        """A small table of names and numbers: {"迟到": 1}."""
        found: dict[str, Number] = {}
        for name, value in self.object(key, what).items():
            read = number(value, inside(self.at(key), name), self.problems, None, **limits)
            if read is not None:
                found[name] = read
        return found

    def close(self, beside: Iterable[str] = ()) -> None:
        """Name every key that nobody asked for."""
        for key in self.data:
            if key not in self.asked and key not in beside:
                self.problems.add(inside(self.path, key), f"不认识的项“{short(key)}”")


def number(raw: object, path: str, problems: Problems, default: Number | None = None, *, least: Number | None = None,
           above: Number | None = None, most: Number | None = None, whole: bool = False) -> Any:
    """A number within its limits, or the default and a problem."""
    try:
        value = read_number(raw)
    except NotANumber as error:
        hint = "" if "“" in str(error) else f"，现在是 {short(raw)}"
        problems.add(path, f"{error}{hint}")
        return default
    if least is not None and value < least:
        problems.add(path, f"不能小于 {plain(least)}，现在是 {plain(value)}")
    elif above is not None and value <= above:
        problems.add(path, f"应当大于 {plain(above)}，现在是 {plain(value)}")
    elif most is not None and value > most:
        problems.add(path, f"不能大于 {plain(most)}，现在是 {plain(value)}")
    elif whole and value.denominator != 1:
        problems.add(path, f"应当是整数，现在是 {plain(value)}")
    else:
        return value
    return default


class _Repeated(dict):  # type: ignore[type-arg]
    """A JSON object in which a key stood twice."""

    keys_twice: list[str]


def load(data: object, what: str) -> Any:
    """JSON text or bytes as Python values: numbers as Decimal, nothing lost, no key twice; raises Refusal."""
    if isinstance(data, (bytes, bytearray)):
        try:
            data = bytes(data).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Refusal([{"path": "$", "sentence": f"{what}不是 UTF-8 编码的文件，请另存为 UTF-8"}]) from error
    if not isinstance(data, str):
        return data
    repeated: list[_Repeated] = []

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        if len(found) == len(members):
            return found
        seen: set[str] = set()
        twice = _Repeated(found)
        twice.keys_twice = [key for key, _ in members if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
        repeated.append(twice)
        return twice

    try:
        read = json.loads(data.removeprefix("\ufeff"), parse_float=_decimal, parse_int=_integer,
                          parse_constant=NotFinite, object_pairs_hook=pairs)
    except RecursionError as error:
        raise Refusal([{"path": "$", "sentence": f"{what}嵌套太深，无法读取"}]) from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        where = f"：第 {line} 行第 {getattr(error, 'colno', 1)} 列写错了" if line else ""
        raise Refusal([{"path": "$", "sentence": f"{what}不是有效的 JSON{where}"}]) from error
    if "\\u" in data:
        try:
            json.dumps(read, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError as error:
            raise Refusal([{"path": "$", "sentence": f"{what}里有残缺的字符（\\ud800 一类），请重新输入这些字"}]) from error
    if repeated:
        problems = Problems()
        _name_repeated(read, problems)
        problems.refuse()
    return read


def _decimal(text: str) -> object:
    try:
        return Decimal(text)
    except InvalidOperation:
        return NotFinite(text[:20])


def _integer(text: str) -> object:
    return int(text) if len(text) < 100 else _decimal(text)


def _name_repeated(read: Any, problems: Problems) -> None:
    waiting: list[tuple[Any, str]] = [(read, "$")]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, _Repeated):
            for key in value.keys_twice:
                problems.add(inside(path, key), f"“{short(key)}”在同一处写了两次，不知道以哪个为准")
        if isinstance(value, dict):
            waiting.extend((member, inside(path, key)) for key, member in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend((member, inside(path, index)) for index, member in reversed(list(enumerate(value))))


def guarded(work: Callable[[], Any], what: str) -> Any:
    """Run the reading of a file; nesting beyond what can be reckoned is a refusal, not a crash."""
    try:
        with collector_rests():
            return work()
    except RecursionError as error:
        raise Refusal([{"path": "$", "sentence": f"{what}嵌套太深，无法计算"}]) from error
