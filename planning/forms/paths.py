"""What is asked on the page that holds four ways side by side; it stands in the address, nothing is stored."""

from typing import Any

from django import forms

from planning.paths import Numbers


def _money(label: str, **more: Any) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, max_value=100_000, **more)


def _months(label: str, **more: Any) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, max_value=60, required=False, **more)


class PathsForm(forms.Form):
    """Sessions, rates and months of one practice or clinician."""

    weekly_sessions = forms.FloatField(label="Sessions in an ordinary week", min_value=0, max_value=5_000)
    platform_rate = _money("What the platform pays a session, in dollars")
    direct_rate = _money("What an own contract pays a session, in dollars")
    months_to_direct = forms.FloatField(
        label="Months until an own contract is billable", min_value=0, max_value=60
    )
    notice_months = _months("Notice, in months")
    depanel_months = _months("Leaving the panel, in months without pay")
    credentialing_cost = _money("What credentialing costs, in dollars", required=False)
    not_on_platform = forms.BooleanField(label="Not on a platform yet", required=False)
    months_to_platform = _months("Months until the platform pays, if not there yet")
    medicaid_direct = forms.BooleanField(label="Medicaid is applied for directly", required=False)
    medicaid_platform = forms.BooleanField(label="The platform supports Medicaid", required=False)

    def numbers(self) -> Numbers:
        """Return what was typed; the form must be valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "not_on_platform"}
        given = {name: value if value is not None else 0.0 for name, value in given.items()}
        return Numbers(on_platform=not self.cleaned_data["not_on_platform"], **given)
