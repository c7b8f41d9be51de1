"""Who works in the demo: invented practices and clinicians; NPIs of the unassigned 2xx range."""

from dataclasses import dataclass, field

from stdnum import luhn


def npi(base: int) -> str:
    """Return a well-formed NPI for a nine-digit base that starts with 2; none such is assigned."""
    digits = f"{base:09d}"
    return digits + str(luhn.calc_check_digit(f"80840{digits}"))


@dataclass(frozen=True, slots=True)
class Person:
    """A clinician: name, letters, license type, NUCC taxonomy."""

    first: str
    last: str
    degree: str
    license_type: str
    taxonomy: str


@dataclass(frozen=True, slots=True)
class House:
    """A practice with its clinicians and the payers it works with (catalogue slugs)."""

    legal_name: str
    dba: str
    state: str
    city: str
    address: str
    postal_code: str
    phone: str
    specialty: str
    people: tuple[Person, ...]
    payers: tuple[str, ...] = field(default=())


_LPC = ("LPC", "LPC", "101YP2500X")
_LCSW = ("LCSW", "LCSW", "1041C0700X")
_LMFT = ("LMFT", "LMFT", "106H00000X")
_PSYD = ("PsyD", "Psychologist", "103TC0700X")
_PMHNP = ("PMHNP-BC", "PMHNP", "363LP0808X")
_MD = ("MD", "MD", "2084P0800X")

HOUSES: tuple[House, ...] = (
    House(
        "Fairmount Counseling Collective LLC",
        "Fairmount Counseling",
        "PA",
        "Philadelphia",
        "2400 Aspen Street, Suite 3",
        "19130",
        "215-555-0118",
        "Outpatient counseling",
        (
            Person("Imani", "Okafor", *_LPC),
            Person("Theo", "Brandvold", *_LCSW),
            Person("Priya", "Venkatesan", *_PSYD),
            Person("Caleb", "Stroud", *_LPC),
            Person("Noor", "Haddad", *_LMFT),
            Person("Margit", "Szalai", *_LCSW),
            Person("Jonah", "Feldspar", *_LPC),
        ),
        ("aetna", "cigna", "highmark", "keystone-first", "optum", "medicare", "independence", "tricare-east"),
    ),
    House(
        "Bayside Psychiatry Associates PA",
        "Bayside Psychiatry",
        "MD",
        "Annapolis",
        "118 Severn Landing Road",
        "21401",
        "410-555-0173",
        "Psychiatry and medication management",
        (
            Person("Ulrike", "Amsel", *_MD),
            Person("Desmond", "Achebe", *_MD),
            Person("Lorena", "Quiroga", *_PMHNP),
            Person("Felix", "Tanaka-Boyd", *_PMHNP),
        ),
        ("carefirst", "aetna", "cigna", "uhc", "medicare", "medicaid-md", "jh-ehp"),
    ),
    House(
        "Red River Family Therapy PLLC",
        "Red River Family Therapy",
        "OK",
        "Norman",
        "905 Chautauqua Court",
        "73069",
        "405-555-0142",
        "Family and child therapy",
        (
            Person("Whitney", "Goodbear", *_LPC),
            Person("Samuel", "Trask", *_LMFT),
            Person("Odalys", "Ferrer", *_LCSW),
            Person("Brielle", "Hatcher", *_LPC),
        ),
        ("bcbs-ok", "aetna", "medicaid-ok", "oklahoma-complete", "uhc", "tricare-west"),
    ),
    House(
        "Wasatch Behavioral Health Group LLC",
        "Wasatch Behavioral",
        "UT",
        "Sandy",
        "77 Dimple Dell Way",
        "84092",
        "801-555-0190",
        "Counseling and testing",
        (
            Person("Kirsten", "Holm-Avery", *_LCSW),
            Person("Amos", "Delacroix", *_PSYD),
            Person("Tavita", "Leota", *_LCSW),
        ),
        ("selecthealth", "aetna", "regence-ut", "pehp", "medicaid-ut", "cigna"),
    ),
)

DELEGATED = House(
    "Elin Marsh Counseling LLC",
    "Elin Marsh Counseling",
    "PA",
    "Lancaster",
    "41 North Lime Street",
    "17602",
    "717-555-0126",
    "Solo counseling, formerly through a platform",
    (Person("Elin", "Marsh", *_LPC),),
)
DIRECT = House(
    "Dario Lindqvist Counseling LLC",
    "Lindqvist Counseling",
    "PA",
    "Philadelphia",
    "1622 Frankford Avenue, Floor 2",
    "19125",
    "215-555-0164",
    "Solo counseling",
    (Person("Dario", "Lindqvist", *_LPC),),
)

# Two clinicians who see their insured clients through a platform and are about to leave it.
ON_PLATFORM = House(
    "Fernbank Therapy Group LLC",
    "Fernbank Therapy",
    "PA",
    "Pittsburgh",
    "5820 Ellsworth Avenue, Suite 2",
    "15232",
    "412-555-0173",
    "Individual and couples counseling, through a platform today",
    (Person("Anjali", "Raghunathan", *_LPC), Person("Joel", "Abernathy", *_LCSW)),
)
