"""Opening an application: who applies to whom, where, for what and by which route."""

from typing import Any

from django import forms

from accounts.models import User
from credtrack.kernel import clock, us_states
from enrollments.enums import Kind, Route
from enrollments.forms.fields import day_field
from enrollments.opening import Opening
from payers.models import Payer, Plan, Platform
from providers.models import Practice, Provider

_COMBOBOX = {"data-combobox": ""}


class OpenForm(forms.Form):
    """Plans are offered once the payer is known; without a choice the payer's usual plans are taken."""

    practice: "forms.ModelChoiceField[Practice]" = forms.ModelChoiceField(
        None, label="Practice", empty_label="Choose the practice"
    )
    provider: "forms.ModelChoiceField[Provider]" = forms.ModelChoiceField(
        None,
        label="Clinician",
        required=False,
        empty_label="The practice itself (group application)",
        widget=forms.Select(attrs=_COMBOBOX),
    )
    payer: "forms.ModelChoiceField[Payer]" = forms.ModelChoiceField(
        None, label="Payer", empty_label="", widget=forms.Select(attrs=_COMBOBOX)
    )
    state = forms.ChoiceField(
        label="State",
        choices=[("", "No state"), *us_states.choices()],
        required=False,
    )
    kind = forms.ChoiceField(label="Kind", choices=Kind.choices(), initial=Kind.INITIAL_INDIVIDUAL)
    route = forms.ChoiceField(label="Route", choices=Route.choices(), initial=Route.DIRECT)
    platform: "forms.ModelChoiceField[Platform]" = forms.ModelChoiceField(
        None,
        label="Platform",
        required=False,
        empty_label="None",
        help_text="Only when delegated: it never counts as your own.",
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Owner", required=False, empty_label="Nobody yet"
    )
    accept_block = forms.BooleanField(
        label="Open it anyway, as a draft that is blocked until that one is there",
        required=False,
        help_text="The block counts as ours, never as the payer's delay.",
    )
    ask_caqh = forms.BooleanField(
        label="Put what CAQH lacks on the list of what is missing",
        required=False,
        initial=True,
        help_text="It cannot be sent before both are ticked off.",
    )

    def __init__(
        self,
        *args: Any,
        practices: Any,
        providers: Any,
        people: Any,
        payer: Payer | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Any] = {
            "practice": practices,
            "provider": providers,
            "payer": Payer.objects.filter(is_active=True).order_by("name", "pk"),
            "platform": Platform.objects.filter(is_active=True),
            "owner": people,
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if payer is not None:
            self._offer_plans(payer)
        self.fields["opened_on"] = day_field("Opened on", past=True)
        self.fields["opened_on"].initial = clock.today()

    def _offer_plans(self, payer: Payer) -> None:
        plans = Plan.objects.filter(payer=payer, is_active=True)
        self.fields["plans"] = forms.ModelMultipleChoiceField(
            plans,
            label="Plans",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="None ticked: the payer's usual plans.",
        )
        self.fields["plans"].initial = [plan.pk for plan in plans if plan.is_default]

    def opening(self) -> Opening:
        """Return what is to be opened."""
        data = self.cleaned_data
        return Opening(
            practice=data["practice"],
            provider=data["provider"],
            payer=data["payer"],
            kind=Kind(data["kind"]),
            opened_on=data["opened_on"],
            state=data["state"],
            route=Route(data["route"]),
            platform=data["platform"],
            owner=data["owner"],
            plans=list(data.get("plans") or []),
        )
