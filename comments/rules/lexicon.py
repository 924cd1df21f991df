"""PURE: know the common words of French and English, and top-level domains that are words."""

import gzip
import json
import unicodedata
from functools import cache
from importlib import resources

from publicsuffixlist import PublicSuffixList

from .folding import fold

# Short forms that no dictionary holds and sentences end with, and words of Darija that begin one.
INFORMAL = frozenset(
    """lol mdr ptdr xd slt stp svp jpp tkt imho omg wtf tmtc cad pdt bcp qqn qqch tjr tjs rdv pb pbs dsl mnt
    app resp dir inc ltd co etc cf ref vs ex cf sarl tva smic pib ong pme nb ps wesh frr bro walah wallah
    nchallah inchallah hamdoulah hmd khoya sahbi wach wech chkoun kayn makayn makach barcha bezaf bzaf
    mouhim yallah salam sava cv viva maroc morocco algerie algeria tunisie tunisia libye palestine gaza egypte
    egypt mauritanie france belgique""".split()
)
KNOWN = 60  # occurrences in a corpus of films' subtitles below which a "word" is as likely a brand
# Above this a two- or three-letter word is one that sentences begin with: «la», «il», «ma», «so», «it».
FUNCTION = {"fr": 100_000, "en": 500_000}
# Words to a dictionary, addresses to any reader.
ALWAYS_ADDRESS = frozenset(
    """com org net info biz fr eu uk io co tv fm cc ly ws ru ch cn jp xyz online site website shop store app
    dev blog link click club top vip email web""".split()
)


@cache
def _counts(language: str) -> dict[str, int]:
    """Return {folded word: number of its occurrences} for the words of one language that count."""
    source = resources.files("spellchecker") / "resources" / f"{language}.json.gz"
    table: dict[str, int] = {}
    for word, count in json.loads(gzip.decompress(source.read_bytes())).items():
        if count >= KNOWN:
            plain = word if word.isascii() else unfold(word)
            table[plain] = max(table.get(plain, 0), count)
    return table


@cache
def _known_words() -> frozenset[str]:
    """Return the common words of both languages and the short forms, for one look-up a token."""
    return INFORMAL.union(*(_counts(language) for language in FUNCTION))


@cache
def function_tlds() -> frozenset[str]:
    """Return the top-level domains that are small words of prose: la, il, ma, me, es, so, it…"""
    small = {
        tld
        for tld in tlds()
        if any(_counts(language).get(tld, 0) >= least for language, least in FUNCTION.items())
    }
    return frozenset(small | {"lu", "vu", "su", "ci"}) - ALWAYS_ADDRESS


@cache
def tlds() -> frozenset[str]:
    """Return the real top-level domains, folded, IDN ones in their letters and in Punycode."""
    suffixes = PublicSuffixList(accept_unknown=False, only_icann=True)._publicsuffix
    found = set()
    for suffix in suffixes:
        if "." not in suffix:
            found.add(fold(suffix).plain)
            found.add(suffix.encode("idna").decode("ascii") if not suffix.isascii() else suffix)
    return frozenset(found)


def unfold(word: str) -> str:
    """Return a word without case or accents, as folding leaves it."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def is_word(token: str) -> bool:
    """Return whether a folded token is a common word of French or English, or a short form."""
    return token in _known_words()


def opens_sentences(tld: str) -> bool:
    """Return whether a top-level domain is so common a word that it is more likely prose."""
    return tld not in ALWAYS_ADDRESS and any(
        _counts(language).get(tld, 0) >= FUNCTION[language] // 10 for language in FUNCTION
    )


def is_strong_ending(tld: str) -> bool:
    """Return whether a top-level domain is no common word, or one that is an address to any reader."""
    return tld in ALWAYS_ADDRESS or not (is_word(tld) or tld in function_tlds())
