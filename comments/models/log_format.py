"""The columns the log vouches for, in each format it was ever written in.

Never change a format that a release wrote: old links are verified by the list they were written with. To
vouch for a new column, add a format with the longer list and raise CURRENT. If the log need not know a new
column, name it in OUTSIDE, with the reason. docs/log.md says all this in a table.

Since format 2 a link has an open part and a closed part, of which only a salted digest enters it: so an author
can be shown that a decision is in the log (log/proof.py), and not who alerted, nor which colleague decided.
"""

from ..rules.digests import digest

CURRENT = 3

VOUCHED = {
    1: {
        "event": (
            "format sequence kind comment_id revision_id decision_id notice_id appeal_id suspension_id "
            "answers state version by at subject_digest previous"
        ).split(),
        "revision": "id comment_id number created_at seal".split(),
        "decision": (
            "id comment_id revision_id kind ground clause_id law reasons facts language detection by_id at "
            "seconds_taken supersedes_id"
        ).split(),
        "notice": "id comment_id revision_id clause_id is_legal language at seal".split(),
        "appeal": "id comment_id decision_id notice_id suspension_id language at seal".split(),
        "suspension": (
            "id kind scope comment_id notice_id clause_id reasons language until by_id at supersedes_id "
            "contested_by_id"
        ).split(),
        "clause": (
            "charter_id number key gravity dsa_category dsa_specification title_fr title_ar title_en "
            "rule_fr rule_ar rule_en example_fr example_ar example_en reasons_fr reasons_ar reasons_en"
        ).split(),
    }
}
VOUCHED[2] = {
    **VOUCHED[1],
    "event": "format sequence kind comment_id revision_id decision_id state version at subject_digest previous".split(),
    "decision": (
        "id comment_id revision_id kind ground clause_id law reasons facts language detection at supersedes_id"
    ).split(),
    # The settings of the house, as filed (filing.py).
    "filing": "id table row values by_id at".split(),
    "thresholds": (
        "hide_at_weight trusted_hours legal_hours notice_hours appeal_hours suspension_days pause_after"
    ).split(),
    "charter": "version published_at preamble_fr preamble_ar preamble_en".split(),
    "signature": ["number"],
    "logday": "first last head root public_key signature".split(),
    "trustedflagger": "name awarded_by since until".split(),
    "legalhold": "comment_id reason by_id at".split(),
    "triagesettings": ["is_on", "reading_hours", "words"],
}
VOUCHED[3] = {
    **VOUCHED[2],
    # What the public register counts by (docs/register.md).
    "revision": [*VOUCHED[2]["revision"], "language"],
    "decision": [*VOUCHED[2]["decision"], "tools"],
    "proposal": "act subject by_id at settled_by_id settled_at is_done".split(),
}
CLOSED = dict.fromkeys(
    (2, 3), "notice_id appeal_id suspension_id filing_id answers by salt".split()
)
CLOSED_OF_A_DECISION = dict.fromkeys((2, 3), "by_id seconds_taken".split())

CITING = {"decision", "suspension"}  # what is done to somebody: the rule as it read that day

OUTSIDE = {
    "event": {
        "digest": "the digest itself",
        "signature": "made over the digest",
        **dict.fromkeys(CLOSED[CURRENT], "in the closed part"),
    },
    "revision": {"text": "behind the seal", "salt": "goes with the text"},
    "decision": {
        **dict.fromkeys(CLOSED_OF_A_DECISION[CURRENT], "in the closed part of its event"),
        "hint_shown": "what a tool showed whoever decided, not what was decided",
    },
    "filing": {},
    "thresholds": {"id": "there is one row"},
    "triagesettings": {"id": "there is one row"},
    "charter": {"id": "another number in another database"},
    "logday": {
        "day": "names the row that is filed",
        "told_at": "what became of a head, not the head",
        "stamp": "an authority outside the house vouches for it",
        "stamped_at": "the time that its stamp gives",
    },
    "legalhold": {},
    "proposal": {
        "id": "names the row that is filed",
        "values": "the ground may tell of a person; what was done is filed by itself",
    },
    "signature": {"user_id": "names the row that is filed"},
    "trustedflagger": {
        "id": "names the row that is filed",
        "email": "an address: it may change without a change of trust",
        "key": "a key to a page",
    },
    "notice": {
        "explanation": "behind the seal",
        "name": "behind the seal",
        "email": "goes with the words, or with a person",
        "salt": "goes with the words",
        "sender": "kept for a time only",
        "reader": "kept for a time only",
        "good_faith": "follows from is_legal: a constraint",
        "flagger_id": "who may be named or not; that one did is vouched for",
        "weight": "follows from the track record of that day",
        "due_at": "follows from the thresholds of that day",
        "follow_key": "a key to a page",
        "answer_id": "vouched for by the event of the answer",
        "settled_by_id": "may be taken back",
    },
    "appeal": {
        "text": "behind the seal",
        "salt": "goes with the text",
        "contested_by_id": "follows from what is contested",
        "answer_id": "vouched for by the event of the answer",
        "ruling_id": "vouched for by the event of the ruling",
        "answered_by_id": "follows from the answer",
    },
    "suspension": {"email": "erased with a person", "sender": "kept for a time only"},
    "clause": {"id": "another number in another database"},
}


def record(row, log_format: int) -> dict:
    """Return the columns of a row that the log vouches for, by the list of that format."""
    names = VOUCHED[log_format][row._meta.model_name]
    vouched = {name: getattr(row, name) for name in names}
    if row._meta.model_name == "event" and log_format in CLOSED:
        vouched["closed"] = digest(closed_part(row, log_format))
    if row._meta.model_name in CITING and row.clause_id:  # every word of the clause that is cited
        vouched["clause"] = digest(record(row.clause, log_format))
    if row._meta.model_name == "charter":
        vouched["clauses"] = [digest(record(clause, log_format)) for clause in row.clauses.all()]
    if row._meta.model_name == "revision":  # where its comment stands
        vouched |= {"article": row.comment.article_id, "parent": row.comment.parent_id}
        if log_format >= 2:  # who wrote it in the newsroom's name
            vouched["newsroom"] = row.comment.newsroom_by_id
    if row._meta.model_name == "notice" and log_format >= 3:
        vouched["trusted"] = row.flagger_id is not None
    return vouched


def closed_part(event, log_format: int) -> dict:
    """Return what a link vouches for and shows to nobody outside the house."""
    closed = {name: getattr(event, name) for name in CLOSED[log_format]}
    if event.decision:
        names = CLOSED_OF_A_DECISION[log_format]
        closed |= {f"decision.{name}": getattr(event.decision, name) for name in names}
    return closed


def digest_of(row, log_format: int = CURRENT) -> str:
    """Return the digest of a row, as a link of that format keeps it."""
    return digest(record(row, log_format))


class Vouched:
    """Mixed into rows that a link of the log vouches for."""

    def digest(self, log_format: int = CURRENT) -> str:
        return digest_of(self, log_format)
