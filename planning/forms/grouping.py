"""What a practice considers, and what it decides about a payer."""

from typing import Any

from django import forms

from planning.deciding import Considerations
from planning.enums import Billing, Capacity, GroupRoute, Growth


class ConsiderForm(forms.Form):
    """The three considerations of TherAssist's article; `version` 0 stands for "not answered before"."""

    growth = forms.ChoiceField(
        label="Growth", required=False, choices=[("", "Not answered"), *Growth.choices()]
    )
    billing = forms.ChoiceField(
        label="Billing", required=False, choices=[("", "Not answered"), *Billing.choices()]
    )
    capacity = forms.ChoiceField(
        label="Capacity for paperwork", required=False, choices=[("", "Not answered"), *Capacity.choices()]
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def told(self) -> Considerations:
        """Return the three answers."""
        data = self.cleaned_data
        return Considerations(data["growth"], data["billing"], data["capacity"])

    def with_version(self, version: int) -> None:
        """Carry the current version after a stale one, so that saving again means it."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """The route a person chooses; the group route is not offered while it is closed."""

    route = forms.ChoiceField(label="Decision", choices=GroupRoute.choices(), widget=forms.RadioSelect)
    note = forms.CharField(
        label="Why",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept beside the reasons of the suggestion.",
    )

    def __init__(self, *args: Any, group_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not group_open:
            self.fields["route"].choices = [  # type: ignore[attr-defined]
                choice for choice in GroupRoute.choices() if choice[0] != GroupRoute.GROUP
            ]
