"""The questions that pages ask an article: its state, its discussion, its relatives."""

from datetime import timedelta

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property

from ..rules.body import plain_text
from ..rules.summary import start_of
from .languages import DIRECTIONS

PAGE_PARTS = (
    "source",
    "translation_of",
    "lead_image",
    "credits__author__portrait",
    "topics",
    "illustrations__image",
)
SUMMARY_MOST = 200  # characters
CHARACTERS_READ_PER_MINUTE = 1250  # about 200 words, tags included


class Questions:
    """Mixin of Article: questions that change nothing."""

    @property
    def is_visible(self):
        return type(self).objects.visible().filter(pk=self.pk).exists()

    @property
    def is_withdrawn(self):
        return self.status == self.Status.WITHDRAWN

    @property
    def is_withdrawn_by_its_source(self):
        """Return whether its agency withdrew it: only an editor's kill has a notice for readers."""
        return self.withdrawal == self.Withdrawal.KILL and not self.withdrawal_notice

    @property
    def lead_image_is_described(self):
        return not self.lead_image_id or self.lead_image_is_decorative or bool(self.lead_image_alt)

    @property
    def direction(self):
        return DIRECTIONS[self.language]

    @cached_property
    def summary(self):
        """Return what search engines and other sites are told of it: its standfirst, else how its text starts."""
        return self.standfirst or start_of(plain_text(self.body), SUMMARY_MOST) or self.headline

    @property
    def reading_minutes(self):
        return max(1, round(self.body_length / CHARACTERS_READ_PER_MINUTE))

    @property
    def age_in_years(self):
        return (timezone.now() - self.published_at) // timedelta(days=365)

    def read_parts(self):
        """Read what its page tells beside its words, each in one query, if it was not read yet."""
        prefetch_related_objects([self], *PAGE_PARTS)

    @property
    def changes_at(self):
        """Return when its page changes by the clock: it grows a year older, or its discussion closes."""
        birthday = self.published_at + timedelta(days=365) * (self.age_in_years + 1)
        closing = self.comments_close_at if self.takes_comments() else None
        return min(birthday, closing or birthday)

    @property
    def comments_close_at(self):
        """Return the time when its discussion closes; returns None if it stays open."""
        days = self.section.comment_days
        if days is None or not self.published_at:
            return None
        return self.published_at + timedelta(days=days)

    def takes_comments(self, at=None):
        """Return whether a reader may comment on it at that time; a draft, or what is withdrawn, takes no comment."""
        if self.status != self.Status.PUBLISHED:
            return False
        if self.comment_policy != self.CommentPolicy.SECTION:
            return self.comment_policy == self.CommentPolicy.OPEN
        if not self.section.takes_comments:
            return False
        term = self.comments_close_at
        return term is None or (at or timezone.now()) < term

    @cached_property
    def twins(self):
        """Return the same article in other languages, if readers may see it now."""
        original = self.translation_of_id or self.pk
        family = type(self).objects.filter(Q(pk=original) | Q(translation_of=original))
        others = family.exclude(pk=self.pk).values_list("pk", flat=True)
        if not (keys := list(others)):
            return []
        return list(type(self).objects.visible().filter(pk__in=keys).for_links())

    @cached_property
    def neighbours(self):
        """Return the article before and the one after it in its section, if readers may see them."""
        others = type(self).objects.visible().in_section(self.section_id)
        before = others.latest_first().older_than(self).values_list("pk", flat=True).first()
        after = others.newer_than(self).order_by("published_at", "pk")
        after = after.values_list("pk", flat=True).first()
        found = type(self).objects.for_links().in_bulk([pk for pk in (before, after) if pk])
        return found.get(before), found.get(after)

    @cached_property
    def told_corrections(self):
        return list(self.corrections.all())
