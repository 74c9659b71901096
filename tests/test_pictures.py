"""README's pictures show what the demo says now: scripts/pictures.py makes them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    """The script."""
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "scripts" / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_status_is_the_demos(lang: str, pictures: ModuleType) -> None:
    assert (PICTURES / f"status.{lang}.svg").read_text(encoding="utf-8") == pictures.status_svg(lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_was_taken_of_the_demos_page(lang: str, pictures: ModuleType) -> None:
    png = (PICTURES / f"report.{lang}.png").read_bytes()
    assert pictures.made_of(png) == pictures.hash_of(pictures.report_html(lang))


@pytest.mark.parametrize(("file", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_a_readme_shows_them(file: str, lang: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert f"docs/pictures/status.{lang}.svg" in text
    assert f"docs/pictures/report.{lang}.png" in text
