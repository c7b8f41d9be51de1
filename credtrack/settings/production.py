"""Many users: PostgreSQL and Redis; nothing secret has a default, and what is missing is named."""

from django.core.exceptions import ImproperlyConfigured

from credtrack.kernel.mail_settings import mail_from, sender_from
from credtrack.settings.base import *  # noqa: F403  # Django's own idiom for layered settings
from credtrack.settings.base import broker_options, database_from, env

REQUIRED = (
    "SECRET_KEY",
    "FIELD_ENCRYPTION_KEYS",
    "BLIND_INDEX_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "CELERY_BROKER_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
)
_missing = [name for name in REQUIRED if not env.str(name, default="").strip()]
if _missing:
    raise ImproperlyConfigured(
        "CredTrack does not start without these environment variables: "
        + ", ".join(_missing)
        + ". docs/deployment.md says what each one holds."
    )

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
FIELD_ENCRYPTION_KEYS = env.str("FIELD_ENCRYPTION_KEYS")
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
# Where links in mails lead; the first host serves unless told otherwise.
SITE_URL = env.str("SITE_URL", default="") or f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = env.list(
    "CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
)
DATABASES = {"default": database_from(env.str("DATABASE_URL"))}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# The proxy in front must set this header itself and drop what a client sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Rate limits count by the address that the outermost of our own proxies saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

vars().update(mail_from(env.str("EMAIL_URL")))
DEFAULT_FROM_EMAIL = sender_from(env.str("DEFAULT_FROM_EMAIL"))

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL")
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(CELERY_BROKER_URL)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL", default=CELERY_BROKER_URL),
        "KEY_PREFIX": "credtrack",
    }
}
# Sessions stay in the database: who is signed in keeps working while Redis is away.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
