"""Backups: the database, the pictures and the head of the log in one file, and the way back.

A backup is a tar packed by gzip: `head.json` (what it is), the database, the pictures, `manifest.json` (the digest of
each part). A locked one is an age file around it (age-encryption.org), which only a key kept elsewhere opens.

errors.py names what goes wrong, age.py locks, archive.py writes and reads the file, sqlite.py and postgresql.py copy
the database and put it back, making.py and restoring.py are the two ways, copies.py says which backups stay.
"""
