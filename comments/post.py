"""The outbox leaves: each letter in its reader's language, in plain text and HTML, once.

A letter is claimed, sent, then marked. A process that dies between the two leaves it «sending»: whether it
left is not known, so it is told to the operator and not sent again.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from .models import Letter

AT_ONCE = 200  # letters of one round: the next tick takes the rest
DOUBTFUL_AFTER = timedelta(minutes=10)


@dataclass
class Round:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    doubtful: int = 0


def deliver(*, at=None, told=lambda done: None) -> Round:
    """Send what is due; `told` hears how many are done."""
    at, done = at or timezone.now(), Round()
    due = Letter.objects.due(at).select_related(
        "comment__article__section", "decision__clause__charter", "notice", "comment__revision"
    )
    for number, letter in enumerate(due.order_by("due_at", "pk")[:AT_ONCE], start=1):
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
        told(number)
    lost = Letter.objects.filter(state=Letter.State.SENDING, claimed_at__lt=at - DOUBTFUL_AFTER)
    done.doubtful = lost.count()
    return done


def message_of(letter) -> EmailMultiAlternatives:
    """Return the mail of a letter, ready to be sent."""
    with translation.override(letter.language):
        key, page = (
            (letter.notice.follow_key, "notice_follow_up")
            if letter.notice
            else (letter.comment.follow_key, "follow_up")
        )
        context = {
            "letter": letter,
            "comment": letter.comment,
            "decision": letter.decision,
            "notice": letter.notice,
            "page": settings.SITE_URL + reverse(f"comments:{page}", kwargs={"key": key}),
            "site": settings.SITE_NAME,
            "direction": "rtl" if letter.language == "ar" else "ltr",
        }
        lines = render_to_string("comments/mail/letter.txt", context).strip().split("\n", 2)
        html = render_to_string("comments/mail/letter.html", context)
    host = urlsplit(settings.SITE_URL).hostname
    number = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    message = EmailMultiAlternatives(
        subject=" ".join(lines[0].split()),
        body=lines[2].strip() + "\n",
        to=[letter.to],
        headers={
            # The same whenever it is sent: a mail server that has it already knows it.
            "Message-ID": f"<{number}@{host}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834
            "Content-Language": letter.language,
        },
    )
    message.attach_alternative(html, "text/html")
    return message
