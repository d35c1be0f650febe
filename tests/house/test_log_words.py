"""日志: every act that a service writes down has its words; nobody reads `plan.write` on the log page."""
import ast
from pathlib import Path

from school.log_words import NAMES, vocabulary
from school.models.traces import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("yanxiu", "archives", "evaluation", "activities", "plans", "rubrics", "instruments", "school")


def written() -> set[tuple[str, str]]:
    """App and name of every key that an act writes down beside its value."""
    found: set[tuple[str, str]] = set()
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record":
                    kept = (word.value for word in node.keywords if word.arg in ("before", "after"))
                    found |= {
                        (floor, key.value) for value in kept for part in ast.walk(value) if isinstance(part, ast.Dict)
                        for key in part.keys if isinstance(key, ast.Constant)
                    }
    return found


def acts() -> set[str]:
    """The second argument of `audit.record`, the name of every step, and what `settings.change` is called with."""
    found: set[str] = set()
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
                    continue
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                at = {"record": 1, "make": 0, "change": 3}.get(name)
                if at is None or len(node.args) <= at:
                    continue
                found |= {
                    part.value for part in ast.walk(node.args[at]) if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return found


def test_every_act_has_words():
    # A name put together (attendance.{how}) leaves its beginning or end: something in the list must fit it.
    missing = sorted(act for act in acts() if not any(known == act or known.startswith(act) or known.endswith(act) for known in ACTIONS))
    assert not missing


def test_everything_written_down_has_a_name():
    """Beside a value on the log page stands the field's name in Chinese, or one of `NAMES`."""
    known = {floor: NAMES.keys() | {name for names in vocabulary(floor) for name in names} for floor in FLOORS if floor != "yanxiu"}
    assert written() and not [(floor, key) for floor, key in written() if key not in known.get(floor, NAMES)]
