"""The desk's acts about what is kept: erase a person's words, put a comment under a legal hold or end it."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.rules.query_words import Word

from ...models import ChangedMeanwhile, Conflict, Proposal, UnderHold
from ..around import tell_hard_words
from ..decision_form import ErasureForm, HoldForm
from ..four_eyes.asking import asked
from ..lanes import Selection

END = "lever"


class Erasing:
    """Mixed into the desk: the views of these acts."""

    def erasure(self, request, pk):
        """Erase a person's text and identity: a right, not a decision. It is asked twice.

        The first form says on which ground; the page that follows says what is lost. The ground is kept as a
        note between colleagues.
        """
        self._check(request, "comments.view_comment", "comments.erase_comment")
        comment = self._comment(pk)
        here = self._address(comment, Selection.asked(request))
        if request.method != "POST":
            return redirect(here)
        form = ErasureForm(request.POST, auto_id="effacement_%s")
        if not form.is_valid() or "sure" not in request.POST:
            return self._ask_again(request, comment, form)
        if settings.FOUR_EYES:
            return self._ask_a_colleague(request, comment, form, here)
        try:
            with transaction.atomic():
                comment.erase(by=request.user)
                comment.note(form.note, by=request.user)
        except Conflict as conflict:
            return self._card(request, self._comment(pk), conflict=conflict, status=409)
        except UnderHold:
            sentence = _("Ce commentaire est gelé : levez d’abord le gel. Rien n’est effacé.")
            self.message_user(request, sentence, messages.ERROR)
            return redirect(here)
        self.message_user(request, _("Les mots et l’identité sont effacés."), messages.SUCCESS)
        return redirect(here)

    def _ask_a_colleague(self, request, comment, form, here):
        about = {"subject": str(comment.pk), "ground": form.note}
        try:
            proposal = Proposal.objects.ask(Proposal.Act.ERASE, by=request.user, **about)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect(here)
        return asked(self, request, proposal)

    def _ask_again(self, request, comment, form):
        """Show what would be erased, and on which ground; or the form with its faults."""
        tell_hard_words([comment])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Effacer le commentaire de %(name)s ?") % {"name": comment.name},
            "opts": self.opts,
            "comment": comment,
            "form": form,
            "selection": Selection.asked(request),
        }
        status = 200 if form.is_valid() else 422
        template = "admin/comments/comment/erasure.html"
        return TemplateResponse(request, template, context, status=status)

    def legal_hold(self, request, pk):
        """Put a comment under a legal hold, with a reason, or end it (`agir=lever`)."""
        ends = request.POST.get(Word.ACT) == END
        right = "comments.delete_legalhold" if ends else "comments.add_legalhold"
        self._check(request, "comments.view_comment", right, posted=True)
        comment = self._comment(pk)
        form = HoldForm(request.POST)
        if ends:
            comment.end_hold(by=request.user)
            said = _("Le gel est levé : ce commentaire suit de nouveau les durées ordinaires.")
        elif not form.is_valid():
            self.message_user(
                request, _("Dites pourquoi : ce motif reste au journal."), messages.ERROR
            )
            return redirect(self._address(comment, Selection.asked(request)))
        else:
            try:
                comment.put_under_hold(by=request.user, reason=form.cleaned_data["reason"])
            except ChangedMeanwhile as conflict:
                return self._card(request, self._comment(pk), conflict=conflict, status=409)
            said = _("Commentaire gelé : rien n’en sera effacé avant que le gel soit levé.")
        self.message_user(request, said, messages.SUCCESS)
        return redirect(self._address(comment, Selection.asked(request)))
