"""Drills: what goes wrong on one machine, under readers and posters, and what held. `make drill` runs them all.

load.py reads and writes meanwhile and counts; troubles.py makes the trouble; `__main__.py` runs and tells.
"""
