"""Send the letters of the outbox, in the reader's language, in plain text and HTML: each at least once.

A letter is claimed, sent, then marked. If a process dies in between, nobody knows whether it left: it is sent again after a
while, under the same Message-ID, by which mail servers and programs know a letter that they have.

A letter names its article and shows no picture of it, neither a photograph nor a drawing: fetched from us it would tell
when it is opened, and attached it would weigh more than the letter.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models.encrypted import is_locked
from articles.rules.typography import typeset

from .door.sentences import in_words
from .models import Comment, Letter, Signature, own_address

AT_ONCE = 200  # letters of one round: the next tick takes the rest
DOUBTFUL_AFTER = timedelta(minutes=10)
QUOTED_WORDS = 60  # of somebody else's text


@dataclass
class Round:
    """Counts of one round of delivery."""

    sent: int = 0
    failed: int = 0
    again: int = 0  # taken up again after a process died while it sent them


def deliver(*, at=None, progress=lambda number: None) -> Round:
    """Send the letters that are due; call `progress` with the number of each.

    None leaves while addresses and private pages cannot be read: SECRET_KEY is another, and they wait for the right one.
    """
    at, done = at or timezone.now(), Round()
    if is_locked(Comment):
        return done
    done.again = Letter.objects.take_up_again(at, claimed_before=at - DOUBTFUL_AFTER)
    due = Letter.objects.due(at).select_related(
        "comment__article__section",
        "comment__published_revision",
        "comment__revision",
        "decision__clause__charter",
        "decision__by",
        "decision__revision",
        "notice__revision",
        "subscription__comment__article__section",
        "subscription__comment__revision",
        "suspension__clause__charter",
        "suspension__by",
    )
    for number, letter in enumerate(due.order_by("due_at", "pk")[:AT_ONCE], start=1):
        if letter.is_too_late:
            Letter.objects.filter(pk=letter.pk).cancel()
            continue
        if not letter.claim(at):
            continue
        try:
            message_of(letter).send()
        except Exception as error:
            letter.failed(at, f"{type(error).__name__}: {error}")
            done.failed += 1
        else:
            letter.sent(timezone.now())
            done.sent += 1
        progress(number)
    return done


def message_of(letter) -> EmailMultiAlternatives:
    """Return the mail of a letter, ready to be sent."""
    with translation.override(letter.language):
        context = _context(letter)
        lines = render_to_string("comments/mail/letter.txt", context).strip().split("\n", 2)
        html = render_to_string("comments/mail/letter.html", context)
    host = urlsplit(settings.SITE_URL).hostname
    number = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    headers = {
        # The same whenever it is sent: a mail server that has it already knows it.
        "Message-ID": f"<{number}@{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834
        "Content-Language": letter.language,
    }
    if context["end"]:  # RFC 2919, RFC 8058: the reader's mail program ends it by one click
        headers["List-Id"] = f"<reponses.{host}>"
        headers["List-Unsubscribe"] = f"<{context['end']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        subject=" ".join(lines[0].split()),
        body=lines[2].strip() + "\n",
        from_email=_sender(),
        to=[letter.to],
        headers=headers,
    )
    message.attach_alternative(html, "text/html")
    return message


def _sender():
    """Return the sender's address with a name: that of EMAIL_FROM, or of the site."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or settings.SITE_NAME, address))


def _context(letter):
    comment, suspension = letter.comment, letter.suspension
    judge = letter.decision or suspension
    until = suspension and suspension.until
    is_reply = letter.kind == Letter.Kind.REPLY
    is_to_the_team = letter.kind == Letter.Kind.REMINDER
    return {
        "letter": letter,
        "comment": comment,
        "headline": _headline(comment.article),
        "decision": letter.decision,
        "suspension": suspension,
        "until": until and in_words(until),
        "signature": str(Signature.objects.of(judge.by)) if judge else "",
        "is_of_appeal": _is_of_appeal(letter),
        "can_mend": letter.kind == Letter.Kind.DECISION and comment.can_mend(),
        "quotes": [quote for quote in _quotes(letter) if quote["text"]],
        "page": settings.SITE_URL + _page(letter),
        "invitation": _invitation(letter),
        "is_private": not (is_reply or is_to_the_team),
        "end": settings.SITE_URL + _subscription(letter) if is_reply else "",
        "site": settings.SITE_NAME,
        "site_address": settings.SITE_URL,
    }


def _is_of_appeal(letter):
    """Return whether it answers the appeal of whoever alerted, not their alert."""
    is_answer = letter.kind == Letter.Kind.ANSWER
    return is_answer and letter.notice.appeals.filter(answer=letter.decision).exists()


def _quotes(letter):
    """Return the texts that a letter is about: the reply and what it answers, or the comment."""
    comment = letter.comment
    if letter.kind == Letter.Kind.REMINDER:
        return []
    if letter.kind == Letter.Kind.REPLY:
        asked = letter.subscription.comment
        reply = _quote(_("La réponse"), comment, comment.published_revision.text)
        return [reply, _quote(_("Votre commentaire"), asked, asked.text)]
    if letter.notice:
        told = letter.notice.revision.text if comment.public_name else ""
        text = Truncator(told).words(QUOTED_WORDS)
        return [_quote(_("Le message que vous avez signalé"), comment, text)]
    text = letter.decision.revision.text if letter.decision else comment.text
    return [_quote(_("Votre commentaire"), comment, text)]


def _headline(article):
    return typeset(article.headline, article.language)


def _quote(title, comment, text):
    """Return a text, where it stands, and the address it is read at.

    That is its own if it is on line, else its article's; "" if the article is off line too.
    """
    article, address = comment.article, ""
    text = typeset(text, comment.language)
    where = _("%(name)s, sous un article qui n’est plus en ligne")
    if article.is_visible:
        where = _("%(name)s, sous « %(headline)s »")
        path = comment.get_absolute_url() if comment.is_visible else article.home_url
        address = settings.SITE_URL + path
    return {
        "title": title,
        "text": text,
        "marked": "\n".join(f"> {line}".rstrip() for line in text.splitlines()),
        "language": comment.language,
        "where": where % {"name": comment.name, "headline": _headline(article)},
        "address": address,
    }


def _invitation(letter):
    """Return what the reader is invited to do on the page that a letter leads to."""
    if letter.kind == Letter.Kind.CONFIRMATION:
        return _("Confirmer mon adresse")
    if letter.kind == Letter.Kind.REPLY:
        return _("Lire la réponse dans la discussion")
    if letter.kind == Letter.Kind.REMINDER:
        return _("Ouvrir le bureau")
    return _("Ouvrir ma page privée")


def _page(letter):
    """Return the address that a letter leads to: a private page, or the reply it tells of."""
    if letter.kind == Letter.Kind.CONFIRMATION:
        return _subscription(letter) if letter.subscription else _own_address(letter)
    if letter.kind == Letter.Kind.REPLY:
        return letter.comment.get_absolute_url()
    if letter.kind == Letter.Kind.REMINDER:
        return reverse("admin:index")
    if letter.notice:
        return reverse("comments:notice_follow_up", kwargs={"key": letter.notice.follow_key})
    return reverse("comments:follow_up", kwargs={"key": letter.comment.follow_key})


def _subscription(letter):
    return reverse("comments:subscription", kwargs={"key": letter.subscription.key})


def _own_address(letter):
    token = own_address.token_of(letter.comment, letter.to)
    return reverse("comments:own_address", kwargs={"token": token})
