"""What the list's actions and the form's buttons do: they call a verb, and say how it stands then."""

from collections import Counter

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..models import Standing


class Acts:
    """The part of the articles' admin that changes states."""

    # For the list only: in the form, Django takes an unknown button for «no action», and drops the typed text.
    actions = ["publish", "submit_for_review", "return_to_draft"]

    def may_publish(self, request):
        return request.user.has_perm("articles.publish_article")

    has_publish_permission = may_publish

    @admin.action(description=gettext_lazy("Publier"), permissions=["publish"])
    def publish(self, request, articles):
        self._act(request, articles, "publish")

    @admin.action(description=gettext_lazy("Envoyer en relecture"), permissions=["change"])
    def submit_for_review(self, request, articles):
        self._act(request, articles, "submit_for_review", _("Envoyé en relecture."))

    @admin.action(description=gettext_lazy("Remettre en brouillon"), permissions=["publish"])
    def return_to_draft(self, request, articles):
        self._act(request, articles, "return_to_draft", _("Remis en brouillon."))

    def _act(self, request, articles, verb, sentence=""):
        """Call the verb on each article, log each change, and say how many changed."""
        told = Counter()
        for article in articles:
            try:
                if not getattr(article, verb)(by=request.user):
                    continue
            except ValidationError as refused:
                why = f"« {article.headline} » : {' '.join(refused.messages)}"
                self.message_user(request, why, messages.ERROR)
                continue
            said = sentence or f"{article.standing_in_words}."
            self.log_change(request, article, said)
            told[said] += 1
        for said, count in told.items():
            self.message_user(request, _counted(said, count), messages.SUCCESS)
        if not told:
            self.message_user(request, _counted(sentence, 0), messages.INFO)

    def obey(self, request, article):
        """Do what the button of the form says after «Enregistrer et», and tell how it stands."""
        then, by = request.POST.get("_save"), request.user
        if then == "publish" and self.may_publish(request) and article.publish(by=by):
            self.log_change(request, article, f"{article.standing_in_words}.")
            self._tell_standing(request, article)
        elif then == "review" and article.submit_for_review(by=by):
            self.log_change(request, article, _("Envoyé en relecture."))
            self.message_user(request, _("L’article attend d’être relu."), messages.SUCCESS)
        elif article.standing in (Standing.SCHEDULED, Standing.EMBARGOED):
            self._tell_standing(request, article)

    def _tell_standing(self, request, article):
        is_on_line = article.standing == Standing.ON_LINE
        told = _("L’article est publié.") if is_on_line else f"{article.standing_in_words}."
        self.message_user(request, told, messages.SUCCESS)


def _counted(said, count):
    counted = ngettext("%(said)s Un article.", "%(said)s %(count)d articles.", count or 2)
    return (counted % {"said": said, "count": count}).strip()
