"""Who may post a form here, without a cookie and without a puzzle.

A page is the same for every reader, so nothing in it is theirs: the request's own Origin says where it
comes from (origin.py), and a signed stamp, the same for everyone, how old the page is (stamp.py). Readers
are counted by keyed hashes (sender.py, rates.py). steps.py lists what may stop a form, in order.
"""
