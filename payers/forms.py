"""What people type about payers, plans, contacts, panels and rules, and what is told when it does not fit."""

import datetime as dt
from typing import Any

from django import forms

from credtrack.kernel import clock, us_states
from payers.enums import LineOfBusiness, PanelStatus, PlatformKind, RuleKind, Unit
from payers.models import Payer, PayerContact, Plan
from payers.overrides import OwnValue
from payers.own_payers import PayerDraft
from payers.panels import PanelAnswer

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_COMBOBOX = {"data-combobox": ""}


def _states() -> list[tuple[str, str]]:
    return [("", "Every state"), *us_states.choices()]


def past_day(day: dt.date) -> dt.date:
    """Return the day; raises `ValidationError` for a day that is still to come."""
    if day > clock.today():
        raise forms.ValidationError("This day has not come yet. Give the day on which it was said.")
    return day


class PayerForm(forms.Form):
    """A payer of our own."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(max_length=120, help_text="As the payer calls itself in letters and contracts.")
    states = forms.MultipleChoiceField(
        choices=us_states.choices,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": "6"}),
        help_text="Leave empty when you do not know, or when it works everywhere.",
    )
    parent: "forms.ModelChoiceField[Payer]" = forms.ModelChoiceField(
        None, required=False, label="Belongs to", widget=forms.Select(attrs=_COMBOBOX)
    )
    behavioral_health_administered_by: "forms.ModelChoiceField[Payer]" = forms.ModelChoiceField(
        None,
        required=False,
        label="Behavioral health administered by",
        widget=forms.Select(attrs=_COMBOBOX),
        help_text="Behavioral clinicians apply there instead.",
    )
    website = forms.URLField(required=False, assume_scheme="https")
    portal_url = forms.URLField(required=False, label="Provider portal", assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("parent", "behavioral_health_administered_by"):
            self.fields[name].queryset = Payer.objects.filter(is_active=True)  # type: ignore[attr-defined]

    def draft(self) -> PayerDraft:
        """Return what was typed."""
        kept = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return PayerDraft(**kept)


class NewPayerForm(PayerForm):
    """A payer the catalogue lacks, with its lines of business."""

    lines = forms.MultipleChoiceField(
        choices=LineOfBusiness.choices(),
        initial=[LineOfBusiness.COMMERCIAL],
        label="Lines of business",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each becomes a plan that applications to this payer cover.",
    )
    field_order = ("name", "lines")


class PlanForm(forms.Form):
    """A plan of our own."""

    name = forms.CharField(max_length=140)
    line = forms.ChoiceField(choices=LineOfBusiness.choices(), label="Line of business")
    is_default = forms.BooleanField(required=False, label="An application that names no plan covers this one")


class AliasForm(forms.Form):
    """One more name for a payer."""

    text = forms.CharField(
        max_length=120,
        label="Name",
        help_text="As it stands in your spreadsheets. Imports then find this payer.",
    )


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """Whom to call at a payer."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PayerContact
        fields = (
            "department", "person", "phone", "hours", "email", "portal", "notes", "verified_on", "is_primary",
        )  # fmt: skip
        widgets = {
            "verified_on": _DATE,
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "notes": forms.Textarea(attrs={"rows": "3"}),
        }
        labels = {"verified_on": "Last checked on", "is_primary": "Call this one first"}
        help_texts = {"hours": "For example: Mon-Fri 8-5 ET.", "portal": "An address, or how you find it."}

    def clean(self) -> dict[str, Any]:
        """Ask for at least one way to reach the payer."""
        found: dict[str, Any] = super().clean() or {}
        if not any(found.get(name) for name in ("phone", "email", "portal")):
            raise forms.ValidationError("Give a phone number, an e-mail address or a portal.")
        return found

    def values(self) -> dict[str, object]:
        """Return the fields of the contact."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PanelForm(forms.Form):
    """What a payer said about its panel."""

    status = forms.ChoiceField(choices=PanelStatus.choices(), label="Panel")
    state = forms.ChoiceField(choices=_states, required=False)
    license_type = forms.CharField(
        max_length=40, required=False, help_text="For example LPC. Leave empty when it holds for all."
    )
    plan: "forms.ModelChoiceField[Plan]" = forms.ModelChoiceField(
        None, required=False, empty_label="Every plan"
    )
    learnt_on = forms.DateField(widget=_DATE, label="Learned on")
    source = forms.CharField(max_length=200, label="Who said so", help_text="Person, letter or page.")
    recheck_on = forms.DateField(
        widget=_DATE,
        required=False,
        label="Ask again on",
        help_text="Leave empty to take the usual interval for a closed panel.",
    )

    def __init__(self, *args: Any, payer: Payer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = payer.plans.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["learnt_on"].initial = clock.today

    def clean_learnt_on(self) -> dt.date:
        """Refuse a day that is still to come."""
        return past_day(self.cleaned_data["learnt_on"])

    def answer(self) -> PanelAnswer:
        """Return what was typed."""
        return PanelAnswer(**self.cleaned_data)


class OwnValueForm(forms.Form):
    """Our own value for a rule."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    value_min = forms.IntegerField(min_value=0, max_value=3650, required=False, label="From")
    value_max = forms.IntegerField(min_value=0, max_value=3650, required=False, label="To")
    unit = forms.ChoiceField(choices=[("", "No number"), *Unit.choices()], required=False, label="Counted in")
    text = forms.CharField(
        max_length=400, required=False, label="In words", widget=forms.Textarea(attrs={"rows": "2"})
    )
    source = forms.CharField(
        max_length=200,
        label="How you know",
        help_text="A letter, a call with its reference, your own history.",
    )
    quoted_on = forms.DateField(widget=_DATE, label="As of")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quoted_on"].initial = clock.today

    def clean_quoted_on(self) -> dt.date:
        """Refuse a day that is still to come."""
        return past_day(self.cleaned_data["quoted_on"])

    def clean(self) -> dict[str, Any]:
        """Ask for a number with its unit, or for words; the smaller number comes first."""
        found: dict[str, Any] = super().clean() or {}
        low, high = found.get("value_min"), found.get("value_max")
        if low is None and high is None and not found.get("text"):
            raise forms.ValidationError("Give a number or say it in words.")
        if (low is not None or high is not None) and not found.get("unit"):
            self.add_error("unit", "Choose what the number counts.")
        if low is not None and high is not None and low > high:
            self.add_error("value_max", "The larger number comes second.")
        return found

    def value(self) -> OwnValue:
        """Return what was typed."""
        names = ("value_min", "value_max", "unit", "text", "source", "quoted_on")
        return OwnValue(**{name: self.cleaned_data[name] for name in names})


class NewRuleForm(OwnValueForm):
    """A rule of our own where the catalogue quotes nothing."""

    kind = forms.ChoiceField(choices=RuleKind.choices(), label="About")
    state = forms.ChoiceField(choices=_states, required=False)
    line = forms.ChoiceField(
        choices=[("", "Every line"), *LineOfBusiness.choices()], required=False, label="Line of business"
    )
    field_order = ("kind", "state", "line")


class PlatformForm(forms.Form):
    """A platform or group of our own."""

    name = forms.CharField(max_length=120)
    kind = forms.ChoiceField(choices=PlatformKind.choices())
    website = forms.URLField(required=False, assume_scheme="https")


class ContextForm(forms.Form):
    """For which state, line and day the rules of a payer are read."""

    state = forms.ChoiceField(choices=_states, required=False)
    line = forms.ChoiceField(
        choices=[("", "Usual line"), *LineOfBusiness.choices()], required=False, label="Line of business"
    )
    on = forms.DateField(required=False, widget=_DATE, label="On")
