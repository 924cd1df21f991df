"""PURE: know the facts about a name with a dot in it, by which doubtful_links.py tells a link from prose."""

from functools import cached_property

from ..lexicon import function_tlds, is_strong_ending, is_word, tlds
from .doubtful_links import COMPANY_ENDINGS, NEARBY_TLDS
from .link_signs import (
    ADDRESS,
    ANNOUNCERS,
    ARABIC_SITES,
    ELISION,
    FIGURE,
    FILE_WORDS,
    IMPOSSIBLE_PORT,
    INCLUSIVE_ENDINGS,
    LANGUAGE_CODES,
    LEET_TLDS,
    PATH_BEGINS,
    SECOND_LEVEL,
    TRAILING,
    WORD_AFTER,
)
from .looking_back import word_before

SAID_OF_LANGUAGES = LANGUAGE_CODES | {"site", "version"}


def end_of_address(plain, start):
    """Return the end of the address that goes on at `start`, without closing punctuation."""
    under_way = ADDRESS.match(plain, start).group()
    return start + len(under_way.rstrip(TRAILING))


class Addresses:
    """Where the addresses of one text end, asked for in reading order: none is read to its end twice."""

    def __init__(self, plain):
        self.plain, self._since, self._end = plain, 0, -1

    def end(self, start):
        """Return the end of the address that goes on at `start`, as end_of_address() does."""
        if not self._since <= start <= self._end:
            self._since, self._end = start, end_of_address(self.plain, start)
        return self._end


class Host:
    """A name with a dot in it, and the facts that the rules ask for.

    `labels` are its parts up to its ending, `beyond` those that follow: a name has none, a list of words
    may have some.
    """

    def __init__(self, folded, start, labels, beyond, is_unspaced, addresses):
        self.folded, self.plain, self.start = folded, folded.plain, start
        self.labels, self.names, self.tld, self.beyond = labels, labels[:-1], labels[-1], beyond
        self.is_unspaced = is_unspaced
        self.text = ".".join(labels)
        self.name_end = start + len(self.text)
        self.next_sign = self.plain[self.name_end : self.name_end + 1]
        path = PATH_BEGINS.match(self.plain, self.name_end)
        path_end = addresses.end(self.name_end) if path else self.name_end
        self.has_path = path_end > self.name_end + 1 and self.next_sign in ":/?#"
        self.end = path_end if self.has_path else self.name_end

    @property
    def kind(self):
        return "address" if self.has_path or self.names[0].startswith("www") else "domain"

    # Around it

    @property
    def follows_at_sign(self):
        return self.plain[self.start - 1 : self.start] == "@"

    @property
    def is_at_end(self):
        return self.name_end == len(self.plain)

    @cached_property
    def is_announced(self):
        """Return whether the word before announces an address: «sur», «visitez», «lien»."""
        return word_before(self.plain, self.start) in ANNOUNCERS

    @property
    def is_quoted(self):
        """Return whether a quote opens right before it, so that what follows may close it."""
        return self.plain[self.start - 1 : self.start] in {"'", '"'} and self.start > 0

    @property
    def is_elided(self):
        """Return whether a short word with an apostrophe is glued before it: «l'aime.fr»."""
        return ELISION.search(self.plain, max(0, self.start - 4), self.start) is not None

    @property
    def follows_underscore(self):
        before = self.plain[max(0, self.start - 2) : self.start]
        return before.endswith("_") and not before.startswith("_") and self.next_sign != "_"

    @property
    def has_impossible_port(self):
        return (
            self.next_sign == ":" and IMPOSSIBLE_PORT.match(self.plain, self.name_end) is not None
        )

    @property
    def is_file_spoken_of(self):
        """Return whether a word before says that a file is meant."""
        before = self.plain[max(0, self.start - 40) : self.start].split()[-3:]
        return any(word.strip("«»\"'(:") in FILE_WORDS for word in before)

    @cached_property
    def word_after(self):
        return WORD_AFTER.match(self.plain, self.name_end)

    # Its ending

    @cached_property
    def ends_in_small_word(self):
        return self.tld in function_tlds()

    @cached_property
    def has_strong_ending(self):
        """Return whether the ending is strong and in our letters, or has figures for letters: «c0m»."""
        return self.tld in LEET_TLDS or (self.tld.isascii() and is_strong_ending(self.tld))

    @property
    def ending_has_capital(self):
        return self.folded.has_capital(self.name_end - len(self.tld), self.name_end)

    @property
    def ending_opens_sentence(self):
        """Return whether the ending has one capital, after a common word in small letters."""
        return (
            is_word(self.names[-1])
            and self.ending_has_capital
            and not self.folded.is_in_capitals(self.name_end - len(self.tld), self.name_end)
            and not self.is_shouted
        )

    @property
    def has_title_ending(self):
        """Return whether the ending alone has a capital, and one only: «dima.Fr»."""
        start, end = self.name_end - len(self.tld), self.name_end
        return (
            self.folded.has_capital(start, end)
            and not self.folded.is_in_capitals(start, end)
            and not self.folded.has_capital(self.start, self.start + 1)
        )

    @property
    def opens_sentence(self):
        """Return whether a capital opens the ending, and no capitals or announcement explain it."""
        return self.ending_has_capital and not self.is_shouted and not self.is_announced

    # Its name

    @property
    def is_initials(self):
        """Return whether each label before the ending is one letter: S.A.R.L, J.P, M.le, p.ex."""
        return len(self.text) == 2 * len(self.names) + len(self.tld) and not self.has_path

    @property
    def is_shouted(self):
        """Return whether the first label is typed in capitals."""
        return self.folded.is_in_capitals(self.start, self.start + len(self.names[0]))

    @property
    def is_bare_name(self):
        """Return whether it has one label, of letters: only the ending makes an address of it."""
        return len(self.names) == 1 and self.names[0].isalpha()

    @property
    def has_hyphen(self):
        return any("-" in name for name in self.names)

    @property
    def has_arabic_noun(self):
        """Return whether a label is a noun with its article, or a country, in Arabic letters."""
        return any(
            name.startswith("ال") or (name in tlds() and name not in ARABIC_SITES)
            for name in self.names
        )

    @property
    def is_company_spoken_of(self):
        """Return whether it is a company's name amid a sentence: «Booking.com», «BFM.TV»."""
        before = self.plain.count(" ", max(0, self.start - 60), self.start)
        after = self.plain.count(" ", self.name_end, self.name_end + 60)
        return (
            len(self.names) == 1
            and self.names[0].replace("-", "").isalnum()
            and self.tld in COMPANY_ENDINGS
            and self.folded.has_capital(self.start, self.start + 1)
            and before + after > 1
            and (not self.is_announced or self.follows_at_the)
        )

    @property
    def follows_at_the(self):
        """Return whether «chez» or «par» stands before, as before a company's name."""
        return word_before(self.plain, self.start) in {"chez", "via"}

    @property
    def is_acronyms(self):
        """Return whether it is two acronyms of five letters at most, both in capitals: «PSG.OM»."""
        return (
            len(self.labels) == 2
            and not self.beyond
            and self.folded.as_typed(self.start, self.name_end).isupper()
            and all(len(label) < 6 and label.isalpha() for label in self.labels)
            and self.tld not in {"com", "tv", "org", "net", "fr", "info"}
        )

    @property
    def is_inclusive(self):
        """Return whether endings for women and men follow a word: «citoyen.ne.s», «certain.es»."""
        if self.tld not in INCLUSIVE_ENDINGS:
            return False
        first, *rest = [*self.labels, *self.beyond]
        return (
            not self.has_path
            and len(first) > 2
            and first.isalpha()
            and all(label in INCLUSIVE_ENDINGS for label in rest)
            and not (self.is_announced and not is_word(first))
        )

    # Words without their spaces

    @cached_property
    def is_made_of_words(self):
        """Return whether each label before the ending reads as a word."""
        start = self.start
        for name in self.names:
            if not self._reads_as_word(name, start):
                return False
            start += len(name) + 1
        return True

    def _reads_as_word(self, name, start):
        """Return whether a label is a word, a figure with its unit, an acronym, or not in ASCII."""
        return (
            not name.isascii()
            or name.isdigit()
            or is_word(name)
            or FIGURE.fullmatch(name) is not None
            or self.folded.is_in_capitals(start, start + len(name))
        )

    @property
    def is_word_and_short_ending(self):
        return (
            self.has_strong_ending
            and self.tld not in {"com", "fr", "c0m"}
            and self.is_made_of_words
        )

    @cached_property
    def is_languages(self):
        """Return whether its labels are codes of languages: «fr.ar.en», «version ar.fr»."""
        return self.tld in SAID_OF_LANGUAGES and all(
            label in SAID_OF_LANGUAGES for label in self.names
        )

    @property
    def is_list(self):
        """Return whether it has more labels than the address of a site needs."""
        if len(self.labels) + len(self.beyond) < 3:
            return False
        has_usual_end = self.tld in NEARBY_TLDS or self.names[-1] in SECOND_LEVEL
        return bool(self.beyond) or not has_usual_end

    @property
    def is_chain_of_words(self):
        """Return whether each label, ending and beyond included, is a word or an acronym."""
        start = self.start
        for label in [*self.labels, *self.beyond]:
            at = self.plain.index(label, start)
            start = at + len(label)
            is_acronym = len(label) < 6 and self.folded.is_in_capitals(at, start)
            if not (is_word(label) or is_acronym):
                return False
        return True
