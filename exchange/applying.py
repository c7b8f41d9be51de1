"""How is an import written? In one transaction per file: people and places, then new and changed applications."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import Organization, User
from credtrack.kernel import clock, scope
from credtrack.kernel.bulk_insert import insert_rows
from enrollments.enums import Channel
from enrollments.fold import fold
from enrollments.follow_up_planning import KINDS as FOLLOW_UP_KINDS
from enrollments.models import Application, Entry
from enrollments.stories import amendment, story
from enrollments.story_writing import Said, Telling, Writing, write_more, write_new, writing_of
from exchange.diff import facts_of, fingerprint, stated, stored
from exchange.ledger_diff import counts_of
from exchange.ledger_planned import PlannedLedger
from exchange.ledger_writing import write_ledger
from exchange.making import Made, make_parties
from exchange.matching import PayerNames
from exchange.models import ImportedRow, ImportRun, ImportUpload
from exchange.planning import Plan, PlannedRow, TooStrange, plan_import
from exchange.rows import Reading, TrackerRow
from payers.models import Plan as PayerPlan
from payers.selectors import rules_for
from providers.models import Practice

CHUNK = 2_000
_AMENDED = {"approved_on": "decided_on"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where an import comes from: the file's name and hash, and the upload it was sent as, if any."""

    file_name: str
    sha256: str
    upload: ImportUpload | None = None


def sha256(data: bytes) -> str:
    """Return the hash by which a file is recognized."""
    return hashlib.sha256(data).hexdigest()


def apply_import(
    reading: Reading,
    payers: PayerNames,
    source: Source,
    *,
    actor: User | None,
    practice: Practice | None = None,
    allowed: frozenset[int] | None = None,
) -> tuple[ImportRun, Plan]:
    """Write what the reading says and is not known yet; all of it or nothing.

    Raises `planning.TooStrange` when the file as a whole is refused, also when somebody else wrote the
    same application at the same moment.
    """
    try:
        with transaction.atomic():
            # Two imports of one organization at once would both find the same row missing.
            Organization.objects.select_for_update().get(pk=scope.current().organization_id)
            plan = plan_import(reading, payers, practice=practice, allowed=allowed, lock=True)
            run = _write(plan, source, actor)
    except IntegrityError as clash:
        raise TooStrange(
            "Somebody else changed one of these applications just now, so nothing was written. Try again."
        ) from clash
    return run, plan


def _write(plan: Plan, source: Source, actor: User | None) -> ImportRun:
    run = _new_run(plan, source, actor)
    fresh, changed = plan.of("create"), plan.of("update")
    made = make_parties([*fresh, *changed, *_named_first(plan.ledger)], actor)
    payer_ids = {made.payer(planned.parties.payer) for planned in [*fresh, *changed]}
    book = rules_for(payer_ids, clock.today(), FOLLOW_UP_KINDS)
    writing = writing_of(actor, book, _default_plans(payer_ids))
    # What closes an application comes first: a new one of the same key may follow it.
    for start in range(0, len(changed), CHUNK):
        _write_changed(changed[start : start + CHUNK], writing, run)
    for start in range(0, len(fresh), CHUNK):
        _write_fresh(fresh[start : start + CHUNK], made, writing, run)
    write_ledger(plan.ledger, made, actor)
    audit.record(
        actor,
        "import.apply",
        run,
        f"Imported {source.file_name}: {run.created} created, {run.updated} updated, "
        f"{run.unchanged} unchanged, {run.refused} refused",
    )
    return run


def _named_first(planned: Sequence[PlannedLedger]) -> list[PlannedLedger]:
    """Return what is written of the ledger sheets, so that a clinician is made by a row that gives the name."""
    return sorted((one for one in planned if one.writes), key=lambda one: one.told.only_npi)


def _new_run(plan: Plan, source: Source, actor: User | None) -> ImportRun:
    refusals = [
        [one.sheet, one.row, one.cell, one.reason.value, one.detail] for one in plan.reading.rejected
    ] + [
        [one.row.sheet, one.row.row, one.row.cell, one.verdict.reason, one.verdict.words]
        for one in plan.refused()
    ]
    run: ImportRun = ImportRun.objects.create(
        upload=source.upload,
        file_name=source.file_name[:200],
        sha256=source.sha256,
        actor=actor,
        applied_at=clock.now(),
        refusals=refusals[:5_000],
        ledger=counts_of(plan.ledger),
        **plan.counts(),
    )
    return run


def _default_plans(payer_ids: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = PayerPlan.objects.filter(payer__in=list(payer_ids), is_default=True, is_active=True)
    for payer, plan in rows.values_list("payer_id", "pk"):
        found[payer].append(plan)
    return found


def _write_fresh(rows: Sequence[PlannedRow], made: Made, writing: Writing, run: ImportRun) -> None:
    organization = scope.current().organization_id
    tellings = [_telling(planned.row, made, planned, writing, organization) for planned in rows]
    write_new(tellings, writing)
    for planned, telling in zip(rows, tellings, strict=True):
        planned.verdict.application_id = telling.application.pk
    insert_rows(ImportedRow, _IMPORTED, (_imported(planned, run, "created") for planned in rows))


def _telling(
    row: TrackerRow, made: Made, planned: PlannedRow, writing: Writing, organization: int
) -> Telling:
    parties = planned.parties
    application = Application(
        organization_id=organization,
        practice_id=made.practice(parties.practice),
        provider_id=made.provider(parties.provider) if parties.provider else None,
        payer_id=made.payer(parties.payer),
        state=row.state,
        kind=row.kind,
    )
    return Telling(
        application,
        story(stated(row), writing.today),
        said=_said(row, writing.today),
        missing=row.missing_items,
        follow_up_on=row.follow_up_on,
        recredentialing_on=row.recred_on,
    )


def _said(row: TrackerRow, today: dt.date) -> list[Said]:
    """Return the notes of a row as entries: each dated one on its day, the rest as a note."""
    said = [
        Said(
            entry.channel,
            min(entry.day, today),
            entry.text or row.notes,
            entry.person,
            entry.reference,
            entry.turnaround.low if entry.turnaround else None,
            entry.turnaround.high if entry.turnaround else None,
            entry.turnaround.unit if entry.turnaround else None,
        )
        for entry in row.entries
    ]
    rest = row.rest_of_notes
    if row.recred_on:
        rest = f"{rest}\n{_recredentialing_note(row.recred_on)}".strip()
    if row.reason and row.reason not in row.notes:
        rest = f"{rest}\nReason: {row.reason}".strip()
    if rest:
        said.append(Said(Channel.NOTE, min(row.last_update_on or today, today), rest))
    return said


def _recredentialing_note(day: dt.date) -> str:
    return f"Recredentialing date in the spreadsheet: {day:%m/%d/%Y}"


_IMPORTED = (
    "organization_id", "application_id", "run_id", "outcome", "sheet", "row", "cell", "fingerprint", "facts",
)  # fmt: skip


def _imported(planned: PlannedRow, run: ImportRun, outcome: str) -> tuple[object, ...]:
    row = planned.row
    facts = facts_of(row)
    return (
        run.organization_id, planned.verdict.application_id, run.pk, outcome, row.sheet[:120], row.row, row.cell,
        fingerprint(facts), stored(facts),
    )  # fmt: skip


def _write_changed(rows: Sequence[PlannedRow], writing: Writing, run: ImportRun) -> None:
    known = _entries_of([planned.verdict.application_id for planned in rows if planned.application])
    tellings = [_further(planned, known, writing) for planned in rows]
    write_more([telling for telling in tellings if telling is not None], writing)
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(**dict(zip(_IMPORTED, _imported(planned, run, "updated"), strict=True)))
            for planned in rows
        ),
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["application"],
        update_fields=["run", "outcome", "sheet", "row", "cell", "fingerprint", "facts"],
    )


def _entries_of(ids: Sequence[int | None]) -> dict[int, set[str]]:
    known: dict[int, set[str]] = defaultdict(set)
    for application, said in Entry.objects.filter(application__in=ids).values_list("application_id", "said"):
        known[application].add(said)
    return known


def _further(planned: PlannedRow, known: dict[int, set[str]], writing: Writing) -> Telling | None:
    application = planned.application
    if application is None:
        return None
    changed = {change.field for change in planned.verdict.changes}
    state = fold([*planned.log, *(told.row for told in planned.told)])
    wanted = {_AMENDED.get(name, name) for name in changed}
    facts = {name: value for name, value in amendment(state, stated(planned.row)).items() if name in wanted}
    recredentialing_on = planned.row.recred_on if "recred_on" in changed else None
    said = _said(planned.row, writing.today) if "notes" in changed else []
    if recredentialing_on and not said:
        said = [Said(Channel.NOTE, writing.today, _recredentialing_note(recredentialing_on))]
    missing = [change.after.split(", ") for change in planned.verdict.changes if change.field == "missing"]
    return Telling(
        application,
        planned.told,
        planned.log,
        facts,
        [one for one in said if one.said not in known[application.pk]],
        missing[0] if missing else (),
        planned.row.follow_up_on if "follow_up_on" in changed else None,
        recredentialing_on,
    )
