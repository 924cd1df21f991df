"""What the machine and the framework can do, beside which the portal is measured: two WSGI applications.

`bare` answers fixed bytes (the file YARDSTICK_BODY, packed by gzip) without any framework. `view` is Django as one begins
with it, in one file: its usual middleware, two models in SQLite (YARDSTICK_DATABASE), and a page of an article of 25 kB
with fifty comments whose HTML is stored: three queries and one template, not packed.
"""

import os
import sqlite3
from pathlib import Path

BODY = Path(os.environ["YARDSTICK_BODY"]).read_bytes() if "YARDSTICK_BODY" in os.environ else b""
WORDS = "Une passerelle relie les deux rives depuis ce matin, et chacun la traverse à son pas. "
COMMENT = (
    "<li id='c{n}'><article><header><b>Lecteur {n}</b> <time datetime='2026-01-02T11:43'>2 janvier 2026</time></header>"
    "<p>{words}</p><footer><a href='?repondre={n}'>Répondre</a> <a href='/alerter/{n}'>Alerter</a></footer></article></li>"
)
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{{ article.headline }}</title>
<link rel="canonical" href="https://exemple.org{{ request.path }}"></head><body>
<nav><ul>{% for name in sections %}<li><a href="/{{ name|slugify }}/">{{ name }}</a></li>{% endfor %}</ul></nav>
<main><h1>{{ article.headline }}</h1>
<p>MAP, <time datetime="{{ article.at|date:'c' }}">{{ article.at|date:'l j F Y à H:i' }}</time></p>
{{ article.body|linebreaks }}
<aside><ul>{% for other in others %}<li><a href="/a/{{ other.pk }}">{{ other.headline }}</a>
<time datetime="{{ other.at|date:'c' }}">{{ other.at|date:'j M Y' }}</time></li>{% endfor %}</ul></aside>
<ol>{{ comments|safe }}</ol><form method="post"><textarea name="text"></textarea><button>Envoyer</button></form></main>
</body></html>"""
SECTIONS = ["Le Fil", "Tribune", "Maroc", "Monde", "Économie", "Société", "Culture", "Sport"]


def bare(environ, start_response):
    start_response(
        "200 OK",
        [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(BODY))),
        ],
    )
    return [BODY]


def fill(path):
    """Write the database of `view`."""
    with sqlite3.connect(path) as database:
        database.executescript(
            "CREATE TABLE article (id INTEGER PRIMARY KEY, headline TEXT, body TEXT, at TEXT);"
            "CREATE INDEX by_date ON article (at);"
            "CREATE TABLE comment (id INTEGER PRIMARY KEY, article_id INTEGER, html TEXT);"
            "CREATE INDEX of_article ON comment (article_id, id);"
        )
        for n in range(1, 501):
            database.execute(
                "INSERT INTO article VALUES (?, ?, ?, ?)",
                (n, f"Dépêche {n}", WORDS * 60, f"2026-01-02 11:{n % 60:02}:00"),
            )
        for n in range(50):
            html = COMMENT.format(n=n, words=WORDS * 2)
            database.execute("INSERT INTO comment (article_id, html) VALUES (1, ?)", (html,))


def _django():
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    settings.configure(
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="x" * 50,
        LANGUAGE_CODE="fr",
        TIME_ZONE="Europe/Paris",
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            f"django.contrib.{name}" for name in ("contenttypes", "auth", "sessions", "messages")
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": os.environ["YARDSTICK_DATABASE"],
                "CONN_MAX_AGE": None,
            }
        },
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
    )
    django.setup()
    globals()["urlpatterns"] = _pages()
    return get_wsgi_application()


def _pages():
    from django.db import models
    from django.http import HttpResponse
    from django.template import engines
    from django.urls import path

    class Article(models.Model):
        headline, body, at = models.TextField(), models.TextField(), models.DateTimeField()

        class Meta:
            app_label, db_table = "yardstick", "article"

        def __str__(self):
            return self.headline

    class Comment(models.Model):
        article = models.ForeignKey(Article, models.CASCADE, db_index=False)
        html = models.TextField()

        class Meta:
            app_label, db_table = "yardstick", "comment"

        def __str__(self):
            return self.html

    template = engines["django"].from_string(PAGE)

    def article(request, pk):
        comments = Comment.objects.filter(article=pk).order_by("pk").values_list("html", flat=True)
        context = {
            "article": Article.objects.get(pk=pk),
            "comments": "".join(comments[:50]),
            "others": Article.objects.exclude(pk=pk).order_by("-at").only("headline", "at")[:5],
            "sections": SECTIONS,
        }
        return HttpResponse(template.render(context, request))

    return [path("a/<int:pk>", article)]


view = _django() if "YARDSTICK_DATABASE" in os.environ else None
