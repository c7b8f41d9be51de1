"""The fast select draws what Django's own select draws."""

from typing import Any

import pytest
from django import forms
from django.test.html import parse_html

from credtrack.kernel.options import FastSelect, FastSelectMultiple

CHOICES = [
    ("", "Any payer"),
    (7, "Aetna <East>"),
    (8, "Cigna & co"),
    ("Blues", [(9, "Florida Blue"), (10, "BCBS")]),
]


@pytest.mark.parametrize("value", [None, "", 7, "9", "missing"])
def test_one_choice_is_drawn_as_django_draws_it(value: Any) -> None:
    attrs = {"id": "id_payer", "data-combobox": "", "required": True}

    own = FastSelect(choices=CHOICES).render("payer", value, attrs)

    assert parse_html(own) == parse_html(forms.Select(choices=CHOICES).render("payer", value, attrs))


@pytest.mark.parametrize("value", [None, [], [7], ["7", "10"]])
def test_several_choices_are_drawn_as_django_draws_them(value: Any) -> None:
    own = FastSelectMultiple(choices=CHOICES).render("payer", value, {"id": "id_payer"})

    assert parse_html(own) == parse_html(
        forms.SelectMultiple(choices=CHOICES).render("payer", value, {"id": "id_payer"})
    )


def test_labels_are_escaped() -> None:
    assert "&lt;East&gt;" in FastSelect(choices=CHOICES).render("payer", None)


def test_it_serves_a_form_field() -> None:
    class Form(forms.Form):
        payer = forms.ChoiceField(choices=CHOICES, widget=FastSelect)

    assert Form({"payer": "8"}).is_valid()
    assert '<option value="8" selected>' in str(Form({"payer": "8"})["payer"])
