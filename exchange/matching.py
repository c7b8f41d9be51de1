"""Whom does a row mean here? The payer, clinician and practice that the organization already has, or a new one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q

from accounts.enums import OrganizationKind
from accounts.models import Organization
from credtrack.kernel import clock, scope
from enrollments.models import Application
from exchange.models import NameKind, RememberedName
from exchange.names import name_key
from exchange.rows import TrackerRow
from payers.matching import key as payer_name_key
from payers.models import Payer
from payers.selectors import payer_index
from providers.models import Affiliation, Practice, Provider

TO_BE_ASSIGNED = "To be assigned"
_FEWEST_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Ref:
    """A record that exists (`id`) or will be made (`id` is None); `key` tells apart those to be made.

    `typed` is what the spreadsheet's name comes down to, to be remembered.
    """

    id: int | None
    key: str
    name: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Parties:
    """Whom a row means; `doubt` says in words what is not sure about it."""

    payer: Ref
    provider: Ref | None
    practice: Ref
    doubt: str = ""


class Named(Protocol):
    """A planned row of any sheet: what it says of its parties, and whom that means."""

    @property
    def row(self) -> TrackerRow: ...

    @property
    def parties(self) -> Parties: ...


class PayerNames:
    """The payers that typed names mean; unknown names become payers of the organization's own.

    Close spellings are only suggested to the person who imports, never taken silently.
    """

    def __init__(self) -> None:
        self._index = payer_index()
        self._remembered = remembered(NameKind.PAYER)
        self._names = dict(Payer.objects.filter(pk__in=self._remembered.values()).values_list("pk", "name"))
        self._known: dict[tuple[str, str], Ref] = {}

    def ref(self, text: str, state: str) -> Ref:
        """Return the payer that a name means in a state."""
        found = self._known.get((text, state))
        if found is None:
            found = self._known[(text, state)] = self._find(" ".join(text.split()), state)
        return found

    def _find(self, name: str, state: str) -> Ref:
        typed = payer_name_key(name) or name_key(name)
        payer = self._index.find(name, state)
        if payer:
            return Ref(payer.id, str(payer.id), payer.name, typed)
        before = self._remembered.get(typed)
        if before in self._names:
            return Ref(before, str(before), self._names[before], typed)
        return Ref(None, f"new {typed}", name, typed)

    def key(self, text: str, state: str = "") -> str:
        """Return what two spellings of one payer share, for the checks within a file."""
        return self.ref(text, state).key

    def unknown(self) -> list[Ref]:
        """Return the payers that would be made, each once, in order of appearance."""
        return list({ref.key: ref for ref in self._known.values() if ref.id is None}.values())

    def suggestions(self, ref: Ref) -> list[str]:
        """Return the names of payers that may be meant by an unknown name, best first."""
        return [payer.name for payer in self._index.suggest(ref.name, limit=3)]


def remembered(kind: NameKind) -> dict[str, int]:
    """Return what names in earlier spreadsheets meant: {key: id of the record}."""
    return dict(RememberedName.objects.filter(kind=kind).values_list("key", "record_id"))


class PeopleAndPlaces:
    """The clinicians and practices of the organization, and those that the file adds."""

    def __init__(self, rows: Iterable[TrackerRow], default_practice: Practice | None = None) -> None:
        self._default = default_practice
        self._practices = list(Practice.objects.order_by("pk"))
        # A practice that has no record of itself yet is the practice of its own spreadsheet.
        self._house = "" if self._practices else _house_name()
        self._by_practice_name: dict[str, Practice] = {}
        for practice in reversed(self._practices):
            for name in (practice.dba, practice.legal_name):
                if name:
                    self._by_practice_name[name_key(name)] = practice
        self._by_npi: dict[str, tuple[int, str]] = {}
        self._by_name: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        self._names: dict[int, str] = {}
        self._practices_before = remembered(NameKind.PRACTICE)
        self._people_before = remembered(NameKind.CLINICIAN)
        for pk, first, last, suffix, npi in Provider.objects.values_list(
            "pk", "first_name", "last_name", "suffix", "npi"
        ):
            name = " ".join(part for part in (first, last, suffix) if part)
            self._names[pk] = name
            if npi:
                self._by_npi[npi] = (pk, name)
            self._by_name[name_key(first + last + suffix)].append((pk, name, npi))
        self._npis_in_file: dict[str, set[str]] = defaultdict(set)
        groups: dict[str, str] = {}
        for row in rows:
            if row.is_group:
                groups.setdefault(name_key(row.practice_or_group), row.practice_or_group)
            elif row.npi:
                self._npis_in_file[_person_key(row)].add(row.npi)
        groups.pop("", None)
        # A tracker that has rows for one group alone is that group's tracker.
        self._only_group = next(iter(groups.values())) if len(groups) == 1 else ""
        self._places: dict[str, Ref] = {}
        self._people: dict[tuple[str, str], tuple[Ref, str]] = {}
        self._affiliations: dict[int, set[int]] | None = None
        self._applied: dict[tuple[int, int, str, str], int] | None = None

    def provider(self, row: TrackerRow) -> tuple[Ref | None, str]:
        """Return the clinician of a row: by NPI, else by name; and a doubt in words."""
        if row.is_group or not row.provider:
            return None, ""
        name = _person_key(row)
        found = self._people.get((name, row.npi))
        if found is None:
            found = self._people[(name, row.npi)] = self._find_person(row, name)
        return found

    def _find_person(self, row: TrackerRow, name: str) -> tuple[Ref, str]:
        in_file = self._npis_in_file.get(name, set())
        npi = row.npi or (next(iter(in_file)) if len(in_file) == 1 else "")
        typed = f"{name} {npi}".strip()
        if npi in self._by_npi:
            pk, known = self._by_npi[npi]
            other = name_key(known)[-4:] != name[-4:]
            return Ref(pk, str(pk), known, typed), f"NPI {npi} belongs to {known} here." if other else ""
        before = self._people_before.get(typed)
        if before in self._names:
            return Ref(before, str(before), self._names[before], typed), ""
        same = [(pk, known) for pk, known, theirs in self._by_name.get(name, ()) if not (npi and theirs)]
        if len(same) == 1:
            return Ref(same[0][0], str(same[0][0]), same[0][1], typed), ""
        doubt = (
            f"{len(same)} clinicians here are called {row.provider}; a further one is made." if same else ""
        )
        return Ref(None, f"new {npi or name}", row.provider, typed), doubt

    def practice(self, row: TrackerRow, provider: Ref | None, payer: Ref) -> tuple[Ref, str]:
        """Return the practice of a row: the one it names, else the chosen, the only or the clinician's own.

        An application that exists already says best which practice a row without one belongs to.
        """
        if row.practice_or_group:
            return self.named_practice(row.practice_or_group), ""
        if self._default:
            return _of_practice(self._default), ""
        if len(self._practices) == 1 and self._practices[0].legal_name != TO_BE_ASSIGNED:
            return _of_practice(self._practices[0]), ""
        known = self._applied_for(row, provider, payer) if self._practices else None
        if known is not None:
            return known, ""
        if self._only_group:
            return self.named_practice(self._only_group), ""
        own = self._affiliated(provider)
        if own is not None:
            return own, ""
        if self._house:
            return self.named_practice(self._house), f"No practice is named; it goes to '{self._house}'."
        return self.named_practice(TO_BE_ASSIGNED), f"No practice is named; it goes to '{TO_BE_ASSIGNED}'."

    def named_practice(self, name: str) -> Ref:
        """Return the practice with this name; 'Osage Lantern' also means 'Osage Lantern Counseling LLC'."""
        key = name_key(name)
        found = self._places.get(key)
        if found is None:
            before = self._practices_before.get(key)
            practice = (
                self._by_practice_name.get(key)
                or next((one for one in self._practices if one.pk == before), None)
                or self._by_beginning(key)
            )
            found = (
                _of_practice(practice, key)
                if practice
                else Ref(None, f"new {key}", " ".join(name.split()), key)
            )
            self._places[key] = found
        return found

    def _by_beginning(self, key: str) -> Practice | None:
        if len(key) < _FEWEST_LETTERS:
            return None
        found = {
            practice.pk: practice
            for known, practice in self._by_practice_name.items()
            if known.startswith(key) or (len(known) >= _FEWEST_LETTERS and key.startswith(known))
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _applied_for(self, row: TrackerRow, provider: Ref | None, payer: Ref) -> Ref | None:
        if provider is None or provider.id is None or payer.id is None:
            return None
        if self._applied is None:
            self._applied = _practices_applied_for()
        found = self._applied.get((provider.id, payer.id, row.state, row.kind.value))
        return next((_of_practice(one) for one in self._practices if one.pk == found), None)

    def _affiliated(self, provider: Ref | None) -> Ref | None:
        if provider is None or provider.id is None:
            return None
        if self._affiliations is None:
            self._affiliations = current_affiliations()
        practices = self._affiliations.get(provider.id, set())
        if len(practices) != 1:
            return None
        (only,) = practices
        return next(_of_practice(practice) for practice in self._practices if practice.pk == only)


def _practices_applied_for() -> dict[tuple[int, int, str, str], int]:
    """Return {(clinician, payer, state, kind): the one practice where it was applied for}; 0 for several."""
    found: dict[tuple[int, int, str, str], int] = {}
    rows = Application.objects.exclude(provider=None).order_by()
    columns = ("provider_id", "payer_id", "state", "kind", "practice_id")
    for provider, payer, state, kind, practice in rows.values_list(*columns).iterator():
        key = (provider, payer, state, kind)
        found[key] = practice if found.get(key, practice) == practice else 0
    return found


def current_affiliations() -> dict[int, set[int]]:
    """Return {provider id: ids of the practices where the clinician works today}."""
    found: dict[int, set[int]] = defaultdict(set)
    today = clock.today()
    current = Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    for provider, practice in current.values_list("provider_id", "practice_id"):
        found[provider].add(practice)
    return found


def _house_name() -> str:
    """Return the name of the open organization when it is a practice itself; a billing service is none."""
    organization = Organization.objects.get(pk=scope.current().organization_id)
    return organization.name if organization.kind == OrganizationKind.PRACTICE else ""


def find_practice(name: str) -> Practice | None:
    """Return the practice a person names on the command line: by legal name or DBA, however written."""
    key = name_key(name)
    found = [row for row in Practice.objects.all() if key in {name_key(row.legal_name), name_key(row.dba)}]
    return found[0] if len(found) == 1 else None


def _of_practice(practice: Practice, typed: str = "") -> Ref:
    return Ref(practice.pk, str(practice.pk), practice.legal_name, typed)


def _person_key(row: TrackerRow) -> str:
    return name_key(row.first_name + row.last_name + row.suffix)
