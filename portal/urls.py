"""Every address of the portal. Words in addresses are French in all three languages."""

import re

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import JavaScriptCatalog

from articles.models import TAKEN_ADDRESSES
from articles.pages import archives as archives
from articles.pages import articles as articles
from articles.pages import corrections, house
from comments.pages import discussion
from portal.admin import front_desk, kept_data, on_site, preview, receipt, start
from portal.feeds import addresses
from portal.feeds import page as feeds_page
from portal.health import page as health
from portal.health import policy_reports
from portal.pages import errors, media, report, security, site, social_card_view
from portal.search import page

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("healthz", site.healthz, name="healthz"),
    path("readyz", site.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("robots.txt", addresses.robots, name="robots"),
    path(security.PATH, security.security_txt, name="security_txt"),
    path("csp", policy_reports.policy_reports, name="policy_reports"),
    path("hors-ligne.js", site.offline_worker, name="offline_worker"),
    path("sitemap.xml", addresses.sitemap_index, name="sitemap"),
    path("sitemap-news.xml", addresses.sitemap_news, name="sitemap_news"),
    path("sitemap-pages.xml", addresses.sitemap_pages, name="sitemap_pages"),
    path("sitemap-<int:year>-<int:month>.xml", addresses.sitemap_month, name="sitemap_month"),
    path("media/<path:path>", media.picture, name="media"),
    path("cartes/<int:pk>-<int:version>.png", social_card_view.card, name="card"),
]

TAKEN = "|".join(map(re.escape, sorted(TAKEN_ADDRESSES)))
ARTICLE = "<slug:section>/<int:pk>-<str:slug>/"

# `/…` speaks French, `/ar/…` Arabic, `/en/…` English.
urlpatterns += i18n_patterns(
    path("admin/", include("portal.signin.addresses")),
    path("admin/apercu/<int:pk>/", admin.site.admin_view(preview.preview), name="preview"),
    path("admin/une/", admin.site.admin_view(front_desk.front_desk), name="front_desk"),
    path("admin/donnees/", admin.site.admin_view(kept_data.kept_data), name="kept_data"),
    path("admin/recu/<int:pk>/", admin.site.admin_view(receipt.receipt), name="withdrawal_receipt"),
    path("admin/r/<int:content_type_id>/<int:object_id>/", admin.site.admin_view(on_site.on_site)),
    # The admin's own, with the sentences of the editor of articles.
    path(
        "admin/jsi18n/",
        admin.site.admin_view(
            JavaScriptCatalog.as_view(packages=["django.contrib.admin", "django_prose_editor"]),
            cacheable=True,
        ),
    ),
    path("admin/", admin.site.admin_view(start.start), name="start"),
    path("admin/", admin.site.urls),
    path("", site.home, name="home"),
    path("manifest.webmanifest", site.manifest, name="manifest"),
    path("recherche/", page.search, name="search"),
    path("flux/", feeds_page.feeds, name="feeds"),
    path("flux/<str:form>", addresses.site_feed, name="site_feed"),
    path("flux/commentaires/<int:pk>/<str:form>", addresses.comments_feed, name="comments_feed"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/flux/<str:form>", addresses.corrections_feed, name="corrections_feed"),
    path("transparence/flux/<str:form>", addresses.log_feed, name="log_feed"),
    path("transparence/mois/flux/<str:form>", addresses.register_feed, name="register_feed"),
    path("themes/", articles.topics, name="topics"),
    path("themes/<int:pk>-<str:slug>/", articles.topic, name="topic"),
    path("themes/<int:pk>/flux/<str:form>", addresses.topic_feed, name="topic_feed"),
    path("sources/<int:pk>-<str:slug>/", articles.source, name="source"),
    path("sources/<int:pk>/flux/<str:form>", addresses.source_feed, name="source_feed"),
    path("auteurs/<int:pk>-<str:slug>/", articles.author, name="author"),
    path("auteurs/<int:pk>/flux/<str:form>", addresses.author_feed, name="author_feed"),
    path("qui-sommes-nous/", house.house_page, {"kind": "about"}, name="about"),
    path("contact/", house.house_page, {"kind": "contact"}, name="contact"),
    path("mentions/", site.legal_notice, name="legal_notice"),
    path("confidentialite/", site.privacy, name="privacy"),
    path("accessibilite/", site.accessibility, name="accessibility"),
    path("lecture/", site.reading, name="reading"),
    path("signaler/<int:pk>/", report.report, name="report"),
    path("", include("comments.urls")),
    path("archives/", archives.archives, name="archives"),
    path("archives/<int:year>/", archives.year, name="archives_year"),
    path("archives/<int:year>/<int:month>/", archives.month, name="archives_month"),
    path("archives/<int:year>/<int:month>/<int:day>/", archives.day, name="archives_day"),
    path("<slug:slug>/flux/<str:form>", addresses.section_feed, name="section_feed"),
    path("<slug:slug>/", articles.section, name="section"),
    path(ARTICLE, articles.article, name="article"),
    path(f"{ARTICLE}texte.txt", articles.article_text, name="article_text"),
    path(f"{ARTICLE}ninjs.json", articles.article_ninjs, name="article_ninjs"),
    path(f"{ARTICLE}commentaires/", discussion.discussion, name="discussion"),
    # The same article by its number alone, by an old slug, without the final slash: one 301.
    re_path(
        rf"^(?!(?:{TAKEN})/)(?P<section>[-\w]+)/(?P<pk>\d{{1,18}})(?:-(?P<slug>[^/]*))?/?$",
        articles.article,
    ),
    prefix_default_language=False,
)
