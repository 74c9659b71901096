"""Pages in a browser: every figure is there and whole, nothing overflows, and no request leaves the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

from dealerplan.render.formats import Options, writer
from dealerplan.words import Lang
from tests import made_group
from tests.conftest import Dealerplan
from tests.render import readers
from tests.render.corpus import corpus
from tests.render.programs import program

pytestmark = pytest.mark.slow
AS_IT_SHOULD_BE = {"fits": True, "broken": [], "outside": [], "requests": [], "unscrolled": 0}
ALONE = (
    "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
LOOK = """
const words = selector => [...document.querySelectorAll(selector)].map(one => one.textContent);
const lines = one => new Set([...one.getClientRects()].map(box => box.top)).size;
const broken = [...document.querySelectorAll('.n')].filter(one => lines(one) > 1);
const room = document.documentElement.clientWidth;
const outside = [...document.querySelectorAll('main *')].filter(
    one => !one.closest('.scroll, svg') && one.getBoundingClientRect().right > room + 1);
return {
    said: words('h1, h2, h3, p, li, dt, dd, th, td'),
    fits: document.documentElement.scrollWidth <= innerWidth,
    broken: broken.map(one => one.textContent),
    outside: outside.map(one => one.outerHTML.slice(0, 200)),
    requests: performance.getEntriesByType('resource').map(one => one.name),
    unscrolled: [...document.querySelectorAll('.scroll')].filter(
        one => one.scrollWidth > one.clientWidth && getComputedStyle(one).overflowX !== 'auto').length,
};
"""


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    """A browser that is alone with its pages."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = program("chromium", "chromium chromium-driver")
    for argument in (*ALONE, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(program("chromedriver", "chromium-driver")))
    yield driver
    driver.quit()


def test_pages(browser: Any, tmp_path: Path) -> None:
    for (name, document), lang in product(corpus().items(), get_args(Lang)):
        file = tmp_path / f"{name}.{lang}.html"
        file.write_bytes(writer("html")(document, lang, Options()))
        for width in (380, 1280):
            metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
            browser.get(file.as_uri())
            found = browser.execute_script(LOOK)
            assert readers.told(found.pop("said")) == readers.on_page(document, lang), (file.name, width)
            assert found == AS_IT_SHOULD_BE, (file.name, width)
    assert browser.get_log("browser") == []


SORTED = """
const table = [...document.querySelectorAll('table')].find(one => one.rows[1].cells[0].textContent === '华东');
const button = [...table.querySelectorAll('th button')].pop();
const names = () => [...table.tBodies[0].rows].map(row => row.cells[0].textContent);
button.click();
const down = names();
button.click();
return [down, names()];
"""
OPEN = "return [...document.querySelectorAll('details[open] > summary')].map(one => one.textContent);"


def test_page_of_a_group(browser: Any, dealerplan: Dealerplan) -> None:
    """It sorts by a click, a link opens a region and a store, and nothing overflows on a phone."""
    made_group.write(Path.cwd())
    for name in ("early", "late"):
        assert dealerplan("record", "--from", f"{name}.csv", "--new-book", today="2026-04-07").code == 0
    file = Path.cwd() / "group.html"
    made = dealerplan("group", "--format", "html", "--lang", "zh", "--out", str(file), today="2026-04-07")
    assert made.code == 0, made.err
    for width in (380, 1280):
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        browser.get(f"{file.as_uri()}#part-store-s15")
        browser.refresh()
        assert browser.execute_script(OPEN) == ["华北：6 家", "太原1店（s15、华北、本田、B、郭静）"]
        found = browser.execute_script(LOOK)
        found.pop("said")
        assert found == AS_IT_SHOULD_BE, width
    assert browser.execute_script(SORTED) == [["华东", "华南", "西南", "华北"], ["华北", "西南", "华南", "华东"]]
    assert browser.get_log("browser") == []
