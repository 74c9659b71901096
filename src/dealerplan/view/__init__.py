"""Scorecards and histories as documents (document.py) and as JSON (payload.py); nothing is computed here."""
