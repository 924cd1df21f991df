"""The drawn picture of an article: it stands where there is no photograph.

Its name is given at first publication and stays: a headline that changes later does not redraw it.
"""

import contextlib
from itertools import zip_longest

from django.core.files.storage import default_storage
from django.utils import timezone

from ..rules import drawings
from .files import StoreRefuses, keep

# In its section, on either side, as many as a list has columns: their grounds are not its own.
NEIGHBOURS = 4


class Drawn:
    """Mixin of Article: its drawn picture. Opinions have none: their paper and their sign tell them."""

    def draw(self):
        """Name its picture and store the file; nothing happens if it has one or is an opinion."""
        if self.drawing or self.section.is_opinion:
            return
        subject = self.kicker or self.section.name
        self.drawing = drawings.name_of(subject, self.headline, self._drawn_near())
        type(self).objects.filter(pk=self.pk, drawing="").update(drawing=self.drawing)
        with contextlib.suppress(StoreRefuses):  # its address draws it again
            keep(path_of(self.drawing), lambda: drawings.svg(self.drawing).encode())

    def _drawn_near(self):
        """Return the names of the pictures that stand near it in lists, the nearest first."""
        at = self.published_at or timezone.now()
        drawn = type(self).objects.exclude(drawing="").values_list("drawing", flat=True)
        beside = drawn.in_section(self.section_id)
        before = beside.filter(published_at__lte=at).latest_first()[:NEIGHBOURS]
        after = beside.filter(published_at__gt=at).order_by("published_at", "pk")[:NEIGHBOURS]
        nearest = [name for pair in zip_longest(before, after) for name in pair if name]
        return [*nearest, *drawn.latest_first()[:NEIGHBOURS]]

    @property
    def drawing_url(self):
        """Return the address of its drawn picture; returns "" if it has none."""
        return default_storage.url(path_of(self.drawing)) if self.drawing else ""


def path_of(name):
    return f"dessins/{name}.svg"
