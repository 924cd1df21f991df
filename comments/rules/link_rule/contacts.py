"""PURE: find invitations to a messenger or a network: its name with a number, a handle or a path."""

import re
from dataclasses import dataclass

from ..lexicon import is_word
from .doubtful_links import CONTACTS
from .link_signs import FIGURE
from .verdicts import JudgedSpan, rule_for

# Names of messengers and networks, usual misspellings included, as folding leaves them.
NETWORK = re.compile(
    r"(?<![\w@])(?:wh?a{0,2}t{1,2}s{0,2}\s?a?p{1,2}s?|tele?gr?am+e?|tlgra?m|insta(?:gram)?|ig|tg|snap(?:chat)?|discord"
    r"|skype|tik\s?tok|signal|viber|messenger|facebook|fb|twitter|wechat|botim|linkedin"
    r"|(?:ال)?(?:تي?لي?[جغقك]رام|وات?س\s?[اأ]?ب|[اإ]?نستا?[غقجك]?رام|[اإ]نستا|سناب(?:\s?شات)?|فا?يسبوك|تيك\s?توك"
    r"|سكايب|ديسكورد|فايبر|سيغنال|تويتر|ماس?نجر))(?!\w)"
)
# What every network's name holds: without one of these no text is searched.
PARTS = (
    *(
        "at",
        "ts",
        "gr",
        "ig",
        "tg",
        "snap",
        "disc",
        "skyp",
        "tok",
        "sign",
        "vib",
        "mess",
        "face",
        "fb",
    ),
    *(
        "twit",
        "chat",
        "boti",
        "linke",
        "insta",
        "رام",
        "ات",
        "وتس",
        "نست",
        "سناب",
        "سبوك",
        "توك",
        "سكاي",
    ),
    *("ديسك", "فايب", "سيغ", "تويت", "نجر"),
)
PHONE = re.compile(r"(?<![\w.,])(?:\+|00\s?)?\(?\d(?:[\s.()/-]{0,2}\d){7,14}(?!\w)")
DIGIT = re.compile(r"\d")  # without one no text is searched for a number
FIGURES_IN_WORDS = re.compile(
    r"(?:(?:zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt"
    r"|trente|quarante|cinquante|soixante|septante|huitante|nonante|cent|et)[\s,-]{1,2}){5,}"
)
LINK_WORDS = frozenset(  # between a network's name and a handle
    """c c'est cest est is it's ha howa hiya dyali dyalna nom compte id pseudo user mon ma my the le la les sur on at
    f fi en dans via par add me ajoutez ajoute moi us voila du de canal chaine channel profil d' l'insta
    ديالي ديالنا هو هي اسمها اسمه فيها حسابي في على عبر @""".split()
)
HANDLE = re.compile(r"\w[\w.#-]{2,40}")
TOKEN = re.compile(r"\S+")
AROUND_TOKENS = "\"'«»()*:=→>,;!—–-…"
HANDLE_ON_X = re.compile(r"(?<!\w)(?:sur|on|mon|compte|my)\sx\s{0,2}[:(]?\s?@\w{3,32}")
# A short address whose dot was left out: nothing else is written so.
SHORTCUT = re.compile(
    r"(?<![\w.])(?:(?:t|wa|m)\s{1,2}me|bit\s{1,2}ly|discord\s{0,2}gg|youtu\s{1,2}be|goo\s{1,2}gl|linktr\s{1,2}ee"
    r"|t\.{2,4}me|chat\s{1,2}whatsapp(?:\s{1,2}com)?|tinyurl(?:\s{1,2}com)?)\s{0,2}/\s?[\w@+?=-]{2,60}"
)
NETWORK_PATH = re.compile(
    r"(?<![\w./])(youtube|facebook|fb|insta(?:gram)?|tik\s?tok|twitter|telegram|discord|linkedin|x|فا?يسبوك|تيلي?[جغ]رام)\s?/\s?"
    r"([\w@?=&.%+/-]{3,80})"
)
FILM = re.compile(r"/watch\?v=[\w-]{6,14}")
PATH_OF_A_NETWORK = re.compile(
    r"watch\?|c/|channel/|groups?/|invite/|@|[\w.]{2,40}/status|shorts/|reels?/|pages?/|joinchat"
)
AROUND = 40  # characters between a network's name and what belongs to it


@dataclass(frozen=True, slots=True)
class Contact:
    """What stands beside a network's name, and the facts that the rules ask for."""

    shape: str  # shortcut, path, number or handle
    text: str  # the path, the number or the handle
    network: str = ""

    @property
    def is_page_of_a_network(self):
        """Return whether the path is one that networks give to pages and films."""
        return self.shape == "path" and PATH_OF_A_NETWORK.match(self.text) is not None

    @property
    def is_path_of_a_name(self):
        """Return whether the path is no common word, nor another network: «fb/insta»."""
        if self.shape != "path" or self.network == "x" or NETWORK.fullmatch(self.text):
            return False
        return not is_word(self.text.strip("./")) and any(
            sign in self.text or self.text != self.text.strip(sign) for sign in "._?=&0123456789/"
        )


def contacts(plain):
    """Yield the invitations of a folded text, each with its rule."""
    if "/" in plain:
        for found in SHORTCUT.finditer(plain):
            yield _judged(found.span(), Contact("shortcut", found.group()))
        for found in NETWORK_PATH.finditer(plain):
            yield _judged(found.span(), Contact("path", found[2], found[1]))
        for found in FILM.finditer(plain):
            yield _judged(found.span(), Contact("path", found.group()[1:]))
    if " x" in plain and "@" in plain:
        for found in HANDLE_ON_X.finditer(plain):
            yield _judged(found.span(), Contact("handle", found.group(), "x"))
    if not any(part in plain for part in PARTS):
        return
    numbers = [
        pattern
        for pattern, sign in ((PHONE, DIGIT), (FIGURES_IN_WORDS, FIGURES_IN_WORDS))
        if sign.search(plain)
    ]
    for network in NETWORK.finditer(plain):
        yield from _beside(plain, network, numbers)


def _beside(plain, network, numbers):
    """Yield the number or the handle that stands before or after a network's name."""
    start, end = network.span()
    before = max(0, start - AROUND, plain.rfind("\n", max(0, start - AROUND), start) + 1)
    line_end = plain.find("\n", end, end + AROUND)
    after = line_end if line_end >= 0 else min(len(plain), end + AROUND)
    for pattern in numbers:
        if found := pattern.search(plain, end, after) or pattern.search(plain, before, start):
            span = min(start, found.start()), max(end, found.end())
            yield _judged(span, Contact("number", found.group(), network.group()))
            return
    tokens_after = TOKEN.finditer(plain, end, after)
    tokens_before = reversed(list(TOKEN.finditer(plain, before, start)))
    for tokens in (tokens_after, tokens_before):
        if found := _handle_among(tokens):
            span = min(start, found.start()), max(end, found.end())
            yield _judged(span, Contact("handle", found.group(), network.group()))
            return


def _handle_among(tokens):
    """Return the first token that is a handle; None if a word that links nothing comes first."""
    for token in tokens:
        word = token.group().strip(AROUND_TOKENS)
        if _is_handle(word):
            return token
        if word and word not in LINK_WORDS:
            return None
    return None


def _is_handle(text):
    """Return whether a token is an account's name: a sign, or letters and figures, tell it from a word."""
    token = text.strip(".-#")
    if "@" in token:
        return len(token) > 3
    if not HANDLE.fullmatch(token):
        return False
    if FIGURE.fullmatch(token) or token.replace("-", "").isdigit():
        return False
    if re.search(r"\w_\w|#\d{3}", token):
        return True
    if "-" in token:
        return False
    if re.search(r"[a-z]{3}\d|\d[a-z]{3}", token):
        return True
    parts = token.split(".")
    return len(parts) in {2, 3} and all(len(part) > 1 and part.isalpha() for part in parts)


def _judged(span, contact):
    return JudgedSpan(*span, "invite", rule_for(contact, CONTACTS))
