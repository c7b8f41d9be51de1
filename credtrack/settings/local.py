"""One machine, nothing else to install: SQLite, a broker on disk, secrets made on first start."""

from credtrack.kernel.mail_settings import mail_from
from credtrack.kernel.secrets import load_or_create_secrets
from credtrack.settings.base import *  # noqa: F403  # Django's own idiom for layered settings
from credtrack.settings.base import DATA_DIR, broker_options, database_from, env

DEBUG = env.bool("DEBUG", default=False)
# Everything a site writes lies here, readable by its owner only.
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
_secrets = load_or_create_secrets(DATA_DIR / "secrets.env")
SECRET_KEY = env.str("SECRET_KEY", default=_secrets["SECRET_KEY"])
FIELD_ENCRYPTION_KEYS = env.str("FIELD_ENCRYPTION_KEYS", default=_secrets["FIELD_ENCRYPTION_KEYS"])
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY", default=_secrets["BLIND_INDEX_KEY"])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DATABASES = {
    "default": database_from(env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/credtrack.sqlite3"))
}
# Without a mail server every mail becomes a file, which the mail page points to.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
if env.str("EMAIL_URL", default="").strip():
    vars().update(mail_from(env.str("EMAIL_URL")))

FILE_UPLOAD_TEMP_DIR = DATA_DIR / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        # Culling picks its victims at random; heartbeats must not be among them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="sqlitefile://")
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(CELERY_BROKER_URL)
# Remote control needs a broker that can talk to all workers at once; the one on disk cannot.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = not CELERY_BROKER_URL.startswith("sqlitefile")
