"""Plans from text, for the tests of this folder."""

from __future__ import annotations

from dealerplan.domain.plan import Plan, Target
from dealerplan.planfile.load import load

HEAD = "plan: sales-2026\nstore: north\nperiod: 2026\n"


def read(text: str) -> Plan:
    """A plan that must be right."""
    found = load(text.encode(), "plan.yaml")
    assert isinstance(found, Plan), [str(error.message) for error in found]
    return found


def refuse(text: str) -> list[str]:
    """What is said of a plan that must be wrong: `line:column: message`."""
    found = load(text.encode(), "plan.yaml")
    assert isinstance(found, list)
    return [f"{error.mark.line}:{error.mark.column}: {error.message}" for error in found]


def target(plan: Plan, id: str) -> Target:
    """A target by its id."""
    return next(target for target in plan.targets if target.id == id)
