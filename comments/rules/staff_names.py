"""PURE: recognise a display name that imitates the newsroom's, even if it is disguised."""

import re

from .folding import fold

STAFF_WORDS = frozenset(
    """admin admins administrateur administratrice administration administrator moderateur moderatrice
    moderateurs moderation moderator modo modos redaction redacteur redactrice redacteurs editor editors
    newsroom staff equipe officiel officielle official webmaster webmestre support publication commentaires
    الادارة ادارة الاشراف المشرف المشرفة المشرفون المشرفين التحرير المحرر المحررة المحررون""".split()
)
# Words that name nobody by themselves, beside those that do. As fold() leaves them: no hamza on its seat.
SMALL_WORDS = frozenset(
    """l la le les de du des d the of team en chef site a et adjoint adjointe directeur directrice service
    bureau comite هيية فريق رييس رييسة مدير مديرة مسوول مسوولة نايب قسم الموقع""".split()
)
LEET = str.maketrans("013457@$", "oieastas")


def imitates_staff(name: str, site_name: str) -> bool:
    """Return whether readers would take a display name for the newsroom's, disguised or not."""
    skeleton = fold(name).plain.translate(LEET)
    words = [word for word in re.findall(r"[^\W_]+", skeleton) if not word.isdigit()]
    site = re.findall(r"[^\W_]+", fold(site_name).plain.translate(LEET))
    reserved = STAFF_WORDS | set(site)
    telling = [word for word in words if word not in SMALL_WORDS or word in site]
    if not telling:
        return False
    joined, joined_site = "".join(words), "".join(site)
    if joined in STAFF_WORDS or joined == joined_site:
        return True
    return all(word in reserved for word in telling) and any(
        word in STAFF_WORDS for word in telling
    )
