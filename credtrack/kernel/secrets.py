"""Which secrets a one-machine set-up uses: random ones, made once, readable by their owner only."""

import base64
import os
import secrets
from pathlib import Path


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def load_or_create_secrets(path: Path) -> dict[str, str]:
    """Return the secrets stored at `path`, creating the file (mode 0600) on first use.

    Two processes may start at once: the file is made by an exclusive create, and the loser reads
    what the winner wrote.
    """
    if not path.exists():
        fresh = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_ENCRYPTION_KEYS": f"k1:{_random_key()}",
            "BLIND_INDEX_KEY": _random_key(),
        }
        text = "".join(f"{name}={value}\n" for name, value in fresh.items())
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(text)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, value in pairs}
