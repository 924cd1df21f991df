"""Drills: what goes wrong under readers and posters, and what held. `make drill` runs them all.

On one machine: place.py starts the sites; troubles.py, outages.py and surroundings.py make the troubles; `__main__.py` runs
and tells. slow_line.py and mail.py stand in for a slow network and a mail server. Several machines on this one:
machines.py and cable.py start them, cluster_troubles.py is their trouble, cluster.py runs it. For both, load.py reads and
writes meanwhile and counts.
"""
