"""The moderators' desk in Django's admin: each lane is a list, each comment has a card.

Each act is a plain form (acts.py, taking_back.py, colleagues.py, sanctions.py); static/desk/ sends the same forms while the next card is
already on screen.
"""

import time

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.rules.people import name_of
from articles.rules.query_words import Word

from ..models import Comment, Lease, SavedFilter
from ..models.waiting import WAITING_LANES, at_the_desk, waiting
from .acts import Acts
from .around import Around
from .card import lane_of
from .colleagues import Colleagues
from .erasing.acts import Erasing
from .lanes import (
    LANES,
    ArticleFilter,
    FlagFilter,
    Lane,
    LaneColumns,
    LaneFilter,
    LanguageFilter,
    SectionFilter,
    Selection,
    colleague_named,
    day_and_hour,
    in_lane,
    numbers,
    told,
    with_what_is_alleged,
)
from .lists import OnlyItsFilters
from .newsroom.picks import Picks
from .newsroom.replies import Replies
from .person import People
from .sanctions import Sanctions
from .taking_back import TakingBack
from .triage.case_law import CaseLaw

SAVED_MOST = 20  # filters of one moderator
SHOWN = (  # columns of the lists: fifty articles with their bodies would be read for fifty headlines
    *("name", "language", "created_at", "escalated_at", "revision__text"),
    *("article__headline", "article__language", "article__status"),
    *("article__published_at", "article__embargo_until", "article__withdrawal"),
)


class CommentAdmin(
    Acts,
    Erasing,
    TakingBack,
    Colleagues,
    Sanctions,
    Around,
    CaseLaw,
    People,
    Picks,
    Replies,
    LaneColumns,
    OnlyItsFilters,
    admin.ModelAdmin,
):
    """The queue. Nothing is edited here: only a decision changes the public pages."""

    list_display = ["name_and_text", "its_article"]
    list_display_links = ["name_and_text"]
    list_filter = [LaneFilter, LanguageFilter, SectionFilter, FlagFilter, ArticleFilter]
    list_select_related = ["article", "revision"]
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name", "revision__text", "article__headline"]
    actions = None
    change_list_template = "admin/comments/comment/queue.html"

    @admin.display(description=gettext_lazy("commentaire"))
    def name_and_text(self, comment):
        return format_html(
            '<strong><bdi>{}</bdi></strong><div lang="{}" dir="auto">{}</div>',
            comment.name or _("(effacé)"),
            comment.language,
            comment.excerpt,
        )

    @admin.display(description=gettext_lazy("dernière décision"))
    def last_act(self, comment):
        last = comment.decisions.all()[0]
        parts = [last.get_kind_display(), str(last.clause or ""), colleague_named(last.by)]
        parts.append(day_and_hour(last.at))
        return format_html_join(" · ", "{}", ((part,) for part in parts if part))

    @admin.display(description=gettext_lazy("article"))
    def its_article(self, comment):
        return format_html(
            '<a href="?{}" lang="{}" dir="auto">{}</a>',
            Selection(article=str(comment.article_id)).query,
            comment.article.language,
            comment.article.told_headline,
        )

    def get_list_display(self, request):
        lane = Selection.asked(request).lane
        return [*self.list_display, *self.LANE_COLUMNS[lane]]

    def get_queryset(self, request):
        comments = super().get_queryset(request).only(*SHOWN)
        lane = Selection.asked(request).lane
        if lane in {"reported", "appealed"}:
            return with_what_is_alleged(comments)
        if lane == "decided":
            return comments.prefetch_related("decisions__by", "decisions__clause")
        return comments

    def get_changelist(self, request, **kwargs):
        return Lane

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, comment=None):
        return False

    def has_delete_permission(self, request, comment=None):
        return False

    def get_urls(self):
        def at(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"comments_comment_{name}")

        return [
            at("suivant/", self.next_card, "next"),
            at("etat/", self.state, "state"),
            at("lectures/", self.leases, "leases"),
            at("decisions/", self.many_decisions, "many"),
            at("annulations/", self.undoing, "undoing"),
            at("filtres/", self.saved_filters, "filters"),
            at("pause/", self.pause, "pause"),
            at("choix/", self.picks, "picks"),
            at("<int:pk>/choix/", self.pick, "pick"),
            at("<int:pk>/reponse/", self.newsroom_reply, "newsroom_reply"),
            at("<int:pk>/decisions/", self.decisions, "decisions"),
            at("<int:pk>/second-avis/", self.second_opinion, "second_opinion"),
            at("<int:pk>/notes/", self.notes, "notes"),
            at("<int:pk>/fil/", self.thread, "thread"),
            at("<int:pk>/proches/", self.nearest, "nearest"),
            at("<int:pk>/personne/", self.person, "person"),
            at("<int:pk>/sanctions/", self.sanctions, "sanctions"),
            at("<int:pk>/effacement/", self.erasure, "erasure"),
            at("<int:pk>/gel/", self.legal_hold, "legal_hold"),
            *super().get_urls(),
        ]

    # The queue

    def changelist_view(self, request, extra_context=None):
        here = Selection.asked(request)
        there = at_the_desk(request.user)
        request.is_sorted = there.is_sorted
        context = {
            "title": _("File de modération"),
            "lanes": self._lanes(here, there.counts),
            "selection": here,
            "saved": request.user.saved_filters.all() if there.keeps_filters else [],
            "is_waiting": here.lane in WAITING_LANES,
            "undoable": self._undoable(request) if there.can_undo else None,
            "order": there.order if here.lane == "pending" else "",
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def saved_filters(self, request):
        """Keep the present selection under a name (`nom`), or delete a filter (`retirer`, its id)."""
        self._check(request, "comments.view_comment", posted=True)
        mine, here = request.user.saved_filters, Selection.asked(request)
        if gone := numbers(request.POST.get(Word.DELETE_FILTER, "")):
            mine.filter(pk__in=gone).delete()
            return redirect(here.list_address)
        name = request.POST.get(Word.FILTER_NAME, "").replace("\0", "").strip()
        kept = SavedFilter(by=request.user, name=name, query=here.query)
        try:
            kept.full_clean(validate_constraints=False)
        except ValidationError:
            sentence = _("Donnez à ce filtre un nom de 40 signes au plus.")
            self.message_user(request, sentence, messages.ERROR)
            return redirect(here.list_address)
        if mine.exclude(name=name).count() >= SAVED_MOST:
            sentence = _("Vous gardez déjà vingt filtres : retirez-en un d’abord.")
            self.message_user(request, sentence, messages.ERROR)
            return redirect(here.list_address)
        mine.update_or_create(name=name, defaults={"query": kept.query})
        self.message_user(request, _("Filtre gardé."), messages.SUCCESS)
        return redirect(here.list_address)

    @staticmethod
    def _lanes(here, counts):
        """Return the lanes as tabs, each with the number of waiting comments."""
        return [
            {
                "name": name,
                "label": label,
                "address": Selection(lane=name).list_address,
                "is_current": name == here.lane,
                "count": told(counts.get(name)),
            }
            for name, (label, _query) in LANES.items()
        ]

    def state(self, request):
        """Return the count of each lane, why cards on screen (`montres=1,2`) are gone, a form's token."""
        self._check(request, "comments.view_comment")
        shown = numbers(request.GET.get(Word.ON_SCREEN, ""))
        lane = in_lane(Selection.asked(request).lane)
        left = set(shown) - set(lane.filter(pk__in=shown).values_list("pk", flat=True))
        gone = {}
        for comment in Comment.objects.filter(pk__in=left):
            last = comment.last_decision
            by = name_of(last.by) if last else ""
            gone[comment.pk] = (
                _("%(name)s a été plus rapide : %(verdict)s.")
                % {"name": by, "verdict": last.get_kind_display().lower()}
                if last and last.by_id != request.user.pk
                else _("Ce commentaire n’est plus dans cette file.")
            )
        counts = {lane: told(count) for lane, count in waiting().items()}
        return JsonResponse({"counts": counts, "gone": gone, "token": get_token(request)})

    def leases(self, request):
        """Renew the leases on the cards one reads (`garder=1,2`), release the rest (`rendre=3`)."""
        self._check(request, "comments.view_comment", posted=True)
        for pk in numbers(request.POST.get(Word.RENEW, "")):
            if comment := Comment.objects.filter(pk=pk).first():
                self._claim(comment, request.user)
        Lease.objects.free(numbers(request.POST.get(Word.RELEASE, "")), request.user)
        return HttpResponse(status=204)

    def pause(self, request):
        """Note that the moderator read the advice to pause: it is not repeated for half an hour."""
        self._check(request, "comments.view_comment", posted=True)
        request.session["pause_told_at"] = int(time.time())
        return redirect(self._next(request))

    # The card

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self._check(request, "comments.view_comment")
        pk = unquote(object_id)
        comment = self._comment(pk if pk.isdecimal() and len(pk) < 19 else None)
        user = request.user
        may_decide = user.has_perm("comments.decide_comment") and comment.may_be_decided_by(
            user, has_appeals=comment.has_appeals
        )
        is_leased = (
            may_decide
            and Selection.asked(request, lane_of(comment)).lane in WAITING_LANES
            and Lease.objects.claim(comment, user)
        )
        return self._card(request, comment, is_leased=is_leased, may_decide=may_decide)

    def next_card(self, request):
        """Return the next free card of the lane and lease it; 204 if there is none.

        The cards `hors=1,2` are on screen already, and left out. A GET redirects to the card.
        """
        self._check(request, "comments.view_comment")
        if request.method != "POST":
            return redirect(self._next(request))
        held = numbers(request.POST.get(Word.HELD, ""))
        if comment := self._claimed(request, held):
            return self._card(request, self._comment(comment.pk), is_leased=True)
        return HttpResponse(status=204)
