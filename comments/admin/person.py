"""A person's page for moderators: all their comments, notices, sanctions, colleagues' notes."""

from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models.keyset import after, cursor_of
from articles.rules.query_words import Word

from ..models.person import LATEST_FIRST, Person
from .around import tell_hard_words

COMMENTS_A_PAGE = 25
NEWEST = 50  # notices and notes shown


class People:
    """Mixed into the desk: the page of a comment's author, addressed by the comment's id.

    No address and no sender hash is in the page or in its address.
    """

    def person(self, request, pk):
        self._check(request, "comments.view_comment")
        person = Person(self._comment(pk))
        cursor = request.GET.get(Word.AFTER, "")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Dossier de %(name)s") % {"name": person.comment.name or _("(effacé)")},
            "opts": self.opts,
            "comment": person.comment,
            "person": person,
            "counts": person.counts,
            "now": timezone.now(),
            "notices_received": person.notices_received[:NEWEST],
            "track_record": person.notices_given.track_record(),
            "notes": person.notes[:NEWEST],
            "is_first": not cursor,
            **_page(person.comments, cursor),
        }
        return TemplateResponse(request, "admin/comments/comment/person.html", context)


def _page(comments, cursor):
    """Return one page of the comments, and the cursor of the next one, "" at the end."""
    rows = comments.select_related("revision", "article__section", "parent")
    rows = after(rows, LATEST_FIRST, cursor) if cursor else rows
    found = list(rows[: COMMENTS_A_PAGE + 1])
    shown = tell_hard_words(found[:COMMENTS_A_PAGE])
    following = cursor_of(shown[-1], LATEST_FIRST) if len(found) > COMMENTS_A_PAGE else ""
    return {"comments": shown, "following": following}
