"""The forms about papers that expire: added, corrected, renewed, attested."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from credtrack.kernel import clock
from credtrack.kernel.dates import day_words
from providers.enums import CredentialKind
from providers.expirables import ATTESTATIONS
from providers.forms.fields import FileForm, accepted, day_field, state_field
from providers.identifiers import check_license_number
from providers.models import Credential

_NEEDS_STATE = "Choose the state that issued the license."
_PAPERS = [(kind.value, kind.label) for kind in CredentialKind if kind not in ATTESTATIONS]


class TermForm(FileForm):
    """Number and dates of one term of a paper."""

    issued_on = day_field("Issued on")
    expires_on = day_field("Expires on", help_text="The last day on which it is good.")
    verified_on = day_field("Verified on", help_text="The day you saw it at the board or insurer itself.")

    class Meta:
        model = Credential
        fields = ["number", "issuer", "issued_on", "expires_on", "verified_on", "note"]
        help_texts = {"issuer": "The board, agency or insurer."}

    def clean_number(self) -> str:
        """Take a number as boards write it; policies and certificates are not checked further."""
        typed = str(self.cleaned_data["number"])
        return accepted(check_license_number(typed)) if self._is_license() else " ".join(typed.split())

    def clean_verified_on(self) -> dt.date | None:
        """Refuse a day that is still to come."""
        day: dt.date | None = self.cleaned_data["verified_on"]
        if day and day > clock.today():
            raise ValidationError("This day is still to come. Leave it empty until you have verified it.")
        return day

    def _is_license(self) -> bool:
        kind = self.data.get(self.add_prefix("kind")) or self.instance.kind
        return bool(kind == CredentialKind.LICENSE)


class CredentialForm(TermForm):
    """A paper with its kind and state, to be added or corrected."""

    kind = forms.ChoiceField(choices=_PAPERS)
    state = state_field(help_text="For licenses and state registrations.")

    class Meta(TermForm.Meta):
        fields = ["kind", "state", *TermForm.Meta.fields]

    field_order = ["kind", "state", *TermForm.Meta.fields]

    def clean(self) -> dict[str, Any]:
        """A license needs its state."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            data.get("kind") == CredentialKind.LICENSE
            and not data.get("state")
            and "state" not in self.errors
        ):
            self.add_error("state", _NEEDS_STATE)
        return data


class RenewalForm(TermForm):
    """The next term of a paper; its end is what the renewal is about."""

    expires_on = day_field("Expires on", required=True, help_text="The last day of the new term.")
    # The term that somebody else recorded meanwhile, once this person has been shown it.
    recorded = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, old: Credential, **kwargs: Any) -> None:
        self.old = old
        super().__init__(*args, **kwargs, instance=Credential(kind=old.kind, state=old.state))
        self.initial.update(number=old.number, issuer=old.issuer)
        self.fields["version"].initial = old.version

    def seen_term(self) -> int | None:
        """Return the id of the already recorded next term that the person has been shown, if any."""
        found: int | None = self.cleaned_data.get("recorded")
        return found

    def take_stored_version(self) -> list[str]:
        """Let the next save go over what is stored now; return how that differs, in words.

        That is the paper as somebody corrected it, or the next term that somebody recorded meanwhile.
        """
        old = Credential.objects.select_related("replaced_by").get(pk=self.old.pk)
        new = old.replaced_by
        if new is None:
            self.send_with(version=old.version)
            ends = day_words(old.expires_on) if old.expires_on else "no day that is recorded"
            number = f"has the number “{old.number}”" if old.number else "has no number"
            return [f"The present term now {number} and ends on {ends}."]
        self.send_with(version=new.version, recorded=new.pk)
        stored = {name: getattr(new, name) for name in self.values()}
        return [
            "The next term is recorded already. Saving again puts what you typed in its place.",
            *self.differences(stored),
        ]


class AttestationForm(forms.Form):
    """The day on which the clinician attested."""

    kind = forms.ChoiceField(
        label="What was attested",
        choices=[(kind.value, kind.label) for kind in CredentialKind if kind in ATTESTATIONS],
    )
    attested_on = day_field("Attested on", required=True, help_text="As the portal shows it.")
