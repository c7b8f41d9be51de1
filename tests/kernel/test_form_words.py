"""What a form says when something is missing or does not fit: plain sentences that say what to do."""

import pytest
from django import forms

from accounts.forms import NewAccountForm


class Asked(forms.Form):
    """One field of each kind that people meet."""

    name = forms.CharField(max_length=5)
    kind = forms.ChoiceField(choices=[("a", "A")])
    many = forms.MultipleChoiceField(choices=[("a", "A")])
    day = forms.DateField()
    email = forms.EmailField()
    days = forms.IntegerField(min_value=1, max_value=365)
    file = forms.FileField()
    agreed = forms.BooleanField()
    website = forms.URLField(required=False, assume_scheme="https")
    own = forms.CharField(error_messages={"required": "Type the nine digits."})


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", "Fill this in."),
        ("kind", "Choose one."),
        ("many", "Choose at least one."),
        ("day", "Give the day, such as 2026-03-12."),
        ("email", "Type the e-mail address."),
        ("days", "Fill this in."),
        ("file", "Choose a file."),
        ("agreed", "Tick this to go on."),
        ("own", "Type the nine digits."),
    ],
)
def test_what_is_missing_is_asked_for(field: str, said: str) -> None:
    assert Asked({}).errors[field] == [said]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "too long", "Keep it to 5 characters; it has 8."),
        ("kind", "b", "“b” is not one of the choices. Choose one of the list."),
        ("day", "soon", "Give the day as 2026-03-12 or 03/12/2026."),
        ("email", "renee", "Type an address such as name@example.com."),
        ("days", "0", "Type 1 or more."),
        ("days", "400", "Type 365 or less."),
        ("days", "many", "Type a whole number, such as 30."),
        ("website", "not a site", "Type the whole address, such as https://www.example.com."),
    ],
)
def test_what_does_not_fit_is_explained(field: str, typed: str, said: str) -> None:
    assert said in Asked({field: typed}).errors[field]


def test_no_kind_of_field_keeps_the_framework_s_sentence() -> None:
    kinds = [
        kind for kind in vars(forms).values() if isinstance(kind, type) and issubclass(kind, forms.Field)
    ]
    silent = {"ComboField", "MultiValueField", "SplitDateTimeField"}

    for kind in kinds:
        if kind.__name__ not in silent:
            said = str(getattr(kind, "default_error_messages", {}).get("required", ""))
            assert "This field" not in said, kind.__name__


def test_the_product_s_forms_speak_so() -> None:
    form = NewAccountForm({}, email="new@example.com")

    assert form.errors["name"] == ["Fill this in."]
