from django.urls import path, register_converter

from . import charter_views, follow_views, notice_views, reply_views, thread_views, views


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
    path("articles/<int:pk>/commentaires/nombre", thread_views.count, name="count"),
    path("commentaires/<int:pk>/", thread_views.permalink, name="permalink"),
    path("commentaires/<int:pk>/alerte/", notice_views.notice, name="notice"),
    path("alertes/<private_key:key>/", notice_views.notice_follow_up, name="notice_follow_up"),
    path("alertes/<private_key:key>/recours/", notice_views.appeal, name="notice_appeal"),
    path(
        "alertes/<private_key:key>/sanctions/<int:pk>/recours/",
        notice_views.sanction_appeal,
        name="notice_sanction_appeal",
    ),
    path("signaleurs/<private_key:key>/", notice_views.trusted_flagger, name="trusted_flagger"),
    path("signaleurs/<private_key:key>/<int:pk>/", notice_views.notice, name="trusted_notice"),
    path("suivi/<private_key:key>/", follow_views.follow_up, name="follow_up"),
    path("suivi/<private_key:key>/texte/", follow_views.edit, name="edit"),
    path("suivi/<private_key:key>/retrait/", follow_views.withdraw, name="withdraw"),
    path("suivi/<private_key:key>/correction/", follow_views.mend, name="mend"),
    path("suivi/<private_key:key>/recours/", follow_views.appeal, name="appeal"),
    path(
        "suivi/<private_key:key>/sanctions/<int:pk>/recours/",
        follow_views.sanction_appeal,
        name="sanction_appeal",
    ),
    path("suivi/<private_key:key>/reponses/", reply_views.follow_replies, name="follow_replies"),
    path("reponses/<private_key:key>/", reply_views.subscription, name="subscription"),
    path("charte/", charter_views.charter, name="charter"),
    path("charte/<int:version>/", charter_views.charter, name="charter_version"),
    path("charte/charte.json", charter_views.charter_json, name="charter_json"),
]
