"""The suite's settings: fixed keys, fast hashing, no outside connection; `DATABASE_URL` picks the database."""

import atexit
import shutil
import tempfile
from pathlib import Path

from credtrack.settings.base import *  # noqa: F403  # Django's own idiom for layered settings
from credtrack.settings.base import database_from, env

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105  # a fixed key makes signed values comparable
FIELD_ENCRYPTION_KEYS = "t1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
BLIND_INDEX_KEY = "YmxpbmQtaW5kZXgtb25seS1mb3ItdGVzdHMtMzJieXQ="
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "https://credtrack.example"
DATABASES = {"default": database_from(env.str("DATABASE_URL", default="sqlite:///:memory:"))}
DATA_DIR = Path(tempfile.mkdtemp(prefix="credtrack-test-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str] = {}
# No test may reach the real registry: a closed local port answers at once.
NPPES_API_URL = "http://127.0.0.1:9/api/"
