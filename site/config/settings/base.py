"""What every installation shares. Secrets have no default here: production must bring its own."""

from pathlib import Path

import django
import environ

from config.mounting import prefix_of

from .access import *  # noqa: F403

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var"
env = environ.Env()

SITE_NAME = "章贡区扶贫产品认定与公示系统"
DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "registry.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: whoever is locked out is asked nothing more
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
    "demo",
    "portal",
    "exchange",
    "workflow",
    "pages",
    "supervision",
    "ledger",
    "catalog",
    "registry",
    "printing",
    # Viewflow's engine only: its Material front end is not mounted (DECISIONS.md)
    "viewflow.workflow",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
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
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pages.reading.KeepSizesApart",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.api_headers.ApiHeaders",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "config.sessions.SessionEndMiddleware",
    "config.second_factor.StaffSecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers for whoever is locked out
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
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Mail becomes a row of the outbox in the business transaction; the clock sends it with the other.
EMAIL_BACKEND = "registry.mail.OutboxBackend"
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "gongshi@localhost")

LANGUAGE_CODE = "zh-hans"
#: Ours has what the packages lack in Chinese. Then words of Django's apps that are not installed:
#: the registers filter by date as its admin does, Wagtail tells times as humanize does.
LOCALE_PATHS = [
    ROOT / "site" / "config" / "locale",
    *(Path(django.__file__).parent / "contrib" / app / "locale" for app in ("admin", "humanize")),
]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Below a path of the district's portal, e.g. /xxgk/cpgs/; empty at the root of a host of its own.
FORCE_SCRIPT_NAME = prefix_of(env.str("URL_PREFIX", ""))
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{FORCE_SCRIPT_NAME or ''}/"
# Relative: Django puts the prefix in front.
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "site" / "config" / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = ROOT / "media" / "public"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Application materials: outside MEDIA_ROOT, so no public URL can ever reach them.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ROOT / "media" / "private", "base_url": None},
    },
}
MATERIAL_MAX_BYTES = 20 * 1024 * 1024
# What one applicant may keep in drafts, files taken back included: they stay in the store, too.
DRAFT_MAX_FILES = env.int("DRAFT_MAX_FILES", 300)
DRAFT_MAX_BYTES = env.int("DRAFT_MAX_MEGABYTES", 1024) * 1024 * 1024
# Keys that still open what they sealed until ``manage.py rotate_keys`` has sealed it anew.
MATERIAL_KEYS_RETIRED = env.list("MATERIAL_KEYS_RETIRED", default=[])
# Dotted path of ``scan(bytes) -> Verdict``; empty: files say that nobody scanned them.
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", "")
MATERIAL_SCANNER = env.str("MATERIAL_SCANNER", "exchange.clamav.scan" if CLAMAV_ADDRESS else "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# How many proxies of ours stand before the server: only what they wrote of the sender is believed.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 0)
# A folder with the office's licensed 仿宋, 楷体, 小标宋; without it papers use Debian's Noto CJK.
PRINT_FONTS = env.str("PRINT_FONTS", "")

# Whose pages may read the public API in a browser: "*", or origins with commas; empty for nobody's.
API_CORS_ORIGINS = env.list("API_CORS_ORIGINS", default=["*"])

VIEWFLOW = {"AUTOREGISTER": False}
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAIL_WORKFLOW_ENABLED = True
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
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.library_form.LibraryFileForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "jpg", "jpeg", "png", "txt", "csv"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# 索引号: agency code, year, serial; given when a document is signed.
INDEX_NO_PATTERN = env.str("INDEX_NO_PATTERN", "ZG360702FPB/{year}-{serial:05d}")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "config.search"}}
# Index work runs after COMMIT: inside the transaction an indexing error would abort it.
TASKS = {"default": {"BACKEND": "config.tasks.OnCommitBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django_tasks": {"level": "WARNING"},  # a line per index update otherwise
        "pikepdf": {"level": "WARNING"},
        "gongshi.audit": {"propagate": False},  # production alone has somewhere to mirror to
        "axes": {"level": "ERROR"},  # its lines name people; the database keeps what it saw
    },
}


def database(url: str) -> dict:
    """The ``default`` database of ``url`` with the options under which no join is ever lost.

    SQLite: IMMEDIATE, or concurrent writers fail with "database is locked". PostgreSQL: READ
    COMMITTED (its default; REPEATABLE READ loses joins) and bounded waits.
    """
    config = environ.Env.db_url_config(url)
    config["ATOMIC_REQUESTS"] = False
    if "sqlite" in config["ENGINE"]:
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
            ),
        }
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = {
            "options": "-c lock_timeout=10000 -c statement_timeout=30000"
            " -c idle_in_transaction_session_timeout=60000"
        }
    return config
