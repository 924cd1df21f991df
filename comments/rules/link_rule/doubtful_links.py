"""PURE: decide by tables if a link is sure, doubtful or prose.

A comment with a sure link is refused at the door. Every other one waits for a moderator, who sees its doubtful passages
marked. An imported comment that waits is marked for a sure link too (comments/imports.py). A commenter's name is refused
for a sure link, never marked. Alerts, appeals and reports of errors may hold links. Of two readings of the same letters,
the sure one counts (links.py).

Each shape of address has its table, read from the top: the first rule whose test holds gives the verdict.
tests/comments/rules/test_doubtful_links.py checks that each example gets that verdict from that very rule. What comes to
no table: a disguised dot or at sign without a name before it and an ending behind it (disguises.py, emails.py), and an
ending in capitals in a text that is mostly in capitals (dotless.py).

The stretches are found in hosts.py, emails.py, disguises.py, dotless.py, contacts.py, riddles.py, ip_addresses.py and
links.py. Their facts (`host.is_announced` and the like) are worked out beside them; those of a host in host_facts.py.

| what is said here | what it is |
|---|---|
| a word | what lexicon.is_word knows: French, English, and Darija as people spell it. «Made of words» counts figures, whatever is in capitals and what is not in Latin letters too |
| an ending | a top-level domain: lexicon.tlds; those spelled in Arabic, or with figures for letters, in link_signs.py |
| a strong ending | an ending that is no word («pl»), or that everybody reads as an address (lexicon.ALWAYS_ADDRESS): com org net info biz fr eu uk io co tv fm cc ly ws ru ch cn jp xyz online site website shop store app dev blog link click club top vip email web |
| … of a plain host | Latin letters, or figures in their place («c0m»): Host.has_strong_ending. Arabic endings have a table of their own |
| … behind a disguised dot | those spelled in Arabic count too: Disguise.has_strong_or_arabic_ending |
| announced | the word before it announces an address: «sur», «site», «voir», «page», موقع and some fifty more (link_signs.ANNOUNCERS); of a disguise, one of the two words before it |
| a company spoken of | a name with a capital and an ending that companies bear in their name, «Booking.com», in running text (host_facts.py) |
| an odd name | with a hyphen, an underscore, or a figure beside a letter: no word is written so (Disguise.is_odd_name) |
| longer lists | link_signs.py: abbreviations, words that end no name; dotless.py: the endings sought without a dot; contacts.py: the messengers, and the words beside a number or a name that make it a contact |

Doubtful passages are stored with the text (models/revision.py). We judge the text again with spaced letters closed up,
without brackets round one letter, and without tags (closed_up.py). From these readings we keep only sure addresses, five
characters or longer.
"""

from itertools import product

from ..lexicon import ALWAYS_ADDRESS, is_word, opens_sentences
from .link_signs import ABBREVIATIONS, ARABIC_LETTER, HOUR, NEVER_BEFORE_POINT
from .verdicts import DOUBTFUL, PROSE, SURE, Rule, otherwise

# fmt: off
EVERYDAY_TLDS = {"com", "fr", "org", "net", "info", "biz", "eu", "c0m", "0rg", "inf0"}
# The countries that readers are in or near, and the commonest: after two words a name more likely than a list.
NEARBY_TLDS = {"ma", "dz", "tn", "fr", "be", "ch", "ca", "sn", "ci", "com", "org", "net", "ly", "mr", "eg"}
# Companies bear them in their name: «Booking.com», «BFM.TV».
COMPANY_ENDINGS = {"com", "fr", "tv", "ma", "dz", "tn", "org", "net", "ch", "be", "ca", "io", "co", "eu", "info"}
FILE_ENDINGS = {"py", "rs", "sh", "md", "pl", "ps", "zip", "mov", "java", "cpp"}
SHORTENERS = {"t.co", "t.me", "x.com", "g.co", "v.gd", "b.link", "m.me", "s.id", "u.to", "n.pr"}
PRODUCTS = {"asp.net", "vb.net", "ado.net", "socket.io", "draw.io"}

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

# A plain host, «exemple.com» (host_facts.Host): the six tables are read one after the other, each where it applies.
ANY_HOST = (
    Rule("a product whose name has a dot", "Il code en ASP.NET depuis dix ans",
         lambda host: host.text in PRODUCTS and not host.has_path, PROSE),
    Rule("«www» opens it", "Voir www.exemple.org",
         lambda host: host.names[0].startswith("www"), SURE),
    Rule("a shortener of addresses", "t.me/promo2024",
         lambda host: host.text in SHORTENERS, SURE),
    Rule("somebody is spoken to", "@marie.dupont a raison",
         lambda host: host.follows_at_sign and host.tld not in EVERYDAY_TLDS and not host.has_path, PROSE),
    Rule("an apostrophe follows a word", "imho.it's fine",
         lambda host: host.next_sign == "'" and not host.has_strong_ending and not host.is_quoted, PROSE),
    Rule("inclusive writing", "les citoyen.ne.s et certain.es",
         lambda host: host.is_inclusive, PROSE),
    Rule("an abbreviation before a word", "voir cf.page 3",
         lambda host: host.names[0] in ABBREVIATIONS and not host.has_path and not host.has_strong_ending, PROSE),
    Rule("two acronyms", "le match PSG.OM de dimanche",
         lambda host: host.is_acronyms and not host.is_announced, PROSE),
    Rule("the name of a file that is spoken of", "le fichier facture.zip est vide",
         lambda host: host.tld in FILE_ENDINGS and host.is_file_spoken_of, PROSE),
    Rule("a label before it that no name has", "voir _exemple.com",
         lambda host: host.follows_underscore and not host.has_path, DOUBTFUL),
    Rule("a port that no machine has", "exemple.com:500000",
         lambda host: host.has_impossible_port, DOUBTFUL),
    Rule("an elided word before an ending", "je l'aime.fr",
         lambda host: host.has_strong_ending and host.is_bare_name and host.is_elided and is_word(host.names[0])
         and not host.has_path and not host.ending_has_capital, DOUBTFUL),
    Rule("one initial before the most usual endings", "le site b.com est fermé",
         lambda host: host.is_initials and host.tld in {"com", "org", "net", "fr"} and len(host.names) == 1, DOUBTFUL),
    Rule("initials and abbreviations", "j.ai vu cela",
         lambda host: host.is_initials, PROSE),
    Rule("an hour", "at 9.30am.It was magic",
         lambda host: host.names[-1][-1] == "m" and HOUR.fullmatch(".".join(host.names)) and not host.has_path, PROSE),
)

# With a path after it.
HOST_WITH_PATH = (
    Rule("a list of words with a slash in it", "pain.la/beurre au choix",
         lambda host: host.next_sign == "/" and host.is_made_of_words and host.ends_in_small_word, DOUBTFUL),
    Rule("a list of languages with a slash in it", "version.ar/en au choix",
         lambda host: host.next_sign == "/" and host.is_made_of_words and host.is_languages, DOUBTFUL),
    Rule("a path follows", "Lisez exemple.fr/x",
         otherwise, SURE),
)

# Endings in Arabic letters: most are countries, and countries are words.
HOST_WITH_ARABIC_ENDING = (
    Rule("an Arabic ending after a name with a hyphen", "زوروا كازينو-نت.المغرب اليوم",
         lambda host: host.has_hyphen, DOUBTFUL),
    Rule("an Arabic ending after a noun with its article, or a country", "المغرب.الجزائر خاوة خاوة",
         lambda host: host.has_arabic_noun, PROSE),
    Rule("a country in Arabic opens a sentence", "انتهى.المغرب بلد جميل",
         lambda host: host.tld.startswith("ال") and host.word_after and not host.is_announced, PROSE),
    Rule("an Arabic word and a word after it", "كذب.شبكة من اللصوص",
         lambda host: host.word_after and not host.is_announced
         and ARABIC_LETTER.match(host.names[-1]), PROSE),
    Rule("an Arabic ending", "هسبريس.المغرب",
         otherwise, DOUBTFUL),
)

# Lists without their spaces.
HOST_LISTS = (
    Rule("codes of languages", "fr.ar.en il faut les trois langues",
         lambda host: host.is_languages and (len(host.names) > 1 or not host.is_announced), PROSE),
    Rule("two codes of languages that are announced", "Voyez le site ar.fr",
         lambda host: host.is_languages, DOUBTFUL),
    Rule("a list of words or acronyms", "LFI.RN.LR tous pareils",
         lambda host: host.is_list and not host.is_announced and host.is_made_of_words and host.is_chain_of_words, PROSE),
)

# Endings that are no word, or are an address to any reader.
HOST_WITH_STRONG_ENDING = (
    Rule("the ending of a file", "Lancez main.py après",
         lambda host: host.tld in FILE_ENDINGS, DOUBTFUL),
    Rule("nothing but figures before a strong ending", "En 2024.fr on verra",
         lambda host: all(name.isdigit() for name in host.names), DOUBTFUL),
    Rule("words on both sides of a strong ending", "Visitez bravo.com.merci",
         lambda host: host.beyond and host.is_made_of_words, DOUBTFUL),
    Rule("the word «point» before a strong ending", "mettre le point.com",
         lambda host: host.names[-1] in {"point", "dot"}, DOUBTFUL),
    Rule("«Com» opens a sentence after a word", "Commentaire censuré.Com supprimé",
         lambda host: host.tld == "com" and host.ending_opens_sentence, DOUBTFUL),
    Rule("an ending with one capital opens a sentence after one name", "kima dima.Fr dima mes2oula",
         lambda host: host.has_title_ending and host.is_bare_name and not is_word(host.names[0])
         and not host.is_at_end and not host.is_announced, DOUBTFUL),
    Rule("a strong ending, its letters spaced out", "bibli o z a r . c o m",
         lambda host: host.is_unspaced, SURE),
    Rule("a company spoken of", "Le procès contre Booking.com continue à Tunis",
         lambda host: host.is_company_spoken_of, DOUBTFUL),
    Rule("two letters after one bare name", "viva.dz à tous",
         lambda host: len(host.tld) == 2 and host.tld not in ALWAYS_ADDRESS
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
         otherwise, SURE),
)

# Endings that are words of prose.
HOST_WITH_WORD_ENDING = (
    Rule("a country's ending, its letters spaced out", "b i b l i o z a r . m a",
         lambda host: host.is_unspaced and host.tld in NEARBY_TLDS and not host.is_made_of_words, SURE),
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

HOSTS = (
    *ANY_HOST,
    *HOST_WITH_PATH,
    *HOST_WITH_ARABIC_ENDING,
    *HOST_LISTS,
    *HOST_WITH_STRONG_ENDING,
    *HOST_WITH_WORD_ENDING,
)
# The same table without the parts that cannot hold, by three facts: it is read for each dot of a text.
HOSTS_BY_FACTS = {
    (has_path, is_arabic, is_strong): (
        *ANY_HOST,
        *(HOST_WITH_PATH if has_path else ()),
        *(HOST_WITH_ARABIC_ENDING if is_arabic else ()),
        *HOST_LISTS,
        *(HOST_WITH_STRONG_ENDING if is_strong else ()),
        *HOST_WITH_WORD_ENDING,
    )
    for has_path, is_arabic, is_strong in product((True, False), repeat=3)
}

ONE_VERDICT = (
    *(SCHEME, BARE_SCHEME, MARKUP, EMAIL, MAIL_PROVIDER),
    *(SPELLED_WWW, HEXADECIMAL_IP, IP_IN_WORDS, IP_WITH_COMMAS, IPV6),
)
TABLES = (
    *(ONE_VERDICT, HOSTS, *DISGUISES.values(), GLUED_WORDS),
    *(CONTACTS, DOTLESS, REVERSED, DIRECTIONS, FOUR_NUMBERS),
)


def rules_of(host) -> tuple[Rule, ...]:
    """Return the rules of a host, in the order in which they are read."""
    is_arabic = ARABIC_LETTER.match(host.tld) is not None
    return HOSTS_BY_FACTS[host.has_path, is_arabic, host.has_strong_ending]
