"""Adding, copying, moving and renumbering items of a rubric's document (编排考核项目); pure, nothing is saved here."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

Document = dict[str, Any]
DEEPEST = 120  # no rubric nests deeper; what does is refused before it is copied


def place_of(document: Mapping[str, Any], code: str) -> int:
    """Where the item stands; raises KeyError when there is none."""
    for place, item in enumerate(document["items"]):
        if item["code"] == code:
            return place
    raise KeyError(code)


def with_item(document: Mapping[str, Any], code: str, item: Mapping[str, Any]) -> Document:
    """改一项 in its place; when its code changes, conditions that ask for it follow."""
    changed = deepcopy(dict(document))
    changed["items"][place_of(document, code)] = deepcopy(dict(item))
    return recoded(changed, {code: item["code"]}) if item["code"] != code else changed


def added(document: Mapping[str, Any], item: Mapping[str, Any]) -> Document:
    """加一项 at the end."""
    return {**deepcopy(dict(document)), "items": [*deepcopy(document["items"]), deepcopy(dict(item))]}


def without(document: Mapping[str, Any], code: str) -> Document:
    """删去一项."""
    place_of(document, code)
    return {**deepcopy(dict(document)), "items": [item for item in deepcopy(document["items"]) if item["code"] != code]}


def copied(document: Mapping[str, Any], code: str) -> Document:
    """复制一项 beside itself, with the next free code."""
    place = place_of(document, code)
    changed = deepcopy(dict(document))
    twin = deepcopy(changed["items"][place])
    twin["code"] = next_code(document)
    twin["name"] = f"{twin.get('name', '')}（副本）"
    changed["items"].insert(place + 1, twin)
    return changed


def moved(document: Mapping[str, Any], code: str, by: int) -> Document:
    """上移或下移."""
    place = place_of(document, code)
    changed = deepcopy(dict(document))
    items = changed["items"]
    items.insert(max(0, min(len(items) - 1, place + by)), items.pop(place))
    return changed


def ordered(document: Mapping[str, Any], codes: Sequence[str]) -> Document:
    """The items in the order a drag left them; raises KeyError unless it names each exactly once."""
    by_code = {item["code"]: item for item in deepcopy(document["items"])}
    if sorted(codes) != sorted(by_code):
        raise KeyError("order")
    return {**deepcopy(dict(document)), "items": [by_code[code] for code in codes]}


def renumbered(document: Mapping[str, Any]) -> tuple[Document, dict[str, str]]:
    """按次序重新编号: 1, 2, 3 …, and what each code became."""
    new = {item["code"]: str(place) for place, item in enumerate(document["items"], start=1)}
    changed = deepcopy(dict(document))
    for item in changed["items"]:
        item["code"] = new[item["code"]]
    return recoded(changed, new), new


def next_code(document: Mapping[str, Any]) -> str:
    codes = {item["code"] for item in document["items"]}
    number = len(codes) + 1
    while str(number) in codes:
        number += 1
    return str(number)


def recoded(document: Document, new: Mapping[str, str]) -> Document:
    """Conditions on other items ask for them by their new codes."""
    def follow(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: new.get(member, member) if key == "item" and isinstance(member, str) else follow(member)
                    for key, member in value.items()}
        return [follow(member) for member in value] if isinstance(value, list) else value

    items = [{key: follow(value) if key in ("rule", "by", "exempt") else value for key, value in item.items()} for item in document["items"]]
    changed = {**document, "items": items}
    return {**changed, "vetoes": follow(document["vetoes"])} if "vetoes" in document else changed


def too_deep(value: Any) -> bool:
    """Whether typed data nests deeper than any rubric."""
    level = [value]
    for _ in range(DEEPEST):
        level = [member for one in level if isinstance(one, (dict, list)) for member in (one.values() if isinstance(one, dict) else one)]
        if not level:
            return False
    return True


def edited(document: Mapping[str, Any], edits: Sequence[tuple[Sequence[Any], Any]]) -> Document:
    """按体检的办法改: each edit puts a value at a path; raises KeyError or IndexError when the path leads nowhere."""
    changed = deepcopy(dict(document))
    for path, value in edits:
        place: Any = changed
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
    return changed
