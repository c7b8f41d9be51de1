"""The forms about a clinician: the file itself, and where they work."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from providers.forms.fields import FileForm, accepted, day_field
from providers.identifiers import check_caqh, check_npi, check_taxonomy
from providers.models import Affiliation, Practice, Provider, Taxonomy


class ProviderForm(FileForm):
    """The clinician's facts; a flagged NPI from an import may stay until somebody corrects it."""

    medicare_opt_out_until = day_field(
        "Opted out until", help_text="The affidavit renews itself every two years."
    )

    class Meta:
        model = Provider
        fields = [
            "npi", "first_name", "middle_name", "last_name", "suffix", "degree", "taxonomy", "license_type",
            "caqh_id", "caqh_access_granted_to", "email", "phone", "medicare_status", "medicare_opt_out_until",
            "is_active",
        ]  # fmt: skip
        labels = {
            "npi": "NPI (Type 1)",
            "degree": "Letters after the name",
            "license_type": "License type",
            "caqh_access_granted_to": "Who may act for them in CAQH",
            "medicare_status": "Medicare",
            "email": "E-mail",
            "is_active": "Works here",
        }
        help_texts = {
            "npi": "The clinician's own number, ten digits.",
            "degree": "Such as LPC, LCSW, PhD or PMHNP.",
            "taxonomy": "The NUCC code that the NPI registry shows as primary, such as 101YP2500X.",
            "caqh_id": "Six to ten digits, usually eight. Passwords are never kept here.",
            "caqh_access_granted_to": "The person who was given access in CAQH itself.",
        }
        error_messages = {"last_name": {"required": "Type the last name."}}
        widgets = {"taxonomy": forms.TextInput(attrs={"list": "taxonomy-codes", "autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored_npi, self._stored_flag = self.instance.npi, self.instance.npi_flag
        self.fields["npi"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "maxlength": "16"}
        # Typed with dashes or blanks, a number is longer than what is stored.
        self.fields["npi"].max_length = 24  # type: ignore[attr-defined]
        self.fields["npi"].validators = []

    def common_taxonomies(self) -> list[tuple[str, str]]:
        """Return the codes of behavioral health, which the taxonomy field offers while one types."""
        rows = Taxonomy.objects.filter(grouping__startswith="Behavioral Health")
        return list(rows.values_list("code", "display_name"))

    def clean_npi(self) -> str:
        """Refuse a number that fails its check, and one that another clinician here has."""
        typed = str(self.cleaned_data["npi"])
        if self._stored_flag and typed.strip() == self._stored_npi:
            return str(self._stored_npi)
        npi = accepted(check_npi(typed))
        # No name here: a member limited to some practices may not be allowed to know it.
        if npi and Provider.objects.filter(npi=npi).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Another clinician here already has this NPI. Open that file instead.")
        return npi

    def clean_caqh_id(self) -> str:
        """Take digits only."""
        return accepted(check_caqh(str(self.cleaned_data["caqh_id"])))

    def clean_taxonomy(self) -> str:
        """Take codes of the loaded NUCC list; before any list is loaded, the shape alone is checked."""
        typed = str(self.cleaned_data["taxonomy"])
        shape = check_taxonomy(typed)
        if not shape.ok or not shape.normalized:
            return accepted(shape)
        if Taxonomy.objects.filter(pk=shape.normalized).exists() or not Taxonomy.objects.exists():
            return shape.normalized
        return accepted(check_taxonomy(typed, frozenset()))

    def values(self) -> dict[str, Any]:
        """Return the typed facts; a corrected NPI loses the flag of the import."""
        found = super().values()
        keeps_flag = self._stored_flag and found["npi"] == self._stored_npi
        return {**found, "npi_flag": self._stored_flag if keeps_flag else ""}


class NewProviderForm(ProviderForm):
    """A new clinician, with the practice they join."""

    practice: Any = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label="Not yet known",
        help_text="The practice that will bill for them.",
    )
    starts_on = day_field("Works there since")
    take_licenses = forms.BooleanField(
        required=False,
        label="Add the licenses that the NPI registry states",
        help_text="Their expiry dates are not in the registry; you add them afterwards.",
    )

    def __init__(
        self, *args: Any, practices: QuerySet[Practice], must_choose: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_active"]
        field: Any = self.fields["practice"]
        field.queryset = practices
        # Somebody limited to some practices would not see a clinician who works at none of them.
        field.required = must_choose
        field.error_messages["required"] = "Choose the practice; you would not see this clinician otherwise."


class AffiliationForm(FileForm):
    """From when until when a clinician works at a practice."""

    starts_on = day_field("Since", help_text="Leave empty when nobody knows.")
    ends_on = day_field("Until", help_text="The last day. Leave empty while it goes on.")

    class Meta:
        model = Affiliation
        fields = ["starts_on", "ends_on"]


class NewAffiliationForm(AffiliationForm):
    """A further practice of a clinician."""

    practice: Any = forms.ModelChoiceField(queryset=None, error_messages={"required": "Choose the practice."})

    field_order = ["practice", "starts_on", "ends_on"]

    def __init__(self, *args: Any, practices: QuerySet[Practice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practice"].queryset = practices  # type: ignore[attr-defined]
