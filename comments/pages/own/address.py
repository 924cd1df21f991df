"""An author adds an address on the private page; a link sent to it confirms it."""

from contextlib import suppress

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ...door import steps
from ...models import ChangedMeanwhile, Comment, Conflict, own_address
from ..address_form import AddressForm
from ..common import private_page, unavailable
from ..follow_up import authors_act, follow_up_page


class Adding(steps.Attempt):
    """An address that an author adds to `comment`; each one given costs a letter to it."""

    steps = steps.REPORTING
    act = "address"
    pause = gettext_lazy("Une pause, s’il vous plaît : envoyez cette adresse %(when)s.")
    is_counted = False


@authors_act("adresse")
def add(request, comment):
    """Ask for the confirmation of an address, from the follow-up page."""
    if not comment.can_take_address:
        raise ChangedMeanwhile(comment)
    form = AddressForm(request.POST, comment=comment)
    if stop := Adding(request, form).first_stop():
        return stop.tell(follow_up_page(request, comment, status=stop.status, address_form=form))
    own_address.ask(comment, form.cleaned_data["email"])
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def confirm(request, token):
    """Confirm an address, on the page that the mail links to; a GET changes nothing."""
    try:
        comment, address = own_address.read(token)
    except Comment.DoesNotExist:
        return _gone(request)
    is_confirmed = comment.email == address
    if not (is_confirmed or comment.can_take_address):
        return _gone(request)
    if request.method == "POST":
        with suppress(Conflict):  # pressed twice, or too late: the page says which
            comment.take_address(address)
        return redirect(request.path)
    context = {"comment": comment, "address": address, "is_confirmed": is_confirmed}
    return render(request, "comments/own_address.html", context)


def _gone(request):
    what = _("Ce lien de confirmation n’est pas valable, ou ne l’est plus")
    hint = _("Il vaut sept jours. Depuis votre page privée, vous pouvez en demander un autre.")
    return unavailable(request, what=what, hint=hint, status=404)
