"""The web server: what starts it (__main__.py), its main process (server.py), what that one loads (loaded.py)."""
