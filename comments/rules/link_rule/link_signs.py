"""PURE: keep the patterns of addresses in folded text, and the words that tell prose.

Every scan is linear in the length of the text: patterns begin at a word's edge, are possessive or bounded.
"""

import re

LABEL = r"[^\W_](?:[^\W_]|[-_]++(?=[^\W_])){0,80}+"
# Not in the midst of another: signs before it that join nothing («...», «—», «__») hide no address.
ALONE = r"(?<![^\W_])(?<![^\W_][@._-])"
HOST = re.compile(rf"{ALONE}{LABEL}(?:\.{LABEL})++")
GLUED_TO_ARABIC = re.compile(r"([a-z]{2,12})[\u0600-\u06ff]")
PATH_BEGINS = re.compile(r":\d{2,5}|[/?#]")
PATH_GOES_ON = re.compile(r":\d{2,5}|[/?#][^\s<>\"|]")
ADDRESS = re.compile(r"[^\s<>\"|]*+")
TRAILING = ".,;:!?'\")]}>*_~-…»"
SCHEMES = re.compile(
    r"(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{1,19}|h[tx*]{2}ps?)(?:\s{0,2}:\s{0,2}(?:/\s?/|\\\\)|:/)(?=\s{0,2}[\w\[])"
)
BARE_SCHEMES = re.compile(
    r"(?<![\w])(?:mailto:\s?[^\s@]{1,320}+@|magnet\s?:\s?\?xt|file:/|ftps?:\S|ethereum:0x|facetime:\w|tel:\+?\d{4}|sms:\+?\d{4}|javascript:\s?[\w(]|data:\w+/|vbscript:\w"
    r"|skype:\w|bitcoin:\w{20}|whatsapp:|tg:/?/?\w|geo:-?\d|https?[;:]?//?\w|h[tx*]{2}ps?\s?[;:]?\s?//\s?\w|https?\s?:\s?www"
    r"|https?\s(?:deux[\s-]points|colon|two\sdots)\s(?:(?:double|slash|barre)\s){1,2}(?:slash|barre)?)"
)
LINK_MARKUP = re.compile(
    r"<\s?a\s[^<>]{0,80}?href|\bhref\s?=|\[/?(?:url|link|img|email)(?:=[^\]\s]{0,200})?\]|\]\(\s?(?:https?:|/|www|[\w-]+\.)"
)
AT_SIGN = re.compile(
    r"(?<![\w+-])(?<!\w\.)([\w+-](?:[\w.+-]{0,63}))\s{0,2}(?:@|[\[({<*#_-]\s?(?:at|arobas[et]?|a|@|chez)\s?[\])}>*#_-]|\sarobase\s|\sat\s(?=[\w-]{2,40}\s?(?:[\[({]|dot\b|point\b)))\s{0,2}(?=[\w-])"
)
EMAIL_SIGN = re.compile(
    r"@|arob|gmail|hotmail|yahoo|outlook|laposte|icloud|protonmail|[\[({<*#_-]\s?(?:at|a|chez)\s?[\])}>*#_-]|\sat\s"
)
FOUR_NUMBERS_WITH_DOTS = re.compile(
    r"(?<![^\W_])(?<!\d[.,])\d{1,3}(?:\.\d{1,3}){3}(?![^\W_]|\.\d)|(?<=ip)\d{1,3}(?:\.\d{1,3}){3}(?!\w)"
)
HEXADECIMAL_GROUPS = re.compile(
    r"(?<![\w:])\[?(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\](?::\d{2,5})?|(?![\w:]))"
)
DOT_WORD = (
    r"(?:points?|dots?|d0t|p0int|punto|ponto|punkt|pt|pnt|poin|n[ou][q9]ta|nokta|niqta|نقط[ةه]|دوت)"
)
OPEN = r"[\[({<>=\"'«»*_~|/+#\U0001f300-\U0001faff-]"
CLOSE = OPEN.replace(r"\[({<", r"\])}<")
PLAIN_ENDING = "(?:com|org|net|fr|info|biz|ma|be|ch|eu|io|co|tv|shop|site|online)"
SEPARATOR = re.compile(
    rf"(?<=[^\W_])(?=[\W_])(?:(?P<bracketed>(?:[\])}}\"»]\s{{1,2}})?\s{{0,3}}{OPEN}{{1,3}}\s{{0,2}}(?:\.|,|{DOT_WORD})\s{{0,2}}{CLOSE}{{1,3}}\s{{0,3}}[\[({{\"«]?)"
    rf"|(?P<opened>\s{{0,2}}[\[({{<«\"]\s?(?:\.|{DOT_WORD}\s)\s{{0,2}}(?={PLAIN_ENDING}\s?[\])}}>»\"]))"
    rf"|(?P<spelled>\s{{1,3}}(?:(?:then|puis)\s)?{DOT_WORD}(?:\s(?:then|puis))?[\s-]{{1,3}}|:{DOT_WORD}:|\.?{OPEN}{DOT_WORD}{CLOSE})"
    rf"|(?P<signed>[^\w\s.,;:!?%…'-]{{1,2}}\s?\.(?={PLAIN_ENDING}(?!\w))|\s[+]\s\.(?={PLAIN_ENDING}(?!\w)))"
    rf"|(?P<spaced_before>\s{{1,3}}\.\s{{0,3}})|(?P<spaced_after>\.\s{{1,3}}(?={PLAIN_ENDING}(?![\w])))|(?P<ringed>\s{{0,2}}\.?\s?[\[({{<]\s?(?=(?:com|org|net|fr|ma|dz|tn|ch|be|ca|info|io|tv|sn|ci)\s?[\])}}>]))"
    rf"|(?P<doubled>\.{{2,5}}|::)|(?P<comma>[,;:…]|\s;\s(?=com))|(?P<symbol>[^\w\s.,;:!?%…'\"()\[\]{{}}<>«»&@#/+-]{{1,3}}))(?=[^\W_])"
)
WWW = re.compile(r"www\d?")
PATH_BESIDE = re.compile(r"\s?/\s?\w|\s(?:slash|barre)\s\w")
PUNCTUATION = re.compile(r"[-\s_'\"*~|]+\.?[-\s_'\"*~|]*")
RIGHT = re.compile(rf"{LABEL}(?:\.{LABEL})*+")
# After a disguised dot: an ending is the first or second label; a name has 127 labels at most (RFC 1034). All labels
# that follow, once for each of a thousand dots in a row, would be the square of them.
TWO_LABELS = re.compile(rf"{LABEL}(?:\.{LABEL})?+")
MOST_LABELS = re.compile(rf"{LABEL}(?:\.{LABEL}){{0,126}}+")
WORD_AFTER = re.compile(r"\s+([^\W\d_]+)")
TLD_SPACED = re.compile(r"(?<![^\W_])[a-z](?:[ _*|-][a-z]){1,3}(?![^\W_])")
BEFORE_TLD = re.compile(r"(?:[.\])}>]|(?<![^\W_])(?:point|dot|نقطة))\s{0,2}$")
BRACKETED_LETTERS = re.compile(r"(?<=[\[({<]\s)[a-z](?: [a-z]){2,4}(?=\s[\])}>])")
# «exemple.c(o)m»: brackets round one letter of an ending.
RINGED_LETTERS = re.compile(r"(?<=\w)[\[({]\w[\])}]")
TAG = re.compile(
    r"</?[a-z!-][^<>]{0,60}>|\[/?(?:b|i|u|s|color|size|font)(?:=[^\]]{0,20})?\]|[*`~]{1,3}|__"
)
TAG_SIGN = re.compile(r"[<\[*`~]|__")
GLUED = re.compile(r"(?:point|dot)(?:com|org|net|fr|tv|co|info|ma|io|shop)(?![^\W_])")
# What each match of PROVIDER holds.
PROVIDER_SIGN = re.compile(
    r"(?:@|arobas[et]?[\s\])}#*_-])\s{0,2}(?:gmail|hotmail|yahoo|outlook|protonmail|laposte)"
    r"|\s(?:chez|at|a)\s(?:gmail|hotmail|yahoo|outlook|protonmail|laposte|live|icloud)"
)
# A mail's provider after a word for «@»: no dot is needed to know it.
PROVIDER = re.compile(
    r"[\w.+-]{2,40}\s{0,2}(?:@|(?:\s|[\[({#*_-])arobas[et]?(?:\s|[\])}#*_-]))\s{0,2}(?:gmail|hotmail|yahoo|outlook|protonmail|laposte)"
    r"(?:\s{0,2}(?:com|fr|net))?(?!\w)"
    r"|[\w.+-]{2,40}\s(?:chez|at|a)\s(?:gmail|hotmail|yahoo|outlook|protonmail|laposte|live|icloud)"
    r"\s?(?:\.|point|dot|ponto)?\s?(?:com|fr|net)(?!\w)"
)
IP_SIGN = re.compile(r"\d\s{0,2}(?:[\[({]|\.\s|point|dot|n[ou][q9]ta|نقطة)")
DISGUISED_IP = re.compile(
    r"(?<![\w.])\d{1,3}(?:\s{0,2}[\[({]?\s?(?:\.|point|dot|n[ou][q9]ta|نقطة)\s?[\])}]?\s{0,2}\d{1,3}){3}(?![\w])"
)
_NUMBER = (
    r"(?:(?:zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?"
    r"|trente|quarante|cinquante|soixante|septante|huitante|nonante|cents?|et)[\s-]){1,6}"
)
NUMBERS_IN_WORDS = re.compile(
    rf"(?<!\w){_NUMBER}(?:(?:point|dot)\s{_NUMBER}){{2}}(?:point|dot)\s\w+"
)
NUMBERS_WITH_COMMAS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{1,3}){3}(?![\d,])")
MACHINE = re.compile(r"(?<!\w)(?:port|ip|serveur|server|proxy|vpn)(?!\w)")
HEXADECIMAL_IPV4 = re.compile(r"(?<!\w)0x[0-9a-f]{1,2}(?:\.0x[0-9a-f]{1,2}){3}(?!\w)")
DOT_APART = re.compile(r"(?<!\w)(?:d[ -]o[ -]t|p[ -]t)(?!\w)")
LETTERS_SPACED = re.compile(r"(?<![^\W_])\S(?:([ _*|./-])\S(?![^\W_]))(?:\1\S(?![^\W_])){2,}+")

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
SECOND_LEVEL = {"gov", "gouv", "com", "co", "ac", "edu", "org", "net"}
ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
LEET_TLDS = {"c0m", "0rg", "inf0"}
LANGUAGE_CODES = {"fr", "ar", "en", "es", "de", "it"}
HOUR = re.compile(r"(?:\d{1,2}\.)?\d{1,2}(?::?\d\d)?\s?(?:[ap]\.?m)")
FIGURE = re.compile(
    r"\d{1,4}[a-z%]{1,3}\d{0,2}|[a-z]{1,3}\d{1,2}|\d[a-z]{2,3}|[a-z]{1,3}\d[a-z]{1,2}"
)
APART = re.compile(r"(?<!\w)\w[\W_]\w[\W_]\w(?!\w)")
HOUR_OR_FIGURE = re.compile(r"\d{1,2}\s?h(?:\d\d)?|\d{1,4}[a-z%]{1,3}")
NEVER_BEFORE_POINT = frozenset(
    """a au aucun autre ce cet cette ces certain certains chaque d de des dernier du en et even every faire fait
    her his its l la le les leur ma meme mes mise mon my nos notre nul our par premier quel quelques sa second
    of ses seul son sur that the this ton tout tous troisieme un une un votre vos your in un bon mauvais meilleur
    developpeur developpeurs dev framework plateforme generation bulle ere epoque annees rond deux trois quatre cinq red the each connect no any some another first last same le what which at
    que plus domaine domaines ou moins hadi had wahd chi hna extension extensions
    هذه هذا اول كل نفس اي اخر من في الى على عند""".split()
)
ANNOUNCERS = frozenset(
    """sur site sites via chez visitez visiter voir voyez allez aller lisez lire lien liens adresse page blog
    consultez consulter cliquez cliquer clique rejoignez visit see check read link website click go موقعنا
    chouf chof chouffou sir dkhol dkhel dakhlo kayen tapez tape taper tapi allez type visite consulte
    www http https slash source sources موقع الموقع على زوروا رابط الرابط انظر""".split()
)
VERSION_WORDS = frozenset(
    "version versions v firmware build release ios android windows chrome firefox php linux ubuntu maj patch".split()
)
ARTICLE_WORDS = frozenset("article articles art section chapitre chapter alinea loi annexe".split())
ELISION = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu)'$")
IMPOSSIBLE_PORT = re.compile(r":(?!0*\d{1,4}(?!\d))(?!0*[1-5]\d{4}(?!\d))\d{5,12}(?!\d)")
# Endings of inclusive writing after a full stop or a middle dot.
INCLUSIVE_ENDINGS = frozenset(
    """e es s ne nes ice ices se ses trice trices rice rices eresse fe fes ve ves le les re res ere eres euse euses
    esse esses te tes x""".split()
)
ABBREVIATIONS = frozenset(
    """cf univ dr pr mr mme mlle mlles mm prof art al alin chap vol env etc ex tel av bd st ste jr sr vs dept min max
    nb ed fig ibid op cit inc ltd approx resp sgt gal gen col cap lt ref""".split()
)
FILE_WORDS = frozenset(
    """fichier fichiers script scripts jointe joint jointes document documents photo photos archive archives module
    code programme file files attachment video""".split()
)
