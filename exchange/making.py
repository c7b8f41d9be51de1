"""Which payers, practices and clinicians does an import add, and which blanks of known ones does it fill?"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from accounts import audit
from accounts.models import User
from credtrack.kernel import scope
from exchange.matching import Named, Ref
from exchange.models import NameKind, RememberedName
from exchange.rows import TrackerRow
from payers.own_payers import PayerDraft, add_payer
from providers.models import Affiliation, Practice, Provider

BATCH = 1_000


@dataclass(slots=True)
class Made:
    """The ids of what was made, by the key under which the rows know it."""

    payers: dict[str, int] = field(default_factory=dict)
    practices: dict[str, int] = field(default_factory=dict)
    providers: dict[str, int] = field(default_factory=dict)

    def payer(self, ref: Ref) -> int:
        """Return the id of a payer, known or just made."""
        return ref.id or self.payers[ref.key]

    def practice(self, ref: Ref) -> int:
        """Return the id of a practice, known or just made."""
        return ref.id or self.practices[ref.key]

    def provider(self, ref: Ref) -> int:
        """Return the id of a clinician, known or just made."""
        return ref.id or self.providers[ref.key]


def make_parties(rows: Sequence[Named], actor: User | None) -> Made:
    """Insert what the rows name and the organization lacks; inside the caller's transaction."""
    made = Made()
    for planned in rows:
        ref = planned.parties.payer
        if ref.id is None and ref.key not in made.payers:
            made.payers[ref.key] = add_payer(PayerDraft(name=ref.name), actor=actor).pk
    _make_practices(rows, made, actor)
    _make_providers(rows, made)
    _fill_blanks(rows)
    _affiliate(rows, made)
    _remember(rows, made)
    return made


def _make_practices(rows: Sequence[Named], made: Made, actor: User | None) -> None:
    wanted: dict[str, Practice] = {}
    for planned in rows:
        ref = planned.parties.practice
        if ref.id is not None:
            continue
        practice = wanted.setdefault(
            ref.key, Practice(organization_id=scope.current().organization_id, legal_name=ref.name)
        )
        practice.npi = practice.npi or planned.row.group_npi
    for key, practice in wanted.items():
        practice.save(force_insert=True)
        made.practices[key] = practice.pk
        audit.record(actor, "practice.create", practice, f"Added {practice} from a spreadsheet")


def _make_providers(rows: Sequence[Named], made: Made) -> None:
    wanted: dict[str, Provider] = {}
    for planned in rows:
        ref, row = planned.parties.provider, planned.row
        if ref is None or ref.id is not None:
            continue
        provider = wanted.get(ref.key)
        if provider is None:
            provider = wanted[ref.key] = _provider(row)
        _fill(provider, row)
    for provider in wanted.values():
        if provider.npi:
            provider.npi_flag = ""
    Provider.objects.bulk_create(wanted.values(), batch_size=BATCH)
    made.providers |= {key: provider.pk for key, provider in wanted.items()}


def _provider(row: TrackerRow) -> Provider:
    return Provider(
        organization_id=scope.current().organization_id,
        first_name=row.first_name[:60],
        middle_name=row.middle_name[:60],
        last_name=row.last_name[:80],
        suffix=row.suffix[:20],
        sort_name=Provider.sort_name_for(row.first_name[:60], row.last_name[:80])[:160],
        npi_flag=f"The spreadsheet says '{row.npi_typed}', which is not an NPI." if row.npi_typed else "",
    )


def _fill(provider: Provider, row: TrackerRow) -> bool:
    """Fill what is blank from the row; say whether anything was."""
    before = (provider.npi, provider.caqh_id, provider.degree)
    provider.npi = provider.npi or row.npi
    provider.caqh_id = provider.caqh_id or row.caqh_id[:10]
    provider.degree = provider.degree or row.credential[:40]
    return (provider.npi, provider.caqh_id, provider.degree) != before


def _fill_blanks(rows: Sequence[Named]) -> None:
    told: dict[int, list[TrackerRow]] = {}
    for planned in rows:
        ref = planned.parties.provider
        if ref is not None and ref.id is not None:
            told.setdefault(ref.id, []).append(planned.row)
    lacking = Q(npi="") | Q(caqh_id="") | Q(degree="")
    changed: list[Provider] = []
    for provider in (
        Provider.objects.filter(lacking).filter(pk__in=list(told)).select_for_update(of=("self",))
    ):
        if sum(_fill(provider, row) for row in told[provider.pk]):
            provider.version += 1
            changed.append(provider)
    Provider.objects.bulk_update(changed, ["npi", "caqh_id", "degree", "version"], batch_size=200)


def _affiliate(rows: Sequence[Named], made: Made) -> None:
    wanted = {
        (made.provider(planned.parties.provider), made.practice(planned.parties.practice))
        for planned in rows
        if planned.parties.provider is not None
    }
    known = set(Affiliation.objects.values_list("provider_id", "practice_id")) if wanted else set()
    organization = scope.current().organization_id
    Affiliation.objects.bulk_create(
        (
            Affiliation(organization_id=organization, provider_id=provider, practice_id=practice)
            for provider, practice in sorted(wanted - known)
        ),
        batch_size=BATCH,
    )


def _remember(rows: Sequence[Named], made: Made) -> None:
    found: dict[tuple[NameKind, str], int] = {}
    for planned in rows:
        parties = planned.parties
        found[(NameKind.PAYER, parties.payer.typed)] = made.payer(parties.payer)
        found[(NameKind.PRACTICE, parties.practice.typed)] = made.practice(parties.practice)
        if parties.provider is not None:
            found[(NameKind.CLINICIAN, parties.provider.typed)] = made.provider(parties.provider)
    organization = scope.current().organization_id
    RememberedName.objects.bulk_create(
        (
            RememberedName(organization_id=organization, kind=kind, key=key[:260], record_id=record)
            for (kind, key), record in found.items()
            if key
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organization", "kind", "key"],
        update_fields=["record_id"],
    )
