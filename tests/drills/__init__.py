"""Drills: what goes wrong on one machine, under readers and posters, and what held. `make drill` runs them all.

place.py starts the sites; load.py reads and writes meanwhile and counts; troubles.py, outages.py and surroundings.py
make the troubles; `__main__.py` runs and tells. slow_line.py and mail.py stand in for a slow network and a mail server.
"""
