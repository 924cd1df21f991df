from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def asked(model_admin, request, proposal):
    """Say that a colleague must agree, and lead to where they will."""
    sentence = _(
        "Demande enregistrée : une autre personne qui en a le droit doit donner son accord, sous sept jours."
    )
    model_admin.message_user(request, sentence, messages.WARNING)
    return redirect("admin:comments_proposal_change", proposal.pk)
