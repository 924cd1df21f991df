"""PURE: decide by tables if a link is sure, doubtful or prose; that of plain hosts, «exemple.com», is host_rules.py.

A comment with a sure link is refused; with a doubtful one it waits with that passage marked for the moderator. Of two
readings of the same letters, the sure one counts (links.py). A commenter's name is refused for a
sure link, never marked.

Each shape of address has its table. It is read from the top: the first rule whose test holds gives the
verdict: a rule is reached only if all rules above it failed. Each example is checked by
tests/comments/rules/test_doubtful_links.py to get that verdict from that very rule.

The stretches are found in hosts.py, emails.py, disguises.py, dotless.py, contacts.py, riddles.py, ip_addresses.py and
links.py. Their facts (`host.is_announced` and the like) are worked out beside them; those of a host in host_facts.py.

| what is said here | what it is |
|---|---|
| a word | what lexicon.is_word knows of French, English and, of Darija, what is written without thought |
| an ending | a top-level domain: lexicon.tlds; those spelled in Arabic, or with figures for letters, in link_signs.py |
| a strong ending | no such word, or one that is an address to any reader (lexicon.ALWAYS_ADDRESS): lexicon.is_strong_ending |
| … of a plain host | in our letters, or figures for letters: Host.has_strong_ending. Arabic endings have rules of their own there |
| … behind a disguised dot | those spelled in Arabic count too: Disguise.has_strong_or_arabic_ending |
| other lists | link_signs.py: shorteners, endings of the region, words that end no name |

Doubtful passages are stored with the text (models/revision.py). The same tables judge a text whose spaced letters or
tags were taken out (closed_up.py): there only a sure address of five characters or more counts.
"""

from ..lexicon import ALWAYS_ADDRESS, is_word
from .host_rules import HOSTS
from .link_signs import NEVER_BEFORE_POINT, SHORTENERS
from .verdicts import DOUBTFUL, PROSE, SURE, Rule, otherwise

# fmt: off
# Shapes that have one verdict, whatever stands around them.
SCHEME = Rule("a scheme", "Voir http://exemple.org/page.", otherwise, SURE)
BARE_SCHEME = Rule("a scheme without its slashes", "Écrivez à mailto: moi@exemple", otherwise, SURE)
MARKUP = Rule("the markup of a link", "[url]exemple[/url]", otherwise, SURE)
EMAIL = Rule("an e-mail address", "Écrivez à moi@exemple.org", otherwise, SURE)
MAIL_PROVIDER = Rule("a name at a mail provider, without a dot", "karim arobase hotmail fr", otherwise, DOUBTFUL)
SPELLED_WWW = Rule("«www» and a disguised dot", "www point exemple", otherwise, SURE)
HEXADECIMAL_IP = Rule("an IPv4 address in hexadecimal figures", "ouvrez 0xB9.0x23.0x10.0x07", otherwise, SURE)
IP_IN_WORDS = Rule("four numbers in words with «point» between them",
                   "au cent quatre point dix point quatorze point huit", otherwise, DOUBTFUL)
IP_WITH_COMMAS = Rule("four numbers with commas, and a server or port", "77,136,40,2 port 8888", otherwise, DOUBTFUL)
IPV6 = Rule("an IPv6 address", "ouvrez [::1]:8000", otherwise, SURE)

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
             lambda disguise: "," in disguise.sign and not disguise.has_strong_or_arabic_ending, PROSE),
        Rule("hyphens or quotes around a dot, between two words", "bravo \".\" la suite",
             lambda disguise: disguise.is_punctuation and not disguise.has_strong_or_arabic_ending and is_word(disguise.name), PROSE),
        Rule("hyphens or quotes around a dot, after a name", "bibliozar \".\" la suite",
             lambda disguise: disguise.is_punctuation and not disguise.has_strong_or_arabic_ending, DOUBTFUL),
        Rule("a dot in brackets", "exemple[.]com",
             lambda disguise: disguise.has_strong_or_arabic_ending or not is_word(disguise.name) or disguise.has_path
             or any(bracket in disguise.sign for bracket in "[({"), SURE),
        Rule("the word «point» in signs, between two words", "bravo *point* la suite", otherwise, DOUBTFUL),
    ),
    "spelled": (
        Rule("figures before «point»", "à 11h point info", lambda disguise: disguise.is_figure, PROSE),
        Rule("«point» or the ending spelled letter by letter", "bibliozar p o i n t live",
             lambda disguise: disguise.is_unspaced and disguise.name not in NEVER_BEFORE_POINT, SURE),
        Rule("a word that ends no name before «point»", "sur ce point com en France",
             lambda disguise: disguise.name in NEVER_BEFORE_POINT or disguise.name.split(".")[-1] in NEVER_BEFORE_POINT, PROSE),
        Rule("«points», «pt» and an ending that is a word", "bibliozar points la suite",
             lambda disguise: disguise.sign_word in {"pt", "points", "dots"} and not disguise.has_strong_or_arabic_ending, PROSE),
        Rule("«point» between a word and an ending that is a noun too", "rester point net",
             lambda disguise: disguise.tld in {"net", "info", "top", "co", "me"} and disguise.has_strong_or_arabic_ending
             and disguise.sign_word.startswith("point") and is_word(disguise.name), DOUBTFUL),
        Rule("«point» and a strong ending", "exemple point com",
             lambda disguise: disguise.has_strong_or_arabic_ending, SURE),
        Rule("«point» between two words", "bravo point la suite",
             lambda disguise: is_word(disguise.name) and not disguise.has_path and not disguise.is_announced, PROSE),
        Rule("«point» after a name", "bibliozar point la suite", otherwise, DOUBTFUL),
    ),
    "spaced_before": (
        Rule("figures before a space and a dot", "en 2024 .com", lambda disguise: disguise.name.isdigit(), PROSE),
        Rule("the ending itself is spoken of", "la vie en .fr",
             lambda disguise: disguise.name in NEVER_BEFORE_POINT, PROSE),
        Rule("«.NET», the platform", "j'ai appris ASP .NET Core",
             lambda disguise: disguise.tld == "net" and disguise.is_platform, PROSE),
        Rule("a space before the dot, between a word and a rarer ending", "bravo .xyz demain",
             lambda disguise: is_word(disguise.name) and disguise.tld not in {"com", "fr"} and disguise.has_strong_or_arabic_ending, DOUBTFUL),
        Rule("a space before the full stop", "bravo .la suite",
             lambda disguise: is_word(disguise.name) and disguise.tld not in {"com", "fr"}, PROSE),
        Rule("a space before the dot, and a path", "bibliozar .ma/x", lambda disguise: disguise.has_path, SURE),
        Rule("a space before the dot of an ending that is always an address", "bibliozar .com",
             lambda disguise: disguise.tld in ALWAYS_ADDRESS, SURE),
        Rule("a space before the dot, after a name", "bibliozar .ma", otherwise, DOUBTFUL),
    ),
    "spaced_after": (
        Rule("figures before a dot and a space", "à 18h30. com de crise", lambda disguise: disguise.is_figure, PROSE),
        Rule("a space after the dot, and a path", "bibliozar. com/x",
             lambda disguise: disguise.has_path and disguise.has_strong_or_arabic_ending, SURE),
        Rule("a space after the dot of a usual ending, at the end or after a name", "bibliozar. com",
             lambda disguise: disguise.tld in {"com", "org", "net", "fr", "info", "biz"}
             and (not disguise.word_after or not is_word(disguise.name)), DOUBTFUL),
        Rule("a space after the dot, after a name", "bibliozar. shop demain",
             lambda disguise: disguise.tld in ALWAYS_ADDRESS and not is_word(disguise.name), DOUBTFUL),
        Rule("a full stop before a sentence", "Bravo. Info du jour", otherwise, PROSE),
    ),
    "ringed": (
        Rule("brackets round an ending after its dot", "khbar-ejdid.[dz] sir chouf", lambda disguise: "." in disguise.sign, SURE),
        Rule("brackets round an ending, after a name", "emploi-suisse(ch) publie",
             lambda disguise: not is_word(disguise.name), DOUBTFUL),
        Rule("brackets round an ending, after a word", "les élus(ch) d’ici", otherwise, PROSE),
    ),
    "doubled": (
        Rule("figures before dots", "en 2024..com", lambda disguise: disguise.name.isdigit(), PROSE),
        Rule("more dots after the ending", "Pff..com..munication", lambda disguise: disguise.next_signs == "..", PROSE),
        Rule("dots doubled before an ending, and a path", "bibliozar..be/charleroi",
             lambda disguise: disguise.has_path and (disguise.has_strong_or_arabic_ending or disguise.is_nearby)
             and not is_word(disguise.name), SURE),
        Rule("dots doubled before a word and a path", "greencardok..us/apply",
             lambda disguise: disguise.has_path and not is_word(disguise.name) and len(disguise.name) > 5, DOUBTFUL),
        Rule("dots doubled before an ending that is no word", "bibliozar..fr",
             lambda disguise: disguise.has_usual_ending and not is_word(disguise.name), DOUBTFUL),
        Rule("dots doubled after a name with a hyphen or a figure", "tabib-dari..ma yji",
             lambda disguise: disguise.is_odd_name and (disguise.has_strong_or_arabic_ending or disguise.is_nearby), DOUBTFUL),
        Rule("an ellipsis", "je ne sais pas...la suite", otherwise, PROSE),
    ),
    "symbol": (
        Rule("figures or a code before a sign", "site fr|ar|en",
             lambda disguise: disguise.name.isdigit() or len(disguise.name) < 3, PROSE),
        Rule("a sign for the dot of an ending that is no word", "bibliozar|dz dans google",
             lambda disguise: not is_word(disguise.name) and disguise.has_strong_or_arabic_ending, DOUBTFUL),
        Rule("a sign for the dot, after a name with a hyphen or a figure", "leaks-rif→ma",
             lambda disguise: disguise.is_odd_name and disguise.is_nearby, DOUBTFUL),
        Rule("a sign for the dot of a name that is announced", "chouf koraplus⚽ma",
             lambda disguise: not is_word(disguise.name) and disguise.is_nearby and disguise.is_announced, DOUBTFUL),
        Rule("a sign between two words", "bravo😂la suite", otherwise, PROSE),
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

# «WhatsApp 06 12 34 56 78», «t me/casino_dz» (contacts.Contact)
CONTACTS = (
    Rule("a short address without its dot", "Rejoignez t me/rabat_leaks", lambda contact: contact.shape == "shortcut", SURE),
    Rule("a page of a network without its domain", "chouf youtube/c/DarijaTech",
         lambda contact: contact.is_page_of_a_network, SURE),
    Rule("a path after a network's name", "Tout est sur fb/collectif.mineurs.jerada",
         lambda contact: contact.is_path_of_a_name, DOUBTFUL),
    Rule("a slash after a network's name", "sur facebook/instagram c’est pareil",
         lambda contact: contact.shape == "path", PROSE),
    Rule("a number at a messenger", "WhatsApp +221 77 000 12 34", lambda contact: contact.shape == "number", DOUBTFUL),
    Rule("an account of a messenger", "@casino_dz sur telegram", otherwise, DOUBTFUL),
)

# «www exemple com», «exemple fr/page», «EXEMPLE FR» (dotless.Dotless)
DOTLESS = (
    Rule("«www» before a name, its dots left out", "www hespress com", lambda found: found.shape == "www" and found.is_name, SURE),
    Rule("«www» before words, its dots left out", "www bonne affaire com", lambda found: found.shape == "www", DOUBTFUL),
    Rule("a code of language after a slash", "version lisible fr/ar", lambda found: found.is_pair_of_codes, PROSE),
    Rule("a path after a name, its dot left out", "Tout est dans hespress fr/afrique",
         lambda found: found.shape == "path" and found.is_name, SURE),
    Rule("a path after a word, its dot left out", "allez sur monde fr/afrique/sahel",
         lambda found: found.shape == "path" and found.has_more, DOUBTFUL),
    Rule("a slash after a word and an ending", "une page net/internet", lambda found: found.shape == "path", PROSE),
    Rule("a slash for the dot, after a name with a hyphen", "voyance-directe/fr 10 min offertes",
         lambda found: found.shape == "slash", DOUBTFUL),
    Rule("a name in capitals before an ending", "Tout est sur VERITEDUPEUPLE FR, allez-y",
         lambda found: found.is_name, DOUBTFUL),
    Rule("two words in capitals", "Il écoute FRANCE INFO le matin", otherwise, PROSE),
)

# «moc.elpmexe» (riddles.Backwards), «remplacez l’étoile par un point» (riddles.Direction)
REVERSED = (
    Rule("a usual ending written backwards", "lisez moc.razoilbib", lambda found: found.is_no_word and (
         found.ending in {"moc", "gro", "ofni", "enilno"} or found.name.endswith(".www")), SURE),
    Rule("an ending written backwards, and the text says so", "rf.razoilbib à l’envers", lambda found: found.is_said, DOUBTFUL),
    Rule("an ending written backwards before a name with a hyphen", "rf.tiudortsed-dnarg",
         lambda found: "-" in found.name and found.is_no_word, DOUBTFUL),
    Rule("letters that are no ending", "à 9 am.Then we left", otherwise, PROSE),
)
DIRECTIONS = (
    Rule("directions to rebuild an address", "lavraieinfo*com remplacez l’étoile par un point",
         lambda found: found.has_material, DOUBTFUL),
    Rule("directions about something else", "remplacez ce mot par un point", otherwise, PROSE),
)

# «192.168.1.1», «192 point 168 point 1 point 1»: four numbers up to 255 (ip_addresses.FourNumbers).
FOUR_NUMBERS = (
    Rule("a path after four numbers", "Voir 8.8.8.8:8080", lambda numbers: numbers.has_path, SURE),
    Rule("an amount, a part of which begins with a zero", "un stade à 3.000.000.000 de centimes",
         lambda numbers: numbers.has_padding, PROSE),
    Rule("a date or a decimal, and the number after its full stop", "né le 12.3.85. 2 enfants",
         lambda numbers: numbers.crosses_a_stop, PROSE),
    Rule("the number of a version or an article", "version 10.0.19.1 du logiciel", lambda numbers: numbers.is_version, PROSE),
    Rule("spaces after each full stop", "1. 2. 40. 3 dans l’ordre", lambda numbers: numbers.is_list, DOUBTFUL),
    Rule("a number that no day or month has", "Voir 192.168.1.1", lambda numbers: max(numbers.parts) > 31, SURE),
    Rule("four small numbers", "Voir 1.2.3.4", otherwise, DOUBTFUL),
)
# fmt: on

ONE_VERDICT = (
    *(SCHEME, BARE_SCHEME, MARKUP, EMAIL, MAIL_PROVIDER),
    *(SPELLED_WWW, HEXADECIMAL_IP, IP_IN_WORDS, IP_WITH_COMMAS, IPV6),
)
TABLES = (
    *(ONE_VERDICT, HOSTS, *DISGUISES.values(), GLUED_WORDS),
    *(CONTACTS, DOTLESS, REVERSED, DIRECTIONS, FOUR_NUMBERS),
)
