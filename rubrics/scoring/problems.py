"""What a rubric or its evidence is refused for (退回的原因): every problem at once, each with its place and a sentence."""

import re

_SIMPLE_KEY = re.compile(r"[^\s.\[\]\"'\\]{1,60}\Z")


class Refusal(Exception):
    """The file cannot be reckoned with (无法计算). `problems` is a list of {"path", "sentence"}."""

    def __init__(self, problems: list[dict[str, str]]) -> None:
        super().__init__("；".join(problem["sentence"] for problem in problems[:3]))
        self.problems = problems


class Problems:
    """Gathers what is wrong so that a person can mend everything in one go (一次指出全部问题)."""

    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []

    def add(self, path: str, sentence: str) -> None:
        self.found.append({"path": path, "sentence": sentence})

    def __len__(self) -> int:
        return len(self.found)

    def refuse(self) -> None:
        """Raise Refusal when anything was found."""
        if self.found:
            raise Refusal(self.found)


def inside(path: str, key: str | int) -> str:
    """The JSON path of a member: $.items[2].rule."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    if isinstance(key, str) and _SIMPLE_KEY.match(key):
        return f"{path}.{key}"
    return f'{path}["{short(key)}"]'


def short(value: object) -> str:
    """A value as it is quoted in a sentence, cut where it is long."""
    if isinstance(value, str):
        text = value if value.isprintable() else ascii(value)[1:-1]
    elif isinstance(value, bool) or value is None:
        text = {True: "true", False: "false", None: "null"}[value]
    elif isinstance(value, dict):
        text = "{…}"
    elif isinstance(value, (list, tuple)):
        text = "[…]"
    elif isinstance(value, int) and value.bit_length() > 200:
        text = "一个极大的整数"
    else:
        text = str(value)
    return text if len(text) <= 30 else text[:30] + "…"
