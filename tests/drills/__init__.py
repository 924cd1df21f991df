"""Drills: what goes wrong under readers and posters, and what held. `make drill` runs them all.

load.py reads and writes meanwhile and counts; troubles.py makes the trouble on one machine, `__main__.py` runs and tells.
machines.py and cable.py start several machines on this one, cluster_troubles.py is their trouble, cluster.py runs it.
"""
