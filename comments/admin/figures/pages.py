"""The pages of figures beside the register of decisions: the team, the day, the agreement of two readings."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rules.people import name_of
from articles.rules.query_words import Word

from ...models import Appeal
from ..csv_tables import csv_response
from . import agreement, day
from .team import PERIODS, READ_IN_A_MINUTE, figures


class Figures:
    """Mixed into the register of decisions."""

    def pages_for(self, user):
        """Return (address, name) of each page that this colleague may open."""
        pages = []
        if user.has_perm("comments.decide_comment"):
            pages.append((reverse("admin:comments_decision_second_reading"), _("Seconde lecture")))
            pages.append((reverse("admin:comments_decision_school"), _("S’exercer")))
        if user.has_perm("comments.view_team"):
            pages.append((reverse("admin:comments_decision_day"), _("La journée")))
            pages.append((reverse("admin:comments_decision_team"), _("L’équipe")))
            pages.append(
                (reverse("admin:comments_decision_agreement"), _("L’accord entre lectures"))
            )
            pages.append((reverse("admin:comments_triagesettings_page"), _("Aide au tri")))
        return pages

    def team(self, request):
        """Show each moderator's number, speed and reversals of decisions in so many days (`jours`)."""
        if not request.user.has_perm("comments.view_team"):
            raise PermissionDenied
        asked = request.GET.get(Word.DAYS, "")
        days = int(asked) if asked in map(str, PERIODS) else PERIODS[1]
        rows = figures(days)
        if request.GET.get("format") == "csv":
            heads = [name for name in rows[0] if name != "signature"] if rows else []
            table = (
                [name_of(row[head]) if head == "person" else row[head] for head in heads]
                for row in rows
            )
            return csv_response(f"equipe-{days}-jours-{timezone.localdate()}", heads, table)
        context = {
            **self.admin_site.each_context(request),
            "title": _("L’équipe"),
            "opts": self.opts,
            "rows": rows,
            "too_fast": [row for row in rows if row["busiest"] > READ_IN_A_MINUTE],
            "without_a_judge": Appeal.objects.open().without_a_judge().count(),
            "days": days,
            "periods": PERIODS,
        }
        return TemplateResponse(request, "admin/comments/decision/team.html", context)

    def day(self, request):
        """Show the day at a glance: what waits, what is expected, who is here, where readers write."""
        if not request.user.has_perm("comments.view_team"):
            raise PermissionDenied
        now = timezone.now()
        lanes, hours = day.lanes(now), day.hours(now)
        context = {
            **self.admin_site.each_context(request),
            "title": _("La journée"),
            "opts": self.opts,
            "now": now,
            "lanes": lanes,
            "hours": hours,
            "chart": day.chart(hours),
            "forecast": day.forecast(hours, now, lanes[0]["count"]),
            "times": day.times(now),
            "present": day.present(now),
            "articles": day.busiest(now),
        }
        return TemplateResponse(request, "admin/comments/decision/day.html", context)

    def agreement(self, request):
        """Show how far second readings agree with the decisions, and the cases worth a talk."""
        if not request.user.has_perm("comments.view_team"):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("L’accord entre lectures"),
            "opts": self.opts,
            "weeks": agreement.WEEKS,
            **agreement.tables(agreement.readings(timezone.now())),
        }
        return TemplateResponse(request, "admin/comments/decision/agreement.html", context)
