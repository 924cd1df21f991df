"""PURE: find names with a dot in them, as «exemple.com», and the facts about each.

The facts are the label before the ending, the path after it, the word before, capitals, figures and
acronyms. The tables of doubtful_links.py tell by them an address from a full stop without its space.
"""

from functools import cached_property

from ..lexicon import ALWAYS_ADDRESS, function_tlds, is_word, tlds
from .doubtful_links import EMAIL, HOSTS, JudgedSpan, rule_for
from .link_signs import (
    ADDRESS,
    ANNOUNCERS,
    ARABIC_SITES,
    FIGURE,
    GLUED_TO_ARABIC,
    HOST,
    LANGUAGE_CODES,
    LEET_TLDS,
    NEARBY_TLDS,
    PATH,
    SECOND_LEVEL,
    TRAILING,
    WORD_AFTER,
    WORD_BEFORE,
)


def hosts(folded, is_unspaced):
    """Yield the names with a dot of a folded text, each with its rule."""
    done = 0
    for found in HOST.finditer(folded.plain):
        host = None if found.start() < done else _host_in(found, folded, is_unspaced)
        if host is None:
            continue
        # emails.py finds no local part of dots alone, as in «..@exemple.org».
        local_part = _local_part(folded.plain, host.start)
        if local_part is not None:
            yield JudgedSpan(local_part, host.name_end, "email", EMAIL)
            continue
        span = JudgedSpan(host.start, host.end, host.kind, rule_for(host, HOSTS))
        if span.is_link:
            done = span.end
        yield span


class Host:
    """A name with a dot in it, and the facts that the rules ask for.

    `labels` are its parts up to its ending, `beyond` those that follow: a name has none, a list of words
    may have some.
    """

    def __init__(self, folded, start, labels, beyond, is_unspaced):
        self.folded, self.plain, self.start = folded, folded.plain, start
        self.labels, self.names, self.tld, self.beyond = labels, labels[:-1], labels[-1], beyond
        self.is_unspaced = is_unspaced
        self.text = ".".join(labels)
        self.name_end = start + len(self.text)
        self.next_sign = self.plain[self.name_end : self.name_end + 1]
        path = PATH.match(self.plain, self.name_end)
        path_end = end_of_address(self.plain, self.name_end) if path[0] else self.name_end
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
        before = WORD_BEFORE.search(self.plain, max(0, self.start - 40), self.start)
        return before is not None and before[1] in ANNOUNCERS

    @cached_property
    def word_after(self):
        return WORD_AFTER.match(self.plain, self.name_end)

    # Its ending

    @cached_property
    def ends_in_small_word(self):
        return self.tld in function_tlds()

    @cached_property
    def has_strong_ending(self):
        """Return whether the ending is no word, or one that is an address to any reader."""
        return (
            self.tld in ALWAYS_ADDRESS
            or self.tld in LEET_TLDS
            or (not self.ends_in_small_word and not is_word(self.tld) and self.tld.isascii())
        )

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
    def opens_sentence(self):
        """Return whether a capital opens the ending, and no capitals or announcement explain it."""
        return self.ending_has_capital and not self.is_shouted and not self.is_announced

    # Its name

    @property
    def is_initials(self):
        """Return whether each label before the ending is one letter: S.A.R.L, J.P, M.le, p.ex."""
        return all(len(name) == 1 for name in self.names) and not self.has_path

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
            self.is_bare_name
            and self.tld in {"com", "fr", "tv", "ma", "dz", "tn"}
            and self.folded.has_capital(self.start, self.start + 1)
            and before + after > 1
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
        return all(label in LANGUAGE_CODES or label in {"site", "version"} for label in self.labels)

    @property
    def is_list(self):
        """Return whether it has more labels than the address of a site needs."""
        has_usual_end = self.tld in NEARBY_TLDS or self.names[-1] in SECOND_LEVEL
        return len(self.labels) + len(self.beyond) > 2 and (bool(self.beyond) or not has_usual_end)

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


def _host_in(found, folded, is_unspaced):
    """Return the host that a match of HOST holds; None if no label of it is a top-level domain."""
    labels = found.group().split(".")
    last = last_tld(labels)
    if last is None:
        return None
    beyond = _beyond(labels, last, folded, found.start())
    return Host(folded, found.start(), up_to_ending(labels, last), beyond, is_unspaced)


def last_tld(labels):
    """Return the index of the last label that is a top-level domain; None if none is."""
    known = tlds()
    for index in range(len(labels) - 1, 0, -1):
        if labels[index] in known or labels[index] in LEET_TLDS:
            return index
        glued = GLUED_TO_ARABIC.match(labels[index])
        if glued and glued[1] in ALWAYS_ADDRESS | {"ma", "dz", "tn"}:
            return index
    return None


def _beyond(labels, last, folded, start):
    """Return the labels after the ending; none if a capital says that a sentence begins there."""
    rest, at = labels[last + 1 :], start + len(".".join(labels[: last + 1])) + 1
    return rest if rest and not folded.has_capital(at, at + 1) else []


def up_to_ending(labels, last):
    """Return the labels up to the ending, without the Arabic word that is glued to it."""
    ending = labels[last]
    if ending not in tlds() and (glued := GLUED_TO_ARABIC.match(ending)):
        ending = glued[1]
    return [*labels[:last], ending]


def _local_part(plain, start):
    """Return the start of the e-mail address whose host is at `start`; None if there is none."""
    if start == 0 or plain[start - 1] != "@":
        return None
    begin = start - 1
    while (
        begin > 0
        and start - begin < 66
        and (plain[begin - 1].isalnum() or plain[begin - 1] in "._+-")
    ):
        begin -= 1
    return begin if begin < start - 1 else None


def end_of_address(plain, start):
    """Return the end of the address that goes on at `start`, without closing punctuation."""
    under_way = ADDRESS.match(plain, start).group()
    return start + len(under_way.rstrip(TRAILING))
