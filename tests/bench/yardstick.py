"""What the machine and the framework can do, beside which the portal is measured: two WSGI applications.

`bare` answers fixed bytes (the file YARDSTICK_BODY, packed by gzip) without any framework. `view` is one Django view of
one file: an article of 25 kB with fifty comments whose HTML is stored, read from SQLite (YARDSTICK_DATABASE) in
three queries and put into one template, between the usual middleware.
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
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{{ article.1 }}</title></head><body>
<nav><ul>{% for name in sections %}<li><a href="/{{ name|slugify }}/">{{ name }}</a></li>{% endfor %}</ul></nav>
<main><h1>{{ article.1 }}</h1><p>{{ source }}</p>{{ article.2|linebreaks }}
<aside><ul>{% for other in others %}<li><a href="/a/{{ other.0 }}">{{ other.1 }}</a></li>{% endfor %}</ul></aside>
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
            "CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT, body TEXT);"
            "CREATE TABLE comment (id INTEGER PRIMARY KEY, article INTEGER, html TEXT);"
            "CREATE INDEX of_article ON comment (article, id);"
        )
        for n in range(1, 501):
            database.execute(
                "INSERT INTO article VALUES (?, ?, ?)", (n, f"Dépêche {n}", WORDS * 60)
            )
        for n in range(50):
            html = COMMENT.format(n=n, words=WORDS * 2)
            database.execute("INSERT INTO comment (article, html) VALUES (1, ?)", (html,))


def _django():
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.http import HttpResponse
    from django.template import engines
    from django.urls import path

    settings.configure(
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="x" * 50,
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": os.environ["YARDSTICK_DATABASE"],
                "CONN_MAX_AGE": None,
            }
        },
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    application = get_wsgi_application()
    template = engines["django"].from_string(PAGE)

    def article(request, pk):
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, title, body FROM article WHERE id = %s", [pk])
            found = cursor.fetchone()
            cursor.execute("SELECT html FROM comment WHERE article = %s ORDER BY id LIMIT 50", [pk])
            comments = "".join(row[0] for row in cursor.fetchall())
            cursor.execute(
                "SELECT id, title FROM article WHERE id <> %s ORDER BY id DESC LIMIT 5", [pk]
            )
            others = cursor.fetchall()
        context = {
            "article": found,
            "source": "MAP",
            "comments": comments,
            "others": others,
            "sections": SECTIONS,
        }
        return HttpResponse(template.render(context, request))

    globals()["urlpatterns"] = [path("a/<int:pk>", article)]
    return application


view = _django() if "YARDSTICK_DATABASE" in os.environ else None
