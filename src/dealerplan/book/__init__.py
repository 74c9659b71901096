"""The append-only book of actuals: one contract (contract.py), several keepers."""
