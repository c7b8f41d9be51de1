"""The form that files a document; its name may tell what it is and when it ends."""

from typing import Any

from django import forms

from providers.document_names import suggest
from providers.document_types import ACCEPTED_WORDS, SUFFIXES
from providers.enums import DocumentKind
from providers.filing_documents import refusal
from providers.forms.fields import day_field


class DocumentForm(forms.Form):
    """One file, what it is, and when it ends; what is left empty is read out of the file's name."""

    file = forms.FileField(
        max_length=300,
        help_text=f"{ACCEPTED_WORDS}, up to 20 MB. A name such as License_RSmith_2026-12-31 fills the rest in.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join([*SUFFIXES.values(), ".jpeg", ".tiff"])}),
        error_messages={
            "required": "Choose the file.",
            "empty": "The file is empty. Choose it again; if it comes from a cloud folder, download it first.",
            "max_length": "The file's name is too long. Rename it to at most 300 characters.",
        },
    )
    kind = forms.ChoiceField(
        label="What it is",
        required=False,
        choices=[("", "As the file's name says"), *DocumentKind.choices()],
    )
    title = forms.CharField(max_length=160, required=False, help_text="Otherwise the file's name.")
    expires_on = day_field(
        "Expires on", help_text="Otherwise the date in the file's name, for papers that end."
    )

    def clean_file(self) -> Any:
        """Look into the file; its name and what the browser says about it prove nothing."""
        upload = self.cleaned_data["file"]
        why = refusal(upload)
        if why:
            raise forms.ValidationError(why)
        return upload

    def clean(self) -> dict[str, Any]:
        """Fill in what the file's name tells."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        upload = data.get("file")
        if upload is None:
            return data
        told = suggest(upload.name)
        if not data.get("kind"):
            if told.kind is None:
                self.add_error("kind", "The file's name does not say what it is. Choose it here.")
            data["kind"] = told.kind.value if told.kind else ""
        if not data.get("expires_on") and "expires_on" not in self.errors:
            data["expires_on"] = told.expires_on
        return data
