"""The public words of addresses and forms, which stay French, under their English names."""

from enum import StrEnum


class Word(StrEnum):
    """One parameter of an address or a form; its value is the public word."""

    # The lane of the queue and its filters
    LANE = "file"
    LANGUAGE = "langue"
    SECTION = "rubrique"
    ARTICLE = "article"
    FLAG = "drapeau"
    # The desk's lists, filters and leases
    AFTER = "apres"  # the cursor of a list's next page
    ON_SCREEN = "montres"  # cards whose state is asked
    HELD = "hors"  # cards that are already on screen, and not to be given again
    RENEW = "garder"
    RELEASE = "rendre"
    FILTER_NAME = "nom"
    DELETE_FILTER = "retirer"
    DAYS = "jours"
    DAY = "jour"
    # Readers' pages
    ACT = "agir"
    DONE = "fait"
    CLAUSE = "regle"
    PARENT = "repondre"
