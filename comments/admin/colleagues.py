"""The desk's words between colleagues: a second opinion is asked, a note is kept."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ..models import Conflict
from .decision_form import NoteForm
from .lanes import Selection, numbers


class Colleagues:
    """Mixed into the desk: what moderators ask and tell each other."""

    def second_opinion(self, request, pk):
        """Hold a comment for a colleague's opinion, with a word of why; lead to the next card."""
        self._check(request, "comments.view_comment", "comments.decide_comment", posted=True)
        comment = self._comment(pk)
        seen = numbers(request.POST.get("seen", ""))
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._card(request, comment, note_form=form, status=422)
        try:
            comment.escalate(
                by=request.user, why=form.cleaned_data["why"], seen=seen[0] if seen else None
            )
        except Conflict as conflict:
            return self._card(request, self._comment(pk), conflict=conflict, status=409)
        sentence = _("Commentaire de %(name)s tenu pour un second avis.") % {"name": comment.name}
        return self._done(request, sentence, [], held=[comment])

    def notes(self, request, pk):
        """Write a note that colleagues read on the card and on the person's page."""
        self._check(request, "comments.view_comment", "comments.decide_comment", posted=True)
        comment = self._comment(pk)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._card(request, comment, note_form=form, status=422)
        comment.note(form.cleaned_data["why"], by=request.user)
        self.message_user(request, _("Note gardée : l’équipe seule la lit."), messages.SUCCESS)
        return redirect(self._address(comment, Selection.asked(request)))
