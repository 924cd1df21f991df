"""PURE: decide if a link is sure, doubtful or prose; the whole answer is in these tables.

Each shape of address has its table. It is read from the top: the first rule whose test holds gives the
verdict, so that a rule may count on those above it having failed. Each example is checked by
tests/comments/rules/test_doubtful_links.py to get that verdict from that very rule.

The stretches are found, and their facts (`host.is_announced` and the like) worked out, in hosts.py,
disguises.py, ip_addresses.py and links.py. The same tables judge a text whose spaced letters or tags were
taken out (closed_up.py): there only a sure address of five characters or more counts.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple

from ..lexicon import ALWAYS_ADDRESS, is_word, opens_sentences
from .link_signs import (
    ARABIC_LETTER,
    EVERYDAY_TLDS,
    FILE_ENDINGS,
    HOUR,
    NEVER_BEFORE_POINT,
    PRODUCTS,
    SHORTENERS,
)


class Verdict(Enum):
    """Say how surely a stretch of text is an address, and how the house treats it.

    SURE: no reader would doubt it. The form refuses the text and shows its author the address, marked.
    DOUBTFUL: it could be prose, most often a missing space after a full stop. The form takes the text; the
    comment waits with the flag «Lien possible», and the moderator's card marks the words.
    PROSE: it looks like an address and is none. Neither author nor moderator hears of it.
    """

    SURE = "sure"
    DOUBTFUL = "doubtful"
    PROSE = "prose"


SURE, DOUBTFUL, PROSE = Verdict


class Rule(NamedTuple):
    """One line of a table; `example` is a text that gets its verdict from this rule."""

    name: str
    example: str
    test: Callable[[Any], bool]
    verdict: Verdict


class JudgedSpan(NamedTuple):
    """A stretch of text that was looked at, prose included, and the rule that judged it."""

    start: int
    end: int
    kind: str  # as in links.Link
    rule: Rule

    @property
    def is_link(self):
        return self.rule.verdict is not PROSE


def rule_for(facts, table: tuple[Rule, ...]) -> Rule:
    """Return the first rule of a table that holds; the last of each table always does."""
    return next(rule for rule in table if rule.test(facts))


def otherwise(_facts) -> bool:
    return True


# fmt: off
# Shapes that have one verdict, whatever stands around them.
SCHEME = Rule("a scheme", "Voir http://exemple.org/page.", otherwise, SURE)
BARE_SCHEME = Rule("a scheme without its slashes", "Écrivez à mailto: moi@exemple", otherwise, SURE)
MARKUP = Rule("the markup of a link", "[url]exemple[/url]", otherwise, SURE)
EMAIL = Rule("an e-mail address", "Écrivez à moi@exemple.org", otherwise, SURE)
MAIL_PROVIDER = Rule("a name at a mail provider, without a dot", "karim arobase hotmail fr", otherwise, DOUBTFUL)
INVITE = Rule("an account of a messenger", "@casino_dz sur telegram", otherwise, DOUBTFUL)
SPELLED_WWW = Rule("«www» and a disguised dot", "www point exemple", otherwise, SURE)
IPV6 = Rule("an IPv6 address", "ouvrez [::1]:8000", otherwise, SURE)

# «exemple.com»: an address, or a full stop without its space? (hosts.Host)
HOSTS = (
    Rule("a product whose name has a dot", "Il code en ASP.NET depuis dix ans",
         lambda host: host.text in PRODUCTS and not host.has_path, PROSE),
    Rule("«www» opens it", "Voir www.exemple.org",
         lambda host: host.names[0].startswith("www"), SURE),
    Rule("a shortener of addresses", "t.me/promo2024",
         lambda host: host.text in SHORTENERS, SURE),
    Rule("somebody is spoken to", "@marie.dupont a raison",
         lambda host: host.follows_at_sign and host.tld not in EVERYDAY_TLDS and not host.has_path, PROSE),
    Rule("an apostrophe follows", "imho.it's fine",
         lambda host: host.next_sign == "'", PROSE),
    Rule("one initial before the most usual endings", "le site b.com est fermé",
         lambda host: host.is_initials and host.tld in {"com", "org", "net", "fr"} and len(host.names) == 1, DOUBTFUL),
    Rule("initials and abbreviations", "j.ai vu cela",
         lambda host: host.is_initials, PROSE),
    Rule("an hour", "at 9.30am.It was magic",
         lambda host: HOUR.fullmatch(".".join(host.names)) and not host.has_path, PROSE),

    # With a path after it.
    Rule("a list of words with a slash in it", "pain.la/beurre au choix",
         lambda host: host.has_path and host.next_sign == "/" and host.is_made_of_words and host.ends_in_small_word, DOUBTFUL),
    Rule("a list of languages with a slash in it", "version.ar/en au choix",
         lambda host: host.has_path and host.next_sign == "/" and host.is_made_of_words and host.is_languages, DOUBTFUL),
    Rule("a path follows", "Lisez exemple.fr/x",
         lambda host: host.has_path, SURE),

    # Endings in Arabic letters: most are countries, and countries are words.
    Rule("an Arabic ending after a name with a hyphen", "زوروا كازينو-نت.المغرب اليوم",
         lambda host: ARABIC_LETTER.match(host.tld) and host.has_hyphen, DOUBTFUL),
    Rule("an Arabic ending after a noun with its article, or a country", "المغرب.الجزائر خاوة خاوة",
         lambda host: ARABIC_LETTER.match(host.tld) and host.has_arabic_noun, PROSE),
    Rule("a country in Arabic opens a sentence", "انتهى.المغرب بلد جميل",
         lambda host: host.tld.startswith("ال") and host.word_after and not host.is_announced, PROSE),
    Rule("an Arabic ending", "هسبريس.المغرب",
         lambda host: ARABIC_LETTER.match(host.tld), DOUBTFUL),

    # Lists without their spaces.
    Rule("codes of languages", "fr.ar.en il faut les trois langues",
         lambda host: host.is_languages and (len(host.names) > 1 or not host.is_announced), PROSE),
    Rule("two codes of languages that are announced", "Voyez le site ar.fr",
         lambda host: host.is_languages, DOUBTFUL),
    Rule("a list of words or acronyms", "LFI.RN.LR tous pareils",
         lambda host: host.is_list and not host.is_announced and host.is_made_of_words and host.is_chain_of_words, PROSE),

    # Endings that are no word, or are an address to any reader.
    Rule("the ending of a file", "Lancez main.py après",
         lambda host: host.has_strong_ending and host.tld in FILE_ENDINGS, DOUBTFUL),
    Rule("nothing but figures before a strong ending", "En 2024.fr on verra",
         lambda host: host.has_strong_ending and all(name.isdigit() for name in host.names), DOUBTFUL),
    Rule("words on both sides of a strong ending", "Visitez bravo.com.merci",
         lambda host: host.has_strong_ending and host.beyond and host.is_made_of_words, DOUBTFUL),
    Rule("the word «point» before a strong ending", "mettre le point.com",
         lambda host: host.has_strong_ending and host.names[-1] in {"point", "dot"}, DOUBTFUL),
    Rule("«Com» opens a sentence after a word", "Commentaire censuré.Com supprimé",
         lambda host: host.tld == "com" and host.ending_opens_sentence, DOUBTFUL),
    Rule("a strong ending, its letters spaced out", "bibli o z a r . c o m",
         lambda host: host.has_strong_ending and host.is_unspaced, SURE),
    Rule("a company spoken of", "Le procès contre Booking.com continue à Tunis",
         lambda host: host.has_strong_ending and not host.is_announced and host.is_company_spoken_of, DOUBTFUL),
    Rule("two letters after one bare name", "viva.dz à tous",
         lambda host: host.has_strong_ending and len(host.tld) == 2 and host.tld not in ALWAYS_ADDRESS
         and not host.is_announced and host.is_bare_name, DOUBTFUL),

    # … and of these the ones that open sentences too, after a common word: «ferme.Info», «stop.io».
    Rule("a word and a short ending, announced", "Visitez ferme.info",
         lambda host: host.is_word_and_short_ending and host.is_announced, SURE),
    Rule("a word and a short ending, alone", "ferme.info",
         lambda host: host.is_word_and_short_ending and host.is_at_end and (host.start == 0 or host.tld in {"org", "biz", "eu"}), SURE),
    Rule("a word and a short ending close the text", "On a vu la ferme.info",
         lambda host: host.is_word_and_short_ending and host.is_at_end, DOUBTFUL),
    Rule("a capital opens a sentence after a word", "Je vais à la ferme.Info du jour",
         lambda host: host.is_word_and_short_ending and host.ending_has_capital and not host.is_shouted, PROSE),
    Rule("a word and a short ending amid a sentence", "Je vais à la ferme.info du jour",
         lambda host: host.is_word_and_short_ending and (host.is_shouted or host.word_after), DOUBTFUL),
    Rule("a strong ending", "Voyez casino-maroc.com !",
         lambda host: host.has_strong_ending, SURE),

    # Endings that are words of prose.
    Rule("an ending that is a word, its letters spaced out", "v o u s . i l, tous",
         lambda host: host.is_unspaced, PROSE),
    Rule("a figure before a word", "Nous sommes en 2024.la suite demain",
         lambda host: host.names[-1].isdigit(), PROSE),
    Rule("a capital after a longer name", "Lu hespress.agadir.La suite demain",
         lambda host: host.opens_sentence and len(host.names) > 1 and not host.is_made_of_words, DOUBTFUL),
    Rule("a capital opens a sentence", "vous.Il a raison",
         lambda host: host.opens_sentence, PROSE),
    Rule("a name with a hyphen", "Jouez à casino-dz.ma tous les jours",
         lambda host: not host.is_made_of_words and host.has_hyphen, SURE),
    Rule("a name that is announced", "Lisez hespress.ma demain",
         lambda host: not host.is_made_of_words and host.is_announced, SURE),
    Rule("a name that closes a sentence", "J’habite hespress.paris",
         lambda host: not host.is_made_of_words and not host.word_after and not host.ends_in_small_word, SURE),
    Rule("a name amid a sentence", "hespress.paris vend de tout",
         lambda host: not host.is_made_of_words, DOUBTFUL),
    Rule("a word that opens sentences", "C’est fini.la suite demain",
         lambda host: (host.ends_in_small_word or opens_sentences(host.tld)) and host.word_after and not host.is_announced, PROSE),
    Rule("words, and an ending that is a word", "Voyez voyage.ma",
         otherwise, DOUBTFUL),
)

# «exemple point com», «exemple[.]com»: by the shape of the sign for the dot (disguises.Disguise).
DISGUISES = {
    "opened": (
        Rule("a bracket opens before the dot, after a name", "bibliozar(.com)",
             lambda disguise: not is_word(disguise.name) or disguise.name == "site", SURE),
        Rule("a bracket opens before the dot, after a word", "casino(.com)", otherwise, DOUBTFUL),
    ),
    "signed": (
        Rule("a sign before the dot, after a name", "bibliozar@ .com", lambda disguise: not is_word(disguise.name), SURE),
        Rule("a sign before the dot, after a word", "casino^.com", otherwise, DOUBTFUL),
    ),
    "bracketed": (
        Rule("a comma in brackets and an ending that is a word", "bravo (,) la suite",
             lambda disguise: "," in disguise.sign and not disguise.has_strong_ending, PROSE),
        Rule("hyphens or quotes around a dot, between two words", "bravo \".\" la suite",
             lambda disguise: disguise.is_punctuation and not disguise.has_strong_ending and is_word(disguise.name), PROSE),
        Rule("hyphens or quotes around a dot, after a name", "bibliozar \".\" la suite",
             lambda disguise: disguise.is_punctuation and not disguise.has_strong_ending, DOUBTFUL),
        Rule("a dot in brackets", "exemple[.]com",
             lambda disguise: disguise.has_strong_ending or not is_word(disguise.name) or disguise.has_path
             or any(bracket in disguise.sign for bracket in "[({"), SURE),
        Rule("the word «point» in signs, between two words", "bravo *point* la suite", otherwise, DOUBTFUL),
    ),
    "spelled": (
        Rule("figures before «point»", "le 3 point com", lambda disguise: disguise.name.isdigit(), PROSE),
        Rule("a word that ends no name before «point»", "sur ce point com en France",
             lambda disguise: disguise.name in NEVER_BEFORE_POINT or disguise.name.split(".")[-1] in NEVER_BEFORE_POINT, PROSE),
        Rule("«points», «pt» and an ending that is a word", "bibliozar points la suite",
             lambda disguise: disguise.sign_word in {"pt", "points", "dots"} and not disguise.has_strong_ending, PROSE),
        Rule("«point» between a word and an ending that is a noun too", "rester point net",
             lambda disguise: disguise.tld in {"net", "info", "top", "co", "me"} and disguise.has_strong_ending
             and disguise.sign_word.startswith("point") and is_word(disguise.name), DOUBTFUL),
        Rule("«point» and a strong ending", "exemple point com",
             lambda disguise: disguise.has_strong_ending, SURE),
        Rule("«point» between two words", "bravo point la suite",
             lambda disguise: is_word(disguise.name) and not disguise.has_path and not disguise.is_announced, PROSE),
        Rule("«point» after a name", "bibliozar point la suite", otherwise, DOUBTFUL),
    ),
    "spaced_before": (
        Rule("figures before a space and a dot", "en 2024 .com", lambda disguise: disguise.name.isdigit(), PROSE),
        Rule("the ending itself is spoken of", "la vie en .fr",
             lambda disguise: disguise.name in NEVER_BEFORE_POINT, PROSE),
        Rule("a space before the dot, between a word and a rarer ending", "bravo .xyz demain",
             lambda disguise: is_word(disguise.name) and disguise.tld not in {"com", "fr"} and disguise.has_strong_ending, DOUBTFUL),
        Rule("a space before the full stop", "bravo .la suite",
             lambda disguise: is_word(disguise.name) and disguise.tld not in {"com", "fr"}, PROSE),
        Rule("a space before the dot, and a path", "bibliozar .ma/x", lambda disguise: disguise.has_path, SURE),
        Rule("a space before the dot of an ending that is always an address", "bibliozar .com",
             lambda disguise: disguise.tld in ALWAYS_ADDRESS, SURE),
        Rule("a space before the dot, after a name", "bibliozar .ma", otherwise, DOUBTFUL),
    ),
    "spaced_after": (
        Rule("figures before a dot and a space", "en 2024. com", lambda disguise: disguise.name.isdigit(), PROSE),
        Rule("a space after the dot, and a path", "bibliozar. com/x",
             lambda disguise: disguise.has_path and disguise.has_strong_ending, SURE),
        Rule("a space after the dot of a usual ending, at the end or after a name", "bibliozar. com",
             lambda disguise: disguise.tld in {"com", "org", "net", "fr", "info", "biz"}
             and (not disguise.word_after or not is_word(disguise.name)), DOUBTFUL),
        Rule("a space after the dot, after a name", "bibliozar. shop demain",
             lambda disguise: disguise.tld in ALWAYS_ADDRESS and not is_word(disguise.name), DOUBTFUL),
        Rule("a full stop before a sentence", "Bravo. Info du jour", otherwise, PROSE),
    ),
    "comma": (
        Rule("figures before a comma", "12,fr", lambda disguise: disguise.name.isdigit(), PROSE),
        Rule("a comma in a shortener, and a path", "t,me/casino_dz",
             lambda disguise: disguise.sign == "," and disguise.has_path
             and f"{disguise.name}.{disguise.tld}" in SHORTENERS | {"wa.me"}, SURE),
        Rule("a comma or colon for the dot of a usual ending", "exemple,com",
             lambda disguise: disguise.tld in {"com", "org", "net", "fr", "info", "ru"} and len(disguise.name) > 1
             and (disguise.sign == "," or not is_word(disguise.name)), DOUBTFUL),
        Rule("a comma without its space", "oui,la suite", otherwise, PROSE),
    ),
}

# «bibliozarPOINTcom» (disguises.GluedWord)
GLUED_WORDS = (
    Rule("«POINT» in capitals in one word", "bibliozarPOINTcom", lambda word: word.is_in_capitals, SURE),
    Rule("«point» in one word", "bibliozarpointcom", otherwise, DOUBTFUL),
)

# «192.168.1.1», «192 point 168 point 1 point 1»: four numbers up to 255 (ip_addresses.FourNumbers).
FOUR_NUMBERS = (
    Rule("a path after four numbers", "Voir 8.8.8.8:8080", lambda numbers: numbers.has_path, SURE),
    Rule("the number of a version or an article", "version 10.0.19.1 du logiciel", lambda numbers: numbers.is_version, PROSE),
    Rule("a number that no day or month has", "Voir 192.168.1.1", lambda numbers: max(numbers.parts) > 31, SURE),
    Rule("four small numbers", "Voir 1.2.3.4", otherwise, DOUBTFUL),
)
# fmt: on

ONE_VERDICT = (
    *(SCHEME, BARE_SCHEME, MARKUP, EMAIL, MAIL_PROVIDER, INVITE),
    *(SPELLED_WWW, IPV6),
)
TABLES = (ONE_VERDICT, HOSTS, *DISGUISES.values(), GLUED_WORDS, FOUR_NUMBERS)
