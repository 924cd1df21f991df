"""Every address of the portal. Words in addresses are French in every language of the interface."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from articles import archive_views as archives
from articles import views as articles
from portal import feed_views, views

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", feed_views.robots, name="robots"),
    path("sitemap.xml", feed_views.sitemap_index, name="sitemap"),
    path("sitemap-news.xml", feed_views.sitemap_news, name="sitemap_news"),
    path("sitemap-pages.xml", feed_views.sitemap_pages, name="sitemap_pages"),
    path("sitemap-<int:year>-<int:month>.xml", feed_views.sitemap_month, name="sitemap_month"),
]

# `/…` speaks French, `/ar/…` Arabic, `/en/…` English.
urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
    path("", views.home, name="home"),
    path("flux/<str:form>", feed_views.site_feed, name="site_feed"),
    path("flux/commentaires/<int:pk>/<str:form>", feed_views.comments_feed, name="comments_feed"),
    path("<slug:slug>/flux/<str:form>", feed_views.section_feed, name="section_feed"),
    path("", include("comments.urls")),
    path("archives/", archives.archives, name="archives"),
    path("archives/<int:year>/", archives.year, name="archives_year"),
    path("archives/<int:year>/<int:month>/", archives.month, name="archives_month"),
    path("archives/<int:year>/<int:month>/<int:day>/", archives.day, name="archives_day"),
    path("<slug:slug>/", articles.section, name="section"),
    path("<slug:section>/<int:pk>-<str:slug>/", articles.article, name="article"),
    # The same article by its number alone, by an old slug, without the final slash: one 301.
    re_path(r"^(?P<section>[-\w]+)/(?P<pk>\d{1,18})(?:-(?P<slug>[^/]*))?/?$", articles.article),
    prefix_default_language=False,
)
