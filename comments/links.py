"""Pure: the link rule. Text → what a reader would take for an address, surely or perhaps, and where.

The text is read folded (folding.py): as the eye sees it, whatever it was typed with. Sure means that no
reader would doubt it is an address; doubtful, that it could be prose, most often a missing space after a
full stop before a word that is also a top-level domain. Context decides: the word before, the path after,
capital letters, numbers, the words of the language (lexicon.py).

Every scan is linear in the length of the text: patterns begin at a word's edge, are possessive or bounded.
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

from .folding import Folded, fold
from .lexicon import ALWAYS_ADDRESS, function_tlds, is_word, opens_sentences, tlds


@dataclass(frozen=True, slots=True)
class Link:
    """A link and where it stands: `text == typed[start:end]`, offsets in code points."""

    start: int
    end: int
    text: str
    kind: str  # address, domain, email, ip, scheme, markup, spelled, spaced or invite


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rule says of a text, in reading order; no span overlaps another."""

    sure: list[Link]
    doubtful: list[Link]


def find_links(text: str) -> list[Link]:
    """Return the sure links of `text`: those a form refuses."""
    return judge(text).sure


def judge(text: str) -> Findings:
    """Return the sure and the doubtful links of `text`."""
    folded = fold(text)
    spans = list(_read(folded))
    for closed in (_without_letter_spaces(folded), _without_tags(folded)):
        if closed is not None:
            spans += (
                (start, end, "spaced", sure)
                for start, end, kind, sure in _read(closed, is_unspaced=True)
                if sure and end - start > 4
            )
    return _settle(text, spans)


LABEL = r"[^\W_](?:[^\W_]|[-_]++(?=[^\W_]))*+"
# Not in the midst of another: signs before it that join nothing («...», «—», «__») hide no address.
ALONE = r"(?<![^\W_])(?<![^\W_][@._-])"
HOST = re.compile(rf"{ALONE}{LABEL}(?:\.{LABEL})++")
GLUED_TO_ARABIC = re.compile(r"([a-z]{2,12})[\u0600-\u06ff]")
PATH = re.compile(r"(?::\d{2,5}+)?(?:[/?#][^\s<>\"|]*+)?")
ADDRESS = re.compile(r"[^\s<>\"|]*+")
TRAILING = ".,;:!?'\")]}>*_~-…»"
SCHEME = re.compile(
    r"(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{0,19}|h[tx*]{2}ps?)(?:\s{0,2}:\s{0,2}(?:/\s?/|\\\\)|:/)(?=\s{0,2}[\w\[])"
)
BARE_SCHEME = re.compile(
    r"(?<![\w])(?:mailto:\s?\S+@|magnet\s?:\s?\?xt|file:/|ftps?:\S|ethereum:0x|facetime:\w|tel:\+?\d{4}|sms:\+?\d{4}|javascript:\s?[\w(]|data:\w+/|vbscript:\w"
    r"|skype:\w|bitcoin:\w{20}|whatsapp:|tg:/?/?\w|geo:-?\d|https?[;:]?//?\w|https?\s?:\s?www"
    r"|https?\s(?:deux[\s-]points|colon|two\sdots)\s(?:(?:double|slash|barre)\s){1,2}(?:slash|barre)?)"
)
MARKUP = re.compile(
    r"<\s?a\s[^<>]{0,80}?href|\bhref\s?=|\[/?(?:url|link|img|email)(?:=[^\]\s]{0,200})?\]|\]\(\s?(?:https?:|/|www|[\w-]+\.)"
)
EMAIL = re.compile(
    r"(?<![\w+-])(?<!\w\.)([\w+-](?:[\w.+-]{0,63}))\s{0,2}(?:@|[\[({<*#_-]\s?(?:at|arobas[et]?|a|@|chez)\s?[\])}>*#_-]|\sarobase\s|\sat\s(?=[\w-]{2,40}\s?(?:[\[({]|dot\b|point\b)))\s{0,2}(?=[\w-])"
)
EMAIL_SIGN = re.compile(r"@|arob|[\[({<*#_-]\s?(?:at|a|chez)\s?[\])}>*#_-]|\sat\s")
IPV4 = re.compile(
    r"(?<![^\W_])(?<!\d[.,])\d{1,3}(?:\.\d{1,3}){3}(?![^\W_]|\.\d)|(?<=ip)\d{1,3}(?:\.\d{1,3}){3}(?!\w)"
)
IPV6 = re.compile(r"(?<![\w:])\[?(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\](?::\d{2,5})?|(?![\w:]))")
DOT_WORD = r"(?:points?|dots?|d0t|p0int|punto|punkt|pt|pnt|نقط[ةه]|دوت)"
OPEN = r"[\[({<>=\"'«»*_~|/+#\U0001f300-\U0001faff-]"
CLOSE = OPEN.replace(r"\[({<", r"\])}<")
PLAIN_ENDING = "(?:com|org|net|fr|info|biz|ma|be|ch|eu|io|co|tv|shop|site|online)"
SEPARATOR = re.compile(
    rf"(?<=[^\W_])(?=[\W_])(?:(?P<bracketed>(?:[\])}}\"»]\s{{1,2}})?\s{{0,3}}{OPEN}{{1,3}}\s{{0,2}}(?:\.|,|{DOT_WORD})\s{{0,2}}{CLOSE}{{1,3}}\s{{0,3}}[\[({{\"«]?)"
    rf"|(?P<opened>\s{{0,2}}[\[({{<«\"]\s?(?:\.|{DOT_WORD}\s)\s{{0,2}}(?={PLAIN_ENDING}\s?[\])}}>»\"]))"
    rf"|(?P<spelled>\s{{1,3}}{DOT_WORD}[\s-]{{1,3}}|:{DOT_WORD}:|\.?{OPEN}{DOT_WORD}{CLOSE})"
    rf"|(?P<signed>[^\w\s.,;:!?%°…'-]{{1,2}}\s?\.(?={PLAIN_ENDING}(?!\w))|\s[+]\s\.(?={PLAIN_ENDING}(?!\w)))"
    rf"|(?P<before>\s{{1,3}}\.\s{{0,3}})|(?P<after>\.\s{{1,3}}(?={PLAIN_ENDING}(?![\w])))|(?P<comma>[,;:…]|\.{{2,4}}|\s;\s(?=com)))(?=[^\W_])"
)
LEFT = re.compile(rf"{LABEL}(?:\.{LABEL})*+$")
RIGHT = re.compile(rf"{LABEL}(?:\.{LABEL})*+")
WORD_BEFORE = re.compile(r"([^\W\d_]+)\W{1,3}$")
WORDS_BEFORE = re.compile(r"(?:([^\W\d_]+)\W{1,3})?([^\W\d_]+)\W{1,3}$")
WORD_AFTER = re.compile(r"\s+([^\W\d_]+)")
MESSENGER = (
    r"(?:telegram(?:me)?|tele?gr?a?m|tlgrm|whats\s?app|watsa?p+|wtsp|discord|snapchat|snap|instagram|insta|tiktok"
    r"|signal|viber|wechat|(?:ال)?(?:تي?لي?[جغق]رام|وات?س\s?[اأ]?ب|[اإ]?نستا?غرام|[اإ]نستا|سناب))"
)
MESSENGER_PARTS = (
    *(
        "gram",
        "lgrm",
        "wh",
        "wats",
        "wtsp",
        "discord",
        "snap",
        "insta",
        "tiktok",
        "signal",
        "viber",
    ),
    *("wechat", "tg", "ig", "fb", "wa", "رام", "ات", "نست", "سناب"),
)
HANDLE = r"@\s?\w[\w.]{2,31}|\w[\w.]{2,31}@(?!\w)"
INVITE = re.compile(
    rf"(?<!\w){MESSENGER}(?!\w)(?:[^.\n]{{0,30}}?({HANDLE}|\+?\d(?:[\s.-]?\d){{8,14}})"
    r"|\s?(?::|arobase)\s?(\w{0,30}(?:_\w|\d)\w{0,30}))"
    rf"|(?:{HANDLE})\s{{0,3}}(?:(?:sur|on|dans|en|على|في)\s{{1,2}})?(?:l[ea']\s?)?{MESSENGER}(?!\w)"
    r"|(?<!\w)(?:tg|ig|fb|wa|insta|snap)\s?:?\s?@\w[\w.]{2,31}"
    r"|(?<!\w)(?:tg|ig|insta|snap)\s?:\s?\w{1,30}_\w{1,30}"
)
TLD_SPACED = re.compile(r"(?<![^\W_])[a-z](?:[ _*|-][a-z]){1,3}(?![^\W_])")
BEFORE_TLD = re.compile(r"(?:[.\])}>]|(?<![^\W_])(?:point|dot|نقطة))\s{0,2}$")
BRACKETED_LETTERS = re.compile(r"(?<=[\[({<]\s)[a-z](?: [a-z]){2,4}(?=\s[\])}>])")
TAG = re.compile(
    r"</?[a-z!-][^<>]{0,60}>|\[/?(?:b|i|u|s|color|size|font)(?:=[^\]]{0,20})?\]|[*`~]{1,3}|__"
)
TAG_SIGN = re.compile(r"[<\[*`~]|__")
GLUED = re.compile(r"(?:point|dot)(?:com|org|net|fr|tv|co|info|ma|io|shop)(?![^\W_])")
# A mail's provider after a word for «@»: no dot is needed to know it.
PROVIDER = re.compile(
    r"[\w.+-]{2,40}\s{0,2}(?:@|(?:\s|[\[({#*_-])arobas[et]?(?:\s|[\])}#*_-]))\s{0,2}(?:gmail|hotmail|yahoo|outlook|protonmail|laposte)"
    r"(?:\s{0,2}(?:com|fr|net))?(?!\w)"
)
IP_SIGN = re.compile(r"\d\s{0,2}(?:[\[({]|\.\s|point|dot|نقطة)")
DISGUISED_IP = re.compile(
    r"(?<![\w.])\d{1,3}(?:\s{0,2}[\[({]?\s?(?:\.|point|dot|نقطة)\s?[\])}]?\s{0,2}\d{1,3}){3}(?![\w])"
)
INVITE_SIGN = re.compile(r"@|\d\d|\w_\w|:\s?\w+\d")
LETTERS_SPACED = re.compile(r"(?<![^\W_])\S(?:([ _*|-])\S(?![^\W_]))(?:\1\S(?![^\W_])){2,}+")

ARABIC_TLDS = {
    "كوم",
    "نت",
    "اورج",
    "اورغ",
    "أورج",
    "أورغ",
    "انفو",
    "فر",
    "ما",
    "دوتكوم",
    "دز",
    "تن",
    "شوب",
    "c0m",
}
ARABIC_SITES = {"موقع", "شبكة", "بازار", "كوم"}  # endings that are no country's
SHORTENERS = {"t.co", "t.me", "x.com", "g.co", "v.gd", "b.link", "m.me", "s.id", "u.to", "n.pr"}
NAMES_WITH_A_DOT = {"asp.net", "vb.net", "ado.net", "socket.io", "draw.io"}
# Countries readers are in or near: an ending of theirs after two words is more likely a name than a list.
HERE = {"ma", "dz", "tn", "fr", "be", "ch", "com", "org", "net", "ly", "mr", "eg"}
SECOND_LEVEL = {"gov", "gouv", "com", "co", "ac", "edu", "org", "net"}
ARABIC = re.compile(r"[\u0600-\u06ff]")
LEET_TLDS = {"c0m", "0rg", "inf0"}
PLAIN = {"com", "fr", "org", "net", "info", "biz", "eu", "c0m", "0rg", "inf0"}
LANGUAGE_CODES = {"fr", "ar", "en", "es", "de", "it"}
HOUR = re.compile(r"(?:\d{1,2}\.)?\d{1,2}(?::?\d\d)?\s?(?:[ap]\.?m)")
FIGURE = re.compile(
    r"\d{1,4}[a-z%]{1,3}\d{0,2}|[a-z]{1,3}\d{1,2}|\d[a-z]{2,3}|[a-z]{1,3}\d[a-z]{1,2}"
)
FILE_ENDINGS = {"py", "rs", "sh", "md", "pl", "ps", "zip", "mov", "java", "cpp"}
NEVER_BEFORE_POINT = frozenset(
    """a au aucun autre ce cet cette ces certain certains chaque d de des dernier du en et even every faire fait
    her his its l la le les leur ma meme mes mise mon my nos notre nul our par premier quel quelques sa second
    of ses seul son sur that the this ton tout tous troisieme un une un votre vos your in un bon mauvais meilleur
    developpeur developpeurs dev framework plateforme generation bulle ere epoque annees rond deux trois quatre cinq red the each connect no any some another first last same le what which at
    هذه هذا اول كل نفس اي اخر من في الى على عند""".split()
)
LOCATORS = frozenset(
    """sur site sites via chez visitez visiter voir voyez allez aller lisez lire lien liens adresse page blog
    consultez consulter cliquez cliquer clique rejoignez visit see check read link website click go موقعنا
    www http https slash source sources موقع الموقع على زوروا رابط الرابط انظر""".split()
)
VERSION_WORDS = frozenset(
    "version versions v article articles art section chapitre chapter alinea loi".split()
)


def _read(folded: Folded, is_unspaced=False):
    """Yield (start, end, kind, is it sure) in offsets of what was typed; spans may overlap."""
    plain = folded.plain
    for start, end, kind, sure in _spans(plain, folded, is_unspaced):
        yield (*folded.span(start, end), kind, sure)


def _spans(plain, folded, is_unspaced):
    yield from _marked(plain)
    yield from _hosts(plain, folded, is_unspaced)
    yield from _disguised(plain)
    yield from _glued(plain, folded)
    yield from _numbers(plain)
    may_invite = any(part in plain for part in MESSENGER_PARTS) and INVITE_SIGN.search(plain)
    for invite in INVITE.finditer(plain) if may_invite else ():
        yield invite.start(), invite.end(), "invite", False


def _marked(plain):
    """Addresses that say so: a scheme, markup, an e-mail."""
    # Each pattern is tried only where the one sign it cannot do without is there.
    for pattern, kind, is_possible in (
        (SCHEME, "scheme", ":" in plain),
        (BARE_SCHEME, "scheme", ":" in plain or "//" in plain or "slash" in plain),
        (MARKUP, "markup", "<" in plain or "[" in plain or "=" in plain or "](" in plain),
    ):
        if not is_possible:
            continue
        done = 0  # what lies within an address already told is not read again
        for found in pattern.finditer(plain):
            if found.start() >= done:
                done = _end_of_address(plain, found.end())
                yield found.start(), done, kind, True


def _end_of_address(plain, start):
    """Return where an address that is under way at `start` ends, its closing punctuation left out."""
    under_way = ADDRESS.match(plain, start).group()
    return start + len(under_way.rstrip(TRAILING))


def _hosts(plain, folded, is_unspaced):
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
        path_end = _end_of_address(plain, end) if rest.end() > end else end
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


def _disguised(plain):
    """Dots in brackets, in words, or with spaces around them."""
    known = tlds()
    for found in SEPARATOR.finditer(plain):
        right = RIGHT.match(plain, found.end())
        if right is None:
            continue
        labels = right.group().split(".")
        tld = next((label for label in labels if label in known or label in ARABIC_TLDS), None)
        left = LEFT.search(plain, max(0, found.start() - 64), found.start())
        if left is None:
            continue
        name = left.group()
        is_www = re.fullmatch(r"www\d?", name) is not None
        if not is_www and (tld is None or labels.index(tld) > 1):
            continue
        end = found.end() + len(right.group().split(tld)[0]) + len(tld) if tld else right.end()
        verdict = True if is_www else _disguise_is_sure(plain, found, name, tld, end, left.start())
        if verdict is not None:
            yield left.start(), end, "spelled", verdict


def _disguise_is_sure(plain, found, name, tld, end, start):
    """Return True for a sure one, False for a doubtful one, None for prose."""
    kind = found.lastgroup
    is_strong = (
        tld in ALWAYS_ADDRESS
        or tld in ARABIC_TLDS
        or (not is_word(tld) and tld not in function_tlds())
    )
    has_path = re.match(r"\s?/\s?\w|\s(?:slash|barre)\s\w", plain[end : end + 12]) is not None
    before = WORDS_BEFORE.search(plain, max(0, start - 40), start)
    is_located = before is not None and any(word in LOCATORS for word in before.groups())
    if kind == "opened":
        return not is_word(name) or name == "site"
    if kind == "signed":
        return not is_word(name)
    if kind == "bracketed":
        if "," in found.group() and not is_strong:
            return None
        if (
            re.fullmatch(r"[-\s_'\"*~|]+\.?[-\s_'\"*~|]*", found.group().replace(",", ""))
            and not is_strong
        ):
            return None if is_word(name) else False
        return is_strong or not is_word(name) or has_path or any(c in found.group() for c in "[({")
    if name.isdigit():
        return None
    if kind == "spelled":
        word = found.group().strip(" \t.[](){}<>\"'*_~|-")
        if name in NEVER_BEFORE_POINT or name.split(".")[-1] in NEVER_BEFORE_POINT:
            return None
        if word in {"pt", "points", "dots"} and not is_strong:
            return None
        if is_strong:
            if (
                tld in {"net", "info", "top", "co", "me"}
                and word.startswith("point")
                and is_word(name)
            ):
                return False
            return True
        return None if is_word(name) and not has_path and not is_located else False
    if kind == "before":
        if name in NEVER_BEFORE_POINT:
            return None  # «le .com», «la vie en .fr»: the ending itself is spoken of
        if is_word(name) and tld not in {"com", "fr"}:
            return False if is_strong else None
        if has_path:
            return True
        if is_strong and tld in ALWAYS_ADDRESS:
            return True
        return False if is_strong or not is_word(name) else None
    if kind == "after":
        is_plain = tld in {"com", "org", "net", "fr", "info", "biz"}
        if has_path and is_strong:
            return True
        is_last = WORD_AFTER.match(plain, end) is None
        if is_plain and (is_last or not is_word(name)):
            return False
        return False if tld in ALWAYS_ADDRESS and not is_word(name) else None
    if found.group() == "," and has_path and f"{name}.{tld}" in SHORTENERS | {"wa.me"}:
        return True
    is_plain = tld in {"com", "org", "net", "fr", "info", "ru"} and len(name) > 1
    return False if is_plain and (found.group() == "," or not is_word(name)) else None


def _numbers(plain):
    """Addresses in numbers."""
    for found in IPV4.finditer(plain):
        parts = [int(part) for part in found.group().split(".")]
        if max(parts) > 255:
            continue
        before = WORD_BEFORE.search(plain, max(0, found.start() - 20), found.start())
        rest = PATH.match(plain, found.end())
        has_path = rest.end() > found.end() and rest.group() not in {"/", "?", "#"}
        if has_path:
            yield found.start(), _end_of_address(plain, found.end()), "ip", True
        elif before is None or before[1] not in VERSION_WORDS:
            yield found.start(), found.end(), "ip", max(parts) > 31
    for found in DISGUISED_IP.finditer(plain) if IP_SIGN.search(plain) else ():
        parts = re.findall(r"\d+", found.group())
        if "." in parts or re.fullmatch(r"[\d.]+", found.group()) or max(map(int, parts)) > 255:
            continue
        yield found.start(), found.end(), "ip", max(map(int, parts)) > 31
    for found in IPV6.finditer(plain) if plain.count(":") > 1 else ():
        candidate = found.group().rpartition("]")[0].strip("[") or found.group().strip("[]")
        if "::" not in candidate and candidate.count(":") < 7:
            continue
        try:
            IPv6Address(candidate)
        except (AddressValueError, ValueError):
            continue
        if len(candidate) > 4 or "[" in found.group():
            yield found.start(), found.end(), "ip", True


def _without_letter_spaces(folded: Folded) -> Folded | None:
    """Return the text with its s p a c e d letters closed up; None where it has none."""
    runs = [run.span() for run in LETTERS_SPACED.finditer(folded.plain)]
    runs += [run.span() for run in BRACKETED_LETTERS.finditer(folded.plain)]
    for ending in TLD_SPACED.finditer(folded.plain):
        start, end = ending.span()
        is_tld = folded.plain[start:end:2] in ALWAYS_ADDRESS or folded.plain[start:end:2] in {
            "ma",
            "dz",
            "tn",
        }
        if is_tld and BEFORE_TLD.search(folded.plain, max(0, start - 8), start):
            runs.append((start, end))
    if not runs:
        return None
    kept, position = [], 0
    for start, end in sorted(runs):
        if start >= position:
            kept += (*range(position, start), *range(start, end, 2))
            position = end
    kept += range(position, len(folded.plain))
    return _keep(folded, kept)


def _without_tags(folded: Folded) -> Folded | None:
    """Return the text as a page would show it, its tags gone; None where it has none."""
    kept, position = [], 0
    for tag in TAG.finditer(folded.plain) if TAG_SIGN.search(folded.plain) else ():
        kept += range(position, tag.start())
        position = tag.end()
    return _keep(folded, [*kept, *range(position, len(folded.plain))]) if position else None


def _keep(folded: Folded, kept: list[int]) -> Folded:
    return Folded(
        "".join([folded.plain[index] for index in kept]),
        [folded.starts[index] for index in kept],
        [folded.ends[index] for index in kept],
        folded.typed,
    )


def _glued(plain, folded):
    """«bibliozarPOINTcom»: sure where the word stands out in capitals, doubtful else."""
    for found in GLUED.finditer(plain) if "point" in plain or "dot" in plain else ():
        begin = found.start()
        while begin > 0 and found.start() - begin < 40 and plain[begin - 1].isalnum():
            begin -= 1
        if found.start() - begin >= 3:
            typed = folded.typed[slice(*folded.span(found.start(), found.start() + 3))]
            yield begin, found.end(), "spelled", typed.isupper()


def _settle(text, spans) -> Findings:
    """Merge what overlaps: one span for one address, sure if any reading of it is."""
    merged: list[list] = []
    for start, end, kind, sure in sorted(spans, key=lambda span: (span[0], -span[1])):
        if merged and start < merged[-1][1]:
            last = merged[-1]
            if sure and not last[3]:
                last[2] = kind
            last[1], last[3] = max(last[1], end), last[3] or sure
        else:
            merged.append([start, end, kind, sure])
    findings = Findings([], [])
    for start, end, kind, sure in merged:
        link = Link(start, end, text[start:end], kind)
        (findings.sure if sure else findings.doubtful).append(link)
    return findings
