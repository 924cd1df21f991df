"""PURE: the language of a copy: declared, or told by its most frequent words and its letters.

The neighbours of our three languages are known too, so that none of them is taken for one of ours. A detector of our
own: the libraries that tell these languages apart on two lines of copy weigh a hundred times more.
"""

import re
from collections import defaultdict

PRINTED_LANGUAGES = {"fr", "ar", "en"}
NAMES = {"fre": "fr", "fra": "fr", "french": "fr", "français": "fr", "francais": "fr", "française": "fr",
         "ara": "ar", "arabic": "ar", "arabe": "ar", "العربية": "ar", "eng": "en", "english": "en", "anglais": "en"}  # fmt: skip
NOT_DECLARED = {"und", "mul", "zxx", "mis", "xx", "x", "none", "null", "unknown", "default"}
TEXT_MOST = 1500  # characters that are looked at
WORDS_OF_A_LINE = 8  # up to it, one frequent word is enough
WORDS_OF_A_NAME = 3  # up to it, nothing tells a language: a name, a result
SHARE_LEAST = 0.12  # of frequent words in a copy of ours; 0.3 to 0.5 is usual, 0.05 in a language unknown here
SURE_WORDS, SURE_SHARE = 25, 0.2  # from here on, copy contradicts a wrong declaration

FREQUENT = {
    "fr": "le la les l’ un une des du de d’ et est à a au aux en dans pour par sur avec sans que qu’ qui ne n’ pas ce cette ces c’ se s’ son sa ses leur leurs il elle ils elles on nous vous je j’ ont été être sont était plus mais ou où selon après avant entre contre comme lors depuis dont aussi fait deux ans afin ainsi très tout tous",
    "en": "the of and to in is was are were be been has have had that this these which with for from by on at as it its an a not but or will would said says he she they we his her their who after before about over more than when into its new ’s ’t than also year two between against during if there",
    "nl": "de het een en van in is dat die te op voor met zijn er niet aan ook als bij door naar uit om tot maar heeft hebben werd worden wordt was waren over nog dan hij zij ze deze dit na tegen meer geen kan zal onder volgens tussen jaar zich of wel al moet hun",
    "de": "der die das und ist in den von zu mit sich des auf für nicht ein eine einen einem einer dem im am als auch es an werden aus er hat dass sie nach bei um wird sind noch wie über zum zur war haben nur oder vor bis mehr durch sei gegen unter ab vom wurde wurden seit zwischen jahr worden",
    "no": "og i er det som en et på til av for med at har de den ikke om fra var han vi ble blir men skal kan ved etter være hun seg sier mot mer også over eller år to under mellom nye noe alle ut opp bare når enn hvor",
    "da": "og i er det som en et på til af for med at har de den ikke om fra var han vi blev bliver men skal kan ved efter være hun sig siger mod mere også over eller år to under mellem nye noget alle ud op kun når end hvor",
    "sv": "och i är det som en ett på till av för med att har de den inte om från var han vi blev blir men ska kan vid efter vara hon sig säger mot mer också över eller år två under mellan nya något alla ut upp bara när än där enligt",
    "es": "el la los las un una de del y en que es a al por para con no se su sus lo como más pero o fue ha han este esta entre sobre también cuando sin desde hasta según años dos son está ser muy donde le ya contra tras e ante durante",
    "it": "il lo la i gli le un una uno di del della dei delle degli dell’ e è in nel nella che a al alla alle ai da dal dalla con per non si su sul sulla come più ma o ha hanno sono stato stata anche dopo tra fra questo questa due anni all’ nell’ sull’ l’ d’ dall’ un’ essere suo sua",
    "pt": "o a os as um uma de do da dos das e em no na nos nas que é ao à por para com não se seu sua mais mas ou foi como são ser pelo pela também já entre sobre até sem após anos dois está tem há ele ela este esta disse",
    "ca": "el la els les l’ un una de del dels d’ i en que és a al als per amb no es se s’ seu seva més però o va van ha han com aquest aquesta entre sobre també quan sense des fins segons anys dos són està ser molt on ja contra després pel pels",
    "ro": "și şi în de la a al ale cu pe din o un că nu este sunt care pentru mai se au fost după prin sau dar lui cel cea ca fi va ani între unei unui această acest fost către lor ce am",
    "pl": "i w z na do się nie że to jest o jak po przez od za dla ale oraz ma był była było są ze przy tym roku także które który która przed został została tego jego jej we czy już lat może",
    "tr": "ve bir bu da de için ile olarak olan en çok daha gibi ne kadar sonra olduğu göre her ancak ise değil yeni tarafından var iki etti dedi oldu edildi üzere türkiye yıl gün",
    "fi": "ja on ei se että oli ovat mutta kun myös hän joka kuin sen vuonna ole mukaan jo sekä vain tai ovat jos niin olla",
    "hu": "a az és hogy nem is egy volt meg van de el csak már mint még lesz szerint vagy ez ki után között azt",
    "cs": "a v na se je že s z do o to i za pro jako po by ve které který která byl byla bylo od při nebo jsou podle také ale roce jeho",
    "hr": "i u je na se da za su s od o kao koji koja što nije bi će iz do ali po te biti bio bila godine rekao nakon",
    "id": "yang dan di untuk dengan pada ini dari dalam tidak itu akan oleh ke tersebut juga telah sebagai adalah karena ada para",
    "sw": "na ya wa kwa ni za katika la cha kuwa hiyo hii huo kutoka pia alisema baada watu nchi",
    "ku": "û li ji di de ku bi bo ev her jî bû ye dike hat ya yê wê",
}  # fmt: skip
# Letters that few of them write; in a word without a capital, for names travel.
LETTERS = {"fr": "éèêàçœ", "it": "ìòù", "de": "ß", "no": "øå", "da": "øå", "sv": "åäö", "es": "ñ¿¡", "pt": "ãõ", "ro": "ăţțşș", "pl": "łąęśżźćń",
           "tr": "ğış", "hu": "őű", "cs": "řěů", "hr": "đšž"}  # fmt: skip
LANGUAGES_OF_WORD, LANGUAGES_OF_LETTER = defaultdict(list), defaultdict(list)
for code, words in FREQUENT.items():
    for word in words.split():
        LANGUAGES_OF_WORD[word].append(code)
for code, letters in LETTERS.items():
    for letter in letters:
        LANGUAGES_OF_LETTER[letter].append(code)
# Copy in Arabic letters; Persian's and Urdu's own forms of two letters are folded.
FREQUENT_ARABIC = {
    "ar": "في من على إلى الى أن ان عن التي الذي مع هذا هذه كان كانت قال وقال بعد بين ما لا كما أو قد لم خلال حيث ذلك عند منذ حول إن هو هي كل غير أمام وفي ومن أنه أنها وأن",
    "fa": "از به در که را این است با برای آن شد تا بر خود کرد شده های می یک اين است هم گفت وی بود کند نیز باید",
    "ur": "کے میں ہے کی اور کو سے نے کا پر ہیں اس کہ نہیں بھی ہو تھا گیا لیے یہ ایک",
    "ps": "د په او چې کې ته له دی هم کړي دي شوي",
    "ku": "لە بە کە و بۆ ئەم لەگەڵ سەر هەر یان ئەو دەکات",
}  # fmt: skip
IN_ARABIC_LETTERS_TOO = {"fa", "per", "fas", "ur", "urd", "ku", "ckb", "kur", "ps", "pus", "sd", "ug"}  # fmt: skip
SAME_LETTER = str.maketrans("یک", "يك")
FREQUENT_ARABIC = {
    code: frozenset(words.translate(SAME_LETTER).split()) for code, words in FREQUENT_ARABIC.items()
}
ARTICLE = re.compile(r"(?:[وفبكل]?ال|لل)\w{2}")  # the Arabic article, which the others do not have
OTHER_ARABIC_LETTERS = re.compile("[پچژٹڈڑںےېۆێڵەټډړښځ]")

ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
OTHER_LETTERS = re.compile(
    r"[\u0370-\u058f\u0590-\u05ff\u0700-\u074f\u0780-\u07ff\u0900-\u0dff\u0e00-\u137f\u1780-\u17ff\u2d30-\u2d7f"
    r"\u3040-\u9fff\uac00-\ud7af]"
)
# «l’» and «’s» are words of their own.
WORD = re.compile(r"[^\W\d_]{1,5}['’](?=[^\W\d_]{2})|['’](?:s|t|re|ve|ll)\b|[^\W\d_]+")


def language_of(declared: str, text: str, default: str = "") -> str:
    """Return fr, ar or en: the declared language if it is one of them, else by the text.

    A text that surely is in another language than the declared one is taken for what it is. `default` is for a text
    that nothing is declared of and that is too short to be told. Returns "" for a language that is none of the three.
    """
    text, code = text[:TEXT_MOST], _code(declared)
    arabic, latin, other = (len(each.findall(text)) for each in (ARABIC, LATIN, OTHER_LETTERS))
    if other > max(arabic, latin):
        return ""
    if arabic > latin:
        return _in_arabic_letters(code, text)
    counts, number = counts_of(text)
    best = max(counts, key=counts.get)
    if code in {"fr", "en"}:
        is_sure = number >= SURE_WORDS and counts[best] >= SURE_SHARE * number
        if best == code or not is_sure or counts[best] < 2 * counts[code]:
            return code
    elif code and code != "ar":  # Arabic in Latin letters: the declaration is wrong
        return ""
    return _told(counts, number, default)


def _told(counts, number, default):
    """Return fr or en, or the default, by the frequent words of a text; "" if it is in neither."""
    ours = max(("fr", "en"), key=counts.get)
    foreign = max(counts[code] for code in counts if code not in PRINTED_LANGUAGES)
    if foreign > counts[ours]:
        is_thin = number <= WORDS_OF_A_LINE and foreign - counts[ours] < 1
        return default if is_thin else ""
    if counts[ours] and (counts[ours] >= SHARE_LEAST * number or number <= WORDS_OF_A_LINE):
        is_tie = counts["fr"] == counts["en"]
        return (default if default in {"fr", "en"} else "fr") if is_tie else ours
    return default or ("fr" if number <= WORDS_OF_A_NAME else "")


def counts_of(text: str) -> tuple[dict, int]:
    """Return ({language: its frequent words in the text}, its words); letters count half."""
    words = WORD.findall(text)
    counts = dict.fromkeys(FREQUENT, 0)
    for word in words:
        lowered = word.lower().replace("'", "’")
        for code in LANGUAGES_OF_WORD.get(lowered, ()):
            counts[code] += 1
        if word == lowered and not word.isascii():
            for code in {code for letter in word for code in LANGUAGES_OF_LETTER.get(letter, ())}:
                counts[code] += 0.5
    return counts, len(words)


def _in_arabic_letters(code, text):
    """Return ar, or "" for Persian, Urdu, Pashto or Kurdish."""
    if code in IN_ARABIC_LETTERS_TOO:
        return ""
    words = [word.translate(SAME_LETTER) for word in WORD.findall(text)]
    counts = {code: sum(word in frequent for word in words) for code, frequent in FREQUENT_ARABIC.items()}  # fmt: skip
    counts["ar"] += sum(bool(ARTICLE.match(word)) for word in words)
    foreign = max(counts[code] for code in counts if code != "ar")
    foreign += sum(bool(OTHER_ARABIC_LETTERS.search(word)) for word in words) / 2
    return "ar" if counts["ar"] >= foreign else ""


def _code(declared):
    """Return the declared language as a code of two letters where we know it; "" if none is."""
    said = declared.strip().lower().rpartition(":")[2].replace("_", "-")
    code = re.split(r"[-,; ]", said)[0]
    code = NAMES.get(code, code)
    return "" if code in NOT_DECLARED else code
