"""What is typed about exit plans, their stages and caseloads, and what is told when it does not fit."""

import datetime as dt
from typing import Any

from django import forms

from accounts.models import Membership
from credtrack.kernel import clock
from payers.models import Payer, Platform
from planning.caseload_writing import CaseloadDraft
from planning.models import ExitPlan
from planning.planning_exits import ExitDraft, StageDraft
from providers.visibility import visible_practices, visible_providers

# Days beyond it are slips of the pen.
FARTHEST = dt.timedelta(days=3653)


def _near(day: dt.date) -> None:
    """Refuse a day that nobody can mean."""
    if abs(day - clock.today()) > FARTHEST:
        raise forms.ValidationError("This day is more than ten years away. Check the year.")


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CaseloadForm(forms.Form):
    """The numbers of one clinician at one payer; counts only, never a person."""

    provider: Any = forms.ModelChoiceField(None, label="Clinician")
    practice: Any = forms.ModelChoiceField(None, label="Practice")
    payer: Any = forms.ModelChoiceField(None, label="Payer", widget=forms.Select(attrs={"data-combobox": ""}))
    platform: Any = forms.ModelChoiceField(
        None,
        label="Billed through",
        required=False,
        empty_label="Nobody: our own contract, or not billed yet",
    )
    as_of = forms.DateField(label="As of", widget=_date(), validators=[_near])
    weekly_sessions = forms.DecimalField(
        label="Sessions in an ordinary week", min_value=0, max_digits=6, decimal_places=2
    )
    share_percent = forms.DecimalField(
        label="Share of the caseload, in percent",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    platform_rate = forms.DecimalField(
        label="What the platform pays a session, in dollars",
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
    )
    direct_rate = forms.DecimalField(
        label="What the own contract pays a session, in dollars",
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
    )
    clients_brought = forms.IntegerField(
        label="Clients you brought (a count)", required=False, min_value=0, max_value=30_000
    )
    clients_referred = forms.IntegerField(
        label="Clients the platform referred (a count)", required=False, min_value=0, max_value=30_000
    )
    source = forms.CharField(label="Where the numbers come from", required=False, max_length=200)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, membership)
        self.fields["as_of"].initial = clock.today

    def clean(self) -> dict[str, Any]:
        """Take the clinician only with a practice at which the member sees them."""
        found: dict[str, Any] = super().clean() or {}
        provider, practice = found.get("provider"), found.get("practice")
        if provider and practice and not provider.affiliations.filter(practice=practice).exists():
            self.add_error("practice", f"{provider} was never at {practice}. Choose another practice.")
        return found

    def draft(self) -> CaseloadDraft:
        """Return what was typed; the form must be valid."""
        return CaseloadDraft(**self.cleaned_data)


class ExitForm(forms.Form):
    """An exit plan and who leaves with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(max_length=120, help_text="Such as “Leaving Alma in spring”.")
    platform: Any = forms.ModelChoiceField(None)
    practice: Any = forms.ModelChoiceField(None)
    clinicians: Any = forms.ModelMultipleChoiceField(
        None, widget=forms.SelectMultiple(attrs={"size": 8}),
        error_messages={"required": "Choose at least one clinician who leaves."},
    )  # fmt: skip
    notice_days = forms.IntegerField(
        label="Notice, in calendar days", min_value=0, max_value=730,
        help_text="As the clause says: from the day of notice to the last day.",
    )  # fmt: skip
    notice_source = forms.CharField(label="Where the clause stands", max_length=200, required=False)
    notice_on = forms.DateField(
        label="Day of notice, if chosen", required=False, widget=_date(), validators=[_near]
    )
    depanel_min_days = forms.IntegerField(
        label="Leaving the panel takes at least, in days", min_value=0, max_value=365, required=False,
        help_text="Days without pay after the last day. pie Health (vendor) tells of 30 to 60; leave empty if it does not apply.",
    )  # fmt: skip
    depanel_max_days = forms.IntegerField(
        label="And at most, in days", min_value=0, max_value=365, required=False
    )
    depanel_source = forms.CharField(label="Who says so", max_length=200, required=False)
    gap_limit_days = forms.IntegerField(
        label="Expected gap you can bear, in days", min_value=0, max_value=365, initial=14
    )
    horizon_months = forms.IntegerField(label="Look ahead, in months", min_value=1, max_value=60, initial=24)
    note = forms.CharField(max_length=400, required=False)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, membership)

    def clean(self) -> dict[str, Any]:
        """Refuse clinicians who never were at the practice, and days out of order."""
        found: dict[str, Any] = super().clean() or {}
        practice = found.get("practice")
        for one in found.get("clinicians") or []:
            if practice and not one.affiliations.filter(practice=practice).exists():
                self.add_error("clinicians", f"{one} was never at {practice}.")
        return found

    def draft(self) -> ExitDraft:
        """Return what was typed; the form must be valid."""
        kept = {
            name: value for name, value in self.cleaned_data.items() if name not in ("version", "clinicians")
        }
        for name in ("depanel_min_days", "depanel_max_days"):
            kept[name] = kept[name] or 0
        return ExitDraft(**kept)


def exit_values(plan: ExitPlan) -> dict[str, Any]:
    """Return what the form shows of a plan."""
    names = [name for name in ExitDraft.__slots__ if name not in ("platform", "practice")]
    return {
        **{name: getattr(plan, name) for name in names},
        "version": plan.version,
        "platform": plan.platform_id,
        "practice": plan.practice_id,
        "clinicians": list(plan.clinicians.values_list("provider_id", flat=True)),
    }


class StageForm(forms.Form):
    """A payer that has days of its own."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    payer: Any = forms.ModelChoiceField(None, widget=forms.Select(attrs={"data-combobox": ""}))
    notice_on = forms.DateField(
        label="Notice for this payer on", required=False, widget=_date(), validators=[_near]
    )
    apply_on = forms.DateField(
        label="Direct application is sent on", required=False, widget=_date(), validators=[_near]
    )
    letter_required = forms.BooleanField(
        label="The payer wants the platform's release letter first", required=False
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, membership)

    def draft(self) -> StageDraft:
        """Return what was typed; the form must be valid."""
        return StageDraft(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class NoticeForm(forms.Form):
    """The day on which notice is planned, or was given."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    notice_on = forms.DateField(label="Day of notice", widget=_date(), validators=[_near])
    given = forms.TypedChoiceField(
        label="Is it given?", choices=[("plan", "Planned for that day"), ("given", "Given on that day")]
    )

    def day(self) -> dt.date:
        """Return the day; the form must be valid."""
        found: dt.date = self.cleaned_data["notice_on"]
        return found


def _choices(form: forms.Form, membership: Membership) -> None:
    rows: dict[str, Any] = {
        "provider": visible_providers(membership),
        "clinicians": visible_providers(membership),
        "practice": visible_practices(membership),
        "payer": Payer.objects.filter(is_active=True).order_by("name"),
        "platform": Platform.objects.filter(is_active=True).order_by("name"),
    }
    for name, found in rows.items():
        if name in form.fields:
            form.fields[name].queryset = found  # type: ignore[attr-defined]  # all are model choices
