"""The demo's tables: sections, sources, topics, authors, staff. Articles and comments are in content.toml."""

from portal import roles

SECTIONS = [
    # slug, French, Arabic, English, kind, order, presentation
    ("le-fil", "Le Fil", "الخيط", "The Wire", "wire", 1, "Les dépêches, dans l’ordre où elles arrivent, avec l’heure et la source."),
    ("monde", "Monde", "العالم", "World", "news", 2, "Ce qui se passe ailleurs, et ce que les deux rives en lisent."),
    ("maghreb", "Maghreb", "المغرب الكبير", "Maghreb", "news", 3, "De Nouakchott à Tripoli : villes, campagnes et institutions."),
    ("europe", "Europe", "أوروبا", "Europe", "news", 4, "L’Europe vue de ses ports, de ses gares et de ses frontières."),
    ("economie", "Économie", "اقتصاد", "Economy", "news", 5, "Échanges, métiers et chantiers, avec les chiffres et leur source."),
    ("societe", "Société", "مجتمع", "Society", "news", 6, "École, santé, logement, travail : la vie de tous les jours."),
    ("culture", "Culture", "ثقافة", "Culture", "news", 7, "Livres, musiques, patrimoine et ceux qui les transmettent."),
    ("tribune", "Tribune", "رأي", "Opinion", "opinion", 8, "Des opinions, signées, qui n’engagent que leurs auteurs."),
]  # fmt: skip
SOURCES = {
    "map": {
        "short_name": "MAP",
        "full_name": "Maghreb Arabe Presse",
        "kind": "agency",
        "description": "Agence de presse de l’État marocain",
        "home_page": "https://www.mapnews.ma/",
        "country": "MA",
        "credit_line": "Dépêche reproduite sans modification. Tous droits réservés à l’agence.",
    },
    "adr": {
        "short_name": "ADR",
        "full_name": "Agence des deux rives",
        "kind": "agency",
        "description": "Agence imaginaire de ce site de démonstration",
    },
    "redaction": {
        "short_name": "Rédaction",
        "kind": "newsroom",
        "description": "Les journalistes imaginaires de ce site de démonstration",
    },
}
TOPICS = [
    # name, Arabic, English, kind, presentation, expansion, words in texts, keys of articles
    ("Sécurité", "الأمن", "Security", "theme", "Ce que font les États, et ce qui en est dit.", "", "", ["depeche-map-ipse"]),
    ("Coopération antiterroriste", "التعاون ضد الإرهاب", "Counterterrorism cooperation", "dossier", "Ce que les deux rives font ensemble contre le terrorisme.", "", "", ["depeche-map-ipse"]),
    ("IPSE", "", "", "name", "", "Institut Prospective et Sécurité en Europe", "IPSE", ["depeche-map-ipse"]),
    ("OTAN", "حلف شمال الأطلسي", "NATO", "name", "", "Organisation du traité de l’Atlantique Nord", "NATO\nNorth Atlantic Treaty Organization\nOTAN", ["depeche-map-ipse"]),
    ("Comité Al-Qods", "لجنة القدس", "Al-Quds Committee", "name", "", "", "Al-Quds Committee", ["depeche-map-ipse"]),
    ("G4", "", "", "name", "Le groupe des ministres de la justice de France, de Belgique, d’Espagne et du Maroc.", "", "G4 terrorism", ["depeche-map-ipse"]),
    ("Bibliothèques", "المكتبات", "Libraries", "theme", "Les livres, leurs lecteurs et ceux qui les gardent.", "", "", ["cable-bibliotheques", "cable-bibliotheques-en", "larache-premiers-romans"]),
    ("L’eau, de la source au bassin", "الماء من المنبع إلى الحوض", "Water, from spring to basin", "dossier", "Comment l’eau se partage, se mesure et se transmet.", "", "", ["fil-laboratoire-eau", "fil-khettaras", "tribune-eau-bassin"]),
    ("Traduction", "الترجمة", "Translation", "theme", "Passer d’une langue à l’autre, et ce qui reste en chemin.", "", "", ["tribune-traduire", "tribune-traduire-ar"]),
    ("Transports", "النقل", "Transport", "theme", "Trains, routes et ports, d’une rive à l’autre.", "", "", ["train-de-nuit", "conteneurs-detroit", "fil-bizerte-dimanches"]),
]  # fmt: skip
AUTHORS = {
    "Salma Idrissi": "Journaliste imaginaire de ce site de démonstration ; elle suit les bibliothèques et l’école.",
    "Hélène Aubrac": "Traductrice imaginaire de ce site de démonstration.",
    "Youssef Tahiri": "Hydrologue imaginaire de ce site de démonstration.",
}
STAFF = [
    # user name, first name, last name, role
    ("sofia", "Sofia", "M.", roles.MODERATOR),
    ("paul", "Paul", "R.", roles.MODERATOR),
    ("zoe", "Zoé", "L.", roles.LEAD_MODERATOR),
    ("hicham", "Hicham", "T.", roles.EDITOR),
]
ADMIN = "admin"
DISPATCH_KEY = "depeche-map-ipse"
