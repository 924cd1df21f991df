"""PURE: recognise a display name that imitates the newsroom's, even if it is disguised."""

import re
from itertools import product

from .folding import fold

# Each names the newsroom or the moderation by itself. As fold() leaves them: no accent, no hamza on its seat.
STAFF_WORDS = frozenset(
    """admin admins administrateur administratrice administration administrator moderateur moderatrice
    moderateurs moderation moderator modo modos redaction redac redacteur redactrice redacteurs editor editors
    newsroom staff equipe webmaster webmestre
    الادارة ادارة الاشراف المشرف المشرفة المشرفون المشرفين التحرير المحرر المحررة المحررون""".split()
)
# Two of these name it: «Compte officiel», «مدير الموقع»; one alone may be anybody's: «L’Officiel».
OFFICE_WORDS = frozenset(
    """officiel officielle official compte account support publication commentaires service directeur directrice
    direction responsable bureau comite site journal مدير مديرة رييس رييسة مسوول مسوولة الموقع الجريدة هيية""".split()
)
# Words that name nobody by themselves, beside those that do; `n` is of the signature «Modération n° 3».
SMALL_WORDS = frozenset(
    """l la le les de du des d the of team en chef a et adjoint adjointe n no num numero nr
    فريق نايب قسم رقم""".split()
)
# What somebody calls themselves after their own name: «Sofia, modératrice».
TITLE = re.compile(
    r"(?:(?<![^\W_])(?:moderat(?:eur|rice|or)|modo|admin|administrat(?:eur|rice)|webmestre"
    r"|(?:de|a)\sla\s(?:redaction|redac|moderation)|المشرف|المشرفة|المحرر|المحررة)"
    r"|[(\[,|/:-]\s?(?:la\s)?(?:redaction|redac|moderation))\W*(?:n\W{0,2})?\d*\W*$"
)
FORMERLY = re.compile(
    r"(?<![^\W_])(?:ancien|ancienne|ex|futur|future|simple|apprenti|anti|fan)[\s-]"
)
WORD = re.compile(r"[^\W_]+")
LEET = str.maketrans("013457@$", "oieastas")


def imitates_staff(name: str, site_name: str, agencies=frozenset()) -> bool:
    """Return whether readers would take a display name for the newsroom's, disguised or not.

    `agencies` are the skeletons of the names of the sources that sign dispatches here.
    """
    site = _words(site_name, leet=True)
    return any(
        _imitates(words, site) or "".join(words) in agencies for words in _readings(name)
    ) or _bears_a_title(name)


def skeletons(name: str) -> set[str]:
    """Return a name as the eye may read it: without spaces, case or disguise, figures as letters or gone."""
    return {"".join(words) for words in _readings(name)} - {""}


def _readings(name):
    """Yield the words of a name, its figures read as letters, and its figures left out."""
    for leet, keeps_figures in product((True, False), repeat=2):
        yield _words(name, leet=leet, keeps_figures=keeps_figures)


def _words(name, *, leet, keeps_figures=False):
    plain = fold(name).plain
    words = WORD.findall(plain.translate(LEET) if leet else plain)
    whole = WORD.findall(plain)
    if not keeps_figures and len(whole) == len(words):  # «Modération n° 3», «moderateur2»
        words = [w for w, typed in zip(words, whole, strict=True) if not typed.isdigit()]
        words = [word.rstrip("0123456789") or word for word in words]
    return words


def _imitates(words, site):
    joined = "".join(words)
    if joined in STAFF_WORDS or (site and joined == "".join(site)):
        return True
    telling = [word for word in words if word not in SMALL_WORDS or word in site]
    known = STAFF_WORDS | OFFICE_WORDS | set(site)
    if not telling or not all(word in known for word in telling):
        return False
    offices = [word for word in telling if word in OFFICE_WORDS]
    return any(word in STAFF_WORDS for word in telling) or len(offices) > 1


def _bears_a_title(name):
    plain = fold(name).plain
    return TITLE.search(plain) is not None and FORMERLY.search(plain) is None
