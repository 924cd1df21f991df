from datetime import date

from django.urls import path, register_converter

from .pages import (
    alert,
    charter,
    discussion,
    follow_up,
    hints,
    register,
    replies,
    transparency,
    writing,
)
from .pages.own import address, data, notice


class PrivateKey:
    """An address that cannot be guessed: 32 random bytes in URL-safe base64."""

    regex = r"[A-Za-z0-9_-]{43}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class Month:
    """A month of the public register: 2026-11."""

    regex = r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value):
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value):
        return f"{value:%Y-%m}"


class Day:
    """A day of the log: 2026-11-27."""

    regex = r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value):
        return date.fromisoformat(value)

    def to_url(self, value):
        return value.isoformat()


class SignedWords:
    """What we signed ourselves, with its time and signature: see own_address.py."""

    regex = r"[A-Za-z0-9_:.-]{20,900}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(PrivateKey, "private_key")
register_converter(SignedWords, "signed")
register_converter(Month, "month")
register_converter(Day, "day")

app_name = "comments"
urlpatterns = [
    path("articles/<int:pk>/commentaires/", writing.new_comment, name="new"),
    path("articles/<int:pk>/commentaires/nombre", discussion.count, name="count"),
    path("commentaires/liens", hints.links, name="links"),
    path("commentaires/<int:pk>/", discussion.permalink, name="permalink"),
    path("commentaires/<int:pk>/alerte/", alert.notice, name="notice"),
    path("alertes/<private_key:key>/", notice.notice_follow_up, name="notice_follow_up"),
    path("alertes/<private_key:key>/donnees.json", notice.copy, name="notice_data"),
    path("alertes/<private_key:key>/nouvelle-adresse/", notice.renew, name="renew_notice"),
    path("alertes/<private_key:key>/recours/", notice.appeal, name="notice_appeal"),
    path(
        "alertes/<private_key:key>/sanctions/<int:pk>/recours/",
        notice.sanction_appeal,
        name="notice_sanction_appeal",
    ),
    path("signaleurs/<private_key:key>/", alert.trusted_flagger, name="trusted_flagger"),
    path("signaleurs/<private_key:key>/<int:pk>/", alert.notice, name="trusted_notice"),
    path("suivi/<private_key:key>/", follow_up.follow_up, name="follow_up"),
    path("suivi/<private_key:key>/texte/", follow_up.edit, name="edit"),
    path("suivi/<private_key:key>/retrait/", follow_up.withdraw, name="withdraw"),
    path("suivi/<private_key:key>/correction/", follow_up.mend, name="mend"),
    path("suivi/<private_key:key>/nouvelle-adresse/", follow_up.renew, name="renew"),
    path("suivi/<private_key:key>/recours/", follow_up.appeal, name="appeal"),
    path(
        "suivi/<private_key:key>/sanctions/<int:pk>/recours/",
        follow_up.sanction_appeal,
        name="sanction_appeal",
    ),
    path("suivi/<private_key:key>/reponses/", replies.follow_replies, name="follow_replies"),
    path("suivi/<private_key:key>/adresse/", address.add, name="add_address"),
    path("suivi/adresse/<signed:token>/", address.confirm, name="own_address"),
    path("reponses/<private_key:key>/", replies.subscription, name="subscription"),
    path("suivi/<private_key:key>/donnees.json", data.copy, name="own_data"),
    path("suivi/<private_key:key>/effacement/", data.erasure, name="own_erasure"),
    path("suivi/<private_key:key>/preuve.json", transparency.proof_of, name="proof"),
    path("transparence/", register.register, name="transparency"),
    path("transparence/<month:month>/", register.register, name="register_month"),
    path("transparence/registre.csv", register.as_csv, name="register_csv"),
    path("transparence/registre.json", register.as_json, name="register_json"),
    path("transparence/<month:month>/motifs.json", register.statements, name="statements"),
    path(
        "transparence/<month:month>/motifs-<int:page>.json",
        register.statements,
        name="statements_page",
    ),
    path("transparence/tetes.json", transparency.heads, name="heads"),
    path("transparence/tetes/<day:day>.tsr", transparency.stamp, name="stamp"),
    path("transparence/tetes/<day:day>.txt", transparency.statement, name="statement"),
    path("transparence/verify.py", transparency.tool, name="verify"),
    path("charte/", charter.charter, name="charter"),
    path("charte/<int:version>/", charter.charter, name="charter_version"),
    path("charte/charte.json", charter.charter_json, name="charter_json"),
]
