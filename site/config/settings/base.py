"""What every installation shares. Secrets have no default here: production must bring its own."""

from pathlib import Path

import django
import environ
from django.core.exceptions import ImproperlyConfigured

from config.mounting import prefix_of

from .access import *  # noqa: F403
from .access import PROGRAMME_NAME
from .exchange import exchange_settings
from .logs import DJANGO_GUID, LOGGING  # noqa: F401

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()
#: What is kept and what may be drawn anew: beside the program, or where the operator wants it.
DATA_ROOT = Path(env.str("DATA_ROOT", str(ROOT)))
VAR = DATA_ROOT / "var"

SITE_NAME = f"{PROGRAMME_NAME}与公示系统"
DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "config.urls"
READY_TABLES: Path | None = None  # what an empty SQLite database begins with; local.py has it
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "registry.User"
AUTHENTICATION_BACKENDS = [
    "registry.guessing.GuardedBackend",  # first: whoever has to wait is asked nothing more
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",  # by e-mail address
    "registry.permissions.DutyBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "account_login"

INSTALLED_APPS = [
    "config.apps.GongshiConfig",
    "portal",
    "desk",
    "exchange",
    "workflow",
    "pages",
    "supervision",
    "ledger",
    "publicity",
    "applications",
    "catalog",
    "doors",
    "registry",
    "records",
    "files",
    "printing",
    # Viewflow's engine only: its Material front end is not mounted (DECISIONS.md)
    "viewflow.workflow",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "config.wagtail_users.PeopleConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "ninja",  # for the files of its description page
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_guid",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    "config.receiving.ReceivedAt",
    "django.middleware.security.SecurityMiddleware",
    "config.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compressing.PublicGZip",
    "config.office_networks.OfficeNetworks",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pages.moved.MovedMiddleware",  # below it: an old address without its slash goes one way, too
    "pages.reading.KeepSizesApart",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "records.acting.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.refused_requests.RefusedRequests",  # below the messages: it reads what was told
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.api_headers.ApiHeaders",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "config.sessions.SessionEndMiddleware",
    "config.second_factor.StaffSecondFactorMiddleware",
    "config.identity_again.IdentityAgainMiddleware",
    "config.known_browsers.KnownBrowserMiddleware",
    "desk.choosers.ChoosersForEditors",
    "desk.odd_requests.OddRequests",
    "axes.middleware.AxesMiddleware",  # it answers for whoever is locked out
    "pages.page_cache.PageCache",  # what is kept is a page, without what is of one visitor
    "pages.on_the_hour.OnTheHour",  # below it: what is kept ends at the hour, and is made anew
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": [
                "registry.templatetags.house_names",
                "doors.templatetags.amounts_and_dates",
                "doors.templatetags.one_line",
                "doors.templatetags.phones",
            ],
        },
    }
]
FORM_RENDERER = "doors.drawn_inputs.DrawnInputs"

# Argon2 as OWASP's cheat sheet asks; what was hashed before is hashed anew at the next sign-in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# Mail becomes a row of the outbox in the business transaction; the clock sends it with the other.
EMAIL_BACKEND = "records.mail.OutboxBackend"
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
# Short messages to units without e-mail; empty is off. ``exchange.text_messages.HttpGateway``
# speaks to the gateway at SMS_URL; a class of one's own has the interface of a mail backend.
SMS_DELIVERY_BACKEND = env.str("SMS_DELIVERY_BACKEND", "")
SMS_URL = env.str("SMS_URL", "")
SMS_TOKEN = env.str("SMS_TOKEN", "")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "gongshi@localhost")

LANGUAGE_CODE = "zh-hans"
#: Ours has what the packages lack in Chinese. Then words of Django's apps that are not installed:
#: the registers filter by date as its admin does, Wagtail tells times as humanize does.
LOCALE_PATHS = [
    ROOT / "site" / "config" / "locale",
    *(Path(django.__file__).parent / "contrib" / app / "locale" for app in ("admin", "humanize")),
]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Below a path of the district's portal, e.g. /xxgk/cpgs/; empty at the root of a host of its own.
FORCE_SCRIPT_NAME = prefix_of(env.str("URL_PREFIX", ""))
SESSION_ENGINE = "config.session_store"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{FORCE_SCRIPT_NAME or ''}/"
# Relative: Django puts the prefix in front.
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "site" / "config" / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = DATA_ROOT / "media" / "public"
STORAGES = {
    "default": {"BACKEND": "files.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Application materials: outside MEDIA_ROOT, so no public URL can ever reach them.
    "private": {
        "BACKEND": "files.storage.WholeFileStorage",
        "OPTIONS": {"location": DATA_ROOT / "media" / "private", "base_url": None},
    },
    # Drawn anew when they are gone. Not sealed, so not among what is: keys change without them.
    "editions": {
        "BACKEND": "files.storage.WholeFileStorage",
        "OPTIONS": {"location": VAR / "editions", "base_url": None},
    },
}
MATERIAL_MAX_BYTES = 20 * 1024 * 1024
# What one applicant may keep in drafts, files taken back included: they stay in the store, too.
DRAFT_MAX_FILES = env.int("DRAFT_MAX_FILES", 300)
DRAFT_MAX_BYTES = env.int("DRAFT_MAX_MEGABYTES", 1024) * 1024 * 1024
# Keys that still open what they sealed until ``manage.py rotate_keys`` has sealed it anew.
MATERIAL_KEYS_RETIRED = env.list("MATERIAL_KEYS_RETIRED", default=[])
# Whether long files are sealed in pieces, which releases before 2026-11-30 cannot open.
FILES_IN_PIECES = env.bool("FILES_IN_PIECES", False)
# Dotted path of ``scan(bytes) -> Verdict``; empty: files say that nobody scanned them.
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", "")
MATERIAL_SCANNER = env.str("MATERIAL_SCANNER", "exchange.clamav.scan" if CLAMAV_ADDRESS else "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# How many proxies of ours stand before the server: only what they wrote of the sender is believed.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 0)
# The networks that the back office answers; empty: every address.
ADMIN_NETWORKS = env.list("ADMIN_NETWORKS", default=[])
# A folder with the office's licensed 仿宋, 楷体, 小标宋; without it papers use Debian's Noto CJK.
PRINT_FONTS = env.str("PRINT_FONTS", "")

# Who is sent to: a TOML file, docs/exchange.md; without it the platforms are handed files.
EXCHANGE_CONFIG = env.str("EXCHANGE_CONFIG", "")
EXCHANGE_RECEIVERS, EXCHANGE_832_COUNTIES, EXCHANGE_PUBLIC_PAGES = exchange_settings(
    EXCHANGE_CONFIG
)
EXCHANGE_832_EVERYWHERE = env.bool("EXCHANGE_832_EVERYWHERE", False)
# For a receiver on this very machine: the sandbox of the demo and the tests, never an office.
EXCHANGE_ALLOW_LOOPBACK = env.bool("EXCHANGE_ALLOW_LOOPBACK", False)
# Networks inside the office to which notices of changes may go; elsewhere only public addresses.
WEBHOOK_NETWORKS = env.list("WEBHOOK_NETWORKS", default=[])

# The clock does not start by itself after a longer silence that no running time vouches for.
CLOCK_MAX_GAP_MINUTES = env.int("CLOCK_MAX_GAP_MINUTES", 10)

# Where `manage.py backup` keeps everything: a folder, or s3:https://… with AWS_* beside it.
BACKUP_REPOSITORY = env.str("BACKUP_REPOSITORY", "")
# Opens the backups; keep it, like MATERIAL_KEY, elsewhere than the backups.
BACKUP_PASSWORD = env.str("BACKUP_PASSWORD", "")

# Where each day's head of the audit chain is put beside the auditors' mail: a file of another
# machine, BUCKET/PREFIX with object lock (requirements-s3.txt), and for how long it is locked.
AUDIT_HEADS_FILE = env.str("AUDIT_HEADS_FILE", "")
AUDIT_HEADS_BUCKET = env.str("AUDIT_HEADS_BUCKET", "")
AUDIT_HEADS_DAYS = env.int("AUDIT_HEADS_DAYS", 1095)

# Who is written to each morning while something is wrong (`manage.py doctor`); empty for nobody.
OPERATORS = env.list("OPERATORS", default=[])

# What a monitor brings to read /metrics, 32 characters at least; empty: the address is closed.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")

# Open notices are fetched through SITE_URL every so many minutes; 0: nobody watches.
WATCH_MINUTES = env.int("WATCH_MINUTES", 0)
# host:port to connect to instead of the one that SITE_URL's name leads to; the name stays.
WATCH_ADDRESS = env.str("WATCH_ADDRESS", "")
# Certificates (PEM) that the watch trusts beside the system's, for a site on a private network.
WATCH_CERTIFICATES = env.str("WATCH_CERTIFICATES", "")
# A time-stamping authority (RFC 3161) and its root certificates (PEM); empty: heads bear no stamp.
TIMESTAMP_URL = env.str("TIMESTAMP_URL", "")
TIMESTAMP_CERTIFICATES = env.str("TIMESTAMP_CERTIFICATES", "")
# Who is sent each day's head of the evidence log, beside the public page.
EVIDENCE_WITNESSES = env.list("EVIDENCE_WITNESSES", default=[])
# A file with the key (Ed25519 or SM2, PEM) that signs certificates and their list; empty: none is.
CERTIFICATE_KEY = env.str("CERTIFICATE_KEY", "")
# Files with the public keys (PEM) that have signed before, so that old codes can still be checked.
CERTIFICATE_OLD_KEYS = env.list("CERTIFICATE_OLD_KEYS", default=[])

# Whose pages may read the public API in a browser: "*", or origins with commas; empty for nobody's.
API_CORS_ORIGINS = env.list("API_CORS_ORIGINS", default=["*"])
# How often one address may ask the API in a minute; more is answered 429.
API_RATE_PER_MINUTE = env.int("API_RATE_PER_MINUTE", 600)
# How much of the pages that it has made each process keeps, until something in them changes.
PAGE_CACHE_MEGABYTES = env.int("PAGE_CACHE_MEGABYTES", 32)
# Whether nginx on this machine may give out what it keeps of them; never with several machines.
NGINX_KEEPS_PAGES = env.bool("NGINX_KEEPS_PAGES", False)
# Where the link lies by which nginx knows that something was written (records/nginx_link.py).
NGINX_FOLDER = DATA_ROOT / "front"

VIEWFLOW = {"AUTOREGISTER": False}
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAIL_WORKFLOW_ENABLED = True
# Words that were changed are checked again; the last approval publishes what three people approved.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "pages.last_signature.publish_signed"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
# Passwords and addresses are looked after in one place, /portal/account/.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.documents.library_form.LibraryFileForm"
# Each is written anew without what telephones add, HEIC and WebP as JPEG: others we do not write.
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "heic", "heif", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.documents.library_form.LibraryPictureForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "jpg", "jpeg", "png", "txt", "csv"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# Whether links of documents to other sites are tried before they are signed; asks the internet.
CHECK_LINKS = env.bool("CHECK_LINKS", False)
# Whether scans and photos are read by a machine where requirements-ocr.txt is installed.
READ_PICTURES = env.bool("READ_PICTURES", True)
# 索引号: agency code (with the rule set's district), year, serial; given when a document is signed.
INDEX_NO_PATTERN = env.str("INDEX_NO_PATTERN", "ZG{region}FPB/{year}-{serial:05d}")
#: The index is made anew row by row, each in place: readers find all the while, and nobody who
#: saves a page waits for the last row, as in one transaction.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "config.search", "ATOMIC_REBUILD": False}}
# Index work runs after COMMIT: inside the transaction an indexing error would abort it.
#: Empty: background work is done in the process that asked. "database": by `manage.py db_worker`.
TASKS_BACKEND = env.str("TASKS_BACKEND", "")
TASKS = {"default": {"BACKEND": "config.tasks.OnCommitBackend"}}
if TASKS_BACKEND == "database":
    INSTALLED_APPS.append("django_tasks_db")
    TASKS["default"] = {"BACKEND": "django_tasks_db.DatabaseBackend"}
elif TASKS_BACKEND:
    raise ImproperlyConfigured("TASKS_BACKEND 只能是 database，或者不填")

#: What may be lost, in Redis where there is one; and what is counted, in the database.
CACHES = {
    "default": {"BACKEND": "config.caches.SharedCache", "LOCATION": env.str("REDIS_URL", "")},
    "limits": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_limits",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

#: How often granian is started, its workers, the threads of each, and the clocks beside it.
WEB_PROCESSES = env.int("WEB_PROCESSES", 1)
WEB_WORKERS = env.int("WEB_WORKERS", 2)
WEB_THREADS = env.int("WEB_THREADS", 2)
CLOCKS = env.int("CLOCKS", 1)


def database(url: str) -> dict:
    """The ``default`` database of ``url`` with the options under which no join is ever lost.

    SQLite: IMMEDIATE, or concurrent writers fail with "database is locked"; a thread keeps its
    connection, which costs four PRAGMAs to open; what it reads is mapped, not copied, up to 256 MB
    (a search looks at a thousand rows all over the file). PostgreSQL: READ COMMITTED (its default;
    REPEATABLE READ loses joins), bounded waits, and a pool: however many threads a server starts,
    a process holds no more connections than it should have threads, and gives them back after
    each request. Who waits longer than ``timeout`` for one is told to come again.
    """
    config = environ.Env.db_url_config(url)
    config["ATOMIC_REQUESTS"] = False
    if "sqlite" in config["ENGINE"]:
        config["CONN_MAX_AGE"] = 60
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA mmap_size=268435456;"
            ),
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
        # Several hosts: the one that takes writes, which is the standby once it was promoted.
        several = {"target_session_attrs": "read-write"} if "," in config["HOST"] else {}
        config["OPTIONS"] = {
            **several,
            "pool": {
                "min_size": 1,
                "max_size": WEB_THREADS,
                "timeout": 3,
                # Tries to reach a server that is away grow rarer; a request begins them anew.
                "reconnect_timeout": 3,
            },
            "options": "-c lock_timeout=10000 -c statement_timeout=30000"
            " -c idle_in_transaction_session_timeout=60000",
        }
    return config
