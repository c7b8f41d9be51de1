"""What would an import do, row by row? Reads what is recorded, writes nothing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from credtrack.kernel import clock
from enrollments.as_of import logs_of
from enrollments.enums import Status
from enrollments.fold import LogRow, fold
from enrollments.models import Application, MissingItem
from enrollments.states import OPEN
from enrollments.stories import Told, continuation, reblocking
from enrollments.wording import day_words
from exchange.checking import clash
from exchange.diff import Change, Known, Verdict, changes, facts_of, fingerprint, pair, shown, stated
from exchange.ledger_diff import plan_ledger
from exchange.ledger_matching import LedgerNames
from exchange.ledger_planned import PlannedLedger
from exchange.matching import Parties, PayerNames, PeopleAndPlaces, Ref
from exchange.models import ImportedRow
from exchange.rows import Reading, Reason, TrackerRow
from providers.models import Practice

BATCH = 2_000
MOST_NEW_PAYERS = 200
Key = tuple[str, str, str, str, str]


class TooStrange(Exception):
    """The file as a whole is not what it seems; the message says why and what to do."""


@dataclass(slots=True)
class PlannedRow:
    """A row with whom it means, and what becomes of it."""

    row: TrackerRow
    parties: Parties
    verdict: Verdict
    told: list[Told] = field(default_factory=list)
    log: list[LogRow] = field(default_factory=list)
    application: Application | None = None
    was_imported: bool = False


@dataclass(slots=True)
class Plan:
    """What an import would do; `reading` holds what was refused before any comparison."""

    reading: Reading
    rows: list[PlannedRow]
    unknown_payers: list[tuple[Ref, list[str]]] = field(default_factory=list)
    # What the sheets beside the applications would change.
    ledger: list[PlannedLedger] = field(default_factory=list)

    def of(self, outcome: str) -> list[PlannedRow]:
        """Return the rows with one outcome."""
        return [planned for planned in self.rows if planned.verdict.outcome == outcome]

    def refused(self) -> "list[PlannedRow | PlannedLedger]":
        """Return every row that was compared and refused, of applications first."""
        return [*self.of("refuse"), *(one for one in self.ledger if one.verdict.outcome == "refuse")]

    def counts(self) -> dict[str, int]:
        """Return the numbers to show before and after applying."""
        made: defaultdict[str, set[str]] = defaultdict(set)
        numbers = {"created": 0, "updated": 0, "unchanged": 0, "refused": len(self.reading.rejected)}
        names = {"create": "created", "update": "updated", "same": "unchanged", "refuse": "refused"}
        every: list[PlannedRow | PlannedLedger] = [*self.rows, *self.ledger]
        for planned in every:
            numbers[names[planned.verdict.outcome]] += 1
            if planned.verdict.outcome in {"create", "update"}:
                for what, ref in _new(planned.parties):
                    made[what].add(ref.key)
        new = {f"new_{what}": len(made[what]) for what in ("payers", "practices", "clinicians")}
        return {**numbers, "no_application": len(self.reading.no_application), **new}


def _new(parties: Parties) -> Iterable[tuple[str, Ref]]:
    if parties.payer.id is None:
        yield "payers", parties.payer
    if parties.practice.id is None:
        yield "practices", parties.practice
    if parties.provider is not None and parties.provider.id is None:
        yield "clinicians", parties.provider


def plan_import(
    reading: Reading,
    payers: PayerNames,
    *,
    practice: Practice | None = None,
    allowed: frozenset[int] | None = None,
    lock: bool = False,
) -> Plan:
    """Return what the rows would change; `allowed` limits the practices, `lock` holds what is updated.

    Raises `TooStrange` when hundreds of payers are unknown: then the wrong column was read as payer.
    """
    people = PeopleAndPlaces([*reading.rows, *(row.party for row in reading.ledger)], practice)
    plan = Plan(reading, [])
    by_key: defaultdict[Key, list[PlannedRow]] = defaultdict(list)
    for row in reading.rows:
        planned = PlannedRow(row, _parties(row, payers, people), Verdict("create"))
        plan.rows.append(planned)
        if not _refused_at_once(planned, by_key[_key(planned)], allowed):
            by_key[_key(planned)].append(planned)
    unknown = payers.unknown()
    if len(unknown) > MOST_NEW_PAYERS:
        raise TooStrange(
            f"{len(unknown):,} different payers are not in the catalogue. Probably another column holds the "
            "payers: correct the columns and try again."
        )
    plan.unknown_payers = [(ref, payers.suggestions(ref)) for ref in unknown[:50]]
    _compare_all(by_key, lock=lock)
    if reading.ledger:
        names = LedgerNames(reading.ledger, payers, people, _new_keys(plan))
        plan.ledger = plan_ledger(reading.ledger, names, allowed=allowed, lock=lock)
    return plan


def _new_keys(plan: Plan) -> set[str]:
    """Return the keys of the payers, practices and clinicians that the applications of the file add."""
    written = [*plan.of("create"), *plan.of("update")]
    return {ref.key for planned in written for _, ref in _new(planned.parties)}


def _parties(row: TrackerRow, payers: PayerNames, people: PeopleAndPlaces) -> Parties:
    provider, doubt = people.provider(row)
    payer = payers.ref(row.payer_text, row.state)
    practice, further = people.practice(row, provider, payer)
    return Parties(payer, provider, practice, " ".join(filter(None, (doubt, further))))


def _key(planned: PlannedRow) -> Key:
    parties = planned.parties
    who = parties.provider.key if parties.provider else ""
    return who, parties.practice.key, parties.payer.key, planned.row.state, planned.row.kind.value


def _refused_at_once(
    planned: PlannedRow, earlier: Sequence[PlannedRow], allowed: frozenset[int] | None
) -> bool:
    practice = planned.parties.practice
    if allowed is not None and practice.id not in allowed:
        words = f"'{practice.name}' is not one of the practices you work for."
        planned.verdict = Verdict("refuse", reason="other_practice", words=words)
        return True
    # Names that differ in the file may mean one payer, clinician or practice here.
    refusal = clash(planned.row, [one.row for one in earlier])
    if refusal:
        planned.verdict = Verdict("refuse", reason=refusal[0].value, words=refusal[1])
    return refusal is not None


def _compare_all(by_key: dict[Key, list[PlannedRow]], *, lock: bool) -> None:
    existing = {
        key: rows for key, rows in by_key.items() if not any(part.startswith("new ") for part in key[:3])
    }
    known = _known_applications(existing)
    changed: list[PlannedRow] = []
    for key, rows in existing.items():
        found = known.get(key, [])
        if not found:
            continue
        planned_of = {id(planned.row): planned for planned in rows}
        told = [(planned.row, fingerprint(facts_of(planned.row))) for planned in rows]
        for (row, print_), (_, match) in zip(told, pair(told, found), strict=True):
            planned = planned_of[id(row)]
            if match is None:
                continue
            same = match.fingerprint == print_
            planned.verdict = Verdict("same" if same else "update", match.id)
            planned.was_imported = bool(match.fingerprint)
            if not same:
                changed.append(planned)
    for start in range(0, len(changed), BATCH):
        _compare(changed[start : start + BATCH], lock=lock)
    for key, found in known.items():
        _refuse_second_open(existing[key], found)


def _known_applications(wanted: dict[Key, list[PlannedRow]]) -> dict[Key, list[Known]]:
    known: defaultdict[Key, list[Known]] = defaultdict(list)
    # Equal ids share one text: there may be hundreds of thousands of keys.
    names: dict[int | None, str] = {None: ""}
    payers = {int(key[2]) for key in wanted}
    rows = Application.objects.filter(payer__in=payers).order_by("pk")
    columns = (
        "provider_id", "practice_id", "payer_id", "state", "kind", "pk", "status", "submitted_on",
        "imported_row__fingerprint",
    )  # fmt: skip
    for provider, practice, payer, state, kind, pk, status, submitted_on, told in rows.values_list(
        *columns
    ).iterator():
        key = (
            names.setdefault(provider, str(provider or "")),
            names.setdefault(practice, str(practice)),
            names.setdefault(payer, str(payer)),
            state,
            kind,
        )
        if key in wanted:
            known[key].append(Known(pk, status, submitted_on, told or ""))
    return known


def _compare(batch: Sequence[PlannedRow], *, lock: bool) -> None:
    ids = [planned.verdict.application_id for planned in batch if planned.verdict.application_id]
    rows = Application.objects.filter(pk__in=ids).select_related("provider").order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    applications = {application.pk: application for application in rows}
    logs = logs_of(ids)
    last = dict(ImportedRow.objects.filter(application__in=ids).values_list("application_id", "facts"))
    missing: defaultdict[int, list[str]] = defaultdict(list)
    for application_id, label in MissingItem.objects.filter(
        application__in=ids, received_on=None
    ).values_list("application_id", "label"):
        missing[application_id].append(label)
    today = clock.today()
    for planned in batch:
        pk = planned.verdict.application_id or 0
        planned.application, planned.log = applications[pk], logs.get(pk, [])
        _judge(planned, last.get(pk), missing[pk], today)


def _judge(planned: PlannedRow, last: dict[str, Any] | None, missing: list[str], today: dt.date) -> None:
    application = planned.application
    if application is None:
        return
    current = _current(application, missing)
    # No column of an application holds it: what the spreadsheet said last is what is known.
    current["recred_on"] = (last or {}).get("recred_on", "")
    found = changes(facts_of(planned.row), last, current)
    if "status" not in found:
        # A day of the end belongs to the step that ends it.
        found.pop("ended_on", None)
    if "status" in found or "blocked" in found:
        told = _steps(planned, found, today)
        if told is None:
            since = day_words(application.status_since)
            planned.verdict.outcome, planned.verdict.reason = "refuse", "backward"
            planned.verdict.words = (
                f"The row says {planned.row.status.label.lower()}, but the timeline says "
                f"{Status(application.status).label.lower()} since {since}. There is no step back: correct the "
                "row, or void the entry in the timeline."
            )
            return
        planned.told = told
    planned.verdict.changes = [
        Change(name, shown(name, before), shown(name, after)) for name, (before, after) in found.items()
    ]
    planned.verdict.outcome = "update" if found else "same"


def _steps(planned: PlannedRow, found: dict[str, tuple[str, str]], today: dt.date) -> list[Told] | None:
    told = continuation(planned.log, stated(planned.row), today) if "status" in found else []
    if told is None:
        return None
    log = [*planned.log, *(one.row for one in told)]
    return told + (reblocking(log, planned.row.blocked) if "blocked" in found else [])


def _current(application: Application, missing: list[str]) -> dict[str, Any]:
    state = {
        "status": application.status,
        "submitted_on": application.submitted_on,
        "approved_on": application.decided_on,
        "effective_on": application.effective_on,
        "ended_on": application.ended_on,
        "follow_up_on": application.follow_up_on,
        "reference": application.reference,
        "method": application.method,
        "payer_assigned_id": application.payer_assigned_id,
        "blocked": application.blocked_reason,
        "missing": missing,
        "npi": application.provider.npi if application.provider else "",
        "caqh_id": application.provider.caqh_id if application.provider else "",
    }
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in state.items()
        if value
    }


def _refuse_second_open(rows: Sequence[PlannedRow], known: Sequence[Known]) -> None:
    """Refuse to open what would stand beside an application of the same key that stays open."""
    ends = {
        planned.verdict.application_id: fold([*planned.log, *(told.row for told in planned.told)]).status
        for planned in rows
        if planned.told
    }
    still_open = [one for one in known if ends.get(one.id, Status(one.status)) in OPEN]
    for planned in rows:
        if planned.verdict.outcome == "create" and planned.row.status in OPEN and still_open:
            planned.verdict = Verdict(
                "refuse",
                reason=Reason.SAME_OPEN_APPLICATION.value,
                words="An application for the same clinician or group, payer, state and kind is open already.",
            )
