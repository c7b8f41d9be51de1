"""How is an NPI looked up? The registry's API first, then the NPPES file loaded here, else it says so.

The only code that talks to the outside. It waits `NPPES_TIMEOUT_SECONDS` at most per read, reads at
most `MOST_BYTES`, follows no redirect to another scheme, and never raises for what the other side does.
"""

import http.client
import json
import logging
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from django.conf import settings
from django.db.models import QuerySet

from credtrack.kernel import clock
from credtrack.kernel.dates import day_words
from credtrack.kernel.words import Worded
from providers.identifiers import check_npi
from providers.models import NppesRecord
from providers.nppes import nice_case
from providers.nppes_records import NotUnderstood, Record, RegistryRefused, records_of

logger = logging.getLogger(__name__)

MOST_BYTES = 2 * 1024 * 1024
API = "NPI registry"


class Found(Worded):
    """What came of a look-up."""

    FOUND = "found", "Found"
    NOT_FOUND = "not_found", "Not found"
    DEACTIVATED = "deactivated", "Deactivated"
    UNREACHABLE = "unreachable", "Not reachable"
    NOT_AN_NPI = "not_an_npi", "Not an NPI"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one look-up; `sentence` tells the person what happened and what to do."""

    state: Found
    sentence: str
    record: Record | None = None


class NotReached(Exception):
    """The registry did not give a usable answer; the text says why, for the log."""


def look_up(typed: str) -> Outcome:
    """Look one NPI up; always returns, whatever the registry does."""
    finding = check_npi(typed)
    if not finding.ok or not finding.normalized:
        return Outcome(Found.NOT_AN_NPI, finding.message or "Type the ten digits of the NPI first.")
    npi = finding.normalized
    try:
        found = [record for record in ask_registry(npi) if record.npi == npi]
    except NotReached as reason:
        logger.warning("The NPI registry gave no answer: %s", reason)
        return _from_file(npi)
    if not found:
        return _absent(npi)
    record = found[0]
    NppesRecord.objects.update_or_create(npi=npi, defaults=stored(record, API))
    return _about(record, f"the {API}")


def stored(record: Record, source: str) -> dict[str, object]:
    """Return the columns in which a record is kept."""
    return {
        "entity_type": record.entity_type,
        "data": record.as_json(),
        "deactivated_on": record.deactivated_on,
        "read_from": source[:120],
        "read_at": clock.now(),
    }


def kept(npi: str) -> NppesRecord | None:
    """Return what was read about this NPI before, from wherever; no outside connection."""
    rows: QuerySet[NppesRecord] = NppesRecord.objects.filter(npi=npi)
    return rows.first() if npi else None


def _about(record: Record, source: str) -> Outcome:
    if record.deactivated_on:
        since = day_words(record.deactivated_on)
        return Outcome(
            Found.DEACTIVATED,
            f"According to {source}, this NPI was deactivated on {since}. No payer accepts it.",
            record,
        )
    return Outcome(
        Found.FOUND, f"Filled in from {source}: {nice_case(record.name)}. Check it before you save.", record
    )


def _absent(npi: str) -> Outcome:
    row = kept(npi)
    # The API leaves deactivated numbers out; only the file still tells of them.
    if row is not None and row.deactivated_on:
        return _about(Record.from_json(row.data), row.read_from)
    return Outcome(
        Found.NOT_FOUND,
        "The NPI registry has no such number. A new NPI shows up there within a day; "
        "compare the digits, or fill the form yourself.",
    )


def _from_file(npi: str) -> Outcome:
    row = kept(npi)
    if row is not None:
        day = day_words(clock.local_date(row.read_at))
        source = f"what was read on {day} ({row.read_from}), as the registry does not answer now"
        return _about(Record.from_json(row.data), source)
    return Outcome(
        Found.UNREACHABLE,
        "The NPI registry does not answer, and no NPPES file loaded here has this number. "
        "Fill the form yourself and save; you can compare it with the registry later.",
    )


def ask_registry(npi: str) -> list[Record]:
    """Ask the API for one NPI; raises `NotReached` with the reason when it gives no usable answer."""
    address = settings.NPPES_API_URL
    if urlsplit(address).scheme not in ("http", "https"):
        raise NotReached("NPPES_API_URL is not set to an http address")
    url = f"{address}?{urlencode({'version': '2.1', 'number': npi})}"
    try:
        return records_of(json.loads(_read(url)))
    except (OSError, http.client.HTTPException) as failure:
        raise NotReached(f"{type(failure).__name__}: {failure}"[:200]) from failure
    except (RegistryRefused, NotUnderstood, ValueError, RecursionError) as failure:
        raise NotReached(f"its answer was not usable: {failure}"[:200]) from failure


def _read(url: str) -> bytes:
    # Only these handlers: no redirects to elsewhere, no local files; a proxy of the environment is used.
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    request = Request(url, headers={"Accept": "application/json"})  # noqa: S310  # scheme checked above
    # The time-out counts per read; a trickle of bytes is stopped by the deadline.
    deadline = time.monotonic() + 2 * settings.NPPES_TIMEOUT_SECONDS
    with opener.open(request, timeout=settings.NPPES_TIMEOUT_SECONDS) as answer:
        if answer.status != 200:
            raise NotReached(f"it answered with status {answer.status}")
        body = bytearray()
        while part := answer.read1(65_536):
            body += part
            if len(body) > MOST_BYTES:
                raise NotReached("its answer is larger than one record can be")
            if time.monotonic() > deadline:
                raise NotReached("its answer trickles in too slowly")
    return bytes(body)
