"""The sentences that tell readers why the door stopped their form."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..models import Suspension


def from_elsewhere():
    return _(
        "Ce formulaire est arrivé d’un autre site : par prudence, rien n’a été enregistré. "
        "Relisez votre texte, conservé ici, et envoyez-le vous-même s’il est bien de vous."
    )


def text_sent_before():
    return _(
        "Ce texte a déjà été envoyé depuis hier. S’il est de vous, inutile de le renvoyer ; "
        "sinon, dites-le avec vos mots : il est conservé ci-dessous."
    )


def slowed(minutes, until):
    told = ngettext(
        "Cette discussion est ralentie : un commentaire par personne et par minute. Le vôtre est conservé ci-dessous : "
        "renvoyez-le %(when)s.",
        "Cette discussion est ralentie : un commentaire par personne toutes les %(n)d minutes. Le vôtre est conservé "
        "ci-dessous : renvoyez-le %(when)s.",
        minutes,
    )
    return told % {"n": minutes, "when": when_again(until)}


def when_again(until):
    """Return when to come back, rounded up to the minute, so that the time is never past."""
    now = timezone.localtime()
    until = timezone.localtime(until + timedelta(seconds=59)).replace(second=0, microsecond=0)
    if until - now <= timedelta(minutes=1):
        return _("dans une minute")
    if until.date() == now.date():
        return _("à partir de %(time)s") % {"time": date_format(until, "H:i")}
    if until.date() == now.date() + timedelta(days=1):
        return _("demain à partir de %(time)s") % {"time": date_format(until, "H:i")}
    return _("à partir du %(day)s") % {"day": in_words(until)}


def in_words(at):
    """Return a moment in plain words: «1er décembre 2026 à 00:53»."""
    local = timezone.localtime(at)
    words = date_format(local, "DATETIME_FORMAT")
    return words.replace("1", "1er", 1) if local.day == 1 and get_language() == "fr" else words


def shut_out(suspension, sender):
    """Return the sentence for a suspended person: the term, the rule, the page to contest it.

    Somebody else who only types that person's email address learns nothing of the sanction.
    """
    if not sender or suspension.sender != sender:
        return _(
            "Cette adresse électronique ne peut pas servir ici pour l’instant. Un courriel l’a expliqué à "
            "la personne à qui elle est, avec le moyen de contester. Votre texte est conservé ci-dessous."
        )
    where = _(
        "La page privée de votre message en cause en dit les motifs, et permet de contester. "
        "Votre texte est conservé ci-dessous."
    )
    return f"{_what_is_closed(suspension) % _term_and_rule(suspension)} {where}"


def _what_is_closed(suspension):
    is_ban = suspension.kind == Suspension.Kind.BAN
    if suspension.scope == Suspension.Scope.NOTICES:
        if is_ban:
            return _("Vous ne pouvez plus envoyer d’alerte (%(rule)s).")
        return _("Vous ne pourrez pas envoyer d’alerte avant le %(until)s (%(rule)s).")
    if is_ban:
        return _("Vous ne pouvez plus commenter ici (%(rule)s).")
    return _("Vous ne pourrez pas commenter avant le %(until)s (%(rule)s).")


def _term_and_rule(suspension):
    until = suspension.until and in_words(suspension.until)
    clause = suspension.clause
    rule = _("règle %(n)d de la charte") % {"n": clause.number} if clause else _("charte")
    return {"until": until, "rule": rule}
