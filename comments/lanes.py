"""The lanes of the queue, as lists of Django's admin."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.translation import gettext_lazy

from .models import (
    Comment,
)

LANES = {
    "pending": (gettext_lazy("À modérer"), "pending"),
    "reported": (gettext_lazy("Signalés"), "reported"),
    "escalated": (gettext_lazy("Second avis"), "escalated"),
    "appealed": (gettext_lazy("Recours"), "appealed"),
    "decided": (gettext_lazy("Décidés"), "decided"),
}
WAITING_LANES = ("pending", "reported", "escalated", "appealed")


class LaneFilter(admin.SimpleListFilter):
    """Which lane of the queue; «À modérer» unless another is asked."""

    title = gettext_lazy("file")
    parameter_name = "file"
    template = "admin/comments/comment/no_filter.html"

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _query) in LANES.items()]

    def choices(self, changelist):
        return list(super().choices(changelist))[1:]  # there is no «all» among lanes

    def value(self):
        asked = super().value()
        return asked if asked in LANES else "pending"

    def queryset(self, request, queryset):
        return getattr(queryset, LANES[self.value()][1])()


class Lane(ChangeList):
    """A list in the order of its lane, not in the model's."""

    def get_ordering(self, request, queryset):
        return list(queryset.query.order_by)


def in_lane(name):
    return getattr(Comment.objects, LANES[name][1])()


def for_me(request, lane):
    """What this person may decide in a lane, and no colleague reads now."""
    return in_lane(lane).for_moderator(request.user).free_for(request.user)


def is_number(*texts):
    return all(text.isdecimal() and text.isascii() and len(text) < 19 for text in texts)


def numbers(text):
    """Return the whole numbers of «1,2,3»; what is none is left out."""
    return [int(part) for part in text.split(",")[:200] if is_number(part)]
