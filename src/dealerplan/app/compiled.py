"""Plan files' bytes to plans, by way of what was compiled before."""

from __future__ import annotations

from pathlib import Path

from dealerplan.domain.plan import Plan
from dealerplan.planfile.cache import Cache
from dealerplan.planfile.problem import PlanError

_cache = Cache()


def use(file: Path | None) -> None:
    """Take the compiled plans of a file, or only those of this run."""
    global _cache
    _cache = Cache(file)


def cache() -> Cache:
    """The compiled plans that are used."""
    return _cache


def plan_of(raw: bytes, path: str) -> Plan | list[PlanError]:
    """The plan of a file's bytes with their text, or what is wrong with them; `path` is how messages call the file."""
    found = _cache.plan(raw)
    if found is None:
        from dealerplan.planfile.load import load  # YAML and pydantic, which take long to import

        loaded = load(raw, path)
        if not isinstance(loaded, Plan):
            return loaded
        _cache.add(raw, loaded)
        found = loaded
    return found._replace(path=path, text=raw.decode())
