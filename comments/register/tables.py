"""A month's figures as tables in the reader's language: what the page shows, cell by cell.

A cell is a number in words, FEW or MASKED, or None if its whole breakdown is not shown.
"""

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..models import Clause, Suspension
from ..rules.register.bars import share
from ..rules.register.figures import DOMAINS, LAW, NONE

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
NAMES = {
    "received": gettext_lazy("Reçus"),
    "stopped": gettext_lazy("Arrêtés à l’entrée"),
    "published": gettext_lazy("Publiés"),
    "refused": gettext_lazy("Refusés"),
    "removed": gettext_lazy("Retirés"),
    "restored": gettext_lazy("Rétablis"),
    "kept": gettext_lazy("Maintenus en ligne"),
    "upheld": gettext_lazy("Décisions confirmées"),
    "marked": gettext_lazy("Décisions après la marque d’un outil"),
    "notices": gettext_lazy("Alertes"),
    "appeals": gettext_lazy("Recours"),
    "granted": gettext_lazy("Accueillis"),
    "sanctions": gettext_lazy("Sanctions"),
}
CELLS = {
    "fr": gettext_lazy("Français"),
    "ar": gettext_lazy("Arabe"),
    "en": gettext_lazy("Anglais"),
    "unknown": gettext_lazy("Langue inconnue"),
    "charter": gettext_lazy("Pour une règle de la charte"),
    "legal": gettext_lazy("Pour contenu illicite"),
    "trusted": gettext_lazy("D’un signaleur de confiance"),
    "author": gettext_lazy("De l’auteur"),
    "notifier": gettext_lazy("De qui a alerté"),
    "sanctioned": gettext_lazy("Contre une sanction"),
    LAW: gettext_lazy("La loi"),
    NONE: gettext_lazy("Sans règle citée"),
}
REASONS = {
    "link": gettext_lazy("Un lien"),
    "repeated": gettext_lazy("Le même texte qu’un autre de la veille"),
    "shouting": gettext_lazy("Tout en capitales"),
    "repeated_characters": gettext_lazy("Le même signe répété"),
    "repeated_lines": gettext_lazy("Les mêmes lignes répétées"),
    "empty": gettext_lazy("Sans une lettre"),
    "required": gettext_lazy("Un champ vide"),
    "too_long": gettext_lazy("Trop long"),
    "unreadable": gettext_lazy("Un nom sans une lettre"),
    "lost_letters": gettext_lazy("Des lettres perdues en route"),
    "imitates_staff": gettext_lazy("Un nom qui imite la rédaction"),
    "too_fast": gettext_lazy("Trop d’envois en peu de temps"),
    "suspended": gettext_lazy("Une suspension en cours"),
    "closed": gettext_lazy("Une discussion close"),
    "elsewhere": gettext_lazy("Un formulaire venu d’un autre site"),
    "stale": gettext_lazy("Un formulaire trop ancien"),
}
TIMES = {
    "to_decide": gettext_lazy("De l’arrivée à la décision"),
    "to_answer_a_notice": gettext_lazy("De l’alerte à la réponse"),
    "to_answer_an_appeal": gettext_lazy("Du recours à la réponse"),
}


@dataclass(frozen=True)
class Row:
    """One line of a table; `bar` is how long its bar is, of 100, None if it has none."""

    label: str
    cells: list
    bar: int | None = None


@dataclass(frozen=True)
class Table:
    """One table of the page."""

    key: str
    title: str
    columns: list[str]
    rows: list[Row]
    note: str = ""
    bars: bool = field(default=False)


def in_figures(number: int) -> str:
    return number_format(number, force_grouping=True)


def totals(figures: dict) -> list[tuple[str, str]]:
    """Return (name, number) of the totals of a month."""
    told = [(str(name), in_figures(figures[key]["total"])) for key, name in NAMES.items()]
    names = list(NAMES)
    decisions = sum(
        figures[key]["total"]
        for key in ("published", "refused", "removed", "restored", "kept", "upheld")
    )
    marked = figures["marked"]["total"]
    if marked:
        name, number = told[names.index("marked")]
        percent = _("%(n)s %%") % {"n": round(100 * marked / decisions)}
        told[names.index("marked")] = (name, f"{number} ({percent})")
    told[names.index("granted")] = (_("Recours accueillis"), told[names.index("granted")][1])
    return told


def of(figures: dict) -> list[Table]:
    """Return the tables of a month's guarded figures."""
    return [
        _by_language(figures),
        _by_clause(figures),
        _at_the_door(figures),
        _table("notices", _("Les alertes, selon leur voie"), ["notices"], "channel", figures),
        _table(
            "appeals",
            _("Les recours, selon de qui ils viennent"),
            ["appeals", "granted"],
            "by",
            figures,
        ),
        _sanctions(figures),
        _times(figures),
    ]


def _by_language(figures):
    names = ["received", "published", "refused", "removed", "notices"]
    return _table("languages", _("Par langue du commentaire"), names, "language", figures)


def _by_clause(figures):
    names = ["refused", "removed", "notices"]
    breakdowns = [figures[name]["clause"] for name in names]
    titles = _titles()
    there = [key for cells in breakdowns if cells for key in cells]
    keys = [*titles, *(key for key in dict.fromkeys(there) if key not in titles)]
    keys = [key for key in keys if key in there] if any(breakdowns) else []
    rows = [
        Row(titles.get(key) or str(CELLS.get(key, key)), _cells(breakdowns, key)) for key in keys
    ]
    columns = [str(NAMES[name]) for name in names]
    return Table("clauses", _("Par règle de la charte"), columns, _with_bars(rows), bars=True)


def _at_the_door(figures):
    reasons = figures["stopped"]["reason"]
    rows = [
        Row(str(REASONS.get(code, code)), _cells([reasons], code))
        for code in sorted(reasons or {}, key=lambda code: -_number(reasons[code]))
    ]
    return Table(
        "door",
        _("Arrêtés à l’entrée, par motif"),
        [_("Formulaires")],
        _with_bars(rows),
        note=_(
            "Un formulaire arrêté pour deux motifs compte pour chacun ; son texte n’est pas gardé."
        ),
        bars=True,
    )


def _sanctions(figures):
    cells = figures["sanctions"]["kind"]
    kinds = [kind for kind in Suspension.Kind if kind in DOMAINS["kind"]]
    rows = [Row(str(kind.label), _cells([cells], kind)) for kind in kinds]
    return Table("sanctions", str(NAMES["sanctions"]), [_("Nombre")], rows if cells else [])


def _times(figures):
    rows = [
        Row(
            str(name),
            [
                in_figures(figures[key]["count"]),
                *(_length(figures[key][part]) for part in ("median", "p90")),
            ],
        )
        for key, name in TIMES.items()
    ]
    columns = [_("Nombre"), _("Durée médiane"), _("Durée de neuf sur dix")]
    note = _("Moins de dix : pas de durée publiée.")
    return Table("times", _("Les délais"), columns, rows, note=note)


def _table(key, title, names, breakdown, figures):
    breakdowns = [figures[name].get(breakdown) for name in names]
    cells = [cell for cell in DOMAINS[breakdown] if cell != "unknown" or _any(breakdowns, cell)]
    rows = [Row(str(CELLS[cell]), _cells(breakdowns, cell)) for cell in cells]
    columns = [str(NAMES[name]) for name in names]
    return Table(key, title, columns, rows if any(breakdowns) else [])


def _any(breakdowns, cell):
    return any(cells and cells.get(cell, 0) for cells in breakdowns)


def _cells(breakdowns, key):
    return [None if cells is None else _in_words(cells.get(key, 0)) for cells in breakdowns]


def _in_words(value):
    return in_figures(value) if isinstance(value, int) else value


def _number(value):
    return value if isinstance(value, int) else 0


def _with_bars(rows):
    """Return the rows with bars as long as their first cell, of the longest; none of a cell that is not shown."""
    numbers = [_parsed(row.cells[0]) for row in rows]
    most = max((number for number in numbers if number), default=0)
    return [
        Row(row.label, row.cells, None if number is None else share(number, most))
        for row, number in zip(rows, numbers, strict=True)
    ]


def _parsed(cell):
    digits = "".join(filter(str.isdigit, cell or ""))
    return int(digits) if digits else None


def _titles():
    """Return {key: title} of the clauses of all published charters, each by its newest words, in the order of the rules."""
    published = Clause.objects.filter(charter__published_at__isnull=False)
    clauses = sorted(
        published.select_related("charter"), key=lambda c: (-c.charter.version, c.number)
    )
    titles = {}
    for clause in clauses:
        titles.setdefault(clause.key, clause.title())
    return titles


def _length(seconds):
    """Return a duration in one unit; None if it is not shown."""
    if seconds is None:
        return None
    if seconds < MINUTE:
        return _("moins d’une minute")
    if seconds < 2 * HOUR:
        n = round(seconds / MINUTE)
        return ngettext("%(num)d minute", "%(num)d minutes", n) % {"num": n}
    if seconds < 2 * DAY:
        n = round(seconds / HOUR)
        return ngettext("%(num)d heure", "%(num)d heures", n) % {"num": n}
    n = round(seconds / DAY)
    return ngettext("%(num)d jour", "%(num)d jours", n) % {"num": n}
