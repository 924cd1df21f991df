"""How the staff sign in: a password and a second factor, or a passkey alone (django-allauth).

adapters.py says what allauth asks of a site, required.py who may go on, sessions.py lists and ends one's sessions, and
journal.py writes what happened and tells the person by mail.
"""
