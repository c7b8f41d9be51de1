"""Everything docker-compose.yml and the Dockerfile name exists in the project, and nothing is missing."""

import importlib.util
import re
from typing import Any

import pytest
from django.core.management import get_commands
from django.utils.module_loading import import_string

from tests.running.compose import ROOT, Compose, Missing, example_variables, filled_example

pytestmark = pytest.mark.one_leg

OURS = ("release", "web", "worker", "beat")
SERVERS = ("db", "redis")


@pytest.fixture(scope="module")
def compose() -> Compose:
    return Compose(filled_example())


def required() -> set[str]:
    """Return what production settings refuse to start without."""
    text = (ROOT / "credtrack/settings/production.py").read_text()
    return set(re.findall(r'"(\w+)"', text.split("REQUIRED = (")[1].split(")")[0]))


def seconds(text: str) -> int:
    amount, unit = re.fullmatch(r"(\d+)([sm])", text).groups()  # type: ignore[union-attr]
    return int(amount) * {"s": 1, "m": 60}[unit]


def test_services_are_these(compose: Compose) -> None:
    assert set(compose.services) == {*OURS, *SERVERS}


def test_one_image_serves_every_process_of_ours(compose: Compose) -> None:
    assert {compose.services[name]["image"] for name in OURS} == {"credtrack:latest"}
    built = [name for name in compose.services if "build" in compose.services[name]]
    assert built == ["release"], "built once, before the others start"
    assert (ROOT / compose.services["release"]["build"] / "Dockerfile").is_file()


@pytest.mark.parametrize("name", sorted(filled_example()))
def test_variable_without_a_value_stops_the_start_or_has_a_default(name: str) -> None:
    without = {key: value for key, value in filled_example().items() if key != name}
    optional = {"CREDTRACK_VERSION", "HTTP_PORT", "WEB_WORKERS", "WORKER_CONCURRENCY", "LOG_LEVEL"}
    optional |= {"SECURE_HSTS_SECONDS", "SITE_URL", "TRUSTED_PROXY_COUNT"}
    if name in optional:
        assert Compose(without).document
    else:
        with pytest.raises(Missing, match=name):
            assert Compose(without).document


def test_every_variable_is_explained_and_none_is_left_over(compose: Compose) -> None:
    assert compose.document
    assert compose.used == set(example_variables())
    page = (ROOT / "docs/deployment.md").read_text()
    assert [name for name in sorted(compose.used) if f"`{name}`" not in page] == []


def test_no_secret_has_a_value_in_the_files() -> None:
    secrets = {
        "SECRET_KEY",
        "FIELD_ENCRYPTION_KEYS",
        "BLIND_INDEX_KEY",
        "POSTGRES_PASSWORD",
        "REDIS_PASSWORD",
    }
    assert {name for name in secrets if example_variables()[name]} == set()
    text = (ROOT / "docker-compose.yml").read_text()
    assert [name for name in secrets if re.search(rf"\$\{{{name}(:-|\}})", text)] == []


@pytest.mark.parametrize("name", OURS)
def test_processes_get_everything_production_needs(name: str, compose: Compose) -> None:
    environment = compose.services[name]["environment"]
    assert required() - set(environment) == set()
    assert environment["DJANGO_SETTINGS_MODULE"] == "credtrack.settings.production"
    assert importlib.util.find_spec(environment["DJANGO_SETTINGS_MODULE"])


@pytest.mark.parametrize("name", OURS)
def test_given_settings_are_all_read_somewhere(name: str, compose: Compose) -> None:
    code = "".join(path.read_text() for path in (ROOT / "credtrack/settings").glob("*.py"))
    known_elsewhere = {"DJANGO_SETTINGS_MODULE", "REMAP_SIGTERM"}  # Django, Celery
    given = set(compose.services[name]["environment"]) - known_elsewhere
    assert [variable for variable in sorted(given) if f'"{variable}"' not in code] == []


def test_addresses_point_to_services_of_the_file(compose: Compose) -> None:
    environment = compose.services["web"]["environment"]
    for name, host, port in (
        ("DATABASE_URL", "db", 5432),
        ("CELERY_BROKER_URL", "redis", 6379),
        ("CACHE_URL", "redis", 6379),
    ):
        assert f"@{host}:{port}/" in environment[name]
        assert host in compose.services
    db = compose.services["db"]["environment"]
    assert environment["DATABASE_URL"] == (
        f"postgres://{db['POSTGRES_USER']}:{db['POSTGRES_PASSWORD']}@db:5432/{db['POSTGRES_DB']}"
    )
    assert (
        f":{compose.services['redis']['environment']['REDIS_PASSWORD']}@" in environment["CELERY_BROKER_URL"]
    )


@pytest.mark.parametrize("name", ["web", "worker", "beat", *SERVERS])
def test_lasting_services_are_watched_and_stop_in_time(name: str, compose: Compose) -> None:
    service = compose.services[name]
    check = service["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert seconds(check["timeout"]) <= seconds(check["interval"])
    assert check["retries"] >= 3
    assert service["restart"] == "unless-stopped"
    assert seconds(service["stop_grace_period"]) >= 20


def test_release_runs_once_before_the_others(compose: Compose) -> None:
    assert compose.services["release"]["healthcheck"] == {"disable": True}
    for name in ("web", "worker", "beat"):
        needs = compose.services[name]["depends_on"]
        assert needs["release"] == {"condition": "service_completed_successfully"}
    for name in OURS:
        for server in SERVERS:
            assert compose.services[name]["depends_on"][server] == {"condition": "service_healthy"}


def test_volumes_are_declared_used_and_writable_for_the_image(compose: Compose) -> None:
    mounts = {
        (name, *mount.split(":"))
        for name, service in compose.services.items()
        for mount in service.get("volumes", [])
    }
    assert {volume for _, volume, _ in mounts} == set(compose.document["volumes"])
    dockerfile = (ROOT / "Dockerfile").read_text()
    owned = re.search(r"install -d -o credtrack .* (/data .*)", dockerfile)
    assert owned
    for name, _, folder in mounts:
        assert name in SERVERS or folder in owned[1].split()
    assert {("web", "media", "/data/media"), ("worker", "media", "/data/media")} <= mounts
    schedule = next(part for part in compose.services["beat"]["command"] if part.startswith("--schedule="))
    assert schedule.startswith("--schedule=/data/beat/")


def test_site_is_reachable_from_this_machine_only(compose: Compose) -> None:
    ports = {name: service["ports"] for name, service in compose.services.items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}
    assert "--bind=0.0.0.0:8000" in compose.services["web"]["command"]


@pytest.mark.parametrize("name", OURS)
def test_processes_run_without_rights_they_do_not_need(name: str, compose: Compose) -> None:
    service = compose.services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "user" not in service, "the image's own user, which is not root"


def test_commands_name_what_exists(compose: Compose) -> None:
    commands: dict[str, Any] = {name: compose.services[name]["command"] for name in OURS}
    assert commands["release"][:2] == ["python", "manage.py"]
    assert commands["release"][2] in get_commands()
    assert callable(import_string(commands["web"][1].replace(":", ".")))
    for name in ("worker", "beat"):
        assert commands[name][:3] == ["celery", "--app=credtrack", name]
    for name in ("web", "beat"):
        check = compose.services[name]["healthcheck"]["test"]
        assert check[:4] == ["CMD", "python", "manage.py", "check_health"]
        assert check[3] in get_commands()


def test_soft_stop_fits_into_the_time_the_engine_grants(compose: Compose, settings: Any) -> None:
    worker = compose.services["worker"]
    assert worker["environment"]["REMAP_SIGTERM"] == "SIGQUIT"
    assert seconds(worker["stop_grace_period"]) > settings.CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT
    web = compose.services["web"]
    graceful = next(part for part in web["command"] if part.startswith("--graceful-timeout="))
    assert int(graceful.split("=")[1]) < seconds(web["stop_grace_period"])


def test_dockerfile_copies_what_exists_and_ends_without_root() -> None:
    text = (ROOT / "Dockerfile").read_text()
    copies = re.findall(r"^COPY (?!--from)(\S+) ", text, re.MULTILINE)
    assert [source for source in copies if not (ROOT / source).exists()] == []
    instructions = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
    assert instructions.index("USER credtrack") > max(
        number for number, line in enumerate(instructions) if line.startswith(("COPY", "RUN"))
    )


def test_dockerfile_copies_every_room_and_the_context_lets_them_in(settings: Any) -> None:
    rooms = {app.split(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.split(".")[0]).is_dir()}
    text = (ROOT / "Dockerfile").read_text()
    ignore = (ROOT / ".dockerignore").read_text().splitlines()
    for name in (*rooms, "static", "templates", "manage.py", "requirements.txt"):
        assert re.search(rf"^COPY {re.escape(name)} ", text, re.MULTILINE), name
        assert f"!{name}" in ignore, name
    assert "*" in ignore, "nothing else, above all no data and no .env"


def test_image_collects_static_files_where_production_serves_them() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert "CREDTRACK_STATIC_ROOT=/app/static-collected" in text
    assert "manage.py collectstatic --noinput" in text
