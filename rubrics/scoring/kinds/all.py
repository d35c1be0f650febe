"""全部满足: points when every condition holds; yes or no is `all` with one condition."""

from dataclasses import dataclass

from .conditions_met import Met


@dataclass(frozen=True)
class All(Met):
    """全部条件满足才得分; false as soon as one is."""

    kind = "all"
    every = True
