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
HOUSE_PAGES = {
    "about": {
        "title": "Qui sommes-nous",
        "title_ar": "من نحن",
        "title_en": "About us",
        "body": "<p>Une rédaction imaginaire, sur un site de démonstration. Elle écrit depuis les deux rives, en français, en arabe et en anglais.</p><h2>Comment nous travaillons</h2><p>Chaque article dit sa source et son heure. Ce qui était faux se corrige en public. Chaque commentaire est lu par une personne avant de paraître.</p>",
        "body_ar": "<p>هيئة تحرير خيالية، على موقع تجريبي. تكتب من الضفتين بالفرنسية والعربية والإنجليزية.</p><h2>كيف نعمل</h2><p>كل مقال يذكر مصدره وساعته. وما كان خطأ يُصحَّح علنًا. وكل تعليق يقرؤه إنسان قبل أن يُنشر.</p>",
        "body_en": "<p>An imaginary newsroom, on a demonstration site. It writes from both shores, in French, Arabic and English.</p><h2>How we work</h2><p>Each article says its source and its hour. What was wrong is corrected in public. A person reads each comment before it appears.</p>",
    },
    "contact": {
        "title": "Contact",
        "title_ar": "اتصل بنا",
        "title_en": "Contact",
        "body": "<p>Une erreur dans un article ? Le lien « Signaler une erreur » sous son texte nous parvient le plus vite.</p><p>Pour tout le reste, l’adresse est dans les mentions légales.</p>",
        "body_ar": "<p>وجدتم خطأ في مقال؟ رابط «الإبلاغ عن خطأ» تحت نصه هو الأسرع وصولًا إلينا.</p><p>ولكل ما عدا ذلك، تجدون العنوان في البيانات القانونية.</p>",
        "body_en": "<p>A mistake in an article? The link “Report an error” beneath its text reaches us fastest.</p><p>For everything else, the address is in the legal notice.</p>",
    },
}  # fmt: skip
PRESENTED = {  # presentation → in Arabic, in English
    "Les dépêches, dans l’ordre où elles arrivent, avec l’heure et la source.": ("البرقيات كما تصل، بساعتها ومصدرها.", "Dispatches as they come in, each with its hour and its source."),
    "Ce qui se passe ailleurs, et ce que les deux rives en lisent.": ("ما يجري بعيدًا، وما تقرؤه الضفتان عنه.", "What happens elsewhere, and what both shores read of it."),
    "De Nouakchott à Tripoli : villes, campagnes et institutions.": ("من نواكشوط إلى طرابلس: مدن وأرياف ومؤسسات.", "From Nouakchott to Tripoli: towns, country and institutions."),
    "L’Europe vue de ses ports, de ses gares et de ses frontières.": ("أوروبا كما تُرى من موانئها ومحطاتها وحدودها.", "Europe seen from its ports, its stations and its borders."),
    "Échanges, métiers et chantiers, avec les chiffres et leur source.": ("تبادل وحِرَف وأوراش، مع الأرقام ومصدرها.", "Trade, crafts and building sites, with the figures and where they come from."),
    "École, santé, logement, travail : la vie de tous les jours.": ("المدرسة والصحة والسكن والعمل: حياة كل يوم.", "School, health, housing, work: everyday life."),
    "Livres, musiques, patrimoine et ceux qui les transmettent.": ("كتب وموسيقى وتراث، ومن يتوارثها.", "Books, music, heritage, and those who hand them on."),
    "Des opinions, signées, qui n’engagent que leurs auteurs.": ("آراء موقّعة لا تُلزم إلا أصحابها.", "Signed opinions, which bind their authors alone."),
    "Agence de presse de l’État marocain": ("وكالة أنباء الدولة المغربية", "News agency of the Moroccan state"),
    "Agence imaginaire de ce site de démonstration": ("وكالة خيالية لهذا الموقع التجريبي", "An imaginary agency of this demonstration site"),
    "Les journalistes imaginaires de ce site de démonstration": ("صحفيون خياليون لهذا الموقع التجريبي", "The imaginary journalists of this demonstration site"),
    "Ce que font les États, et ce qui en est dit.": ("ما تفعله الدول، وما يقال عنه.", "What states do, and what is said of it."),
    "Ce que les deux rives font ensemble contre le terrorisme.": ("ما تفعله الضفتان معًا ضد الإرهاب.", "What both shores do together against terrorism."),
    "Le groupe des ministres de la justice de France, de Belgique, d’Espagne et du Maroc.": ("مجموعة وزراء العدل في فرنسا وبلجيكا وإسبانيا والمغرب.", "The group of the ministers of justice of France, Belgium, Spain and Morocco."),
    "Les livres, leurs lecteurs et ceux qui les gardent.": ("الكتب وقراؤها ومن يحفظونها.", "Books, their readers and those who keep them."),
    "Comment l’eau se partage, se mesure et se transmet.": ("كيف يُقتسم الماء ويُقاس ويُتوارث.", "How water is shared, measured and handed on."),
    "Passer d’une langue à l’autre, et ce qui reste en chemin.": ("العبور من لغة إلى أخرى، وما يبقى في الطريق.", "Going from one language to another, and what is left on the way."),
    "Trains, routes et ports, d’une rive à l’autre.": ("قطارات وطرق وموانئ، من ضفة إلى أخرى.", "Trains, roads and ports, from one shore to the other."),
    "Journaliste imaginaire de ce site de démonstration ; elle suit les bibliothèques et l’école.": ("صحفية خيالية لهذا الموقع التجريبي؛ تتابع المكتبات والمدرسة.", "An imaginary journalist of this demonstration site; she covers libraries and schools."),
    "Traductrice imaginaire de ce site de démonstration.": ("مترجمة خيالية لهذا الموقع التجريبي.", "An imaginary translator of this demonstration site."),
    "Hydrologue imaginaire de ce site de démonstration.": ("عالم مياه خيالي لهذا الموقع التجريبي.", "An imaginary hydrologist of this demonstration site."),
}  # fmt: skip
STAFF = [
    # user name, first name, last name, role
    ("sofia", "Sofia", "M.", roles.MODERATOR),
    ("paul", "Paul", "R.", roles.MODERATOR),
    ("zoe", "Zoé", "L.", roles.LEAD_MODERATOR),
    ("hicham", "Hicham", "T.", roles.EDITOR),
]
ADMIN = "admin"
DISPATCH_KEY = "depeche-map-ipse"
