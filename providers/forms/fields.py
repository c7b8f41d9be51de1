"""The fields that several forms share: days, states, and the version that finds out who saved first."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from credtrack.kernel import us_states
from credtrack.kernel.dates import day_words
from providers.identifiers import Finding


def day_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """Return a field for a calendar day, with the browser's own picker."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give a day such as 2026-03-12 or 03/12/2026."},
    )


def state_field(label: str = "State", *, required: bool = False, help_text: str = "") -> forms.ChoiceField:
    """Return a field for a state or territory, typed to find."""
    return forms.ChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        choices=[("", "Choose a state"), *us_states.choices()],
        widget=forms.Select(attrs={"data-combobox": ""}),
        error_messages={"required": "Choose the state."},
    )


def version_field() -> forms.IntegerField:
    """Return the hidden field that carries the version the person saw."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False, initial=1)


def accepted(finding: Finding) -> str:
    """Return what to store; raises `ValidationError` with the finding's words when it is refused."""
    if not finding.ok:
        raise ValidationError(finding.message)
    return finding.normalized


class FileForm(forms.ModelForm):  # type: ignore[type-arg]  # each form names its model
    """A form about one row of a file: typed values in `values()`, the version seen in `version`."""

    version = version_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An unsaved row has the model's default here, so adding and editing share the field.
        self.fields["version"].initial = getattr(self.instance, "version", 1)

    def values(self) -> dict[str, Any]:
        """Return {field: value} of the model's own fields in the form."""
        return {
            name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data
        }

    def seen_version(self) -> int:
        """Return the version that the person was looking at."""
        return int(self.cleaned_data.get("version") or 0)

    def take_stored_version(self) -> list[str]:
        """Let the next save go over the version that is stored now; return what it holds differently, in words."""
        names = list(self.values())
        rows = self._meta.model._default_manager.filter(pk=self.instance.pk)
        stored: dict[str, Any] | None = rows.values(*names, "version").first()
        if stored is None:
            return []
        self.send_with(version=stored["version"])
        return self.differences(stored)

    def send_with(self, **hidden: int) -> None:
        """Put these numbers into the form's hidden fields, for the next save."""
        sent: Any = self.data
        sent = sent.copy()
        for name, value in hidden.items():
            sent[self.add_prefix(name)] = str(value)
        self.data = sent

    def differences(self, stored: Mapping[str, Any]) -> list[str]:
        """Return what `stored` holds differently from what was typed, one sentence per field."""
        return [
            f"{self[name].label} is now “{self._shown(name, stored[name])}”."
            for name, typed in self.values().items()
            if stored[name] != getattr(typed, "pk", typed)
        ]

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, dt.date):
            return day_words(value)
        if isinstance(value, bool) or value in (None, ""):
            return "empty" if value in (None, "") else "yes" if value else "no"
        choices = getattr(self.fields[name], "choices", ())
        return str({str(key): label for key, label in choices}.get(str(value), value))
