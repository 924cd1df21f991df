"""Who sees a comment in each state, and the one verb that changes the state.

To add a state, give it a line in STANDINGS: the queries of the public pages, the thread and the author's
page follow from it. To change a state, call `Comment._become()`. Imports and benchmarks, which write many
rows at once, take their columns from `on_line()` and `off_line()`.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import F

from ..rules.rendering import RENDERER, render
from .errors import AlreadyDecided, ChangedMeanwhile
from .event_kinds import CONFLICTING
from .letter import Letter


@dataclass(frozen=True)
class Standing:
    """The meaning of one state for readers."""

    is_on_line: bool = False  # its text is on the page, unless its notices hide it
    keeps_its_place: bool = (
        False  # once on line, a note stands in its place, so that replies keep theirs
    )
    keeps_its_name: bool = True  # its author's name stands beside that note
    is_against_its_author: bool = False  # a decision put it there, which the author may contest
    loses_its_words: bool = (
        False  # at their term (words_term.py): nobody is served by them any more
    )


STANDINGS = {
    "pending": Standing(),
    "published": Standing(is_on_line=True, keeps_its_place=True),
    "rejected": Standing(is_against_its_author=True, loses_its_words=True),
    "removed": Standing(keeps_its_place=True, is_against_its_author=True, loses_its_words=True),
    "withdrawn": Standing(keeps_its_place=True, keeps_its_name=False, loses_its_words=True),
    "erased": Standing(keeps_its_place=True, keeps_its_name=False),
}


def states_that(question: str) -> tuple[str, ...]:
    """Return the states whose Standing says yes to a question: `states_that("is_on_line")`."""
    return tuple(state for state, standing in STANDINGS.items() if getattr(standing, question))


def on_line(revision, *, since) -> dict:
    """Return the columns of a comment on line with this revision, first published at `since`."""
    return {
        "state": "published",
        "published_revision": revision,
        "published_at": since,
        "html": render(revision.text),
        "html_renderer": RENDERER,
        "hidden_at": None,
    }


def off_line(state: str) -> dict:
    """Return the columns of a comment that readers do not see; its published revision stays."""
    return {"state": state, "html": "", "hidden_at": None}


def set_columns(comment, columns: dict):
    """Set the columns of a row that is written in bulk, beside the verbs: imports, benchmarks."""
    for name, value in columns.items():
        setattr(comment, name, value)


class Visible(models.Model):
    """The changes of a comment's state: compared and set in one step, never assigned."""

    class Meta:
        abstract = True

    def _become(self, columns, *, among, seen=None, revision=None):
        """Set `columns` if the comment is unchanged since it was shown; raise Conflict if not."""
        self._compare_and_set(columns, among=among, seen=seen, revision=revision)
        self._follow_up_the_change()

    def _compare_and_set(self, columns, *, among, seen=None, revision=None):
        """Set `columns` in the database alone; raise Conflict if somebody was faster.

        `among` are the states it may leave, `seen` the version that was on screen (default: that of this
        instance), `revision` the text that was on screen (default: any). This instance stays unchanged, so
        that a verb which refuses afterwards leaves nothing behind.
        """
        there = {"pk": self.pk, "version": self.version if seen is None else seen}
        if revision is not None:
            there["revision"] = revision
        rows = type(self).objects.filter(**there, state__in=among)
        if not rows.update(version=F("version") + 1, **columns):
            raise self.conflict()

    def _follow_up_the_change(self):
        """Read it again; if readers cannot see it any more, cancel the letters about it and the newsroom's choice."""
        self.refresh_from_db()
        if self.published_at and not self.is_visible:
            Letter.objects.cancel(comment=self, kind=Letter.Kind.REPLY)
            self.drop_pick()

    def conflict(self):
        """Return the exception that says which change came first."""
        fresh = type(self).objects.select_related("article", "revision").get(pk=self.pk)
        changes = fresh.events.filter(kind__in=CONFLICTING)
        last = changes.select_related("decision__by").order_by("sequence").last()
        if last and last.decision:
            return AlreadyDecided(fresh, last.decision)
        return ChangedMeanwhile(fresh)
