"""STUB"""

from fractions import Fraction

from dealerplan.evaluate import TargetCard
from dealerplan.words import Message


def landing_value(card: TargetCard) -> Fraction | None:
    return None


def landing_said(card: TargetCard) -> Message | None:
    return None


def landing_in_short(card: TargetCard) -> Message | None:
    return None
