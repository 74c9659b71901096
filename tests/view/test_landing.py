"""What `show` says of how a period will end."""

from __future__ import annotations

import pytest

from dealerplan.view.document import Line
from dealerplan.view.landing import landing_lines
from dealerplan.words import Lang, text
from tests.view.pages import made

TARGETS = """
measures:
  sold: {unit: 台}
  jobs: {unit: 台}
  talks: {unit: 次}
  profit: {unit: 万元}
  score: {unit: 分, over_time: mean}
targets:
  sold: {goal: 1200}
  talks: {goal: 4}
  jobs: {goal: 1200, phasing: {Q1: 20%}}
  each: {formula: profit / jobs, goal: 0.3, unit: 万元/台}
  score: {goal: 90}
"""


def said(target: str, lang: Lang = "en", **values: str) -> list[str]:
    page = made(TARGETS, **values)
    (card,) = [one for one in page.card.targets if one.target.id == target]
    blocks = landing_lines(card)
    return [text(one.text, lang) for one in blocks if isinstance(one, Line)]


@pytest.mark.parametrize(
    ("target", "values", "lines"),
    [
        (
            "sold", {"sold": "90 101 99 102 99 101 100"},
            ["Forecast: 1,186台, 14台 short of the goal", "From: by this year's average, no earlier year"],
        ),
        (
            "sold", {"sold": "100 100 100 100 100 100 99.8"},  # not rounded to the goal
            ["Forecast: 1,199.7台, 0.34台 short of the goal", "From: by this year's average, no earlier year"],
        ),
        (
            "talks", {"talks": "1 0 0 0 0 0 1"},  # few, in fractions of one
            ["Forecast: 3.43次, 0.57次 short of the goal", "From: by this year's average, no earlier year"],
        ),
        (
            "each", {"profit": "24 24 24", "jobs": "80 80 80"},
            ["Forecast: 0.24万元/台, 0.06万元/台 short of the goal", "From: by this year's average, no earlier year",
             "That is 288万元 over 1,200台, forecast each by itself"],
        ),
        ("score", {"score": "91 92"}, ["No forecast: it is neither a sum nor one sum over another"]),
        ("score", {"sold": "1"}, []),
    ],
)  # fmt: skip
def test_a_forecast_without_an_earlier_year(target: str, values: dict[str, str], lines: list[str]) -> None:
    assert said(target, **values) == lines


def test_a_season_of_few_years_counts_in_part() -> None:
    last_year = " ".join(str(60 + 10 * month) for month in range(12))
    lines = said("sold", sold=f"{last_year} | 66 77 88")
    assert lines[0].startswith("Forecast: 1,")
    assert lines[-1].startswith("Taken as ")
    assert any(line.startswith("From: by March last year had 15.2% of its year") for line in lines)
