"""How long does a command take that prints JSON, and how much memory, in a process of its own?"""

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.databases import Database
from bench.serving import ROOT, environment


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command, start-up included, with the JSON it printed."""

    seconds: float
    megabytes: float
    told: dict[str, Any]


def run(command: list[str], database: Database, folder: Path) -> Run:
    """Run a command to its end; raises `SystemExit` when it fails."""
    output = folder / "told.json"
    started = time.perf_counter()
    with output.open("w") as handle:
        child = subprocess.Popen(command, cwd=ROOT, env=environment(database, folder), stdout=handle)
        # wait4 tells the peak memory of this very child.
        _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        code = os.waitstatus_to_exitcode(status)
        raise SystemExit(f"{' '.join(command[1:3])} stopped with {code}; what it says stands above.")
    return Run(seconds, usage.ru_maxrss / 1024, json.loads(output.read_text()))
