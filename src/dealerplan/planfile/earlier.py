"""Earlier ids: what `was` says. Each is an id that nothing of its kind has any more, and that one thing alone had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from dealerplan.errors import Invalid
from dealerplan.words import say

Report = Callable[[str, int, Invalid], None]
"""Takes the id of a thing, the place in its `was`, and what is wrong there."""

_GONE = say("write an id that nothing in the plan has any more, or take it out of was")


def refuse_earlier(was: Mapping[str, Sequence[str]], report: Report) -> None:
    """Report earlier ids that can't be meant, of the things of one kind by their ids."""
    had: dict[str, str] = {}
    for id, earlier in was.items():
        for at, old in enumerate(earlier):
            if old == id:
                message = say("was names {name} itself", name=id)
                report(id, at, Invalid(message, say("write the id that it had before, or leave was out")))
            elif old in was:
                report(id, at, Invalid(say("was names {name}, which the plan still has", name=old), _GONE))
            elif had.setdefault(old, id) != id:
                message = say("both {one} and {other} were {name}", one=had[old], other=id, name=old)
                report(id, at, Invalid(message, say("what the book holds under it counts once: keep one of them")))


def in_full(wholes: Iterable[str], shorts: Iterable[str]) -> tuple[str, ...]:
    """Every full id that a part has or had, by the ids of its whole and its own; those of now come first in both."""
    return distinct(f"{whole}.{short}" for whole in wholes for short in shorts)


def distinct(ids: Iterable[str]) -> tuple[str, ...]:
    """Ids, each once."""
    return tuple(dict.fromkeys(ids))


def own_parts(whole: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The last words of the full ids that lie right below a whole."""
    return tuple(id.removeprefix(f"{whole}.") for id in ids if id.startswith(f"{whole}."))
