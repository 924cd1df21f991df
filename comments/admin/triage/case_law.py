"""The judged comments nearest to one: a page beside its card, or fetched into it."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ...sorting.case_law import nearest
from ..around import tell_hard_words


class CaseLaw:
    """Mixed into the desk."""

    def nearest(self, request, pk):
        """Show how texts like this one were judged; only its part of the page for static/desk/."""
        self._check(request, "comments.view_comment")
        comment = self._comment(pk)
        near = nearest(comment)
        tell_hard_words(near.comments)
        context = {"comment": comment, "near": near}
        template = "admin/comments/comment/nearest.html"
        if request.headers.get("Accept", "").startswith("text/x-fragment"):
            return TemplateResponse(request, f"{template}#nearest", context)
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Textes proches, déjà jugés"),
            "opts": self.opts,
        }
        return TemplateResponse(request, template, context)
