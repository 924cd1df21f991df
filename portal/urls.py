"""Every address of the portal. Words in addresses are French in every language of the interface."""

import re

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import JavaScriptCatalog

from articles import archive_views as archives
from articles import correction_views
from articles import views as articles
from articles.models import TAKEN_ADDRESSES
from comments import thread_views
from portal import (
    card_views,
    error_views,
    feed_views,
    front_desk,
    media,
    preview,
    receipt,
    report_views,
    search_views,
    views,
)

handler400 = error_views.bad_request
handler403 = error_views.forbidden
handler404 = error_views.not_found
handler500 = error_views.server_error

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", feed_views.robots, name="robots"),
    path("sitemap.xml", feed_views.sitemap_index, name="sitemap"),
    path("sitemap-news.xml", feed_views.sitemap_news, name="sitemap_news"),
    path("sitemap-pages.xml", feed_views.sitemap_pages, name="sitemap_pages"),
    path("sitemap-<int:year>-<int:month>.xml", feed_views.sitemap_month, name="sitemap_month"),
    path("media/<path:path>", media.picture, name="media"),
    path("cartes/<int:pk>-<int:version>.png", card_views.card, name="card"),
]

TAKEN = "|".join(map(re.escape, sorted(TAKEN_ADDRESSES)))
ARTICLE = "<slug:section>/<int:pk>-<str:slug>/"

# `/…` speaks French, `/ar/…` Arabic, `/en/…` English.
urlpatterns += i18n_patterns(
    path("admin/apercu/<int:pk>/", admin.site.admin_view(preview.preview), name="preview"),
    path("admin/une/", admin.site.admin_view(front_desk.front_desk), name="front_desk"),
    path("admin/recu/<int:pk>/", admin.site.admin_view(receipt.receipt), name="withdrawal_receipt"),
    # The admin's own, with the sentences of the editor of articles.
    path(
        "admin/jsi18n/",
        admin.site.admin_view(
            JavaScriptCatalog.as_view(packages=["django.contrib.admin", "django_prose_editor"]),
            cacheable=True,
        ),
    ),
    path("admin/", admin.site.urls),
    path("", views.home, name="home"),
    path("recherche/", search_views.search, name="search"),
    path("flux/<str:form>", feed_views.site_feed, name="site_feed"),
    path("flux/commentaires/<int:pk>/<str:form>", feed_views.comments_feed, name="comments_feed"),
    path("corrections/", correction_views.corrections, name="corrections"),
    path("corrections/flux/<str:form>", feed_views.corrections_feed, name="corrections_feed"),
    path("themes/", articles.topics, name="topics"),
    path("themes/<int:pk>-<str:slug>/", articles.topic, name="topic"),
    path("themes/<int:pk>/flux/<str:form>", feed_views.topic_feed, name="topic_feed"),
    path("sources/<int:pk>-<str:slug>/", articles.source, name="source"),
    path("sources/<int:pk>/flux/<str:form>", feed_views.source_feed, name="source_feed"),
    path("auteurs/<int:pk>-<str:slug>/", articles.author, name="author"),
    path("mentions/", views.legal_notice, name="legal_notice"),
    path("confidentialite/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("signaler/<int:pk>/", report_views.report, name="report"),
    path("", include("comments.urls")),
    path("archives/", archives.archives, name="archives"),
    path("archives/<int:year>/", archives.year, name="archives_year"),
    path("archives/<int:year>/<int:month>/", archives.month, name="archives_month"),
    path("archives/<int:year>/<int:month>/<int:day>/", archives.day, name="archives_day"),
    path("<slug:slug>/flux/<str:form>", feed_views.section_feed, name="section_feed"),
    path("<slug:slug>/", articles.section, name="section"),
    path(ARTICLE, articles.article, name="article"),
    path(f"{ARTICLE}texte.txt", articles.article_text, name="article_text"),
    path(f"{ARTICLE}ninjs.json", articles.article_ninjs, name="article_ninjs"),
    path(f"{ARTICLE}commentaires/", thread_views.discussion, name="discussion"),
    # The same article by its number alone, by an old slug, without the final slash: one 301.
    re_path(
        rf"^(?!(?:{TAKEN})/)(?P<section>[-\w]+)/(?P<pk>\d{{1,18}})(?:-(?P<slug>[^/]*))?/?$",
        articles.article,
    ),
    prefix_default_language=False,
)
