"""«Signaler une erreur»: a reader tells the newsroom of an error in an article."""

from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Article, ErrorReport
from articles.rules.body import plain_text
from articles.rules.query_words import Word
from comments.door import steps
from comments.pages.fields import LineField, PlainTextField, PortalForm, email_field

PARAGRAPHS_MOST = 200
PASSAGE = 70  # characters by which a paragraph is known again


class ReportForm(PortalForm):
    """The place, the error, and an address for an answer.

    Links are welcome: only the newsroom reads it.
    """

    paragraph = forms.TypedChoiceField(
        label=gettext_lazy("Où est l’erreur ?"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "saisie"}),
    )
    text = PlainTextField(
        label=gettext_lazy("Ce qui est faux, et ce qui est juste"),
        help_text=gettext_lazy("Dites si possible d’où vous le savez."),
        limit="NOTICE_MAX_LENGTH",
        rows=5,
        error_messages={"required": gettext_lazy("Écrivez ce qui est faux dans cet article.")},
    )
    email = email_field(
        label=gettext_lazy("Votre adresse électronique"),
        required=False,
        help_text=gettext_lazy("Jamais publiée : la rédaction peut vous y répondre."),
    )
    site = LineField(
        label=gettext_lazy("Ne remplissez pas ce champ"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, data=None, *, article):
        super().__init__(data)
        self.passages = [
            Truncator(" ".join(part.split())).chars(PASSAGE)
            for part in plain_text(article.body).split("\n\n")
            if part.strip()
        ][:PARAGRAPHS_MOST]
        self.fields["paragraph"].choices = [
            ("", _("Dans le titre, ou dans tout l’article")),
            *enumerate(self.passages, start=1),
        ]
        self.helper.form_action = reverse("report", kwargs={"pk": article.pk}) + "#bilan"
        self.helper.layout = Layout(
            Field("paragraph"),
            Field("text"),
            Field("email"),
            Field("site", template="pack/trap.html"),
            Submit("envoyer", _("Envoyer à la rédaction"), css_class="bouton"),
        )


class Reporting(steps.Attempt):
    """An error that a reader reports to the newsroom."""

    steps = steps.REPORTING
    act = "report"
    pause = gettext_lazy(
        "Une pause, s’il vous plaît : votre message est conservé. Renvoyez-le %(when)s."
    )
    is_counted = False  # no refusal of the discussion


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request, pk):
    """Show the form or thanks; take a report, or answer 422 for a bad one, 429 for too many."""
    article = Article.objects.visible().select_related("section").filter(pk=pk).first()
    if article is None:
        raise Http404
    if request.method != "POST":
        context = {"article": article, "is_sent": Word.SENT in request.GET}
        return render(
            request, "portal/report.html", {**context, "form": ReportForm(article=article)}
        )
    form = ReportForm(request.POST, article=article)
    context = {"article": article, "form": form}
    if stop := Reporting(request, form).first_stop():
        return stop.tell(render(request, "portal/report.html", context, status=stop.status))
    cleaned = form.cleaned_data
    if not cleaned["site"]:  # the trap: a machine is thanked like anybody, and nothing is kept
        place = cleaned["paragraph"]
        ErrorReport.objects.create(
            article=article,
            paragraph=place,
            passage=form.passages[place - 1] if place else "",
            text=cleaned["text"],
            email=cleaned["email"],
        )
    return redirect(reverse("report", kwargs={"pk": pk}) + f"?{Word.SENT}")
