"""The words of public addresses and forms, which stay French, under their English names."""

from enum import StrEnum


class Word(StrEnum):
    """One parameter of an address or a form; its value is the public word."""

    # Pages of a list, and of a discussion
    BEFORE = "avant"  # number of the last article, or correction, of the page before
    AFTER = "apres"  # of a discussion: the last comment shown; of the desk's lists: a cursor
    ORDER = "tri"
    FROM = "depuis"  # the comment that the page begins with
    CONVERSATION = "fil"  # the comment that opens the conversation told alone
    # Readers' pages
    ACT = "agir"
    DONE = "fait"
    CLAUSE = "regle"
    PARENT = "repondre"
    SENT = "merci"  # the report of an error has arrived
    # The lane of the desk's queue and its filters
    LANE = "file"
    LANGUAGE = "langue"
    SECTION = "rubrique"
    ARTICLE = "article"
    FLAG = "drapeau"
    # The desk's cards, lists and leases
    ON_SCREEN = "montres"  # cards whose state is asked
    HELD = "hors"  # cards that are already on screen, and not to be given again
    RENEW = "garder"
    RELEASE = "rendre"
    FILTER_NAME = "nom"
    DELETE_FILTER = "retirer"
    DAYS = "jours"
    DAY = "jour"
    WEIGHT = "poids"  # that a lead tries
    TRIED = "essai"  # comments on which a wording is tried, sealed
    COVERED = "couvre"  # those of them that it covers
    # The newsroom
    RESUME = "reprendre"  # open an article's form with that working copy in it
    STANDING = "etat"  # of the list of articles


NEWEST_FIRST = "recents"  # the value of ORDER in a discussion
MOST_RELEVANT_FIRST = "pertinents"  # its value in the search, whose results come by date without it
SEARCH_FIELDS = {  # of the search form; `q` and `source` are the same in both languages
    "section": Word.SECTION,
    "language": Word.LANGUAGE,
    "order": Word.ORDER,
    "since": "depuis",
    "until": "jusque",
}
