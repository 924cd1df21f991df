"""What is held of whoever has a private page: a file to take, and for an author to be erased (Regulation (EU) 2016/679, art. 15, 17, 20).

A page gives what it is about, and no more (person.py): several comments have a page each.
"""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.rules.query_words import Word

from ...door.origin import is_same_origin
from ...models import Comment, Conflict, LegalHold, Suspension, UnderHold
from ...person import Person
from ..common import private_page
from ..follow_up import comment_of

AS_JSON = {"ensure_ascii": False, "indent": 2}


@require_safe
@private_page
def copy(request, key):
    """Give everything that is held of a comment and its author, as a file."""
    comment_of(key)
    return file_of(key)


def file_of(key):
    answer = JsonResponse(Person(key).told(), json_dumps_params=AS_JSON)
    answer["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def erasure(request, key):
    """Ask what is to be erased, then erase it; a GET changes nothing, a second press neither."""
    comment = comment_of(key)
    if request.method != "POST":
        return _asked(request, comment)
    if not is_same_origin(request):
        sentence = _(
            "Cette demande est arrivée d’un autre site : par prudence, rien n’a été effacé. "
            "Si elle est bien de vous, confirmez-la ci-dessous."
        )
        return _asked(request, comment, status=403, said=sentence)
    try:
        if comment.state != Comment.State.ERASED:
            comment.erase()
    except UnderHold:
        return _asked(request, comment, status=409, said=_kept_by_a_hold())
    except Conflict:  # it changed this instant: what there is now is shown again
        return _asked(request, comment_of(key), status=409)
    page = reverse("comments:follow_up", kwargs={"key": key})
    return redirect(f"{page}?{Word.DONE}=effacement#contenu")


def _kept_by_a_hold():
    return _(
        "Une procédure demande de garder ce commentaire : rien n’en est effacé avant qu’elle soit finie. "
        "Revenez plus tard, ou écrivez-nous."
    )


def _asked(request, comment, *, status=200, said=""):
    sanctions = Suspension.objects.standing().filter(comment=comment, notice=None)
    is_held = LegalHold.objects.filter(comment=comment).exists()
    context = {
        "comment": comment,
        "is_sanctioned": sanctions.exclude(email="", sender="").exists(),
        "said": said or (_kept_by_a_hold() if is_held else ""),
    }
    return render(request, "comments/own_data.html", context, status=status)
