"""The log form that is always at hand, and the small forms around it: follow-ups, missing items, documents."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import User
from credtrack.kernel import clock
from enrollments.contacts import Contact, Next
from enrollments.enums import Channel, Clock, DayUnit, Visibility
from enrollments.followups import Suggestion
from enrollments.forms.fields import day_field
from enrollments.models import FollowUp
from enrollments.wording import day_words

CHANNELS = (Channel.CALL, Channel.PORTAL, Channel.EMAIL, Channel.FAX, Channel.LETTER, Channel.NOTE)
BY_RULE, ON_A_DAY, NOTHING = "rule", "day", "none"


class LogForm(forms.Form):
    """What was said, by whom, with which number, and what follows."""

    channel = forms.ChoiceField(label="How", choices=[(item.value, item.label) for item in CHANNELS])
    person = forms.CharField(label="Spoke to", max_length=120, required=False)
    reference = forms.CharField(label="Call or case reference", max_length=80, required=False)
    said = forms.CharField(
        label="What was said",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "l", "data-key-label": "Log a contact"}),
    )
    quoted_min = forms.IntegerField(label="Quoted, from", required=False, min_value=0, max_value=999)
    quoted_max = forms.IntegerField(label="to", required=False, min_value=0, max_value=999)
    quoted_unit = forms.ChoiceField(
        label="counted in", required=False, choices=[("", "Not quoted"), *DayUnit.choices()]
    )
    then = forms.ChoiceField(label="Next follow-up", widget=forms.RadioSelect, required=False)
    next_what = forms.CharField(label="What to do then", max_length=200, required=False)
    answers = forms.MultipleChoiceField(
        label="This settles", required=False, widget=forms.CheckboxSelectMultiple
    )
    visibility = forms.ChoiceField(label="Who may read it", choices=Visibility.choices(), required=False)

    def __init__(
        self,
        *args: Any,
        suggestion: Suggestion | None = None,
        follow_ups: Sequence[FollowUp] = (),
        many: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("auto_id", "log_%s")
        super().__init__(*args, **kwargs)
        self.suggestion = suggestion
        self.fields["occurred_on"] = day_field("On", past=True)
        self.fields["occurred_on"].initial = clock.today()
        self.fields["next_on"] = day_field("On this day", required=False)
        rule = "By the payer's cadence"
        if suggestion:
            rule = f"By the cadence: {day_words(suggestion.due_on)}"
        self.fields["then"].choices = [  # type: ignore[attr-defined]
            *([] if suggestion is None and not many else [(BY_RULE, rule)]),
            (ON_A_DAY, "On a day I choose"),
            (NOTHING, "None"),
        ]
        self.fields["then"].initial = BY_RULE if suggestion or many else NOTHING
        if suggestion:
            self.fields["then"].help_text = suggestion.basis
        self._offer(follow_ups, many)

    def _offer(self, follow_ups: Sequence[FollowUp], many: bool) -> None:
        if many or not follow_ups:
            del self.fields["answers"]
            return
        today = clock.today()
        self.fields["answers"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), f"{row.what}, due {day_words(row.due_on)}") for row in follow_ups
        ]
        self.fields["answers"].initial = [
            str(row.pk) for row in follow_ups if row.due_on <= today or row.source == "system"
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the unit of a quoted turnaround: 30 business days are six weeks."""
        data: dict[str, Any] = super().clean() or {}
        low, high = data.get("quoted_min"), data.get("quoted_max")
        if high is None and low is not None:
            data["quoted_min"], data["quoted_max"] = None, low
        if (low is not None or high is not None) and not data.get("quoted_unit"):
            self.add_error("quoted_unit", "Say whether the payer counts calendar or business days.")
        if data.get("then") == ON_A_DAY and not data.get("next_on"):
            self.add_error("next_on", "Give the day of the next follow-up, or let the cadence set it.")
        return data

    def refuse(self, reasons: list[str]) -> None:
        """Show the reasons of a refusal above the fields."""
        for reason in reasons:
            self.add_error(None, reason)

    def contact(self) -> Contact:
        """Return what is to be recorded."""
        data = self.cleaned_data
        unit = data["quoted_unit"]
        return Contact(
            channel=Channel(data["channel"]),
            occurred_on=data["occurred_on"],
            said=data["said"],
            person=data["person"],
            reference=data["reference"],
            quoted_min=data["quoted_min"],
            quoted_max=data["quoted_max"],
            quoted_unit=DayUnit(unit) if unit else None,
            visibility=Visibility(data["visibility"] or Visibility.INTERNAL),
        )

    def next(self) -> Next:
        """Return what follows: a chosen day, the rule's day, or nothing."""
        data = self.cleaned_data
        day: dt.date | None = data["next_on"] if data["then"] == ON_A_DAY else None
        return Next(on=day, what=data["next_what"], by_rule=data["then"] == BY_RULE)

    def answered(self) -> list[int] | None:
        """Return the ids of the follow-ups it settles; None leaves that to the rule."""
        if "answers" not in self.fields:
            return None
        return [int(pk) for pk in self.cleaned_data["answers"]]


class FollowUpForm(forms.Form):
    """One thing to do on one day."""

    what = forms.CharField(label="What is to be done", max_length=200)
    assigned_to = forms.ModelChoiceField(
        queryset=User.objects.none(), label="By whom", required=False, empty_label="The owner"
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"] = day_field("Due on", help_text="A weekend or holiday rolls forward.")
        self.fields["assigned_to"].queryset = people  # type: ignore[attr-defined]
        self.order_fields(["what", "due_on", "assigned_to"])


class PutOffForm(forms.Form):
    """Another day for the same thing."""

    def __init__(self, *args: Any, follow_up: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = day_field("Put off to", help_text="A weekend or holiday rolls forward.")
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=follow_up.version)


class MissingForm(forms.Form):
    """What to ask for, one item per line, and from whom."""

    labels = forms.CharField(
        label="What is missing",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One per line.",
    )
    waiting_on = forms.ChoiceField(
        label="Waiting on",
        choices=[
            (Clock.CLINICIAN.value, "The clinician"),
            (Clock.OURS.value, "Us"),
            (Clock.PLATFORM.value, "A platform"),
            (Clock.PAYER.value, "The payer"),
        ],
        help_text="While the clinician owes something, preparing runs on the clinician's clock.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"] = day_field("Asked on", past=True)
        self.fields["asked_on"].initial = clock.today()


class ReceiveForm(forms.Form):
    """When an item arrived, or that it was not needed."""

    not_needed = forms.BooleanField(label="It was not needed after all", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"] = day_field("Received on", past=True)
        self.fields["received_on"].initial = clock.today()
        self.order_fields(["received_on", "not_needed", "version"])
