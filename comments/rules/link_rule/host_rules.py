"""PURE: decide if a name with a dot in it, «exemple.com», is an address or prose (host_facts.Host)."""

from itertools import product

from ..lexicon import ALWAYS_ADDRESS, is_word, opens_sentences
from .link_signs import (
    ABBREVIATIONS,
    ARABIC_LETTER,
    EVERYDAY_TLDS,
    FILE_ENDINGS,
    HOUR,
    NEARBY_TLDS,
    PRODUCTS,
    SHORTENERS,
)
from .verdicts import DOUBTFUL, PROSE, SURE, Rule, otherwise

# fmt: off
ANY = (
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
WITH_PATH = (
    Rule("a list of words with a slash in it", "pain.la/beurre au choix",
         lambda host: host.next_sign == "/" and host.is_made_of_words and host.ends_in_small_word, DOUBTFUL),
    Rule("a list of languages with a slash in it", "version.ar/en au choix",
         lambda host: host.next_sign == "/" and host.is_made_of_words and host.is_languages, DOUBTFUL),
    Rule("a path follows", "Lisez exemple.fr/x",
         otherwise, SURE),
)

# Endings in Arabic letters: most are countries, and countries are words.
ARABIC_ENDINGS = (
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
LISTS = (
    Rule("codes of languages", "fr.ar.en il faut les trois langues",
         lambda host: host.is_languages and (len(host.names) > 1 or not host.is_announced), PROSE),
    Rule("two codes of languages that are announced", "Voyez le site ar.fr",
         lambda host: host.is_languages, DOUBTFUL),
    Rule("a list of words or acronyms", "LFI.RN.LR tous pareils",
         lambda host: host.is_list and not host.is_announced and host.is_made_of_words and host.is_chain_of_words, PROSE),
)

# Endings that are no word, or are an address to any reader.
STRONG_ENDINGS = (
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
WORDS = (
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
# fmt: on

HOSTS = (*ANY, *WITH_PATH, *ARABIC_ENDINGS, *LISTS, *STRONG_ENDINGS, *WORDS)
# The same table without the parts that cannot hold, by three facts: it is read for each dot of a text.
HOSTS_BY_FACTS = {
    (has_path, is_arabic, is_strong): (
        *ANY,
        *(WITH_PATH if has_path else ()),
        *(ARABIC_ENDINGS if is_arabic else ()),
        *LISTS,
        *(STRONG_ENDINGS if is_strong else ()),
        *WORDS,
    )
    for has_path, is_arabic, is_strong in product((True, False), repeat=3)
}


def rules_of(host) -> tuple[Rule, ...]:
    """Return the rules of a host, in the order in which they are read."""
    is_arabic = ARABIC_LETTER.match(host.tld) is not None
    return HOSTS_BY_FACTS[host.has_path, is_arabic, host.has_strong_ending]
