"""Commands get their screen with its type, so that mypy finds a method that it does not have."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from dealerplan.cli.run import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_uses_an_untyped_screen(name: str) -> None:
    source = inspect.getsource(import_module(f"dealerplan.cli.{name.replace('-', '_')}"))
    assert "screen_of(ctx" in source
    assert ".obj" not in source
