"""Production starts only with every secret and host named, and then passes Django's deploy check."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from credtrack.kernel.secrets import load_or_create_secrets
from credtrack.settings.base import broker_options

pytestmark = pytest.mark.one_leg

ROOT = Path(__file__).resolve().parents[2]
KEY = base64.b64encode(bytes(range(32))).decode()
COMPLETE = {
    "SECRET_KEY": "k9$Zr2!mQ7vX4pL8wT1sB6nY3cH5jD0gFaEuRiOoPzXcVbNmQwErTy",
    "FIELD_ENCRYPTION_KEYS": f"k1:{KEY}",
    "BLIND_INDEX_KEY": KEY,
    "ALLOWED_HOSTS": "credtrack.example.com",
    "DATABASE_URL": "postgres://credtrack:x@127.0.0.1:9/credtrack",
    "CELERY_BROKER_URL": "redis://127.0.0.1:9/0",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.com:587",
    "DEFAULT_FROM_EMAIL": "CredTrack <credtrack@example.com>",
}


def manage(
    environment: dict[str, str], *arguments: str, settings: str = "production"
) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` with nothing but these variables set."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": f"credtrack.settings.{settings}",
            **environment,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_production_does_not_start_without(name: str) -> None:
    for incomplete in ({**COMPLETE, name: " "}, {k: v for k, v in COMPLETE.items() if k != name}):
        ended = manage(incomplete, "diffsettings")
        assert ended.returncode != 0
        (told,) = (line for line in ended.stderr.splitlines() if "does not start without" in line)
        assert told.split("variables: ")[1].split(". ")[0] == name


def test_production_names_all_that_is_missing_at_once() -> None:
    ended = manage({}, "diffsettings")
    assert ended.returncode != 0
    assert all(name in ended.stderr for name in COMPLETE)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("EMAIL_URL", "http://mail.example.com", "EMAIL_URL does not say how mail leaves: http:// is no way"),
        ("EMAIL_URL", "dummymail://", "EMAIL_URL does not say how mail leaves: dummymail:// is no way"),
        ("DEFAULT_FROM_EMAIL", "CredTrack", "which is no sender"),
    ],
)
def test_production_refuses_mail_settings_that_mean_nothing(name: str, value: str, told: str) -> None:
    ended = manage({**COMPLETE, name: value}, "diffsettings")
    assert ended.returncode != 0
    assert told in ended.stderr


def test_production_passes_the_deploy_check() -> None:
    ended = manage(COMPLETE, "check", "--deploy", "--fail-level", "WARNING")
    assert ended.returncode == 0, ended.stderr
    assert "no issues" in ended.stdout


def test_deploy_check_can_fail() -> None:
    ended = manage({**COMPLETE, "SECURE_HSTS_SECONDS": "0"}, "check", "--deploy", "--fail-level", "WARNING")
    assert ended.returncode != 0
    assert "security.W004" in ended.stderr


def test_production_uses_what_it_was_given() -> None:
    told = manage(COMPLETE, "diffsettings").stdout
    assert "DEBUG = False" not in told.replace("DEBUG = False  ###", ""), "debug stays Django's default, off"
    assert "EMAIL_HOST = 'mail.example.com'" in told
    assert "EMAIL_USE_TLS = True" in told
    assert "ALLOWED_HOSTS = ['credtrack.example.com']" in told
    assert "CSRF_TRUSTED_ORIGINS = ['https://credtrack.example.com']" in told


def test_redis_hands_out_again_only_what_no_worker_can_still_hold() -> None:
    options = broker_options("redis://127.0.0.1:9/0")
    assert options["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 10


def test_one_machine_writes_into_its_data_folder_only(tmp_path: Path) -> None:
    data = tmp_path / "data"
    code = (
        "from django.conf import settings as s; from pathlib import Path;"
        "print(*[s.DATABASES['default']['NAME'], s.MEDIA_ROOT, s.STATIC_ROOT, s.EMAIL_FILE_PATH,"
        "s.CACHES['default']['LOCATION'], s.FILE_UPLOAD_TEMP_DIR, s.CELERY_BROKER_TRANSPORT_OPTIONS['path']], sep='\\n')"
    )
    ended = manage({"CREDTRACK_DATA_DIR": str(data)}, "shell", "--no-imports", "-c", code, settings="local")
    assert ended.returncode == 0, ended.stderr
    places = [Path(line) for line in ended.stdout.splitlines()]
    assert len(places) == 7
    assert all(place.is_relative_to(data) for place in places)
    assert data.stat().st_mode & 0o077 == 0, "others on the machine cannot read it"


def test_secrets_are_made_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    first = load_or_create_secrets(path)
    assert first == load_or_create_secrets(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(first["SECRET_KEY"]) >= 50
    assert len(base64.b64decode(first["BLIND_INDEX_KEY"])) == 32
    assert list(tmp_path.iterdir()) == [path], "no draft is left behind"


def test_two_sites_have_different_secrets(tmp_path: Path) -> None:
    one, two = (load_or_create_secrets(tmp_path / name) for name in ("one", "two"))
    assert set(one.values()).isdisjoint(two.values())
