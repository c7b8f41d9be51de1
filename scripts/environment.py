"""Makes .venv and installs the pinned requirements into it; does nothing when nothing changed.

Run as `python3 scripts/environment.py run|dev`. Standard library only, and nothing that an old
Python could not read, because its first job is to refuse one in plain words.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# The development set holds everything of the runtime set, so it serves both.
FILES = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
ADVICE = f"On Debian and Ubuntu: apt install python{VERSION}-venv"


def say(text: str) -> None:
    """Tell what takes a moment."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def refuse(text: str) -> None:
    """End with a sentence for the person at the keyboard."""
    sys.exit("CredTrack: " + text)


def check_python() -> None:
    """Refuse a Python that is too old or cannot make environments."""
    if sys.version_info < (3, 11):
        refuse(
            f"this is Python {VERSION}, and 3.11 or newer is needed. "
            "Name another one, for example: make run PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401  # Debian ships it in a package of its own
    except ImportError:
        refuse(f"this Python cannot make environments. {ADVICE}")


def succeeds(command: List[str]) -> bool:
    """Run a command silently and return whether it succeeded."""
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_environment() -> None:
    """Make .venv anew."""
    say("Making the environment in .venv ...")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        refuse(f"the environment could not be made; the lines above say why. {ADVICE}")


def installer() -> List[str]:
    """Return the install command: uv where it is at hand, because it is ten times faster; else pip."""
    uv = shutil.which("uv")
    if uv and succeeds([uv, "--version"]):
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    pip = [str(PYTHON), "-m", "pip"]
    if not succeeds([*pip, "--version"]):
        subprocess.check_call([str(PYTHON), "-m", "ensurepip"], stdout=subprocess.DEVNULL)
    return [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-compile"]


def stamp(name: str) -> Path:
    """Return the note of which state of a requirements file was installed."""
    return VENV / f"installed-{name}"


def digest(name: str) -> str:
    """Return what that note must say."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def installed(name: str) -> bool:
    """Return whether exactly this state of the file was installed."""
    return stamp(name).exists() and stamp(name).read_text() == digest(name)


def install(name: str) -> None:
    """Install a requirements file, every package checked against its hash.

    The lists are complete, so nothing is resolved: pip would look at the newest release of a package
    that another one asks for with an extra (`coverage[toml]`), and refuse it as not pinned.
    """
    say(f"Installing {name} ...")
    if subprocess.call([*installer(), "--no-deps", "--require-hashes", "-r", str(ROOT / name)]):
        refuse(f"the packages of {name} could not be installed; the lines above say why.")
    stamp(name).write_text(digest(name))


def main(kind: str) -> None:
    """Bring .venv to the state that `kind` (run or dev) needs."""
    check_python()
    if not succeeds([str(PYTHON), "-c", ""]):
        make_environment()
    if not (installed(FILES[kind]) or installed(FILES["dev"])):
        install(FILES[kind])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
