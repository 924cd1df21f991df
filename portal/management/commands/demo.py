import secrets
import tomllib
from datetime import timedelta
from itertools import cycle
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Article, Author, Correction, Credit, Image, Section, Source, Topic
from comments.models import Appeal, Charter, Comment, Notice
from comments.rules.tidying import tidy
from portal import roles
from portal.demo.dispatch import read_dispatch
from portal.demo.picture import two_shores

CONTENT = Path(__file__).parents[2] / "demo" / "content.toml"

SECTIONS = [
    # slug, French, Arabic, English, kind, order, presentation
    ("le-fil", "Le Fil", "الخيط", "The Wire", "wire", 1, "Les dépêches, dans l’ordre où elles arrivent, avec l’heure et la source."),
    ("monde", "Monde", "العالم", "World", "news", 2, ""),
    ("maghreb", "Maghreb", "المغرب الكبير", "Maghreb", "news", 3, ""),
    ("europe", "Europe", "أوروبا", "Europe", "news", 4, ""),
    ("economie", "Économie", "اقتصاد", "Economy", "news", 5, ""),
    ("societe", "Société", "مجتمع", "Society", "news", 6, ""),
    ("culture", "Culture", "ثقافة", "Culture", "news", 7, ""),
    ("tribune", "Tribune", "رأي", "Opinion", "opinion", 8, "Des opinions, signées, qui n’engagent que leurs auteurs."),
]  # fmt: skip
SOURCES = {
    "map": {
        "short_name": "MAP",
        "full_name": "Maghreb Arabe Presse",
        "kind": "agency",
        "description": "Agence de presse de l’État marocain",
        "home_page": "https://www.mapnews.ma/",
        "country": "MA",
        "credit_line": "Dépêche reproduite sans modification. Tous droits réservés à l’agence.",
    },
    "adr": {
        "short_name": "ADR",
        "full_name": "Agence des deux rives",
        "kind": "agency",
        "description": "Agence imaginaire de ce site de démonstration",
    },
    "redaction": {"short_name": "Rédaction", "kind": "newsroom"},
}
TOPICS = [
    # name, Arabic, English, kind, presentation, expansion, words in texts, keys of articles
    ("Sécurité", "الأمن", "Security", "theme", "", "", "", ["depeche-map-ipse"]),
    ("Coopération antiterroriste", "التعاون ضد الإرهاب", "Counterterrorism cooperation", "dossier", "Ce que les deux rives font ensemble contre le terrorisme.", "", "", ["depeche-map-ipse"]),
    ("IPSE", "", "", "name", "", "Institut Prospective et Sécurité en Europe", "IPSE", ["depeche-map-ipse"]),
    ("OTAN", "حلف شمال الأطلسي", "NATO", "name", "", "Organisation du traité de l’Atlantique Nord", "NATO\nNorth Atlantic Treaty Organization\nOTAN", ["depeche-map-ipse"]),
    ("Comité Al-Qods", "لجنة القدس", "Al-Quds Committee", "name", "", "", "Al-Quds Committee", ["depeche-map-ipse"]),
    ("G4", "", "", "name", "Le groupe des ministres de la justice de France, de Belgique, d’Espagne et du Maroc.", "", "G4 terrorism", ["depeche-map-ipse"]),
    ("Bibliothèques", "المكتبات", "Libraries", "theme", "", "", "", ["cable-bibliotheques", "cable-bibliotheques-en", "larache-premiers-romans"]),
    ("L’eau, de la source au bassin", "الماء من المنبع إلى الحوض", "Water, from spring to basin", "dossier", "Comment l’eau se partage, se mesure et se transmet.", "", "", ["fil-laboratoire-eau", "fil-khettaras", "tribune-eau-bassin"]),
    ("Traduction", "الترجمة", "Translation", "theme", "", "", "", ["tribune-traduire", "tribune-traduire-ar"]),
    ("Transports", "النقل", "Transport", "theme", "", "", "", ["train-de-nuit", "conteneurs-detroit", "fil-bizerte-dimanches"]),
]  # fmt: skip
AUTHORS = {
    "Salma Idrissi": "Journaliste imaginaire de ce site de démonstration ; elle suit les bibliothèques et l’école.",
    "Hélène Aubrac": "Traductrice imaginaire de ce site de démonstration.",
    "Youssef Tahiri": "Hydrologue imaginaire de ce site de démonstration.",
}
PICTURE_OF = ["cable-bibliotheques", "cable-bibliotheques-en"]
STAFF = [
    # user name, first name, last name, role
    ("sofia", "Sofia", "M.", roles.MODERATOR),
    ("paul", "Paul", "R.", roles.MODERATOR),
    ("zoe", "Zoé", "L.", roles.LEAD_MODERATOR),
    ("hicham", "Hicham", "T.", roles.EDITOR),
]
ADMIN = "admin"
DISPATCH_KEY = "depeche-map-ipse"


class Command(BaseCommand):
    help = (
        "Fill the site with demonstration content: sections, sources, articles in three languages, "
        "comments in every state, notices, an appeal, and one staff account per role. Safe to run "
        "twice: what is there stays as it is. Prints the passwords once, when it makes the accounts."
    )
    requires_migrations_checks = True

    def handle(self, *args, **options):
        made = self._staff()
        self._sections_and_sources()
        content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
        self.now = timezone.now()
        self.deciders = cycle(["sofia", "paul"])
        self.delays = cycle([12, 27, 8, 41, 19])  # minutes a comment waits to be read
        new = 0
        with transaction.atomic():
            if dispatch := self._dispatch():
                new += 1
                self._discussion(dispatch, DISPATCH_KEY, content)
        for words in content["articles"]:
            with transaction.atomic():  # an article comes with its discussion, or not at all
                if article := self._article(words):
                    new += 1
                    self._discussion(article, words["key"], content)
        with transaction.atomic():
            self._around_the_articles()
        counts = f"{Article.objects.count()} articles, {Comment.objects.count()} comments"
        self.stdout.write(f"Demo: {counts} ({new} new articles).")
        if made:
            self.stdout.write("Sign-in of the staff, shown this once:")
            for name, role, password in made:
                self.stdout.write(f"  {name:<8} {password}   {role}")
            self.stdout.write("To change one: manage.py changepassword NAME")

    def _staff(self):
        """Make the accounts that are not there; return (name, role, password) of each new one."""
        made = []
        for name, first, last, role in [*STAFF, (ADMIN, "", "", roles.ADMINISTRATOR)]:
            user, is_new = get_user_model().objects.get_or_create(
                username=name,
                defaults={
                    "first_name": first,
                    "last_name": last,
                    "is_staff": True,
                    "is_superuser": name == ADMIN,
                },
            )
            if is_new:
                password = secrets.token_urlsafe(12)
                user.set_password(password)
                user.save()
                user.groups.add(Group.objects.get(name=role))
                made.append((name, role, password))
        return made

    def _sections_and_sources(self):
        for slug, name, name_ar, name_en, kind, order, description in SECTIONS:
            words = {"name": name, "name_ar": name_ar, "name_en": name_en, "kind": kind}
            Section.objects.get_or_create(
                slug=slug, defaults={**words, "order": order, "description": description}
            )
        self.sources = {
            key: Source.objects.get_or_create(short_name=words["short_name"], defaults=words)[0]
            for key, words in SOURCES.items()
        }

    def _dispatch(self):
        dispatch = read_dispatch()
        return self._new_article(
            key=DISPATCH_KEY,
            section="le-fil",
            source="map",
            kicker="Security",
            language="en",
            headline=dispatch.headline,
            body=dispatch.body,
            dateline_place=dispatch.dateline_place,
            published_at=dispatch.published_at,
        )

    def _article(self, words):
        original = Article.objects.filter(origin_id=f"demo:{words['translation_of']}").first()
        article = self._new_article(
            published_at=self.now - timedelta(hours=words["hours_ago"]),
            translation_of=original,
            comment_policy="closed" if words["comments"] == "closed" else "section",
            **{
                name: words[name].strip()
                for name in (
                    "key", "section", "source", "language", "kicker", "headline", "standfirst",
                    "dateline_place", "body",
                )
            },
        )  # fmt: skip
        if article:
            for order, credit in enumerate(words.get("credits", []), start=1):
                Credit.objects.create(article=article, order=order, **credit)
        return article

    def _around_the_articles(self):
        """Topics, authors' pages, a picture, a correction; what an editor has since changed stays."""
        by_key = {
            article.origin_id.removeprefix("demo:"): article
            for article in Article.objects.filter(origin_id__startswith="demo:")
        }
        for name, name_ar, name_en, kind, description, expansion, words, keys in TOPICS:
            said = {"name_ar": name_ar, "name_en": name_en, "kind": kind, "words": words}
            said |= {"description": description, "expansion": expansion}
            topic, is_new = Topic.objects.get_or_create(name=name, defaults=said)
            if is_new:
                topic.article_set.add(*(by_key[key] for key in keys if key in by_key))
        for name, presentation in AUTHORS.items():
            author, is_new = Author.objects.get_or_create(
                name=name, defaults={"presentation": presentation}
            )
            if is_new:
                Credit.objects.filter(name=name, author=None).update(author=author)
        if not Image.objects.exists():
            image = Image.objects.take_in(
                two_shores(), caption="Huit fils, deux rives.", credit="Illustration : Le Portail"
            )
            Article.objects.filter(
                pk__in=[by_key[key].pk for key in PICTURE_OF if key in by_key]
            ).update(lead_image=image, lead_image_is_decorative=True)
        corrected = by_key.get("train-de-nuit")
        if corrected and not corrected.corrections.exists():
            corrected.correct(
                kind=Correction.Kind.CORRECTION,
                note="Une première version de cet article comptait cinq arrêts de plus : il y en a quatre.",
                said="Le train de nuit s’arrêtera cinq fois de plus.",
                says="Le train de nuit s’arrêtera quatre fois de plus.",
                by=None,
                at=min(self.now, corrected.published_at + timedelta(hours=1)),
            )
        Article.objects.filter(origin_id__startswith="demo:").reindex()

    def _new_article(self, *, key, section, source, published_at, **words):
        """Write and publish one; None where it is there already."""
        if Article.objects.filter(origin_id=f"demo:{key}").exists():
            return None
        article = Article(
            origin_id=f"demo:{key}",
            section=Section.objects.get(slug=section),
            source=self.sources[source],
            published_at=published_at,
            **words,
        )
        article.slug = article.slug_from_headline()
        article.full_clean(exclude=["slug"])
        article.save()
        article.publish()
        return article

    def _discussion(self, article, key, content):
        """Play the comments, notices and decisions of one article, in the order they would have come."""
        users = get_user_model().objects.in_bulk(field_name="username")
        clauses = {clause.number: clause for clause in Charter.objects.in_force().clauses.all()}
        comments = {}
        acts = []  # (when, what to do): played in order, so that the log tells a true story
        words_of = [words for words in content["comments"] if words["article"] == key]
        keys = {words["key"] for words in words_of}

        def at(minutes):
            return article.published_at + timedelta(minutes=minutes)

        def submit(words):
            comments[words["key"]], _new = Comment.objects.submit(
                article=article,
                name=words["name"],
                text=tidy(words["text"]),
                language=words["language"],
                parent=comments.get(words["reply_to"]),
                submission_key=salted_hmac(
                    "portal.demo", words["key"], algorithm="sha256"
                ).hexdigest(),
                at=at(words["minutes_after"]),
            )

        def decide(words, verb, minutes, **particulars):
            comment = comments[words["key"]]
            comment.refresh_from_db()
            getattr(comment, verb)(by=users[next(self.deciders)], at=at(minutes), **particulars)

        def against(words):
            return {
                "clause": clauses[words["clause"]],
                "reasons": words["reasons"],
                "facts": words["facts"],
            }

        for words in words_of:
            sent = words["minutes_after"]
            acts.append((sent, submit, (words,), {}))
            if words["state"] in {"published", "removed"}:
                answers = [w["minutes_after"] for w in words_of if w["reply_to"] == words["key"]]
                alerts = [
                    n["minutes_after"] for n in content["notices"] if n["comment"] == words["key"]
                ]
                read = min([sent + next(self.delays), *(m - 0.5 for m in answers + alerts)])
                acts.append((read, decide, (words, "approve", read), {}))
            if words["state"] == "rejected":
                acts.append((sent + 4, decide, (words, "reject", sent + 4), against(words)))
            if words["state"] == "withdrawn":
                acts.append((sent + 3, self._withdraw, (comments, words, at(sent + 3)), {}))
            if words["appeal"]:
                acts.append((sent + 60, self._appeal, (comments, words, at(sent + 60)), {}))
            if words["state"] == "removed":
                reported = [
                    n["minutes_after"] for n in content["notices"] if n["comment"] == words["key"]
                ]
                later = [w["minutes_after"] for w in words_of if w["reply_to"] == words["key"]]
                when = max([sent, *reported, *later]) + 12
                acts.append((when, decide, (words, "remove", when), against(words)))
        for number, words in enumerate(content["notices"]):
            if words["comment"] in keys:
                sent = words["minutes_after"]
                acts.append((sent, self._notice, (comments, words, clauses, number, at(sent)), {}))
        for _when, act, args, particulars in sorted(acts, key=lambda act: act[0]):
            act(*args, **particulars)

    @staticmethod
    def _withdraw(comments, words, at):
        comments[words["key"]].withdraw(at=at)

    @staticmethod
    def _appeal(comments, words, at):
        comment = comments[words["key"]]
        comment.refresh_from_db()
        Appeal.objects.lodge(
            decision=comment.last_decision, text=words["appeal"], language=comment.language, at=at
        )

    @staticmethod
    def _notice(comments, words, clauses, number, at):
        legal = words["legal"]
        Notice.objects.give(
            comment=comments[words["comment"]],
            clause=clauses.get(words["clause"]),
            explanation=words["explanation"],
            is_legal=legal,
            good_faith=legal,
            language="fr",
            name="Une lectrice" if legal else "",
            email="lectrice@exemple.invalid" if legal else "",
            reader=salted_hmac("portal.demo", f"notice {number}", algorithm="sha256").hexdigest(),
            at=at,
        )
