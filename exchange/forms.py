"""The forms of the files pages: sending a file, and correcting how it was understood."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from credtrack.kernel.us_states import choices as state_choices
from enrollments.enums import Status
from exchange.headings import LABELS, Field
from exchange.uploads import Understanding
from exchange.workbook import LARGEST_FILE
from providers.models import Practice

FIELD_CHOICES = [(field.value, label) for field, label in LABELS.items()]
STATUS_CHOICES = [("", "Leave such rows out"), *Status.choices()]


class RestForm(forms.Form):
    """What the rows of a file do not say themselves."""

    practice = forms.ModelChoiceField(
        queryset=Practice.objects.none(),
        required=False,
        empty_label="As the rows say",
        help_text="For rows that name no practice.",
    )
    practice_name = forms.CharField(
        label="Or a new practice",
        required=False,
        max_length=160,
        help_text="Its legal name, if it is not among yours yet.",
    )
    default_state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "As the rows say"), *state_choices()],
        help_text="For rows that name no state.",
    )

    def __init__(self, *args: Any, practices: QuerySet[Practice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["practice"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = practices

    def understanding(self, mapping: Mapping[str, Any]) -> Understanding:
        """Return what the person says about the file."""
        told = self.cleaned_data
        return Understanding(mapping, told["default_state"], told["practice"], told["practice_name"].strip())


class UploadForm(RestForm):
    """A spreadsheet as it is."""

    file = forms.FileField(
        label="Spreadsheet",
        help_text="XLSX or CSV, up to 25 MB. Columns with passwords or Social Security numbers are left out.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={
            "required": "Choose the file.",
            "empty": "The file is empty. Choose it again; if it comes from a cloud folder, download it first.",
        },
    )
    field_order = ["file", "practice", "practice_name", "default_state"]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(
                "The file is larger than 25 MB. Delete what is not the tracker and send it again."
            )
        return upload


def mapping_from(
    data: QueryDict, sheets: list[dict[str, Any]], words: list[list[Any]], known: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the corrections that a person sent, relative to how the sheets are shown.

    What was not touched is left to the headings. Another heading row makes the columns be read anew.
    """
    before = dict(known.get("sheets") or {})
    found: dict[str, Any] = {}
    for place, sheet in enumerate(sheets):
        choice = dict(before.get(sheet["name"], {}))
        choice["skip"] = data.get(f"use-{place}") != "on" and (
            sheet["is_tracker"] or choice.get("skip", False)
        )
        row = data.get(f"header-{place}", "")
        asked = int(row) if row.isdigit() and 0 < int(row) <= 60 else 0
        if asked and asked != (sheet["header_row"] or 0):
            choice.update(header_row=asked, columns={})
        else:
            choice["columns"] = {**choice.get("columns", {}), **_columns(data, place, sheet)}
        kept = {name: value for name, value in choice.items() if value}
        if kept:
            found[sheet["name"]] = kept
    meanings = {**dict(known.get("status_words") or {})}
    for place, (key, _, _) in enumerate(words):
        chosen = data.get(f"word-{place}", "")
        if chosen in {status.value for status in Status}:
            meanings[key] = chosen
    return {"sheets": found, "status_words": meanings}


def _columns(data: QueryDict, place: int, sheet: dict[str, Any]) -> dict[str, str]:
    fields = {field.value for field in Field}
    changed: dict[str, str] = {}
    for column in sheet["columns"]:
        chosen = data.get(f"column-{place}-{column['column']}", "")
        if chosen in fields and chosen != column["field"]:
            changed[column["column"]] = chosen
    return changed
