"""What every installation shares. Secrets have no default here: production must bring its own."""

from pathlib import Path

import environ

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
    "django.contrib.auth.backends.ModelBackend",
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
LOGIN_URL = "portal:login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:login"

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
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "site" / "config" / "static"]
MEDIA_URL = "/media/"
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
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# How many proxies of ours stand before the server: only what they wrote of the sender is believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
# A folder with the office's licensed 仿宋, 楷体, 小标宋; without it papers use Debian's Noto CJK.
PRINT_FONTS = env.str("PRINT_FONTS", "")

VIEWFLOW = {"AUTOREGISTER": False}
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
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
