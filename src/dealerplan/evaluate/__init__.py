"""Pure computing: a plan, its actuals, a month and a day in; a finished scorecard out."""

from dealerplan.evaluate.scorecard import Scorecard, TargetCard, evaluate, last_recorded

__all__ = ["Scorecard", "TargetCard", "evaluate", "last_recorded"]
