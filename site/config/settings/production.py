"""A real office. Refuses to start while any of its secrets or addresses is missing."""

from .base import *  # noqa: F403
from .base import database, env

SECRET_KEY = env.str("SECRET_KEY")
MATERIAL_KEY = env.str("MATERIAL_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env.str("SITE_URL")
WAGTAILADMIN_BASE_URL = SITE_URL
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATABASES = {"default": database(env.str("DATABASE_URL"))}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("REDIS_URL"),
    }
}
SIMULATION_ALLOWED = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", True)
# How many proxies stand before us: without it everybody seems to come from the proxy's address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 1)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
