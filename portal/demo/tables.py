"""The demo's tables: sections, sources, topics, authors, staff. Articles and comments are in content.toml."""

from portal import roles

SECTIONS = [
    # slug, French, Arabic, English, kind, order, presentation
    ("le-fil", "Le Fil", "الخيط", "The Wire", "wire", 1, "Les dépêches, dans l’ordre où elles arrivent, avec l’heure et la source."),
    ("monde", "Monde", "العالم", "World", "news", 2, ""),
    ("maghreb", "Maghreb", "المغرب الكبير", "Maghreb", "news", 3, ""),
    ("europe", "Europe", "أوروبا", "Europe", "news", 4, ""),
    ("economie", "Économie", "اقتصاد", "Economy", "news", 5, ""),
    ("societe", "Société", "مجتمع", "Society", "news", 6, ""),
    ("culture", "Culture", "ثقافة", "Culture", "news", 7, ""),
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
    "redaction": {"short_name": "Rédaction", "kind": "newsroom"},
}
TOPICS = [
    # name, Arabic, English, kind, presentation, expansion, words in texts, keys of articles
    ("Sécurité", "الأمن", "Security", "theme", "", "", "", ["depeche-map-ipse"]),
    ("Coopération antiterroriste", "التعاون ضد الإرهاب", "Counterterrorism cooperation", "dossier", "Ce que les deux rives font ensemble contre le terrorisme.", "", "", ["depeche-map-ipse"]),
    ("IPSE", "", "", "name", "", "Institut Prospective et Sécurité en Europe", "IPSE", ["depeche-map-ipse"]),
    ("OTAN", "حلف شمال الأطلسي", "NATO", "name", "", "Organisation du traité de l’Atlantique Nord", "NATO\nNorth Atlantic Treaty Organization\nOTAN", ["depeche-map-ipse"]),
    ("Comité Al-Qods", "لجنة القدس", "Al-Quds Committee", "name", "", "", "Al-Quds Committee", ["depeche-map-ipse"]),
    ("G4", "", "", "name", "Le groupe des ministres de la justice de France, de Belgique, d’Espagne et du Maroc.", "", "G4 terrorism", ["depeche-map-ipse"]),
    ("Bibliothèques", "المكتبات", "Libraries", "theme", "", "", "", ["cable-bibliotheques", "cable-bibliotheques-en", "larache-premiers-romans"]),
    ("L’eau, de la source au bassin", "الماء من المنبع إلى الحوض", "Water, from spring to basin", "dossier", "Comment l’eau se partage, se mesure et se transmet.", "", "", ["fil-laboratoire-eau", "fil-khettaras", "tribune-eau-bassin"]),
    ("Traduction", "الترجمة", "Translation", "theme", "", "", "", ["tribune-traduire", "tribune-traduire-ar"]),
    ("Transports", "النقل", "Transport", "theme", "", "", "", ["train-de-nuit", "conteneurs-detroit", "fil-bizerte-dimanches"]),
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
