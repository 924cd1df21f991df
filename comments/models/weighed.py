"""How much the open notices of a comment weigh together, and whether a crowd gives them."""

from django.db.models import Q

from ..rules.weights import BURST, BURST_WITHIN, LEAST, in_a_burst


class Weighed:
    """Mixed into the queryset of notices."""

    def weight_by_reader(self):
        """Return the sum of the weights, each sender's heaviest counted once: one reader hides nothing."""
        return sum(heft for _reader, heft in self._heaviest())

    def _heaviest(self):
        """Return (sender or "", the weight of its heaviest notice) of each reader."""
        heaviest = {}
        for pk, sender, heft in self.order_by().values_list("pk", "sender", "weight"):
            reader = sender or pk
            heaviest[reader] = max(heft, heaviest.get(reader, 0))
        return [(key if isinstance(key, str) else "", heft) for key, heft in heaviest.items()]

    def weighs_enough(self, comment, enough, at):
        """Return whether the open notices weigh enough to hide a comment, in a burst too."""
        alleged = comment.notices.open()
        if alleged.weight_by_reader() < enough:
            return False
        return not self.in_a_burst(comment, at) or alleged.weight_in_a_burst() >= enough

    def weight_in_a_burst(self):
        """Return the sum of the weights where a crowd alerts: whoever the desk does not know counts for less."""
        return sum(
            in_a_burst(heft, sum(self.model.objects.of("", reader).track_record()) if reader else 0)
            for reader, heft in self._heaviest()
        )

    def at_once(self, at):
        """Return the alerts of readers within the last hour; one reader has one sender. Nobody's who is shut out."""
        lately = self.filter(at__gt=at - BURST_WITHIN, at__lte=at).exclude(salt="")  # an index's
        return lately.exclude(sender="").exclude(weight=LEAST).order_by()

    def in_a_burst(self, comment, at):
        """Return whether many readers alert at once on an author or an article.

        Alerts on this very comment are left out: many may be offended by one.
        """
        theirs = type(comment).objects.of(comment.email, comment.sender).values("pk")
        others = self.at_once(at).exclude(comment=comment)
        around = others.filter(Q(comment__article=comment.article_id) | Q(comment__in=theirs))
        return len(around.values("sender").distinct()[:BURST]) == BURST
