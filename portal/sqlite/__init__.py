"""The database backend for SQLite: Django's, with the writers of a process in turn."""
