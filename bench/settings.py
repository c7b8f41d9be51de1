"""Production settings on loopback: no TLS, no Redis, and the plain Django admin to compare with."""

import os
import secrets
from base64 import b64encode

_KEY = b64encode(b"a key of the benchmark, 32 bytes").decode()
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
os.environ.setdefault("FIELD_ENCRYPTION_KEYS", f"b1:{_KEY}")
os.environ.setdefault("BLIND_INDEX_KEY", _KEY)
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")
os.environ.setdefault("CELERY_BROKER_URL", "memory://")
os.environ.setdefault("EMAIL_URL", "consolemail://")
os.environ.setdefault("DEFAULT_FROM_EMAIL", "bench@example.com")

from credtrack.settings.production import *  # noqa: E402, F403  # the environment comes first

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ROOT_URLCONF = "bench.admin_site"
MIDDLEWARE = [*MIDDLEWARE, "bench.admin_site.open_every_organization"]  # noqa: F405
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING"}}
