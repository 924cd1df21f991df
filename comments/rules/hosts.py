"""Pure: names with a dot in them. «exemple.com» and «moi@exemple.com», or a missing space after a stop?

The label before the ending, the path after it, the word before, capitals, figures and acronyms decide.
"""

from .lexicon import ALWAYS_ADDRESS, function_tlds, is_word, opens_sentences, tlds
from .link_signs import (
    ADDRESS,
    ARABIC,
    ARABIC_SITES,
    EMAIL,
    EMAIL_SIGN,
    FIGURE,
    FILE_ENDINGS,
    GLUED_TO_ARABIC,
    HERE,
    HOST,
    HOUR,
    LANGUAGE_CODES,
    LEET_TLDS,
    LOCATORS,
    NAMES_WITH_A_DOT,
    PATH,
    PLAIN,
    PROVIDER,
    RIGHT,
    SECOND_LEVEL,
    SEPARATOR,
    SHORTENERS,
    TRAILING,
    WORD_AFTER,
    WORD_BEFORE,
)


def hosts(plain, folded, is_unspaced):
    """Names with a dot in them."""
    done = 0
    for found in HOST.finditer(plain):
        start, labels = found.start(), found.group().split(".")
        if start < done:
            continue
        last = _last_tld(labels)
        if last is None:
            continue
        beyond = _beyond(labels, last, folded, start)
        if labels[last] not in tlds() and (ending := GLUED_TO_ARABIC.match(labels[last])):
            labels[last] = ending[1]
        host = ".".join(labels[: last + 1])
        end = start + len(host)
        rest = PATH.match(plain, end)
        path_end = end_of_address(plain, end) if rest.end() > end else end
        has_path = path_end > end + 1 and plain[end] in ":/?#"
        mail = _local_part(plain, start)
        if mail is not None:
            yield mail, end, "email", True
            continue
        verdict = _host_is_sure(
            plain, folded, start, end, labels[: last + 1], beyond, has_path, is_unspaced
        )
        if verdict is not None:
            kind = "address" if has_path or labels[0].startswith("www") else "domain"
            done = path_end if has_path else end
            yield start, done, kind, verdict
    mails = EMAIL.finditer(plain) if EMAIL_SIGN.search(plain) else ()
    for found in mails:
        domain = RIGHT.match(plain, found.end())
        if domain is None:
            continue
        labels = domain.group().split(".")
        last = _last_tld(labels)
        if last is not None:
            if labels[last] not in tlds() and (ending := GLUED_TO_ARABIC.match(labels[last])):
                labels[last] = ending[1]
            yield found.start(), found.end() + len(".".join(labels[: last + 1])), "email", True
        else:
            spelled = SEPARATOR.match(plain, domain.end())
            after = RIGHT.match(plain, spelled.end()) if spelled else None
            if after and after.group().split(".")[0] in tlds():
                yield found.start(), after.end(), "email", True

    for found in PROVIDER.finditer(plain) if EMAIL_SIGN.search(plain) else ():
        yield found.start(), found.end(), "email", False


def _beyond(labels, last, folded, start):
    """Return the labels after the ending; none where a capital says that a sentence begins there."""
    rest, at = labels[last + 1 :], start + len(".".join(labels[: last + 1])) + 1
    return rest if rest and not _is_capitalised(folded, at, at + 1) else []


def _local_part(plain, start):
    """Return where the e-mail address that ends in the host at `start` begins; None where there is none."""
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


def _last_tld(labels):
    """Return the index of the last label that is a top-level domain; None where none is."""
    known = tlds()
    for index in range(len(labels) - 1, 0, -1):
        if labels[index] in known or labels[index] in LEET_TLDS:
            return index
        glued = GLUED_TO_ARABIC.match(labels[index])
        if glued and glued[1] in ALWAYS_ADDRESS | {"ma", "dz", "tn"}:
            return index
    return None


def _host_is_sure(plain, folded, start, end, labels, beyond, has_path, is_unspaced):
    """Return True for a sure host, False for a doubtful one, None for prose.

    `beyond` are the labels that follow the last top-level domain: a name has none, a list of words may.
    """
    host, tld, names = ".".join(labels), labels[-1], labels[:-1]
    if host in NAMES_WITH_A_DOT and not has_path:
        return None
    if labels[0].startswith("www") or host in SHORTENERS:
        return True
    if plain[start - 1 : start] == "@" and tld not in PLAIN and not has_path:
        return None  # somebody is spoken to: «@marie.dupont»
    if plain[end : end + 1] == "'":  # «imho.it's fine», «c'est le point.com'on»
        return None
    if all(len(name) == 1 for name in names) and not has_path:
        # Initials and abbreviations: S.A.R.L, J.P, M.le, p.ex
        return False if tld in {"com", "org", "net", "fr"} and len(names) == 1 else None
    if HOUR.fullmatch(".".join(names)) and not has_path:
        return None  # «5p.m.today», «9.30am.It»
    is_function = tld in function_tlds()
    is_strong = (
        tld in ALWAYS_ADDRESS
        or tld in LEET_TLDS
        or (not is_function and not is_word(tld) and tld.isascii())
    )
    all_words = all(_each_is_prose_word(names, folded, start))
    before = WORD_BEFORE.search(plain, max(0, start - 40), start)
    after = WORD_AFTER.match(plain, end)
    is_located = before is not None and before[1] in LOCATORS
    if has_path:
        is_list = plain[end] == "/" and all_words and (is_function or _are_languages(labels))
        return False if is_list and not is_function else not is_list
    if ARABIC.match(tld):
        return _arabic_host_is_sure(names, tld, is_located or after is None)
    if _are_languages(labels):
        return None if len(labels) > 2 or not is_located else False
    chain = [*labels, *beyond]
    is_list = len(chain) > 2 and (beyond or not (tld in HERE or names[-1] in SECOND_LEVEL))
    if is_list and not is_located and all_words and _are_words(chain, folded, plain, start):
        return None  # «santé.éducation.transport», «LFI.RN.LR»
    if is_strong:
        if tld in FILE_ENDINGS or all(name.isdigit() for name in names):
            return False
        if beyond and all_words:
            return False
        if names[-1] in {"point", "dot"} or (
            tld == "com" and _opens_after_a_word(folded, start, end, names, tld)
        ):
            return False  # «mettre le point.Com a raison», «censuré.Com supprimé»
        if is_unspaced:
            return True
        if not is_located and _is_a_name_spoken_of(plain, folded, start, end, names, tld):
            return False  # «le procès contre Booking.com continue»
        if len(tld) == 2 and tld not in ALWAYS_ADDRESS and not is_located and _is_bare(names):
            return False  # «awid.ad nzer», «slt.cv»
        if tld not in {"com", "fr", "c0m"} and all_words:
            return _word_and_short_tld(plain, folded, start, end, names, tld)
        return True
    if is_unspaced:
        return None
    if all(name.isdigit() for name in names) or names[-1].isdigit():
        return None
    begins_a_sentence = _is_capitalised(folded, end - len(tld), end) and not _is_capitalised(
        folded, start, start + len(names[0]), whole=True
    )
    if begins_a_sentence and not is_located:
        # «vous.Il», «Bravo.La suite»: the capital says that a sentence begins. Not so in a longer name.
        return False if len(names) > 1 and not all_words else None
    if not all_words:
        has_sign = any("-" in name for name in names)
        return has_sign or is_located or (after is None and not is_function)
    if (is_function or opens_sentences(tld)) and after is not None and not is_located:
        return None
    return False


def _each_is_prose_word(names, folded, start):
    for name in names:
        yield _is_prose_word(name, folded, start)
        start += len(name) + 1


def _is_prose_word(name, folded, start):
    """Whether a label reads as a word: of the dictionary, a figure with its unit, an acronym, another script."""
    return (
        not name.isascii()
        or name.isdigit()
        or is_word(name)
        or FIGURE.fullmatch(name) is not None
        or _is_capitalised(folded, start, start + len(name), whole=True)
    )


def _are_words(labels, folded, plain, start):
    """Whether each label is a word or an acronym: a list without its spaces."""
    for label in labels:
        at = plain.index(label, start)
        start = at + len(label)
        is_acronym = len(label) < 6 and _is_capitalised(folded, at, start, whole=True)
        if not (is_word(label) or is_acronym):
            return False
    return True


def _are_languages(labels):
    """«fr.ar.en», «version ar.fr»: codes of languages, not of countries."""
    return all(label in LANGUAGE_CODES or label in {"site", "version"} for label in labels)


def _arabic_host_is_sure(names, tld, is_clear):
    """Judge a name that ends in Arabic letters: most such domains are countries, and countries are words."""
    if any("-" in name for name in names):
        return False
    is_prose = any(name.startswith("ال") or name in tlds() - ARABIC_SITES for name in names)
    return None if is_prose or (tld.startswith("ال") and not is_clear) else False


def _opens_after_a_word(folded, start, end, names, tld):
    return (
        is_word(names[-1])
        and _is_capitalised(folded, end - len(tld), end)
        and not _is_capitalised(folded, end - len(tld), end, whole=True)
        and not _is_capitalised(folded, start, start + len(names[0]), whole=True)
    )


def _is_bare(names):
    """Whether nothing but the ending makes a name of it: one label of letters."""
    return len(names) == 1 and names[0].isalpha()


def _is_a_name_spoken_of(plain, folded, start, end, names, tld):
    """«Booking.com», «BFM.TV» amid a sentence: a company's name, for a person to judge."""
    return (
        _is_bare(names)
        and tld in {"com", "fr", "tv", "ma", "dz", "tn"}
        and _is_capitalised(folded, start, start + 1)
        and plain.count(" ", max(0, start - 60), start) + plain.count(" ", end, end + 60) > 1
    )


def _word_and_short_tld(plain, folded, start, end, names, tld):
    """Judge «ferme.Info», «stop.io»: a common word before, and an ending that opens sentences too."""
    before = WORD_BEFORE.search(plain, max(0, start - 40), start)
    if before is not None and before[1] in LOCATORS:
        return True
    if end == len(plain):
        return start == 0 or tld in {"org", "biz", "eu"}
    is_shouted = _is_capitalised(folded, start, start + len(names[0]), whole=True)
    if _is_capitalised(folded, end - len(tld), end) and not is_shouted:
        return None
    return not (is_shouted or WORD_AFTER.match(plain, end))


def _is_capitalised(folded, start, end, whole=False):
    """Whether what was typed there begins with a capital; with `whole`, is all capitals."""
    typed = folded.typed[slice(*folded.span(start, end))]
    if whole:
        return len(typed) > 1 and typed.isupper()
    return typed[:1].isupper()


def end_of_address(plain, start):
    """Return where an address that is under way at `start` ends, its closing punctuation left out."""
    under_way = ADDRESS.match(plain, start).group()
    return start + len(under_way.rstrip(TRAILING))
