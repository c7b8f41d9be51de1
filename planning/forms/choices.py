"""Which parties, practices, clinicians and documents does a form of this room offer? What the member may see."""

from typing import Any

from django import forms

from accounts.models import Membership
from credtrack.kernel import clock
from enrollments.enums import Channel
from enrollments.forms.fields import day_field
from enrollments.refusals import Refused
from payers.models import Payer, Platform
from providers.visibility import practice_ids, visible_documents, visible_practices, visible_providers

COMBOBOX = {"data-combobox": ""}
# A note or a filed document is nobody's answer.
ASKABLE = (Channel.EMAIL, Channel.LETTER, Channel.PORTAL, Channel.CALL, Channel.FAX)


def channel_field(label: str) -> forms.ChoiceField:
    """Return the ways in which somebody outside may have said something."""
    return forms.ChoiceField(label=label, choices=[(way.value, way.label) for way in ASKABLE])


def past_day(label: str, help_text: str = "") -> forms.DateField:
    """Return a day up to today, which is offered."""
    field = day_field(label, past=True, help_text=help_text)
    field.initial = clock.today()
    return field


def payer_choice(*, required: bool = False, label: str = "Payer") -> "forms.ModelChoiceField[Payer]":
    """Return the active payers."""
    return forms.ModelChoiceField(
        Payer.objects.filter(is_active=True).order_by("name", "pk"),
        label=label,
        required=required,
        empty_label="" if required else "No payer in particular",
        widget=forms.Select(attrs=COMBOBOX),
        error_messages={"required": "Choose the payer."},
    )


def platform_choice(*, required: bool = False, help_text: str = "") -> "forms.ModelChoiceField[Platform]":
    """Return the active platforms."""
    return forms.ModelChoiceField(
        Platform.objects.filter(is_active=True),
        label="Platform",
        required=required,
        empty_label="" if required else "None",
        help_text=help_text,
        error_messages={"required": "Choose the platform."},
    )


def practice_choice(membership: Membership, *, required: bool = False) -> "forms.ModelChoiceField[Any]":
    """Return the practices the member may see; one limited to some must choose one, or could not see the record."""
    required = required or practice_ids(membership) is not None
    return forms.ModelChoiceField(
        visible_practices(membership),
        label="Practice",
        required=required,
        empty_label="" if required else "No practice in particular",
        error_messages={"required": "Choose the practice it is for."},
    )


def provider_choice(membership: Membership, *, required: bool = False) -> "forms.ModelChoiceField[Any]":
    """Return the clinicians the member may see."""
    return forms.ModelChoiceField(
        visible_providers(membership),
        label="Clinician",
        required=required,
        empty_label="" if required else "No clinician in particular",
        widget=forms.Select(attrs=COMBOBOX),
        error_messages={"required": "Choose the clinician."},
    )


def document_choice(membership: Membership, **within: Any) -> "forms.ModelChoiceField[Any]":
    """Return the documents on file that the member may see, narrowed by `within`."""
    return forms.ModelChoiceField(
        visible_documents(membership).filter(archived_at=None, **within),
        label="Document on file",
        required=False,
        empty_label="None",
        help_text="File it with the practice or clinician first, then choose it here.",
        widget=forms.Select(attrs=COMBOBOX),
    )


def refuse(form: forms.Form, refusal: Exception) -> None:
    """Put the reasons of a refusal above the fields."""
    for reason in refusal.reasons if isinstance(refusal, Refused) else [str(refusal)]:
        form.add_error(None, reason)


def rows(count: int) -> forms.Textarea:
    """Return a text box so many lines high."""
    return forms.Textarea(attrs={"rows": count})
