"""docker-compose.yml as a container engine would read it, for tests that have no engine."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
_VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}|\$(?P<bare>\w+)")


class Missing(Exception):
    """A variable marked with `:?` has no value."""


@dataclass
class Compose:
    """The file with its variables filled in from `environment`, as `docker compose config` does."""

    environment: dict[str, str]
    used: set[str] = field(default_factory=set)

    def _fill(self, text: str) -> str:
        def value(match: re.Match[str]) -> str:
            if match[0] == "$$":
                return "$"
            name = match["name"] or match["bare"]
            self.used.add(name)
            found = self.environment.get(name, "")
            if found or match["kind"] is None:
                return found
            if match["kind"] == "?":
                raise Missing(f"{name}: {match['rest']}")
            return str(match["rest"])

        return _VARIABLE.sub(value, text)

    def _filled(self, node: Any) -> Any:
        if isinstance(node, str):
            return self._fill(node)
        if isinstance(node, list):
            return [self._filled(item) for item in node]
        if isinstance(node, dict):
            return {key: self._filled(value) for key, value in node.items()}
        return node

    @cached_property
    def document(self) -> dict[str, Any]:
        """The whole file; raises `Missing` for the first variable without a value."""
        found: dict[str, Any] = self._filled(yaml.safe_load((ROOT / "docker-compose.yml").read_text()))
        return found

    @property
    def services(self) -> dict[str, dict[str, Any]]:
        """The services by name."""
        found: dict[str, dict[str, Any]] = self.document["services"]
        return found


def example_variables() -> dict[str, str]:
    """Return the variables that .env.example explains, with their example values."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def filled_example() -> dict[str, str]:
    """Return .env.example as an operator would complete it."""
    key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    return {
        **example_variables(),
        "SECRET_KEY": "k9$Zr2!mQ7vX4pL8wT1sB6nY3cH5jD0gFaEuRiOoPzXcVbNmQwErTy",
        "FIELD_ENCRYPTION_KEYS": f"k1:{key}",
        "BLIND_INDEX_KEY": key,
        "POSTGRES_PASSWORD": "database0password",
        "REDIS_PASSWORD": "queue0password",
    }
