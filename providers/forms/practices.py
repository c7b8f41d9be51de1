"""The forms about a practice: the business, its locations, its tax numbers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from providers.enums import TaxIdKind
from providers.forms.fields import FileForm, accepted, day_field, state_field
from providers.identifiers import check_npi, check_tax_number, squeezed
from providers.models import Location, Practice, TaxIdentity


class PracticeForm(FileForm):
    """The business that bills."""

    state = state_field("Home state")

    class Meta:
        model = Practice
        fields = ["npi", "legal_name", "dba", "specialty", "state", "phone", "email", "pay_to", "is_active"]
        labels = {
            "npi": "NPI (Type 2)",
            "dba": "Doing business as",
            "email": "E-mail",
            "is_active": "In business",
        }
        help_texts = {
            "npi": "The number of the business, not of a clinician.",
            "legal_name": "Exactly as on the IRS letter (CP-575 or 147C).",
            "pay_to": "Where payers send checks and letters, if it differs.",
        }
        error_messages = {"legal_name": {"required": "Type the legal name."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored_npi, self._stored_flag = self.instance.npi, self.instance.npi_flag
        field: Any = self.fields["npi"]
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "maxlength": "16"}
        field.max_length, field.validators = 24, []
        if self.instance.pk is None:
            del self.fields["is_active"]

    def clean_npi(self) -> str:
        """Refuse a number that fails its check; a flagged one from an import may stay."""
        typed = str(self.cleaned_data["npi"])
        if self._stored_flag and typed.strip() == self._stored_npi:
            return str(self._stored_npi)
        return accepted(check_npi(typed))

    def clean_legal_name(self) -> str:
        """Refuse a second practice of the same name."""
        name = " ".join(str(self.cleaned_data["legal_name"]).split())
        if Practice.objects.filter(legal_name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("There is a practice of this name already. Open it instead.")
        return name

    def values(self) -> dict[str, Any]:
        """Return the typed facts; a corrected NPI loses the flag of the import."""
        found = super().values()
        keeps_flag = self._stored_flag and found["npi"] == self._stored_npi
        return {**found, "npi_flag": self._stored_flag if keeps_flag else ""}


class LocationForm(FileForm):
    """Where clients are seen."""

    state = state_field(required=True)
    open_from = day_field("Open from")
    open_until = day_field("Open until", help_text="The last day. Leave empty while it is open.")

    class Meta:
        model = Location
        fields = [
            "name", "address_1", "address_2", "city", "state", "postal_code", "phone", "fax",
            "open_from", "open_until",
        ]  # fmt: skip
        labels = {"postal_code": "ZIP code", "address_1": "Street address", "address_2": "Suite or unit"}
        help_texts = {"address_1": "Exactly as in CAQH and on the W-9; payers compare letter by letter."}
        error_messages = {"name": {"required": "Give the location a name, such as Main office."}}

    def clean_postal_code(self) -> str:
        """Take five or nine digits."""
        digits = squeezed(str(self.cleaned_data["postal_code"]))
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) in (5, 9)):
            raise ValidationError("A ZIP code has five digits, or nine with the extension.")
        return f"{digits[:5]}-{digits[5:]}" if len(digits) == 9 else digits


class TaxIdentityForm(FileForm):
    """The name and standing of a tax number; the number itself is typed once and never shown again."""

    class Meta:
        model = TaxIdentity
        fields = ["legal_name", "is_primary"]
        labels = {"is_primary": "Applications use this one"}


class NewTaxIdentityForm(TaxIdentityForm):
    """A new tax number."""

    kind = forms.ChoiceField(
        choices=TaxIdKind.choices(), help_text="A sole proprietor may bill under the SSN."
    )
    number = forms.CharField(
        max_length=20,
        help_text="Kept sealed; afterwards only the last four digits are shown.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "data-secret": ""}),
        error_messages={"required": "Type the nine digits."},
    )

    field_order = ["kind", "number", "legal_name", "is_primary"]

    def clean(self) -> dict[str, Any]:
        """Check the number by its kind."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") and data.get("number"):
            finding = check_tax_number(data["kind"], data["number"])
            if not finding.ok:
                self.add_error("number", finding.message)
        return data
