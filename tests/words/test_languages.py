"""A language is one file: found, read compiled or not, and never old."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dealerplan import words
from dealerplan.cli.options import language
from dealerplan.errors import UsageError
from dealerplan.words import say, say_as, text
from dealerplan.words.languages import HERE, LANGUAGES, catalogue
from dealerplan.words.po import compile_all
from tests.words.test_po import RUSSIAN

ROOT = Path(__file__).parents[2]
LIST = '\nmsgctxt "list"\nmsgid "{one}, {other}"\nmsgstr "{one} и {other}"\n'


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


@pytest.fixture
def russian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A third language's catalogue, beside no other."""
    source = tmp_path / "ru.po"
    source.write_text(RUSSIAN + LIST, encoding="utf-8")
    monkeypatch.setattr(words, "catalogue", lambda lang: catalogue(lang, tmp_path))
    return source


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 месяц"), (3, "3 месяца"), (11, "11 месяцев"), (21, "21 месяц"), (25, "25 месяцев")]
)
@pytest.mark.usefixtures("russian")
def test_a_third_language_has_its_own_plurals(number: int, said: str) -> None:
    assert text(say("{number} month", "{number} months", number=number), "ru") == said


@pytest.mark.usefixtures("russian")
def test_one_english_word_has_two_meanings() -> None:
    assert text(say_as("of a person", "late"), "ru") == "опоздал"
    assert text(say_as("of a payment", "late"), "ru") == "late"
    assert text(say_as("of a person", "late"), "en") == "late"


@pytest.mark.usefixtures("russian")
def test_lists_are_joined_as_the_language_does() -> None:
    assert text(["а", "б", "в"], "ru") == "а и б и в"
    assert text(["{", "}"], "ru") == "{ и }"


class TestCompiled:
    def test_is_read_alone(self, russian: Path) -> None:
        compile_all(russian.parent)
        russian.unlink()
        assert text(["а", "б"], "ru") == "а и б"

    def test_is_read_while_its_source_is_the_same(self, russian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        compile_all(russian.parent)
        monkeypatch.setattr("dealerplan.words.po.compiled", None)
        assert text(["а", "б"], "ru") == "а и б"

    @pytest.mark.parametrize("seconds", [-60, 60])
    def test_is_passed_over_where_its_source_is_another(self, russian: Path, seconds: int) -> None:
        compile_all(russian.parent)
        time = russian.stat().st_mtime + seconds
        russian.write_text(RUSSIAN + LIST.replace(" и ", " или "), encoding="utf-8")
        os.utime(russian, (time, time))
        assert text(["а", "б"], "ru") == "а или б"


@pytest.mark.parametrize("name", ["zh", "zh_CN.UTF-8", "ZH-TW", "en_GB", "en"])
def test_languages_have_names_of_locales(name: str) -> None:
    assert language(name, {}) == language(None, {"LANG": name}) == name[:2].lower()


def test_a_language_that_is_not_here() -> None:
    assert language(None, {"LANG": "fr_FR.UTF-8"}) == "en"
    with pytest.raises(UsageError, match="fr is not a language here") as refused:
        language("fr", {})
    assert str(refused.value.hint) == f"choose {', '.join(LANGUAGES)}"


def test_no_language_is_named_but_by_its_file() -> None:
    assert "zh" in LANGUAGES
    assert {file.stem for file in HERE.glob("*.po")} == {*LANGUAGES} - {"en"}


@pytest.mark.slow
def test_a_wheel_has_catalogues_compiled_alone(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path))
    with zipfile.ZipFile(built) as wheel:
        names = {Path(name).name for name in wheel.namelist() if name.startswith("dealerplan/words/")}
        wheel.extractall(tmp_path / "installed")
    assert {"zh.mo"} == {name for name in names if name.endswith((".mo", ".po"))}
    installed = tmp_path / "installed/dealerplan/words"
    assert catalogue("zh", installed).gettext("met") == "达标"
