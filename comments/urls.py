from django.urls import path, register_converter

from . import charter_views, notice_views, views


class PrivateKey:
    """An address that cannot be guessed: 32 random bytes in URL-safe base64."""

    regex = r"[A-Za-z0-9_-]{43}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(PrivateKey, "private_key")

app_name = "comments"
urlpatterns = [
    path("articles/<int:pk>/commentaires/", views.new_comment, name="new"),
    path("commentaires/<int:pk>/alerte/", notice_views.notice, name="notice"),
    path("alertes/<private_key:key>/", notice_views.notice_follow_up, name="notice_follow_up"),
    path("suivi/<private_key:key>/", views.follow_up, name="follow_up"),
    path("suivi/<private_key:key>/texte/", views.edit, name="edit"),
    path("suivi/<private_key:key>/retrait/", views.withdraw, name="withdraw"),
    path("suivi/<private_key:key>/recours/", views.appeal, name="appeal"),
    path("charte/", charter_views.charter, name="charter"),
    path("charte/<int:version>/", charter_views.charter, name="charter_version"),
    path("charte/charte.json", charter_views.charter_json, name="charter_json"),
]
