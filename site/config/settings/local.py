"""A person's own machine: SQLite in ``var/``, secrets made on first use and never committed."""

import os
import secrets as random

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, ROOT, VAR, database, env


def _secret(name: str, make) -> str:
    """The secret kept in ``var/secrets/``; made once, readable by its owner only."""
    path = VAR / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
    return path.read_text().strip()


def _file_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def _signing_key() -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _key_file(name: str, make) -> str:
    """Where a key lies that is read from its file."""
    _secret(name, make)
    return f"{VAR / 'secrets' / name}"


SECRET_KEY = _secret("django", lambda: random.token_urlsafe(50))
MATERIAL_KEY = _secret("material", _file_key)
AUDIT_KEY = _secret("audit", lambda: random.token_urlsafe(50))
# So that the demo signs certificates and their list; an office makes its own key (handbook).
CERTIFICATE_KEY = env.str("CERTIFICATE_KEY", "") or _key_file("certificate", _signing_key)
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
#: Where the demo was last started: printed on certificates, followed from an exported copy.
_ADDRESS = VAR / "site_url"
SITE_URL = env.str("SITE_URL", _ADDRESS.read_text() if _ADDRESS.exists() else "") or (
    "http://localhost:8000"
)
WAGTAILADMIN_BASE_URL = SITE_URL
FILES_IN_PIECES = True
DATABASES = {"default": database(env.str("DATABASE_URL", f"sqlite:///{VAR}/gongshi.sqlite3"))}
READY_TABLES = ROOT / "site" / "config" / "tables.sql"
SIMULATION_ALLOWED = True
INSTALLED_APPS = ["demo", *INSTALLED_APPS]
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"  # var/mail
EMAIL_FILE_PATH = VAR / "mail"
STORAGES = {  # no collectstatic step between a clone and a look
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns without it
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
