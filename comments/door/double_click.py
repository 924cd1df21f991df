"""How a double click, or a retry after a lost response, is recognised, and what becomes of it.

Every form of readers, staff and editors is here; a new one must choose one of the four ways.

1. The same act: the second gives back the first, and nothing is written.

| sent again | is the same act if |
|---|---|
| a comment | it has the key of the first: a keyed hash of the reader (sender.py), the name and address they give, text, place and day (of UTC); in the first two minutes of a day, yesterday's key counts too (pages/writing.py) |
| an alert | it has the key of the first: a keyed hash of the reader and the reported text |
| an alert of illegal content | the same, and of the address, as several people may share a connection |
| an alert of a trusted flagger | a keyed hash of the flagger, the reported text and the address |
| an address that an author adds later | a letter to the same address waits still: no second one leaves (models/own_address.py) |
| an appeal | the same text contests the same thing |
| a reply of the newsroom | the same colleague answers the same comment in the same words (models/newsroom_reply.py) |
| a sanction, a colleague's note | within two minutes (SAME_PRESS, models/note.py) the same colleague writes the same words about the same text, to the same end |
| a correction | within two minutes the same editor announces the same words about the same article (articles/models/workflow.py) |
| a new article | it comes from the same form: its key is stored with the article (articles/admin/working_copy.py); other words wait as a working copy |
| a picture | its bytes are there already: one row (articles/models/image.py) |
| the front page's choices | the same form comes again in the session that saved it last (portal/admin/front_desk.py) |

2. It stands so already: the second changes nothing and leads where the first did.

| sent again | it stands so if |
|---|---|
| an edit of a comment, a refused text that is mended | the text is the present one (models/authored.py, pages/follow_up.py) |
| a withdrawal, an erasure by its author | the comment is withdrawn or erased (pages/follow_up.py, pages/own/data.py) |
| a confirmed address, replies by mail asked for or ended | the comment bears it; they are asked for, or ended (pages/own/address.py, pages/replies.py, models/subscription.py) |
| an article handed over, published, scheduled, returned to draft, withdrawn | it has that state; withdrawn otherwise meanwhile, it is asked again (articles/admin/withdraw.py) |
| a comment chosen or not any more, a legal hold or its end, a breaking line that is stopped | it is chosen, held, over |
| a charter begun, or published | there is a draft: it leads there; it is published: it leads to the list (admin/charter.py) |
| vouching for a colleague who lost a device | one has vouched already (portal/signin/lost.py) |

3. The second is refused, and the page says what happened meanwhile.

| sent again | because |
|---|---|
| a decision, an administrator's erasure, a question for a second opinion | the comment's version is another by then (models/visibility.py) |
| an undo, a question taken back, the end of a sanction | it is undone, taken back, settled by then (models/undo.py, models/second_opinion.py, models/suspension.py) |
| a save of an article | `revision_seen` is no longer the latest (articles/admin/article_form.py) |
| a version of a dispatch that is merged, set aside or made another story | it waits no more (articles/intake/merge_by_hand.py) |

4. Nothing recognises it: two clicks, two lines.

| sent again | comes twice |
|---|---|
| a report of an error | two rows (portal/pages/report.py) |
| a restored revision, a correction whose words are mended | two lines of the article's history |
| a colleague's «Déconnecter partout», and what else changes their account | two lines of the journal (portal/signin/journal.py) |
| any other form of the admin | a changed row is written again, with the same values; a new one comes twice, if no unique name refuses the second |

The database holds each key once (unique columns). Within two minutes (SAME_SUBMISSION) the second leads to the page of
the first: for a comment, if nobody has decided yet; for an alert, if explanation and rule are the same and nobody has
removed the comment meanwhile. Otherwise the form comes back and says that it was sent before. Where scripts run, a
second press of a button sends nothing on readers' pages and on the moderators' card (static/portail.js), and on the card
no press within 0.3 seconds of its coming counts (static/desk/card.js). A retry of a comment or an alert is never too fast
(steps.py). If a text of 30 letters or more comes again within a day and is no double click, it is refused, whoever
sends it (CommentQuerySet.refuse_repeated).
"""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from ..rules.tidying import tidy
from .sender import keyed_hash

# Short, because another person behind the same address and browser who writes the very same text is taken
# for the author.
SAME_SUBMISSION = timedelta(minutes=2)


def key_of_comment(request, now, *, article, name, email, text, parent=None) -> str:
    """Return the unique key of this comment by this reader on this day (of UTC)."""
    identity = (article.pk, name, email, text, parent.pk if parent else "")
    return keyed_hash(request, "submission", now.date(), *identity)


def key_of_notice(request, comment, *, email, is_legal=False, flagger=None) -> str:
    """Return the unique key of this reader's notice about this text.

    The e-mail is no part of a reader's key: one may type several. For unlawful content it is, since several people
    may share a connection and each may notify it (DSA art. 16); the weight still counts once a reader. A trusted
    flagger's key has it too.
    """
    if flagger:  # one organisation, whoever writes for it
        about = (comment.published_revision_id, email)
        return salted_hmac(
            "comments.flagger", f"{flagger.pk} {about}", algorithm="sha256"
        ).hexdigest()
    about = (comment.published_revision_id, email if is_legal else "")
    return keyed_hash(request, "notice", *about)


def is_same_comment(stored, now) -> bool:
    """Return whether a comment with the same key was sent a moment ago, and still waits."""
    return stored.is_pending and now - stored.created_at < SAME_SUBMISSION


def is_same_notice(stored, now, *, explanation, clause) -> bool:
    """Return whether a notice with the same key was given a moment ago, with the same text."""
    is_recent = now - stored.at < SAME_SUBMISSION
    return is_recent and (stored.explanation, stored.clause) == (explanation, clause)


def is_same_appeal(appeals, typed) -> bool:
    """Return whether one of these appeals has the very text that was typed."""
    return appeals.filter(text=tidy(typed)).exists()
