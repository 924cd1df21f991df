"""The admin of the charter: draft a version, preview it, compare it, publish it."""

from datetime import datetime, time

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.rules.differences import difference
from articles.rules.query_words import Word

from ..models import Charter, Clause, Proposal
from ..models.charter import LANGUAGES
from ..models.proposal import as_it_reads
from .figures import wording
from .four_eyes.asking import asked
from .lanes import numbers
from .lists import OnlyItsFilters

# The Commission's transparency database, schema 2: the categories of a statement of reasons.
CATEGORIES = (
    "ANIMAL_WELFARE CONSUMER_INFORMATION CYBER_VIOLENCE CYBER_VIOLENCE_AGAINST_WOMEN "
    "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS ILLEGAL_OR_HARMFUL_SPEECH "
    "INTELLECTUAL_PROPERTY_INFRINGEMENTS NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS "
    "NOT_SPECIFIED_NOTICE OTHER_VIOLATION_TC PROTECTION_OF_MINORS RISK_FOR_PUBLIC_SECURITY "
    "SCAMS_AND_FRAUD SELF_HARM UNSAFE_AND_PROHIBITED_PRODUCTS VIOLENCE"
).split()
SPECIFICATIONS = (
    "DEFAMATION DISCRIMINATION HATE_SPEECH CYBER_BULLYING_INTIMIDATION CYBER_HARASSMENT "
    "CYBER_INCITEMENT CYBER_HARASSMENT_AGAINST_WOMEN INCITEMENT_AGAINST_WOMEN "
    "INCITEMENT_VIOLENCE_HATRED MISINFORMATION_DISINFORMATION TERRORIST_CONTENT OTHER"
).split()
CODES = {
    "dsa_category": [(f"STATEMENT_CATEGORY_{code}", code) for code in CATEGORIES],
    "dsa_specification": [(f"KEYWORD_{code}", code) for code in SPECIFICATIONS],
}
TEXTS = ("title", "rule", "example", "reasons")  # of a clause, in each language


class OnlyDrafts:
    """Mixed into an admin: only a draft can be changed; published versions can be read."""

    def _draft(self, thing):
        charter = thing if isinstance(thing, Charter) else getattr(thing, "charter", None)
        return charter is None or charter.is_draft

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._draft(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj is not None and self._draft(obj)


class OwnLines(forms.CharField):
    """A text whose lines end as we store them: a browser ends them by CR and LF."""

    def to_python(self, value):
        return with_own_lines(super().to_python(value))


def with_own_lines(text):
    return text.replace("\r\n", "\n").strip()


OWN_LINES = {models.TextField: {"form_class": OwnLines}}


class ClauseInline(OnlyDrafts, admin.StackedInline):
    model = Clause
    formfield_overrides = OWN_LINES
    extra = 0
    max_num = 30
    classes = ["clauses"]
    fieldsets = [
        (None, {"fields": [("number", "key", "gravity"), ("dsa_category", "dsa_specification")]}),
        *((name, {"fields": [f"{each}_{code}" for each in TEXTS], "classes": ["collapse"]}) for code, name in (
            ("fr", gettext_lazy("En français")),
            ("ar", gettext_lazy("En arabe")),
            ("en", gettext_lazy("En anglais")),
        )),
    ]  # fmt: skip

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self._draft(obj)

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=self.max_num, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in CODES:
            return forms.ChoiceField(
                choices=CODES[db_field.name], label=db_field.verbose_name.capitalize()
            )
        return in_its_direction(
            super().formfield_for_dbfield(db_field, request, **kwargs), db_field
        )


def in_its_direction(field, db_field):
    """Mark the language of each field, and write Arabic from right to left."""
    code = db_field.name.rpartition("_")[2]
    if field and code in LANGUAGES:
        field.widget.attrs |= {"lang": code, "dir": "rtl" if code == "ar" else "ltr", "rows": 5}
    return field


@admin.register(Charter)
class CharterAdmin(OnlyDrafts, OnlyItsFilters, admin.ModelAdmin):
    """The versions of the charter. A new one is a copy of the newest, edited and published."""

    list_display = ["version", "published_at", "standing"]
    fields = ["preamble_fr", "preamble_ar", "preamble_en"]
    formfield_overrides = OWN_LINES
    inlines = [ClauseInline]
    actions = None
    change_list_template = "admin/comments/charter/versions.html"
    change_form_template = "admin/comments/charter/version.html"

    @admin.display(description=gettext_lazy("état"))
    def standing(self, charter):
        if charter.is_draft:
            return _("en préparation")
        if charter.published_at > timezone.now():
            return _("annoncée")
        in_force = charter == Charter.objects.in_force()
        return _("en vigueur") if in_force else _("remplacée")

    def has_add_permission(self, request):
        return False  # by a copy: see draft()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return in_its_direction(
            super().formfield_for_dbfield(db_field, request, **kwargs), db_field
        )

    def get_urls(self):
        def at(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"comments_charter_{name}")

        return [
            at("nouvelle/", self.draft, "draft"),
            at("<int:pk>/apercu/", self.preview, "preview"),
            at("<int:pk>/publication/", self.publication, "publication"),
            at("<int:pk>/essai/<slug:key>/", self.rehearsal, "rehearsal"),
            *super().get_urls(),
        ]

    def draft(self, request):
        """Begin a new version, or go on with the draft there is."""
        if request.method != "POST" or not request.user.has_perm("comments.add_charter"):
            raise PermissionDenied
        return redirect("admin:comments_charter_change", Charter.objects.draft().pk)

    def preview(self, request, pk):
        """Show the draft as readers will see it, in the language of the address."""
        charter = self._one(request, pk, "comments.view_charter")
        context = {"charter": charter, "in_force": Charter.objects.in_force(), "versions": []}
        return render(request, "comments/charter.html", context)

    def publication(self, request, pk):
        """Show the changes word by word; on POST, publish the draft now or on an announced day."""
        charter = self._one(request, pk, "comments.change_charter")
        if not charter.is_draft:
            return redirect("admin:comments_charter_changelist")
        faults, day = [], request.POST.get(Word.DAY, "")
        if request.method == "POST":
            try:
                if proposal := self._publish(
                    charter, first_moment_of(day) if day else None, request.user
                ):
                    return asked(self, request, proposal)
            except ValidationError as error:
                faults = error.messages
            else:
                self.log_change(request, charter, _("Publiée."))
                sentence = _("Version %(version)d publiée.") % {"version": charter.version}
                self.message_user(request, sentence, messages.SUCCESS)
                return redirect("admin:comments_charter_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publier la version %(version)d") % {"version": charter.version},
            "opts": self.opts,
            "charter": charter,
            "in_force": Charter.objects.in_force(),
            "changes": changes_of(charter, Charter.objects.in_force()),
            "faults": faults,
            "day": day,
        }
        template = "admin/comments/charter/publication.html"
        return TemplateResponse(request, template, context, status=422 if faults else 200)

    def rehearsal(self, request, pk, key):
        """Let a lead try a clause of the draft on comments whose outcome is known; on POST, tell what they ticked."""
        charter = self._one(request, pk, "comments.change_charter")
        clause = charter.clauses.filter(key=key).first()
        if clause is None:
            raise Http404
        cases = told = None
        if request.method == "POST":
            cases = wording.unsealed(request.POST.get(Word.TRIED, ""))
        if cases is None:
            cases = wording.cases(clause)
        else:
            covered = numbers(",".join(request.POST.getlist(Word.COVERED)))
            told = wording.counted(cases, covered)
        changes = changes_of(charter, Charter.objects.in_force())
        context = {
            **self.admin_site.each_context(request),
            "title": _("Essayer la règle %(number)d") % {"number": clause.number},
            "opts": self.opts,
            "charter": charter,
            "clause": clause,
            "changes": [change for change in changes if change["clause"] == clause],
            "days": wording.DAYS,
            "cases": cases,
            "sealed": wording.sealed(cases),
            "told": told,
        }
        return TemplateResponse(request, "admin/comments/charter/rehearsal.html", context)

    @staticmethod
    def _publish(charter, at, by):
        """Publish it; return the proposal instead where a colleague must agree first."""
        if not settings.FOUR_EYES:
            charter.publish(at=at, by=by)
            return None
        with transaction.atomic():  # what is missing is said now, not to the colleague
            Charter.objects.get(pk=charter.pk).publish(at=at, by=by)
            transaction.set_rollback(True)
        begins = at.isoformat() if at else ""
        about = {"subject": str(charter.pk), "digest": as_it_reads(charter), "from": begins}
        return Proposal.objects.ask(Proposal.Act.CHARTER, by=by, **about)

    @staticmethod
    def _one(request, pk, right):
        if not request.user.has_perm(right):
            raise PermissionDenied
        charter = Charter.objects.filter(pk=pk).first()
        if charter is None:
            raise Http404
        return charter

    def response_change(self, request, charter):
        if "_preview" in request.POST:
            return redirect("admin:comments_charter_preview", charter.pk)
        if "_publication" in request.POST:
            return redirect("admin:comments_charter_publication", charter.pk)
        return super().response_change(request, charter)

    def response_post_save_change(self, request, charter):
        return redirect(reverse("admin:comments_charter_changelist"))


def first_moment_of(day):
    """Return the first moment of a day like 2026-12-31 in the site's zone, or ValidationError."""
    try:
        return timezone.make_aware(datetime.combine(datetime.fromisoformat(day).date(), time()))
    except ValueError as error:
        raise ValidationError(_("Écrivez ce jour comme 2026-12-31.")) from error


def changes_of(charter, other):
    """Return the changes of the texts: [{title, language, act, words}].

    `act` is «new», «gone» or «changed»; `words` is the difference, `clause` what can be tried.
    """
    found = []

    def compare(title, before, after, code, clause=None):
        act = "new" if not before else "gone" if not after else "changed"
        words = difference(before, after)
        found.append(
            {"title": title, "language": code, "act": act, "words": words, "clause": clause}
        )

    for code in LANGUAGES:
        before, after = (with_own_lines(each.preamble(code)) for each in (other, charter))
        if before != after:
            compare(_("Préambule"), before, after, code)
    for clause, earlier in charter.changes_from(other):
        for code in LANGUAGES:
            texts = [
                with_own_lines("\n".join(getattr(each, name)(code) for name in TEXTS))
                if each
                else ""
                for each in (earlier, clause)
            ]
            moved = clause and earlier and clause.number != earlier.number
            if texts[0] != texts[1] or moved:
                compare(str(clause or earlier), *texts, code, clause)
    return found
