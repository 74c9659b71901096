"""How the members of a measure are read: as a list, or as a mapping with what is said of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dealerplan.domain.month import Month
from dealerplan.errors import Invalid
from dealerplan.planfile.earlier import refuse_earlier
from dealerplan.planfile.fields import Misplaced, read_earlier, read_id, read_month, read_text, within
from dealerplan.words import meant, say


class Member(NamedTuple):
    """What is said of a member: its own members, what it is called, its first and last month, its earlier ids."""

    members: Mapping[str, Member] = MappingProxyType({})
    name: str | None = None
    start: Month | None = None
    until: Month | None = None
    was: tuple[str, ...] = ()


Members = Mapping[str, Member]
_OF_MEMBER = ("from", "until", "was", "name", "members")


def _member(value: Any) -> Member:
    """A mapping with any of the keys of a member says them of it; any other names its members."""
    if not isinstance(value, dict) or not any(key in _OF_MEMBER for key in value):
        return Member(read_members(value))
    for key in value:
        if key not in _OF_MEMBER:
            hint = meant(key, _OF_MEMBER, say("a member has {known}", known=_OF_MEMBER))
            raise Misplaced((key,), Invalid(say("there is no key {key}", key=key), hint), is_key=True)

    def said(key: str, read: Callable[[Any], Any]) -> Any:
        return within(key, read, value[key]) if key in value else None

    name, start, until = said("name", read_text), said("from", read_month), said("until", read_month)
    found = Member(said("members", read_members) or {}, name, start, until, said("was", read_earlier) or ())
    if found.start and found.until and found.start > found.until:
        raise Misplaced(("until",), Invalid(say("until comes before from"), say("write the last month")))
    return found


def _member_of_list(one: Any) -> dict[str, Any]:
    """A member with what a list says of it: `bob`, `{bob: {until: 2026-06}}`, or `{name: bob, until: 2026-06}`."""
    if not isinstance(one, dict):
        return {str(one): {}}
    if isinstance(one.get("name"), dict) or "name" not in one:
        return one
    return {str(one["name"]): {key: said for key, said in one.items() if key != "name"}}


def read_members(value: Any) -> Members:
    """Members as a list, or as a mapping of members to what is said of them."""
    if isinstance(value, dict):
        found = {within(id, read_id, id): within(id, _member, below) for id, below in value.items()}
        refuse_earlier({id: member.was for id, member in found.items()}, _misplaced)
        return found
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        mapping: dict[str, Any] = {}
        for one in value:
            mapping |= _member_of_list(one)
        hint = say("write {example}", example=_flow(mapping))
        raise Invalid(say("a list of members says nothing more of them"), hint)
    listed: dict[str, Member] = {}
    for index, id in enumerate([value] if isinstance(value, str) else value or ()):
        short = within(index, read_id, id)
        if short in listed:
            message = say("the member {name} stands here twice", name=short)
            raise Misplaced((index,), Invalid(message, say("keep one of them")))
        listed[short] = Member()
    return listed


def _misplaced(id: str, at: int, error: Invalid) -> None:
    raise Misplaced((id, "was", at), error)


def _flow(value: Any) -> str:
    """Data as a plan file has it in braces and brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return "{}" if value is None else str(value)
