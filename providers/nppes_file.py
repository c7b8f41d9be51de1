"""How is a row of the NPPES dissemination file read? By column name, 329 or 330 columns alike.

Source: NPPES Data Dissemination readme, version 2 (May 2026). A row of a deactivated NPI carries only
the NPI and the day; a reactivated one carries both days and everything else.
"""

from collections.abc import Callable, Sequence

from providers.nppes_records import NotUnderstood, Record, RegistryAddress, RegistryTaxonomy, day, text

_TAXONOMY_SLOTS = 15
_NEEDED = ("NPI", "Entity Type Code", "NPI Deactivation Date")
_NAMES = {
    "first_name": "Provider First Name",
    "middle_name": "Provider Middle Name",
    "last_name": "Provider Last Name (Legal Name)",
    "suffix": "Provider Name Suffix Text",
    "degree": "Provider Credential Text",
    "organization_name": "Provider Organization Name (Legal Business Name)",
}
_ADDRESS = {
    "address_1": "Provider First Line Business {} Address",
    "address_2": "Provider Second Line Business {} Address",
    "city": "Provider Business {} Address City Name",
    "state": "Provider Business {} Address State Name",
    "postal_code": "Provider Business {} Address Postal Code",
    "phone": "Provider Business {} Address Telephone Number",
    "fax": "Provider Business {} Address Fax Number",
}
RowReader = Callable[[Sequence[str]], Record]


def row_reader(header: Sequence[str]) -> RowReader:
    """Return a function that reads rows under this header; raises `NotUnderstood` for another file's header."""
    at = {name.strip(): number for number, name in enumerate(header)}
    absent = [name for name in _NEEDED if name not in at]
    if absent:
        raise NotUnderstood(f"This is not an NPPES file: it has no column {absent[0]!r}.")
    names = [(key, at.get(column)) for key, column in _NAMES.items()]
    addresses = [
        (purpose, [(key, at.get(column.format(words))) for key, column in _ADDRESS.items()])
        for purpose, words in (("location", "Practice Location"), ("mailing", "Mailing"))
    ]
    slots = [_slot(at, number) for number in range(1, _TAXONOMY_SLOTS + 1)]

    def read(row: Sequence[str]) -> Record:
        def cell(number: int | None) -> str:
            return text(row[number]) if number is not None and number < len(row) else ""

        def named(column: str) -> str:
            return cell(at.get(column))

        entity = named("Entity Type Code")
        dba = named("Provider Other Organization Name Type Code") == "3"
        deactivated, reactivated = day(named("NPI Deactivation Date")), day(named("NPI Reactivation Date"))
        return Record(
            npi=cell(at["NPI"]),
            entity_type=int(entity) if entity in ("1", "2") else None,
            **{key: cell(number) for key, number in names},
            dba=named("Provider Other Organization Name") if dba else "",
            enumerated_on=day(named("Provider Enumeration Date")),
            updated_on=day(named("Last Update Date")),
            # A later reactivation makes the number good again.
            deactivated_on=None
            if reactivated and deactivated and reactivated >= deactivated
            else deactivated,
            taxonomies=tuple(
                RegistryTaxonomy(
                    code=cell(code), state=cell(state), license=cell(number), is_primary=cell(primary) == "Y"
                )
                for code, number, state, primary in slots
                if cell(code)
            ),
            addresses=tuple(
                RegistryAddress(purpose, **{key: cell(number) for key, number in columns})
                for purpose, columns in addresses
                if any(cell(number) for _, number in columns)
            ),
        )

    return read


def _slot(at: dict[str, int], number: int) -> tuple[int | None, int | None, int | None, int | None]:
    return (
        at.get(f"Healthcare Provider Taxonomy Code_{number}"),
        at.get(f"Provider License Number_{number}"),
        at.get(f"Provider License Number State Code_{number}"),
        at.get(f"Healthcare Provider Primary Taxonomy Switch_{number}"),
    )
