"""Statements of reasons in the schema of the Commission's transparency database, version 2 (Regulation (EU) 2022/2065, 17, 24(5)).

Nothing in them is the free words of a moderator but the law they cite, and nothing is anybody's: the facts are a
sentence made of the kind of decision, its ground and how the text was found.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..models import Decision, Suspension

BATCH = 100  # statements that the database takes at once
EEA = (
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
).split()
LONGEST = {"ground": 500, "explanation": 2000, "facts": 5000, "other": 500}
VISIBILITY = {
    Decision.Kind.REJECT: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Decision.Kind.REMOVE: "DECISION_VISIBILITY_CONTENT_REMOVED",
}
# A reader has no account here: what ends is one service, that of commenting or of alerting.
PROVISION = {
    Suspension.Kind.SUSPEND: "DECISION_PROVISION_PARTIAL_SUSPENSION",
    Suspension.Kind.BAN: "DECISION_PROVISION_PARTIAL_TERMINATION",
}
SOURCES = {
    Decision.Detection.OWN_INITIATIVE: "SOURCE_VOLUNTARY",
    Decision.Detection.NOTICE: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Decision.Detection.LEGAL_NOTICE: "SOURCE_ARTICLE_16",
    Decision.Detection.TRUSTED: "SOURCE_TRUSTED_FLAGGER",
}


def decisions():
    """Return the decisions that need a statement: those against a text that nobody took back at once.

    One that was reversed on appeal stays: it was taken.
    """
    return Decision.objects.standing().filter(kind__in=VISIBILITY)


def sanctions():
    """Return the sanctions that need a statement: those that shut a person out."""
    return Suspension.objects.filter(kind__in=PROVISION)


def final(at=None):
    """Return the condition that nobody can take a decision back any more."""
    return Q(at__lt=(at or timezone.now()) - timedelta(seconds=settings.UNDO_SECONDS))


def of_rows(decided, imposed) -> list[dict]:
    """Return the statements of these decisions and these sanctions, given by their numbers, in the log's order."""
    rows = [
        *decisions().filter(pk__in=decided).select_related("clause__charter", "revision", "event"),
        *sanctions().filter(pk__in=imposed).select_related("clause__charter", "comment", "event"),
    ]
    return [of(row) for row in sorted(rows, key=lambda row: row.event.sequence)]


def of(row) -> dict:
    """Return the statement of a decision or of a sanction, in its own language."""
    with translation.override(row.language):
        statement = _of_decision(row) if isinstance(row, Decision) else _of_sanction(row)
        statement |= _ground(row) | _category(row)
    return statement | {
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_language": row.language.upper(),
        "territorial_scope": EEA,
        "application_date": _day(row.at),
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        # Random by the salt in its link, and unique for ever.
        "puid": row.event.digest,
    }


def _of_decision(decision):
    kinds = {
        Decision.Kind.REJECT: _("Un commentaire envoyé par un lecteur n’a pas été publié."),
        Decision.Kind.REMOVE: _("Un commentaire publié a été retiré."),
    }
    found = _("Comment il a été repéré : %(how)s.") % {"how": decision.origin}
    return {
        "decision_visibility": [VISIBILITY[decision.kind]],
        "decision_facts": _cut(f"{kinds[decision.kind]} {found} {decision.means}", "facts"),
        "content_date": _day(decision.revision.created_at),
        "source_type": SOURCES[decision.detection],
        "automated_detection": "Yes" if decision.was_marked else "No",
    }


def _of_sanction(sanction):
    kinds = {
        (Suspension.Kind.SUSPEND, Suspension.Scope.COMMENTS): _(
            "L’auteur de plusieurs messages ne peut plus commenter pendant un temps."
        ),
        (Suspension.Kind.BAN, Suspension.Scope.COMMENTS): _(
            "L’auteur de plusieurs messages ne peut plus commenter."
        ),
        (Suspension.Kind.SUSPEND, Suspension.Scope.NOTICES): _(
            "L’auteur d’alertes sans fondement ne peut plus alerter pendant un temps."
        ),
        (Suspension.Kind.BAN, Suspension.Scope.NOTICES): _(
            "L’auteur d’alertes sans fondement ne peut plus alerter."
        ),
    }
    means = _("Une personne de l’équipe de modération ; aucun traitement automatisé.")
    statement = {
        "decision_provision": PROVISION[sanction.kind],
        "decision_facts": _cut(f"{kinds[sanction.kind, sanction.scope]} {means}", "facts"),
        "content_date": _day(sanction.comment.created_at),
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "No",
    }
    if sanction.until:
        statement["end_date_service_restriction"] = _day(sanction.until)
    return statement


def _ground(row):
    """Return on which ground it stands: the law, or a rule of the charter."""
    if getattr(row, "ground", "") == Decision.Ground.LAW:
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": _cut(row.law, "ground"),
            "illegal_content_explanation": _(
                "La modération juge que ce contenu est contraire au texte de loi cité."
            ),
        }
    ground = {"decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT"}
    if row.clause is None:  # a sanction may rest on several rules
        return ground | {
            "incompatible_content_ground": _("Charte de modération"),
            "incompatible_content_explanation": _("Plusieurs messages contraires à la charte."),
            "incompatible_content_illegal": "No",
            "decision_ground_reference_url": f"{settings.SITE_URL}/charte/",
        }
    clause, version = row.clause, row.clause.charter.version
    named = _("Charte de modération, version %(version)s, règle %(n)s : %(title)s") % {
        "version": version,
        "n": clause.number,
        "title": clause.title(),
    }
    return ground | {
        "incompatible_content_ground": _cut(named, "ground"),
        "incompatible_content_explanation": _cut(clause.rule(), "explanation"),
        "incompatible_content_illegal": "Yes" if clause.is_unlawful else "No",
        "decision_ground_reference_url": f"{settings.SITE_URL}/charte/{version}/",
    }


def _category(row):
    """Return the category of the transparency database, as the charter's clause bears it."""
    if row.clause:
        category, keyword = row.clause.dsa_category, row.clause.dsa_specification
        other = row.clause.title()
    elif getattr(row, "ground", "") == Decision.Ground.LAW:
        category, keyword = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", "KEYWORD_OTHER"
        other = _("Contenu illicite")
    else:
        category, keyword = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "KEYWORD_OTHER"
        other = _("Plusieurs messages contraires à la charte.")
    statement = {"category": category, "category_specification": [keyword]}
    if keyword == "KEYWORD_OTHER":
        statement["category_specification_other"] = _cut(other, "other")
    return statement


def _cut(words, field):
    return str(words)[: LONGEST[field]]


def _day(at):
    return timezone.localtime(at).strftime("%Y-%m-%d")
