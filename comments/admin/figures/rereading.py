"""Reading a second time, blind; learning from past decisions; how far the house agrees with itself."""

import random
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Charter, Decision, NotYours, SecondReading, SettledAlready
from ..lanes import numbers

PUBLISH = ("publish", gettext_lazy("Je le publierais"))
LESSONS = timedelta(days=90)  # whose decisions newcomers learn from
REFUSED_SHARE = 0.5  # of the lessons, though far fewer comments are refused


class Verdict(forms.Form):
    """How one would decide: to publish, or the rule that is broken. None is chosen beforehand."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Votre décision"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites comment vous décideriez.")},
    )
    case = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.clauses = {str(each.number): each for each in Charter.objects.in_force().clauses.all()}
        refusals = [
            (number, _("Je le refuserais : %(rule)s") % {"rule": each})
            for number, each in self.clauses.items()
        ]
        self.fields["verdict"].choices = [PUBLISH, *refusals]

    @property
    def clause(self):
        return self.clauses.get(self.cleaned_data["verdict"])


class Rereading:
    """Mixed into the register of decisions."""

    def second_reading(self, request):
        """Show one decided text to somebody else, without the decision; keep how they would have decided."""
        if not request.user.has_perm("comments.decide_comment"):
            raise PermissionDenied
        if request.method == "POST":
            decision = self._case(request)
            form = Verdict(request.POST)
            if decision and form.is_valid():
                return self._keep(request, decision, form.clause)
        else:
            number = SecondReading.objects.due_for(request.user)
            decision = _with_its_text(Decision.objects.filter(pk=number)).first()
            form = decision and Verdict(initial={"case": number})
        return self._page(request, "second_reading", _("Seconde lecture"), decision, form)

    def _keep(self, request, decision, clause):
        try:
            SecondReading.objects.read(
                decision, by=request.user, refuses=clause is not None, clause=clause
            )
        except (NotYours, SettledAlready):
            self.message_user(request, _("Celui-ci a été relu entre-temps."), messages.WARNING)
        else:
            self.message_user(
                request, _("Merci : c’est noté, et rien ne change pour ce commentaire.")
            )
        return redirect("admin:comments_decision_second_reading")

    def school(self, request):
        """Let a newcomer judge a past comment, then show how the house judged it. Nothing is kept."""
        if not request.user.has_perm("comments.decide_comment"):
            raise PermissionDenied
        told = None
        if request.method == "POST":
            decision, form = self._case(request), Verdict(request.POST)
            if decision and form.is_valid():
                told = {"refuses": form.clause is not None, "clause": form.clause}
        else:
            decision = _lesson(request.user)
            form = decision and Verdict(initial={"case": decision.pk})
        return self._page(request, "school", _("S’exercer"), decision, form, told=told)

    def _case(self, request):
        found = numbers(request.POST.get("case", ""))
        return _with_its_text(Decision.objects.filter(pk__in=found)).first() if found else None

    def _page(self, request, name, title, decision, form, **more):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "decision": decision,
            "form": form,
            **more,
        }
        status = 400 if form and form.is_bound and not form.is_valid() else 200
        template = f"admin/comments/decision/{name}.html"
        return TemplateResponse(request, template, context, status=status)


def _with_its_text(decisions):
    found = decisions.exclude(revision__text="")
    return found.select_related(
        "revision", "clause__charter", "comment__article", "comment__parent__revision"
    )


def _lesson(user):
    """Return a decision of somebody else's that stands, drawn by chance; as many against as for. None if there is none."""
    standing = Decision.objects.standing().exclude(by=user)
    lately = _with_its_text(standing.filter(at__gt=timezone.now() - LESSONS))
    kinds = ["reject", "approve"]
    if random.random() > REFUSED_SHARE:  # noqa: S311, nothing is kept secret by it
        kinds.reverse()
    for kind in kinds:
        of_it = lately.filter(kind=kind)
        ends = of_it.order_by("pk").values_list("pk", flat=True)
        if first := ends.first():
            place = random.randint(first, ends.last())  # noqa: S311
            return of_it.filter(pk__gte=place).order_by("pk").first()
    return None
