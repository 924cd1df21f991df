"""Settings of the portal, all from the environment: docs/deploy.md explains each variable.

The defaults run on a laptop (SQLite under var/, a secret made at the first start); production
needs only variables.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

from django.core.exceptions import ImproperlyConfigured

from portal import env
from portal.env.content_policy import *  # noqa: F403, settings of Django
from portal.env.signing_in import *  # noqa: F403, settings of Django and allauth

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"


def secret_of_this_machine() -> str:
    """Return the secret in var/secret_key; make it at the first start, for its owner only."""
    path = VAR_DIR / "secret_key"
    VAR_DIR.mkdir(exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(50)
        file.write(secret)
    return secret


DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY") or secret_of_this_machine()
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", default=[])  # older ones, still believed
if min(map(len, [SECRET_KEY, *SECRET_KEY_FALLBACKS])) < 32:
    raise ImproperlyConfigured("SECRET_KEY must have at least 32 characters.")

# What signs the log of moderation (comments/models/signing.py): a key's file, or a program that keeps the key.
LOG_SIGNER, LOG_PUBLIC_KEY = env.text("LOG_SIGNER"), env.text("LOG_PUBLIC_KEY")
LOG_KEY = env.text("LOG_KEY", str(VAR_DIR / "log_key.pem"))  # "": nothing is signed
LOG_HEADS_TO = env.words(
    "LOG_HEADS_TO", default=[]
)  # addresses outside the house, for the head of each day

# The authority outside the house that stamps each head (RFC 3161), and the file of its root certificate.
LOG_TSA_URL, LOG_TSA_ROOTS = env.address("LOG_TSA_URL"), env.text("LOG_TSA_ROOTS")
if LOG_TSA_URL and not Path(LOG_TSA_ROOTS).is_file():
    raise ImproperlyConfigured("LOG_TSA_URL needs LOG_TSA_ROOTS, the file of its root certificate.")

SITE_NAME = env.text("SITE_NAME", "Le Portail")
SITE_URL = env.site_url("SITE_URL", "http://localhost:8000")
IS_HTTPS = SITE_URL.startswith("https://")
# The law asks for these facts about the publisher; the legal notice names the missing ones.
PUBLISHER = env.text("PUBLISHER")
PUBLICATION_DIRECTOR = env.text("PUBLICATION_DIRECTOR")
HOSTING_PROVIDER = env.text("HOSTING_PROVIDER")
CONTACT_EMAIL = env.text("CONTACT_EMAIL")
PRESS_NUMBER = env.text("PRESS_NUMBER")  # CPPAP
# Regulation (EU) 2022/2065: points of contact (art. 11, 12), bodies for disputes out of court (art. 21).
AUTHORITIES_CONTACT = env.text("AUTHORITIES_CONTACT") or CONTACT_EMAIL
CONTACT_LANGUAGES = env.text("CONTACT_LANGUAGES")  # "": French and English
OUT_OF_COURT = env.text("OUT_OF_COURT")
# Whom to tell of a weakness, until which day that is true, and what then happens (portal/pages/security.py).
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")
SECURITY_EXPIRES = env.day("SECURITY_EXPIRES")
SECURITY_POLICY = env.https_address("SECURITY_POLICY")
ACCESSIBILITY = env.accessibility()
# Exact host:port inside the house to which wires may connect.
WIRE_ALLOWED_HOSTS = env.words("WIRE_ALLOWED_HOSTS", default=[])
# Where statements of reasons go, and the token of that database; without both none is sent.
DSA_API_URL, DSA_API_TOKEN = env.https_address("DSA_API_URL"), env.text("DSA_API_TOKEN")
WEBSUB_HUB = env.address("WEBSUB_HUB")  # told of each new article; none by default
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS",
    default=sorted({urlsplit(SITE_URL).hostname, "localhost", "127.0.0.1", "[::1]"}),
)

INSTALLED_APPS = [
    "portal",
    "comments",
    "articles",
    "modelsearch",
    "crispy_forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_prose_editor",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # allauth's pages ask for it
    "django.contrib.staticfiles",
]

if "postgres" in env.text("DATABASE_URL"):
    INSTALLED_APPS.insert(-1, "django.contrib.postgres")  # modelsearch asks for it

MIDDLEWARE = [
    "portal.logs.numbered",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.ContentPolicy",
    "portal.middleware.policies_for_browsers",
    "django.middleware.gzip.GZipMiddleware",
    "portal.middleware.VersionOfThePage",
    "portal.middleware.errors_and_pages_of_the_staff_are_not_kept",
    "portal.pages.page_language.language_of_the_address",
    "portal.middleware.knows_what_changed",  # it speaks that language too
    "portal.middleware.ClosedWhileTheDatabaseIsAway",
    "portal.middleware.UnreadableValues",
    "portal.middleware.well_formed_requests",
    "portal.middleware.StaffSession",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.StaffCsrf",
    "portal.middleware.StaffSignIn",
    "portal.middleware.StaffMessages",
    "allauth.account.middleware.AccountMiddleware",
    "portal.signin.required.SessionEnds",
    "portal.signin.required.SecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "portal.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    },
]

DATABASES = {
    "default": env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
}

CACHES = {"default": env.cache("CACHE_URL", default="database://portal_cache")}

# Pages in memory, in each process (portal/pagecache/); 0: none, for templates under work show at once.
PAGE_CACHE_BYTES = env.number("PAGE_CACHE_MB", default=0 if DEBUG else 32, most=4096) * 1024 * 1024
# The processes of this machine that serve one database share them, and so do commands that reach it at another address.
_of_this_database = f"{crc32(str(DATABASES['default']['NAME']).encode()):08x}"
SERVING = VAR_DIR / f"serving-{_of_this_database}"
LATEST_SHOWN = VAR_DIR / f"latest_shown-{_of_this_database}"
COUNTERS = VAR_DIR / f"counters-{_of_this_database}"
PAGES_ON_DISK = VAR_DIR / f"pages-{_of_this_database}"
PAGES_ON_DISK_BYTES = env.number("PAGES_ON_DISK_MB", default=64, most=65_536) * 1024 * 1024
LOOK_FOR_CHANGES_SECONDS = (
    0.5  # between two looks: with its making, a change is on line within a second
)

MODELSEARCH_BACKENDS = env.search(
    "SEARCH_URL",
    default="database://",
    vendor="sqlite" if "sqlite" in DATABASES["default"]["ENGINE"] else "postgres",
)

MAILERS = env.mailers("EMAIL_URL", default="console://")
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM") or f"ne-pas-repondre@{urlsplit(SITE_URL).hostname}"

# Without it a password alone opens the admin.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=IS_HTTPS)
# Acts that cannot be undone need a second colleague (comments/models/proposal.py).
FOUR_EYES = env.flag("FOUR_EYES", default=False)
STAFF_IDLE_MINUTES = env.number("STAFF_IDLE_MINUTES", default=30, most=720)  # 0: twelve hours
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS  # localhost

# Words. The source language of every sentence a reader sees is French.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
TIME_ZONE = env.time_zone("TIME_ZONE", default="Europe/Paris")
USE_TZ = True

CRISPY_ALLOWED_TEMPLATE_PACKS = ("pack",)
CRISPY_TEMPLATE_PACK = "pack"
CRISPY_FAIL_SILENTLY = False

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Pictures: each file is named after its content, and never rewritten (articles/models/image.py).
MEDIA_URL = "/media/"
MEDIA_ROOT, _media = env.media("MEDIA_URL_STORAGE", default=f"file://{VAR_DIR / 'media'}")
# Where `backup` writes, whose age `check` looks at, and the public key that locks each backup.
BACKUPS = env.text("BACKUPS")
TRIAGE_DIR = Path(env.text("TRIAGE_DIR", str(VAR_DIR / "triage")))  # of `manage.py triage` alone
BACKUP_KEY = env.text("BACKUP_KEY")
# Who gets a mail when something needs the operator; none by default.
ALARMS_TO = env.words("ALARMS_TO", default=[])
SENTRY_DSN = env.address("SENTRY_DSN")
# Addresses and networks that may read /metrics; none by default.
METRICS_FROM = env.networks("METRICS_FROM")
STORAGES = {
    "default": _media,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.static_files.JoinedStaticFilesStorage"
    },
}

# Security; the content policy stands in portal/env/content_policy.py.
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # seconds: one working day, counted from signing in
# On https a browser takes them from this very host alone, for the whole of it (RFC 6265bis, 4.1.3).
_of_this_host = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_of_this_host}sessionid", f"{_of_this_host}csrftoken"
MESSAGE_STORAGE = "portal.signin.messages.Messages"  # its cookie is named so too
CSRF_COOKIE_HTTPONLY = True  # scripts read the token of their page's form
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
PROXIES = env.number("PROXIES", default=0, most=5)  # our own, in front of the server
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
# Ours is portal.middleware.StaffCsrf, a subclass that the check does not know.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
# Asked on the machine itself, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
CSRF_FAILURE_VIEW = "portal.pages.errors.csrf_failure"
# Bytes: no form here carries more than a few pages of text; pictures come as files, which are not counted.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
STAFF_UPLOAD_MAX_BYTES = 25 * 1024 * 1024  # a picture of the newsroom, and the form around it

# The rules of the discussion
COMMENT_RATE = env.rates(
    "COMMENT_RATE", default="3/15s,30/d"
)  # of one reader: see comments/door/rates.py
COMMENT_MOST_EDITS = 20  # of one comment, while it waits
LETTERS_TO_A_STRANGER = 3  # a day, to an address that nobody confirmed
UNDO_SECONDS = env.number("UNDO_SECONDS", default=30, most=600)  # to take a decision back
COMMENT_MAX_LENGTH = 2000  # characters
NOTICE_MAX_LENGTH = 1000  # characters: the explanation of an «Alerter»
APPEAL_MAX_LENGTH = 1000  # characters
APPEAL_WINDOW_DAYS = 183  # six months, Regulation (EU) 2022/2065 art. 20(1)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "private": {"()": "portal.logs.WithoutPrivateAddresses"},
        "one_line": {"()": "portal.logs.OneLineForStrangers"},
    },
    "formatters": {
        "json": {"()": "portal.logs.JsonLines"},
        "text": {"()": "portal.logs.TextLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["private", "one_line"],
            "formatter": env.choice("LOG_FORMAT", "text", "json"),
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refused form is a reader's business, not the operator's: only our failures are logged.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "django.security.RequestDataTooBig": {"level": "CRITICAL"},
        "django.security.DisallowedModelAdminLookup": {"level": "CRITICAL"},
    },
}
