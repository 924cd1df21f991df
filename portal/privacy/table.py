"""What readers and the admin are told is kept of people: why, on which ground, how long, and what erases it.

How long addresses, hashes and words stay: comments/address_retention.py has the rule and the numbers. Those of the
newsroom's own data stand in articles/retention.py, those that an operator may change in settings.py.

The privacy page and the page of the admin are written from this table; tests/portal/privacy/test_what_is_kept.py compares
it with what the clock erases (clock.py) and with every column that can hold words. A legal hold keeps what belongs to
its comment: the privacy page says so above the table (templates/portal/privacy.html).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models.working_copy import KEPT as WORKING_COPY_KEPT
from articles.retention import DELIVERY_DAYS, REPORT_DAYS
from comments.address_retention import LETTER_DAYS, SENDER_DAYS
from comments.models.triage import WORDS_DAYS
from comments.pages.alert import ALERTS_FROM_AN_ADDRESS
from portal.signin.left import ACCOUNT_DAYS

BACKUP_DAYS = 14


class Ground(TextChoices):
    """Regulation (EU) 2016/679, article 6, paragraph 1."""

    REQUEST = "b", _("votre demande (article 6, paragraphe 1, b)")
    LAW = "c", _("une obligation légale (article 6, paragraphe 1, c)")
    INTEREST = "f", _("notre intérêt légitime (article 6, paragraphe 1, f)")


class Whose(TextChoices):
    COMMENTER = "commenter", _("Qui commente")
    READER = "reader", _("Qui alerte, ou signale une erreur")
    NEWSROOM = "newsroom", _("Qui travaille ici, ou avec nous")
    ALL = "all", _("Tout le monde")


@dataclass(frozen=True)
class Kept:
    """One kind of data.

    `after` returns the term; it is None if nothing erases the data by itself. `since` says when the term begins;
    without a term, how long the data stay.
    """

    key: str
    whose: Whose
    what: Promise
    why: Promise
    ground: Ground
    since: Promise
    gone_by: Promise
    columns: str = ""  # as `app.Model.column`, with spaces between them
    after: Callable[[], timedelta] | None = None

    @property
    def term(self) -> str:
        """Return how long it is kept, in words of the present language."""
        if self.after is None:
            return str(self.since)
        hours = self.after() // timedelta(hours=1)
        if days := hours // 24:
            length = ngettext("%(n)d jour", "%(n)d jours", days) % {"n": days}
        else:
            length = ngettext("%(n)d heure", "%(n)d heures", hours) % {"n": hours}
        return f"{length} {self.since}"


def _days(days):
    return lambda: timedelta(days=days)


def _appeal_window():
    return timedelta(days=settings.APPEAL_WINDOW_DAYS)


def _longest_count():
    """Return the longest time over which a reader's acts are counted: forms, alerts on one text, failed sign-ins."""
    counts = [*settings.COMMENT_RATE, *([ALERTS_FROM_AN_ADDRESS] if settings.COMMENT_RATE else [])]
    return timedelta(seconds=max([3600, *(seconds for _count, seconds in counts)]))


CLOCK = _("le site, de lui-même")
AUTHOR = _("vous, sur votre page privée ; l’administration, à votre demande")
HOUSE = _("l’administration")
NOBODY = _("rien : c’est la preuve de ce qui a été décidé")

KEPT = [
    Kept(
        "text", Whose.COMMENTER,
        _("Votre nom et le texte de votre commentaire, publié ou en attente"),
        _("le publier, et garder à la discussion son sens"), Ground.REQUEST,
        _("jusqu’à ce que vous le fassiez effacer"), AUTHOR,
        "comments.Comment.name comments.Comment.html comments.Comment.text_digest comments.Revision.text",
    ),
    Kept(
        "refused", Whose.COMMENTER,
        _("Votre nom, votre adresse et votre texte, s’il a été refusé, ou retiré par la modération ou par vous"),
        _("vous en donner les motifs, et juger votre recours"), Ground.LAW,
        _("après votre retrait, la dernière décision ou sanction, et tant qu’un recours attend"), CLOCK,
        "comments.Comment.name comments.Comment.email comments.Revision.text comments.Note.text",
        _appeal_window,
    ),
    Kept(
        "email", Whose.COMMENTER, _("Votre adresse électronique, si vous la donnez"),
        _("vous dire ce que devient votre commentaire"), Ground.REQUEST,
        _("après la dernière décision ou sanction ; plus longtemps si vous suivez les réponses ou si un recours attend"),
        CLOCK, "comments.Comment.email", _appeal_window,
    ),
    Kept(
        "letters", Whose.COMMENTER, _("L’adresse à laquelle un courriel est parti"),
        _("savoir s’il est arrivé"), Ground.REQUEST, _("après le jour où il devait partir"), CLOCK,
        "comments.Letter.to comments.Letter.error", _days(LETTER_DAYS),
    ),
    Kept(
        "appeal", Whose.COMMENTER, _("Vos recours"), _("les juger, et vous répondre"), Ground.LAW,
        _("aussi longtemps que le texte, ou l’alerte, dont ils parlent"), CLOCK, "comments.Appeal.text",
    ),
    Kept(
        "sanction_email", Whose.COMMENTER, _("L’adresse d’une personne sanctionnée"),
        _("tenir la sanction, et vous laisser la contester"), Ground.INTEREST,
        _("après la fin de la sanction"), CLOCK, "comments.Suspension.email", _appeal_window,
    ),
    Kept(
        "sanction_sender", Whose.COMMENTER, _("Le code du navigateur d’une personne sanctionnée"),
        _("tenir la sanction"), Ground.INTEREST,
        format_lazy(_("la durée de la sanction ; {days} jours si elle est sans terme"), days=SENDER_DAYS), CLOCK,
        "comments.Suspension.sender",
    ),
    Kept(
        "alert", Whose.READER, _("Votre alerte : votre explication, votre nom et votre adresse"),
        _("l’examiner, et vous répondre"), Ground.LAW,
        _("après la réponse ou la sanction qui la suit, et tant qu’un recours attend"), CLOCK,
        "comments.Notice.explanation comments.Notice.name comments.Notice.email", _appeal_window,
    ),
    Kept(
        "report", Whose.READER, _("L’erreur que vous signalez, et votre adresse"),
        _("vérifier, corriger, vous répondre"), Ground.INTEREST, _("après votre message"), CLOCK,
        "articles.ErrorReport.text articles.ErrorReport.email", _days(REPORT_DAYS),
    ),
    Kept(
        "sender", Whose.ALL,
        _("Un code de votre navigateur et de votre adresse réseau, d’où l’on ne peut les retrouver"),
        _("reconnaître les abus et les envois en double"), Ground.INTEREST, _("après l’envoi"), CLOCK,
        "comments.Comment.sender comments.Comment.submission_key comments.Notice.sender comments.Notice.reader",
        _days(SENDER_DAYS),
    ),
    Kept(
        "counts", Whose.ALL, _("Le nombre de vos envois, sous un code"), _("ralentir les robots"),
        Ground.INTEREST, _("au plus"), CLOCK,
        after=_longest_count,
    ),
    Kept(
        "keys", Whose.ALL, _("Les adresses de vos pages privées"),
        _("vous laisser lire une décision et agir, sans compte"), Ground.REQUEST,
        _("tant que le site garde ses décisions"), NOBODY,
        "comments.Comment.follow_key comments.Notice.follow_key comments.Subscription.key",
    ),
    Kept(
        "decision", Whose.ALL, _("Les décisions, leurs motifs, et le journal qui les lie"),
        _("rendre compte de la modération"), Ground.LAW, _("tant que le site existe"), NOBODY,
        "comments.Decision.law comments.Decision.reasons comments.Decision.facts comments.Suspension.reasons "
        "comments.Event.answers comments.Event.by comments.Filing.row comments.Filing.values comments.LegalHold.reason "
        "comments.Proposal.subject comments.Proposal.values",
    ),
    Kept(
        "backups", Whose.ALL, _("Les copies de sauvegarde, avec tout ce qui précède"),
        _("remettre le site en état après une panne"), Ground.INTEREST, _("après la copie"), CLOCK,
        after=_days(BACKUP_DAYS),
    ),
    Kept(
        "notes", Whose.ALL, _("Les notes entre collègues sur un commentaire"),
        _("décider à plusieurs"), Ground.INTEREST, _("aussi longtemps que les mots du commentaire"), CLOCK,
        "comments.Note.text",
    ),
    Kept(
        "triage", Whose.COMMENTER,
        _("Des mots isolés de commentaires, et ce qu’ils pèsent dans l’outil d’aide au tri"),
        _("lire d’abord ce qui a le plus besoin de l’être"), Ground.INTEREST,
        _("après que l’outil les a appris"), CLOCK, "comments.TriageModel.packed", _days(WORDS_DAYS),
    ),
    Kept(
        "account", Whose.NEWSROOM, _("Les comptes : nom, adresse, empreinte du mot de passe, clés de connexion"),
        _("laisser entrer qui travaille ici, et dire qui a décidé"), Ground.INTEREST,
        _("tant que la personne travaille ici, puis tant que ses décisions sont gardées"), HOUSE,
        "auth.User.username auth.User.first_name auth.User.last_name auth.User.email auth.User.password "
        "account.EmailAddress.email account.EmailConfirmation.key mfa.Authenticator.data comments.SavedFilter.name "
        "comments.SavedFilter.query",
    ),
    Kept(
        "left", Whose.NEWSROOM, _("L’adresse et les moyens de connexion d’un compte désactivé"),
        _("rouvrir le compte de qui revient"), Ground.INTEREST, _("après la désactivation"), CLOCK,
        "auth.User.email auth.User.password account.EmailAddress.email mfa.Authenticator.data", _days(ACCOUNT_DAYS),
    ),
    Kept(
        "sessions", Whose.NEWSROOM, _("Les sessions ouvertes"), _("rester connecté une journée"),
        Ground.INTEREST, _("après la connexion"), CLOCK, "sessions.Session.session_data sessions.Session.session_key",
        lambda: timedelta(seconds=settings.SESSION_COOKIE_AGE),
    ),
    Kept(
        "staff_events", Whose.NEWSROOM, _("Le journal des comptes : entrées, échecs, changements"),
        _("savoir qui a pu faire quoi"), Ground.INTEREST, _("tant que le site existe"), NOBODY,
        "portal.StaffEvent.detail portal.StaffEvent.former_email",
    ),
    Kept(
        "history", Whose.NEWSROOM, _("L’historique des fiches : qui a changé quoi, et quand"),
        _("savoir qui a fait quoi"), Ground.INTEREST, _("tant que le site existe"), NOBODY,
        "admin.LogEntry.object_repr admin.LogEntry.change_message",
    ),
    Kept(
        "working_copies", Whose.NEWSROOM, _("Les copies de travail d’un article ouvert"),
        _("ne rien perdre de ce qui est tapé"), Ground.INTEREST, _("après la dernière ouverture"), CLOCK,
        "articles.WorkingCopy.fields articles.WorkingCopy.key", lambda: WORKING_COPY_KEPT,
    ),
    Kept(
        "bylines", Whose.NEWSROOM, _("Les signatures et les crédits des articles"),
        _("dire de qui est ce qui est publié"), Ground.LAW, _("tant que l’article est en ligne"), HOUSE,
        "articles.Author.name articles.Author.presentation articles.Author.presentation_ar "
        "articles.Author.presentation_en articles.Author.portrait_alt articles.Author.home_page articles.Credit.name "
        "articles.Credit.role articles.Image.credit articles.Article.byline_note",
    ),
    Kept(
        "flagger", Whose.NEWSROOM, _("Les signaleurs de confiance : nom et adresse"),
        _("leur répondre en premier"), Ground.LAW, _("tant que dure leur statut, puis au journal"), HOUSE,
        "comments.TrustedFlagger.name comments.TrustedFlagger.awarded_by comments.TrustedFlagger.email "
        "comments.TrustedFlagger.key",
    ),
    Kept(
        "flagger_email", Whose.NEWSROOM, _("L’adresse d’un signaleur dont le statut a pris fin"),
        _("lui répondre encore s’il conteste"), Ground.LAW, _("après la fin du statut"), CLOCK,
        "comments.TrustedFlagger.email", _appeal_window,
    ),
    Kept(
        "deliveries", Whose.NEWSROOM, _("Les fichiers des agences, tels que reçus"),
        _("retrouver ce qu’une agence a écrit"), Ground.INTEREST, _("après leur arrivée"), CLOCK,
        "articles.Delivery.content articles.Delivery.came_from", _days(DELIVERY_DAYS),
    ),
]  # fmt: skip


def by_whose() -> list[tuple[str, list[Kept]]]:
    """Return the table in its parts: (whose data, the kinds)."""
    return [(whose.label, [kept for kept in KEPT if kept.whose == whose]) for whose in Whose]
