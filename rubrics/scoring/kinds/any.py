"""满足其一: points when one condition holds."""

from dataclasses import dataclass

from .conditions_met import Met


@dataclass(frozen=True)
class AnyOf(Met):
    """满足任一条件即得分; true as soon as one is."""

    kind = "any"
    every = False
