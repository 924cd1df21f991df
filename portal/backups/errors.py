"""What a backup or a restore may refuse: each text is a sentence for the operator."""


class BrokenBackup(Exception):
    """A file that is no whole backup, or that this key does not open."""


class Refused(Exception):
    """What cannot be done here and now; nothing was changed."""
