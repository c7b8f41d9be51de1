"""What is asked on the billing pages: a clinician, plan, practice, state and day; what a payer confirmed."""

from typing import Any

from django import forms

from accounts.models import Membership
from credtrack.kernel import clock, us_states
from enrollments.confirming import DATED, VALUED, Told
from enrollments.effective_dates import GRANTS
from enrollments.enums import Channel, Confirmed
from enrollments.forms.fields import day_field
from payers.models import Plan
from providers.visibility import visible_practices, visible_providers

_CHANNELS = [pair for pair in Channel.choices() if pair[0] not in ("note", "document")]


class MayBillForm(forms.Form):
    """The question; it stands in the address, so that an answer can be kept as a link."""

    provider: Any = forms.ModelChoiceField(queryset=None, label="Clinician", empty_label="Choose")
    plan: Any = forms.ModelChoiceField(queryset=None, label="Plan", empty_label="Choose")
    practice: Any = forms.ModelChoiceField(queryset=None, label="Practice", empty_label="Choose")
    state = forms.ChoiceField(choices=[("", "As recorded"), *us_states.choices()], required=False)
    denial = forms.CharField(
        label="Denial code",
        required=False,
        max_length=20,
        help_text="If a claim came back: CO-B7, CO-170, CO-109 or CO-29.",
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = Plan.objects.filter(is_active=True).select_related("payer")
        choices: dict[str, Any] = {
            "provider": visible_providers(membership),
            "practice": visible_practices(membership),
            "plan": plans.order_by("payer__sort_name", "name"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # all three are model choices
        self.fields["on"] = day_field("Date of service")
        self.fields["on"].initial = clock.today()
        self.order_fields(["provider", "plan", "practice", "state", "on", "denial"])


class ConfirmForm(forms.Form):
    """One kind of confirmation: only what this kind needs."""

    channel = forms.ChoiceField(label="How we know", choices=_CHANNELS, initial=Channel.LETTER)
    person = forms.CharField(
        label="Who confirmed it", required=False, max_length=120, help_text="The name and number of a call."
    )
    evidence = forms.CharField(
        label="Evidence",
        max_length=300,
        help_text="What proves it: a letter, a portal page, a call with its number.",
        error_messages={"required": "Say what proves it."},
    )

    def __init__(self, *args: Any, kind: Confirmed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["confirmed_on"] = day_field("Confirmed on", past=True)
        self.fields["confirmed_on"].initial = clock.today()
        if kind in DATED:
            self.fields["value_on"] = day_field("The date that was confirmed")
        if kind == Confirmed.EFFECTIVE_DATE:
            self.fields["value"] = forms.ChoiceField(
                label="Going back",
                choices=[("", "Not granted"), *((grant, grant) for grant in GRANTS)],
                required=False,
                help_text="Only what the payer granted in writing; a sourced rule says how far.",
            )
        elif kind in VALUED:
            label = "The ID" if kind == Confirmed.PROVIDER_ID else "Clearinghouse and payer ID"
            self.fields["value"] = forms.CharField(label=label, max_length=160)
        self.order_fields(["value_on", "value", "confirmed_on", "channel", "person", "evidence"])

    def told(self) -> Told:
        """Return what was entered; the form must be valid."""
        data = self.cleaned_data
        return Told(
            kind=self.kind,
            confirmed_on=data["confirmed_on"],
            evidence=data["evidence"],
            person=data["person"],
            channel=Channel(data["channel"]),
            value=data.get("value", ""),
            value_on=data.get("value_on"),
        )


class WithdrawForm(forms.Form):
    """Why a confirmation no longer holds."""

    reason = forms.CharField(
        label="Reason", max_length=300, error_messages={"required": "Say why it no longer holds."}
    )
