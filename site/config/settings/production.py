"""A real office. Refuses to start while any of its secrets or addresses is missing."""

from .base import *  # noqa: F403
from .base import FORCE_SCRIPT_NAME, database, env

SECRET_KEY = env.str("SECRET_KEY")
MATERIAL_KEY = env.str("MATERIAL_KEY")
AUDIT_KEY = env.str("AUDIT_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env.str("SITE_URL")
WAGTAILADMIN_BASE_URL = SITE_URL
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATABASES = {"default": database(env.str("DATABASE_URL"))}
CACHES["default"]["LOCATION"] = env.str("REDIS_URL")  # noqa: F405
EMAIL_HOST = env.str("MAIL_HOST")
EMAIL_PORT = env.int("MAIL_PORT", 465)
EMAIL_HOST_USER = env.str("MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("MAIL_PASSWORD", "")
EMAIL_USE_SSL = env.bool("MAIL_SSL", True)
EMAIL_USE_TLS = env.bool("MAIL_STARTTLS", False)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM")
SIMULATION_ALLOWED = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
if not FORCE_SCRIPT_NAME:  # no other host of the domain can set a cookie of such a name
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
WATCH_MINUTES = env.int("WATCH_MINUTES", 5)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
# The audit trail's mirror: JSON lines on stdout, for whoever keeps logs off this host.
LOGGING["formatters"]["bare"] = {"format": "%(message)s"}  # noqa: F405
LOGGING["handlers"]["stdout"] = {  # noqa: F405
    "class": "logging.StreamHandler",
    "formatter": "bare",
    "stream": "ext://sys.stdout",
}
LOGGING["loggers"]["gongshi.audit"] = {  # noqa: F405
    "handlers": ["stdout"],
    "level": "INFO",
    "propagate": False,
}
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", True)
IDENTITY_AGAIN = env.bool("IDENTITY_AGAIN", True)
# How many proxies stand before us: without it everybody seems to come from the proxy's address.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 1)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
