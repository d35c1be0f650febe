"""日志: every act that a service writes down has its words; nobody reads `plan.write` on the log page."""
import ast
from pathlib import Path

from school.models.traces import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("yanxiu", "archives", "evaluation", "activities", "plans", "rubrics", "instruments", "school")


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
