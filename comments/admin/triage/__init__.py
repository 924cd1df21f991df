"""Triage at the desk: the hint on a card, the lead's page and settings."""
