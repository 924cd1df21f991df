"""The people of the tests, and the things they handle. Each call makes a new one; staff are kept."""

import io
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

import PIL.Image
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, Author, Image, Section, Source, Topic
from comments.models import Appeal, Charter, Comment, Notice, Suspension
from portal import roles
from portal.demo import pictures

PARIS = ZoneInfo("Europe/Paris")
DISPATCH_TIME = datetime(2021, 1, 2, 11, 43, tzinfo=PARIS)

_number = count(1)


def _staff(username, first_name, role, **more):
    user, is_new = User.objects.get_or_create(
        username=username,
        defaults={
            "first_name": first_name,
            "email": f"{username}@redaction.example",
            "is_staff": True,
            **more,
        },
    )
    if is_new:
        user.groups.add(Group.objects.get(name=role))
    return user


def sofia():
    return _staff("sofia", "Sofia", roles.MODERATOR, last_name="M.")


def paul():
    return _staff("paul", "Paul", roles.MODERATOR, last_name="R.")


def zoe():
    """The lead moderator."""
    return _staff("zoe", "Zoé", roles.LEAD_MODERATOR, last_name="L.")


def hicham():
    """The editor."""
    return _staff("hicham", "Hicham", roles.EDITOR)


def salma():
    """Another editor."""
    return _staff("salma", "Salma", roles.EDITOR)


def ines():
    """A writer: she hands over what she wrote, and does not publish."""
    return _staff("ines", "Inès", roles.WRITER)


def nora():
    """The administrator."""
    return _staff("nora", "Nora", roles.ADMINISTRATOR)


def le_fil():
    return Section.objects.get_or_create(
        slug="le-fil", defaults={"name": "Le Fil", "name_ar": "الخيط", "kind": "wire", "order": 1}
    )[0]


def societe():
    return Section.objects.get_or_create(slug="societe", defaults={"name": "Société"})[0]


def tribune():
    return Section.objects.get_or_create(
        slug="tribune", defaults={"name": "Tribune", "kind": "opinion", "order": 9}
    )[0]


def map_agency():
    return Source.objects.get_or_create(
        short_name="MAP", defaults={"full_name": "Maghreb Arabe Presse", "kind": "agency"}
    )[0]


def newsroom():
    return Source.objects.get_or_create(short_name="Rédaction", defaults={"kind": "newsroom"})[0]


def an_article(*, is_draft=False, section=None, source=None, **words):
    """A published piece of the newsroom's, an hour old."""
    article = Article(
        section=section or societe(),
        source=source or newsroom(),
        **{
            "headline": f"Les bibliothèques des deux rives se parlent ({next(_number)})",
            "body": "<p>Vingt-deux établissements partagent leurs catalogues.</p>",
            "published_at": timezone.now() - timedelta(hours=1),
            **words,
        },
    )
    article.slug = article.slug or article.slug_from_headline()
    article.save()
    if not is_draft:
        article.publish()
    return article


_lines = (Path(__file__).parent / "corpus" / "honest.txt").read_text().splitlines()


def prose(words, *, start):
    """At least so many words of real French, from a line of the corpus on: it packs as prose does."""
    found = []
    for line in _lines[start:]:
        found.append(line)
        if sum(len(each.split()) for each in found) >= words:
            break
    return "\n".join(found)


def a_picture(size=(900, 600), colour="#1b3fb8", kind="JPEG", **options):
    """The bytes of a picture of one colour."""
    file = BytesIO()
    PIL.Image.new("RGB", size, colour).save(file, kind, **options)
    return file.getvalue()


def an_image(**words):
    return Image.objects.take_in(a_picture(), **{"credit": "Photo : Rédaction", **words})


def a_topic(*articles, **words):
    topic, _is_new = Topic.objects.get_or_create(**{"name": "Bibliothèques", **words})
    topic.article_set.add(*articles)
    return topic


def an_author(*articles, **words):
    author, _is_new = Author.objects.get_or_create(**{"name": "Salma Idrissi", **words})
    for article in articles:
        article.credits.create(name=author.name, author=author)
    return author


def a_comment(*, article=None, name="Nadia B.", text=None, **particulars):
    """A comment that waits."""
    comment, _is_new = Comment.objects.submit(
        article=article or an_article(),
        name=name,
        text=text or f"Le passage sur les bibliothèques est le plus intéressant. {next(_number)}",
        submission_key=f"{next(_number):064d}",
        language="fr",
        **particulars,
    )
    return comment


def a_published_comment(*, by=None, **particulars):
    comment = a_comment(**particulars)
    comment.approve(by=by or sofia())
    return comment


def a_rejected_comment(*, by=None, **particulars):
    comment = a_comment(**particulars)
    comment.reject(by=by or sofia(), **against(1))
    return comment


def clause(number):
    return Charter.objects.in_force().clauses.get(number=number)


def against(number, reasons="Ce passage vise une personne et non ce qu’elle dit."):
    """What a decision against a comment needs."""
    return {"clause": clause(number), "reasons": reasons}


def a_notice(comment, *, reader=None, **particulars):
    notice, _is_new = Notice.objects.give(
        comment=comment,
        reader=reader or f"{next(_number):064d}",
        language="fr",
        **{"clause": clause(1), "explanation": "La fin vise une personne.", **particulars},
    )
    return notice


def a_contested_answer(comment, text="Relisez la fin : elle vise bien une personne."):
    """Somebody alerted, the comment was kept, and they contest that; return the appeal."""
    notice = a_notice(comment)
    Comment.objects.get(pk=comment.pk).keep(by=paul())
    notice.refresh_from_db()
    appeal, _is_new = Appeal.objects.lodge(notice=notice, text=text, language="fr")
    return appeal


def a_suspension(comment, kind="suspend", *, by=None, days=3, warned=True, **particulars):
    """The author of a comment, warned before, may not write for some days."""
    by = by or sofia()
    about = {"comment": comment, "reasons": "Deux insultes en une heure.", "clause": clause(1)}
    if warned and kind in {"suspend", "ban"}:
        a_warning(comment, by=by)
    until = timezone.now() + timedelta(days=days) if kind in {"suspend", "hold"} else None
    return Suspension.objects.impose(kind, by=by, **{**about, "until": until, **particulars})


def a_warning(comment, *, by=None, hours=2):
    """A warning of some hours ago, whose letter has left."""
    about = {"reasons": "Deux insultes en une heure.", "clause": clause(1)}
    at = timezone.now() - timedelta(hours=hours)
    warning = Suspension.objects.impose("warn", by=by or sofia(), comment=comment, at=at, **about)
    warning.letters.update(state="sent", sent_at=at)
    return warning


def an_appeal(comment, text="Je critiquais l’argument, pas la personne."):
    appeal, _is_new = Appeal.objects.lodge(decision=comment.last_decision, text=text, language="fr")
    return appeal


def uphold(appeal, *, by, reasons, **particulars):
    """Judge an appeal: the decision stands."""
    return appeal.comment.decide("uphold", by=by, reasons=reasons, **particulars)


def reverse(appeal, *, by, reasons, **particulars):
    """Judge an appeal: the author's text is published, what a reader reported is taken down."""
    kind = "remove" if appeal.notice_id else "restore"
    return appeal.comment.decide(kind, by=by, reasons=reasons, **particulars)


def demo():
    """Write the demo site, each of its pictures of one colour: drawing the real ones takes ten seconds."""
    plain = [
        (picture, a_picture((900, 600), f"#{40 + 20 * number:02x}6080"))
        for number, picture in enumerate(pictures.PICTURES)
    ]
    with mock.patch.object(pictures, "drawn", return_value=plain):
        call_command("demo", verbosity=0, stdout=io.StringIO())
