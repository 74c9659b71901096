"""dealerplan keeps a car dealership's annual plan alive: targets, actuals and what remains to be done."""

__version__ = "0.1.0"
