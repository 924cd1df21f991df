"""PURE: the names of a byline, without employers, titles, places and addresses."""

import re

from ..rules.characters import unescape
from .dateline import KNOWN

BY = re.compile(r"^\s*(?:by|par|de|from|por|von|reporting by|propos recueillis par|بقلم|من إعداد|إعداد|من)\s*:?\s+", re.I)  # fmt: skip
# A paragraph of the copy that holds names and nothing else.
BY_LINE = re.compile(
    r"^(?:(?i:by|par|propos recueillis par)\s*:?\s+(?=[^\W\d_a-zß-öø-ÿ])|(?:بقلم|من إعداد|إعداد)\s*:?\s+)(?!.*[.!?]\s*$)\S+(?:\s+\S+){0,12}$"
)
AND = re.compile(r"\s*(?:,\s*(?:and|et)\s+|\s+(?:and|et|y|und|&|avec|with)\s+|,|;|،|/|\||\n)\s*")
# In Arabic «and» is a letter before a name, as names begin with: two whole names stand on both sides of it.
ARABIC_AND = re.compile(r"^(\S+\s+\S.*?)\s+و(?=\S+\s+\S)")
# Who pays, what they are, where they are: no part of a name.
TITLE = re.compile(
    r"\b(?:writers?|reporters?|correspondents?|editors?|staff|journalists?|bureau|chief|special to|contributor|columnist|analyst|news|desk|photographer|producer"
    r"|envoyée?s?\s+spéciale?s?|envoyée?s?|correspondant\w*|journalistes?|rédact\w+|chef\w*\s+d\w+|photographe\w*|grand reporter|stagiaires?|pigistes?|agences?|agency|agencies"
    r"|associated press|press association|agence france[- ]presse|maghreb arabe presse|press|presse|professor|director|president|ph\.?d)\b"
    r"|^(?:مراسل\w*|موفد\w*|صحافي\w*|صحفي\w*|محرر\w*|وكالة\b.*|وكالات)|\bcorresponsal\b|\bredacción\b|\bkorrespondent",
    re.I,
)
EMPLOYER = re.compile(rf"^(?:{KNOWN})$")
WHERE = re.compile(r"\s+(?:in|at|à|au|aux|en|from|depuis)\s+[^\W\d_a-zß-öø-ÿ].*$")
# «JON GAMBRELL Associated Press Writer»: two words of a name, then the employer.
WITH_EMPLOYER = re.compile(r"(?<=\w\s)(\S+)\s+(?:the\s+)?(?:associated press|agence france|(?-i:AP|AFP|MAP|Reuters|REUTERS|EFE|APS|TAP))\b.*$", re.I)  # fmt: skip
AFTER_TEAM = re.compile(r"[.;]\s*(?:edit(?:ing|ed)|writing|additional reporting|édité|edición)\b.*$", re.I)  # fmt: skip
# «a@b.example (Salma Idrissi)», as RSS 2.0 writes an author. From a word's head to its first «@»: with several, each
# once stood for the one between two runs, the cube of their number.
RSS_AUTHOR = re.compile(r"(?<!\S)\S[^\s@]*@[^\s()]+\s*\(([^()]+)\)")
NO_NAME = re.compile(r"@|https?:|^\W*$|\d{3}")
NAMES_MOST, NAME_MOST = 10, 80  # characters of a name


def names_of(byline: str) -> list[str]:
    """Return the names of a byline: «Par Salma Idrissi et Anas Rhoul» → both, without «Par»."""
    byline = re.sub(r"<byttl>.*?</byttl>", " ", byline[:1000], flags=re.I | re.DOTALL)
    byline = " ".join(unescape(re.sub(r"<[^<>]*>", " ", byline)).split())
    byline = RSS_AUTHOR.sub(r"\1", byline)
    byline = re.sub(r"\([^()]*\)", " ", AFTER_TEAM.sub("", BY.sub("", byline)))
    names = [_name(each) for part in AND.split(byline) for each in _two_of(part)]
    return list(dict.fromkeys(filter(None, names)))[:NAMES_MOST]


def _name(part):
    """Return the name in a part of a byline, or "" for an employer, a title or an address."""
    name = WITH_EMPLOYER.sub(r"\1", BY.sub("", " ".join(part.split()).strip(" .:-–—")))
    name = WHERE.sub("", name).strip(" .:-–—")
    is_name = 1 < len(name) <= NAME_MOST and not EMPLOYER.match(name) and not TITLE.search(name)
    return name if is_name and not NO_NAME.search(name) else ""


def _two_of(name):
    found = ARABIC_AND.match(name)
    return [found[1], *_two_of(name[found.end() :])] if found else [name]
