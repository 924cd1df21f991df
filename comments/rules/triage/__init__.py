"""PURE: what triage reads in a text. It orders what waits and marks words; it decides nothing."""
