"""A colleague replies to a comment in the newsroom's name; another one reads the reply before it is published."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.rules.query_words import Word

from ...models import DiscussionClosed, RepeatedText
from ...pages.fields import PlainTextField, fair_text


class NewsroomForm(forms.Form):
    use_required_attribute = False

    text = PlainTextField(
        label=gettext_lazy("Réponse de la rédaction"),
        help_text=gettext_lazy(
            "Signée du nom du site, avec la marque « La rédaction ». Un collègue la relit avant sa publication."
        ),
        limit="COMMENT_MAX_LENGTH",
        refuses_links=True,
        error_messages={"required": gettext_lazy("Écrivez la réponse avant de l’envoyer.")},
    )

    def clean_text(self):
        return fair_text(self.cleaned_data["text"])


class Replies:
    """Mixed into the desk: the page of a reply in the newsroom's name."""

    def newsroom_reply(self, request, pk):
        """Show the comment and the form, or take the reply in; 422 with what was typed if it is refused."""
        self._check(request, "comments.speak_for_newsroom")
        comment = self._seen_comment(request, pk)
        if request.method != "POST" and not comment.is_visible:
            raise Http404
        is_open = comment.is_visible and comment.article.takes_comments()
        form = NewsroomForm(request.POST or None)
        if request.method == "POST" and is_open and form.is_valid():
            try:
                comment.answer_as_newsroom(form.cleaned_data["text"], by=request.user)
            except DiscussionClosed:
                is_open = False
            except RepeatedText:
                form.add_error("text", _("Ces mots ont déjà été envoyés aujourd’hui."))
            else:
                sentence = _("Réponse envoyée : elle attend la relecture d’un collègue.")
                self.message_user(request, sentence, messages.SUCCESS)
                return redirect(
                    f"{reverse('admin:comments_comment_picks')}?{Word.ARTICLE}={comment.article_id}"
                )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Répondre au nom de la rédaction"),
            "opts": self.opts,
            "comment": comment,
            "form": form,
            "is_open": is_open,
        }
        status = 200 if request.method != "POST" else 422 if is_open else 409
        template = "admin/comments/comment/newsroom_reply.html"
        return TemplateResponse(request, template, context, status=status)
