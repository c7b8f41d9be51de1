"""Are reminders planned and digests made? The room's part of `/healthz`; no address, no name."""

import datetime as dt

from accounts import job_runs
from accounts.mail_health import age_seconds
from credtrack.kernel.health import Health
from reminders import running

# Plans run every five minutes and digests every two: after so long several in a row are missing.
SILENT = dt.timedelta(minutes=20)
_WORDS = {running.PLAN: "Reminders were last planned", running.SEND: "Digests were last made"}


def check(health: Health) -> None:
    """Add the ages of the last good runs, and a sentence for each that is overdue or failed in part."""
    runs = {run.name: run for run in job_runs.read()}
    for name, words in _WORDS.items():
        run = runs.get(name)
        age = age_seconds(run) if run else None
        if run is None or age is None:
            health.jobs[name] = {"ok": True, "age_seconds": None, "said": "has not run yet"}
            continue
        told = health.jobs.setdefault(name, {"ok": True, "age_seconds": round(age, 1), "said": "ended well"})
        if age > SILENT.total_seconds():
            told["ok"] = False
            health.problems.append(f"{words} {age / 60:.0f} minutes ago.")
        if failed := run.counts.get("failed_organizations"):
            told["ok"] = False
            count = "one organization" if failed == 1 else f"{failed} organizations"
            health.problems.append(f"The last run of {name} failed for {count}; the log says why.")
