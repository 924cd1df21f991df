from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Gather sentences as Django does, without guesses.

    For a new sentence msgmerge takes the translation of a similar one and marks it «fuzzy»; an empty
    translation is easier to see and cannot be left standing.
    """

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
