"""What people type about organizations, seats and saved views, and what is told when it does not fit."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from accounts import limits, members
from accounts.enums import OrganizationKind, Role
from accounts.models import Membership, User
from accounts.roles import WORDS

# The zones of the fifty states and the territories come first; the rest follow by name.
US_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
)


def timezone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones in two groups, each named by its city."""
    others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in US_ZONES)
    return [
        ("United States", [(zone, zone.replace("_", " ")) for zone in US_ZONES]),
        ("Everywhere else", [(zone, zone.replace("_", " ")) for zone in others]),
    ]


def take_version(form: forms.Form, version: int) -> None:
    """Have a refused form carry the record's current version, so that saving again is a decision."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a bound form holds a QueryDict
    data["version"] = str(version)
    form.data = data


class OrganizationForm(forms.Form):
    """Name, kind and time zone of an organization; `version` finds out who saved first."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(max_length=160)
    kind = forms.ChoiceField(choices=OrganizationKind.choices())
    timezone = forms.ChoiceField(
        label="Time zone",
        help_text="Decides which day it is here: what is due, overdue and counted in days.",
        widget=forms.Select(attrs={"data-combobox": ""}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].choices = timezone_choices()  # type: ignore[attr-defined]


class SeatForm(forms.Form):
    """Role and limits of a seat; what fits is decided by the role."""

    role = forms.ChoiceField(choices=[(role.value, f"{role.label}: {WORDS[role]}") for role in Role])
    limited = forms.BooleanField(
        required=False,
        label="Only some practices",
        help_text="For coordinators, billers and managers. Owners see everything, clinicians their own file.",
    )
    practices = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple, label="Which practices"
    )
    provider = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label="Which clinician",
        help_text="For clinicians: the file that is theirs.",
        widget=forms.Select(attrs={"data-combobox": ""}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = limits.answers()
        self.practice_names = asked.practices()
        self.clinician_names = asked.clinicians()
        self.fields["practices"].choices = self.practice_names  # type: ignore[attr-defined]
        self.fields["provider"].choices = [("", "Nobody"), *self.clinician_names]  # type: ignore[attr-defined]
        if not self.practice_names:
            del self.fields["limited"], self.fields["practices"]

    def clean(self) -> dict[str, Any]:
        """Ask for the practices of a limited seat and for the clinician of a clinician's seat."""
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        if role in members.LIMITABLE and cleaned.get("limited") and not cleaned.get("practices"):
            self.add_error("practices", "Tick at least one practice, or let this person see all of them.")
        if role == Role.CLINICIAN and not cleaned.get("provider") and "provider" not in self.errors:
            self.add_error("provider", self._no_clinician())
        return cleaned

    def _no_clinician(self) -> str:
        if self.clinician_names:
            return "Choose the clinician this person is, so that they see their own file."
        return "There is no clinician's file yet. Add the clinician first, then give them a seat."

    def wanted(self) -> members.SeatChange:
        """Return what was asked for, without what the role rules out."""
        cleaned = self.cleaned_data
        chosen = limits.Limits(tuple(cleaned.get("practices") or ()), cleaned.get("provider"))
        return members.settled(
            members.SeatChange(Role(cleaned["role"]), bool(cleaned.get("limited")), chosen)
        )


class InvitationForm(SeatForm):
    """Whom to invite, and to which seat."""

    email = forms.EmailField(label="E-mail", help_text="The link goes to this address and works only for it.")
    name = forms.CharField(required=False, max_length=120)

    field_order = ("email", "name", "role", "limited", "practices", "provider")

    def clean_email(self) -> str:
        """Return the address as sign-in compares it."""
        return str(self.cleaned_data["email"]).strip().lower()


class MemberForm(SeatForm):
    """A member's seat; `version` finds out who saved first."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def member_initial(membership: Membership) -> dict[str, Any]:
    """Return what the form shows of a seat as it is."""
    known = limits.answers().read(membership)
    return {
        "version": membership.version,
        "role": membership.role,
        "limited": membership.limited_to_practices,
        "practices": list(known.practice_ids),
        "provider": known.provider_id or "",
    }


class NewAccountForm(forms.Form):
    """Name and password of an invited person who has no account yet."""

    name = forms.CharField(
        max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least ten characters; a few unrelated words are easy to keep in mind.",
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Refuse passwords that are short, common or made of the person's own name."""
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password:
            person = User(email=self.email, name=cleaned.get("name", ""))
            try:
                password_validation.validate_password(password, person)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return cleaned


class SavedViewForm(forms.Form):
    """The name under which a list is kept."""

    name = forms.CharField(max_length=60, help_text="Shown as a tab above the list.")
    shared = forms.BooleanField(required=False, label="Offer it to everybody in this organization")
    list = forms.CharField(max_length=60, widget=forms.HiddenInput)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
    back = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
