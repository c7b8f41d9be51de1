"""Which payer a typed name means: a specification of `payers.matching`, without a database."""

import pytest

from payers import catalogue
from payers.matching import Named, PayerIndex, key

CATALOGUE = catalogue.read()
INDEX = catalogue.index(CATALOGUE)


def slug_of(text: str, state: str = "") -> str | None:
    found = INDEX.find(text, state)
    return CATALOGUE.payers[found.id]["slug"] if found else None


@pytest.mark.parametrize(
    "spelling",
    [
        "BCBS of Texas",
        "TX BCBS",
        "bcbs tx",
        "Blue Cross & Blue Shield of Texas",
        "BlueCross BlueShield - Texas",
        "BCBSTX",
    ],
)
def test_spellings_of_one_name_fold_together(spelling: str) -> None:
    assert slug_of(spelling) == "bcbs-tx"


@pytest.mark.parametrize("spelling", ["UHC", "United Healthcare", "UnitedHealthcare", "united health care"])
def test_uhc_is_one_payer(spelling: str) -> None:
    assert slug_of(spelling) == "uhc"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UnitedHealthcare", "UHC Community Plan"),
        ("UnitedHealthcare", "Optum"),
        ("Humana", "Humana Healthy Horizons in Oklahoma"),
        ("Humana", "TRICARE East"),
        ("CareFirst BCBS", "CareFirst Community Health Plan"),
        ("Aetna", "Aetna Better Health of Maryland"),
        ("Aetna Better Health of Maryland", "Aetna Better Health of Oklahoma"),
        ("University of Utah Health Plan", "Healthy U"),
        ("Priority Partners", "Johns Hopkins EHP"),
        ("Health Net", "Healthfirst"),
        ("BCBS of Kansas", "BCBS of Kansas City"),
        ("Highmark BCBS", "Highmark BCBS of Delaware"),
        ("TRICARE West", "TRICARE East"),
        ("Keystone First", "Keystone Health Plan East"),
    ],
)
def test_different_payers_never_collide(one: str, other: str) -> None:
    assert slug_of(one) is not None
    assert slug_of(other) is not None
    assert slug_of(one) != slug_of(other)


@pytest.mark.parametrize(
    ("text", "state", "slug"),
    [
        ("Medicaid", "TX", "medicaid-tx"),
        ("Medicaid", "", None),
        ("Maryland Medicaid (ePREP)", "", "medicaid-md"),
        ("PA Medicaid (PROMISe)", "", "medicaid-pa"),
        ("Medicaid (PRISM)", "", "medicaid-ut"),
        ("SoonerCare (OHCA)", "", "medicaid-ok"),
        ("BCBS", "OK", "bcbs-ok"),
        ("BCBS", "PA", None),
        ("Anthem", "GA", "anthem-ga"),
        ("TRICARE", "OK", "tricare-west"),
        ("TRICARE", "PA", "tricare-east"),
        ("VA CCN", "TX", "va-ccn-triwest"),
        ("Novitas", "PA", "novitas-jl"),
        ("Aetna Better Health", "OK", "abh-ok"),
    ],
)
def test_family_names_stand_for_one_payer_per_state(text: str, state: str, slug: str | None) -> None:
    assert slug_of(text, state) == slug


def test_a_full_name_is_not_bent_by_the_state_beside_it() -> None:
    assert slug_of("Highmark BCBS", "DE") == slug_of("Highmark BCBS", "PA") == "highmark"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Medicare (PECOS)", "medicare"),
        ("Cigna / Evernorth", "cigna"),
        ("Cigna/Evernorth", "cigna"),
        ("Optum / UHC", "optum"),
        ("UnitedHealthcare/Optum", "optum"),
        ("Magellan Healthcare", "magellan"),
        ("  Independence\xa0Blue Cross ", "independence"),
        ("L.A. Care", "la-care"),
        ("Cigna Insurance Co.", "cigna"),
        ("Aetna Texas", "aetna"),
        ("Harvard Pilgrim", "harvard-pilgrim"),
    ],
)
def test_names_as_practices_type_them(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "CAQH ProView",
        "Sliding scale",
        "Community Care",
        "Home Health",
        "Acme Mutual",
        "-",
        "(Group)",
    ],
)
def test_what_names_no_payer_finds_none(text: str) -> None:
    assert slug_of(text) is None


def test_a_national_name_with_a_state_it_does_not_serve_finds_none() -> None:
    assert slug_of("Clover Health Montana") is None


def test_every_shipped_name_finds_its_own_payer() -> None:
    wrong = [
        (name, row["slug"], slug_of(name))
        for row in CATALOGUE.payers
        for name in (row["name"], *catalogue.split(row["aliases"]))
        if slug_of(name) != row["slug"]
    ]
    assert wrong == []


def test_what_an_organization_says_beats_the_catalogue() -> None:
    shared = Named(1, "Aetna", ("AET",))
    own = Named(2, "Aetna", is_own=True)
    assert PayerIndex([own, shared]).find("aetna") == own
    renamed = Named(3, "Optum", own_names=("AET",))
    assert PayerIndex([shared, renamed]).find("AET") == renamed


def test_suggestions_start_with_the_members_of_the_state() -> None:
    names = [row.name for row in INDEX.suggest("BCBS", "PA")]
    assert "Highmark Blue Cross Blue Shield" in names[:3]
    assert "Independence Blue Cross" in names[:3]


def test_suggestions_forgive_a_slip_of_the_pen() -> None:
    assert "Magellan Healthcare" in [row.name for row in INDEX.suggest("Magelan Healthcare")]


def test_the_key_is_words_and_states() -> None:
    assert key("Blue Cross and Blue Shield of Texas") == "bcbs|TX"
    assert key("Humana Healthy Horizons in Oklahoma") == "humana healthy horizons|OK"
    assert key("  ") == ""


def test_an_own_payer_made_for_one_state_does_not_take_the_name_from_the_others() -> None:
    own = Named(id=10**6, name="Blue Cross", is_own=True)
    index = PayerIndex([*INDEX.payers, own], catalogue.family_terms())

    assert index.find("Blue Cross", "UT") != own
    assert index.find("Blue Cross", "ID") == own
