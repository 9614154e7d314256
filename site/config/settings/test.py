"""The test run: quick hashing, throw-away files, no sleeping; the database from DATABASE_URL."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, STORAGES, TASKS_BACKEND, database, env

_home = env.str("DATA_ROOT", "")  # by a test, to a process that it starts
_files = Path(_home or tempfile.mkdtemp(prefix="gongshi-test-"))
if not _home:
    atexit.register(shutil.rmtree, _files, ignore_errors=True)
DATA_ROOT = _files
SECRET_KEY = "test-only-" + "x" * 50
MATERIAL_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
AUDIT_KEY = "test-only-audit-key"
FILES_IN_PIECES = True
ALLOWED_HOSTS = ["*"]
SITE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = SITE_URL
SIMULATION_ALLOWED = True
INSTALLED_APPS = ["demo", *INSTALLED_APPS]
DATABASES = {"default": database(env.str("DATABASE_URL", f"sqlite:///{_files}/test.sqlite3"))}
# A file, not memory: the concurrency tests open it from other processes.
DATABASES["default"].setdefault("TEST", {})
DATABASES["default"]["OPTIONS"].pop("pool", None)  # tests/config/test_connections.py has its own
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"]["NAME"] = str(_files / "test.sqlite3")
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
        "PRAGMA mmap_size=268435456;"
    )
CACHES["default"]["LOCATION"] = ""  # noqa: F405 - each process has its own; no server is asked
API_RATE_PER_MINUTE = 100_000  # tests/config/test_api_headers.py has its own
PAGE_CACHE_MEGABYTES = (
    0  # in one long transaction nothing is committed; test_page_cache.py has its own
)
NGINX_KEEPS_PAGES, NGINX_FOLDER = False, _files / "front"
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # one process makes all the tests' requests
# Papers walk for months under one sign-in; tests/portal/test_sessions.py has its own limits.
SESSION_IDLE_SECONDS = STAFF_SESSION_SECONDS = SESSION_COOKIE_AGE = 10 * 365 * 86400
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = _files / "media" / "public"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {
        "BACKEND": "files.storage.WholeFileStorage",
        "OPTIONS": {"location": _files / "media" / "private", "base_url": None},
    },
    "editions": {
        "BACKEND": "files.storage.WholeFileStorage",
        "OPTIONS": {"location": _files / "editions", "base_url": None},
    },
}
READ_PICTURES = False  # seconds for each picture; tests/pages/test_pictures.py has its own
WHITENOISE_AUTOREFRESH = True
if not TASKS_BACKEND:  # tests/config/test_background.py has workers
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
LOGGING = {"version": 1, "disable_existing_loggers": False}
