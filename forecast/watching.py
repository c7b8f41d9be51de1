"""Are forecasts made? The room's part of `/healthz`; no address, no name."""

import datetime as dt

from accounts import job_runs
from accounts.mail_health import age_seconds
from credtrack.kernel.health import Health
from forecast import running

# The run comes every hour and does nothing where the day is done: after so long several are missing.
SILENT = dt.timedelta(hours=4)


def check(health: Health) -> None:
    """Add the age of the last good run, and a sentence where it is overdue or failed in part."""
    run = next((run for run in job_runs.read() if run.name == running.NAME), None)
    age = age_seconds(run) if run else None
    if run is None or age is None:
        health.jobs[running.NAME] = {"ok": True, "age_seconds": None, "said": "has not run yet"}
        return
    told = health.jobs.setdefault(
        running.NAME, {"ok": True, "age_seconds": round(age, 1), "said": "ended well"}
    )
    if age > SILENT.total_seconds():
        told["ok"] = False
        health.problems.append(f"Forecasts were last looked at {age / 3600:.0f} hours ago.")
    if failed := run.counts.get("failed_organizations"):
        told["ok"] = False
        count = "one organization" if failed == 1 else f"{failed} organizations"
        health.problems.append(f"The last run of {running.NAME} failed for {count}; the log says why.")
