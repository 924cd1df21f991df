"""Make the database of a release: `python -m tests.releases.make VERSION`."""

import gzip
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path


def play():
    """Let every kind of event happen once, by the verbs."""
    from django.utils import timezone

    from articles.wires.exports.wxr import OldComment
    from comments import address_retention, imports
    from comments.models import Appeal, Comment, Event, Thresholds
    from tests import cast

    def again(comment):
        return Comment.objects.get(pk=comment.pk)

    rejected = cast.a_rejected_comment(by=cast.sofia(), email="lina@exemple.org")
    cast.reverse(cast.an_appeal(rejected), by=cast.zoe(), reasons="Rien n’y vise une personne.")
    mended = cast.a_comment()
    mended.edit("Un texte modifié tant qu’il attend.")
    again(mended).reject(by=cast.paul(), **cast.against(2))
    again(mended).mend("Un texte renvoyé, sans la phrase en cause.")
    again(mended).escalate(by=cast.sofia(), why="Ironie, ou attaque ?")
    again(mended).undo(again(mended).approve(by=cast.zoe()), by=cast.zoe())
    reported = cast.a_published_comment(email="karim@exemple.org")
    cast.a_contested_answer(reported)
    sanction = cast.a_suspension(again(reported))
    Appeal.objects.lodge(suspension=sanction, text="Trop long.", language="fr")
    sanction.lift(by=cast.zoe(), reasons="Un avertissement suffisait.")
    Thresholds.objects.update_or_create(pk=1, defaults={"hide_at_weight": 1})
    cast.a_notice(cast.a_published_comment())
    cast.a_comment().withdraw()
    asked = cast.a_comment()
    asked.escalate(by=cast.sofia(), why="Un second regard ?")
    again(asked).take_back_escalation(by=cast.sofia())
    again(asked).note("Vu avec Paul.", by=cast.sofia())
    alerted = cast.a_published_comment()
    cast.a_notice(alerted)
    again(alerted).keep(by=cast.paul())
    cast.a_rejected_comment()
    again(alerted).put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    again(alerted).end_hold(by=cast.nora())
    address_retention.forget_words(at=timezone.now() + timedelta(days=400))
    again(rejected).erase(by=cast.nora())
    old = OldComment("7", "Inès", "Un commentaire d’avant.", cast.DISPATCH_TIME, "published")
    imports.take_in(cast.an_article(), [old], site="https://ancien.exemple.org")
    missing = set(Event.Kind) - set(Event.objects.values_list("kind", flat=True))
    if missing:
        sys.exit(f"No event of these kinds: {missing}")


def main():
    version = sys.argv[1] if len(sys.argv) == 2 else sys.exit(__doc__)
    place = Path(__file__).parent / f"{version}.sqlite3.gz"
    if place.exists():
        sys.exit(f"{place.name} is there already: what was released is not made again.")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "SECRET_KEY": "of-no-site-" + "x7Kq" * 10,
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.utils import translation

        call_command("migrate", verbosity=0)
        with translation.override("fr"):
            play()
        call_command("check_log")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
        connection.close()
        content = (Path(folder) / "site.sqlite3").read_bytes()
    place.write_bytes(gzip.compress(content, 9, mtime=0))
    print(f"{place}: {place.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
