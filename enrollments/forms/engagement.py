"""What somebody types about who works for a practice: the terms, the last day, what was moved over."""

import datetime as dt
from typing import Any

from django import forms

from credtrack.kernel import clock
from enrollments.engagements import AGENTS, CHECKLIST, Terms
from enrollments.enums import EngagementKind, FeeKind
from enrollments.forms.fields import VersionedForm, day_field
from enrollments.models import ServiceEngagement
from payers.models import Platform


class TermsForm(VersionedForm):
    """An engagement: whose practice it is stands in the form only for a new one."""

    kind = forms.ChoiceField(label="What they do", choices=EngagementKind.choices())
    name = forms.CharField(label="Name", max_length=160, error_messages={"required": "Name who it is."})
    platform: "forms.ModelChoiceField[Platform]" = forms.ModelChoiceField(
        None, label="Platform", required=False, empty_label="None", help_text="Only for a platform."
    )
    fee_kind = forms.ChoiceField(
        label="How they are paid", choices=FeeKind.choices(), initial=FeeKind.UNKNOWN
    )
    fee = forms.DecimalField(
        label="How much",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text="Percent or dollars, as the agreement says. No figure is assumed.",
    )
    fee_source = forms.CharField(
        label="Where the fee stands", required=False, max_length=200, help_text="Needed with a figure."
    )
    note = forms.CharField(label="Note", required=False, max_length=300)

    def __init__(
        self, *args: Any, practices: Any = None, replaces: ServiceEngagement | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, version=replaces.version if replaces else 0, **kwargs)
        self.fields["starts_on"] = day_field("From")
        self.fields["starts_on"].initial = clock.today()
        self.fields["platform"].queryset = Platform.objects.filter(is_active=True)  # type: ignore[attr-defined]
        order = ["practice", "kind", "name", "platform", "starts_on", "fee_kind", "fee", "fee_source", "note"]
        if replaces is not None:
            del self.fields["platform"]
            agents = [pair for pair in EngagementKind.choices() if pair[0] in AGENTS]
            self.fields["kind"] = forms.ChoiceField(
                label="What they do", choices=agents, initial=replaces.kind
            )
        else:
            self.fields["practice"] = forms.ModelChoiceField(
                practices, label="Practice", empty_label="Choose the practice"
            )
        self.order_fields(order)

    def terms(self) -> Terms:
        """Return what was typed."""
        data = self.cleaned_data
        return Terms(
            kind=EngagementKind(data["kind"]),
            name=data["name"],
            starts_on=data["starts_on"],
            platform=data.get("platform"),
            fee_kind=FeeKind(data["fee_kind"]),
            fee=data["fee"],
            fee_source=data["fee_source"],
            note=data["note"],
        )


class LastDayForm(VersionedForm):
    """The last day of an engagement."""

    def __init__(self, *args: Any, engagement: ServiceEngagement, **kwargs: Any) -> None:
        super().__init__(*args, version=engagement.version, **kwargs)
        self.fields["ends_on"] = day_field("Last day")


class ChecklistForm(VersionedForm):
    """When each part was moved over; empty while it was not."""

    def __init__(self, *args: Any, engagement: ServiceEngagement, **kwargs: Any) -> None:
        super().__init__(*args, version=engagement.version, **kwargs)
        for name, label in CHECKLIST:
            self.fields[name] = day_field(label, required=False, past=True)
            self.fields[name].initial = getattr(engagement, name)

    def days(self) -> dict[str, dt.date | None]:
        """Return the day of each part."""
        return {name: self.cleaned_data[name] for name, _ in CHECKLIST}
