"""The newsroom's choice of comments for the front page: one press chooses, one takes the choice back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.keyset import after, cursor_of
from articles.rules.query_words import Word

from ...models import ChangedMeanwhile, Comment, CommentPick, NotYours
from ...rules.tidying import tidy_name
from ..lanes import Selection, numbers

A_PAGE = 25
LATEST_FIRST = ["-published_at", "-pk"]
DROP = "retirer"


class Picks:
    """Mixed into the desk: the page where comments are chosen, and the act on one of them.

    The page shows what readers see and nothing else: an editor who may not read the queue may use it. What the newsroom
    replied is no reader's, and is not offered.
    """

    def picks(self, request):
        """Show the chosen comments, then the latest on line, of one article if `?article=` names it."""
        self._check(request, "comments.pick_comment")
        of_article = (numbers(request.GET.get(Word.ARTICLE, "")) or [None])[0]
        comments = _shown(Comment.objects.visible().filter(pick=None, newsroom_by=None))
        if of_article:
            comments = comments.filter(article=of_article)
        cursor = request.GET.get(Word.AFTER, "")
        comments = comments.order_by(*LATEST_FIRST)
        rows = after(comments, LATEST_FIRST, cursor) if cursor else comments
        found = list(rows[: A_PAGE + 1])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Le meilleur de la discussion"),
            "opts": self.opts,
            "chosen": _shown(Comment.objects.picked()),
            "comments": found[:A_PAGE],
            "following": cursor_of(found[A_PAGE - 1], LATEST_FIRST) if found[A_PAGE:] else "",
            "is_first": not cursor,
            "of_article": of_article and Article.objects.visible().filter(pk=of_article).first(),
        }
        return TemplateResponse(request, "admin/comments/comment/picks.html", context)

    def pick(self, request, pk):
        """Choose a comment and say why, or take the choice back (`agir=retirer`); return to where it was pressed."""
        self._check(request, "comments.pick_comment", posted=True)
        comment = self._seen_comment(request, pk)
        if request.POST.get(Word.ACT) == DROP:
            if comment.drop_pick():
                self.log_change(request, comment, _("N’est plus choisi pour la une."))
            self.message_user(request, _("Ce commentaire n’est plus choisi."), messages.SUCCESS)
        else:
            self._choose(request, comment)
        if "carte" in request.POST and request.user.has_perm("comments.view_comment"):
            return redirect(self._address(comment, Selection.asked(request)))
        return redirect(reverse("admin:comments_comment_picks"))

    def _seen_comment(self, request, pk):
        """Return a comment that readers saw; raise Http404 for another to whoever may not read the queue."""
        comment = self._comment(pk)
        if not comment.published_at and not request.user.has_perm("comments.view_comment"):
            raise Http404
        return comment

    def _choose(self, request, comment):
        """Choose it, with the sentence typed; the admin's history tells of the act, not of its words."""
        was_picked, why = comment.is_picked, request.POST.get("pourquoi")
        if why is not None:
            why = tidy_name(why[: 10 * CommentPick.LONGEST_WHY])
            if len(why) > CommentPick.LONGEST_WHY:
                sentence = _(
                    "Rien n’est changé : cette phrase dépasse %(most)d signes. « %(why)s »"
                )
                told = sentence % {"most": CommentPick.LONGEST_WHY, "why": why}
                self.message_user(request, told, messages.ERROR)
                return
        try:
            comment.pick_out(by=request.user, why=why)
        except ChangedMeanwhile:
            sentence = _("Ce commentaire n’est plus en ligne : il ne peut pas être choisi.")
            self.message_user(request, sentence, messages.ERROR)
        except NotYours:
            sentence = _("C’est votre propre texte : laissez un collègue le choisir.")
            self.message_user(request, sentence, messages.ERROR)
        else:
            done = _("Phrase du choix écrite.") if was_picked else _("Choisi pour la une.")
            self.log_change(request, comment, done)
            told = done if was_picked else _("Commentaire choisi : il est à la une.")
            self.message_user(request, told, messages.SUCCESS)


def _shown(comments):
    on_line = comments.filter(article__in=Article.objects.visible())
    return on_line.select_related("article__section", "published_revision", "pick__by")
