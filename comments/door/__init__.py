"""The checks on every posted form, without a cookie and without a puzzle.

A page is the same for every reader and holds nothing of theirs. So the request's own Origin says where it
comes from (origin.py), and a signed stamp, the same for everyone, says how old the page is (stamp.py).
Keyed hashes count the acts of each reader (sender.py, rates.py). steps.py lists the checks in order.
"""
