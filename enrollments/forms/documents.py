"""Attaching a document to an application: the clinician's filing form, plus its place on the timeline."""

from typing import Any

from django import forms

from credtrack.kernel import clock
from enrollments.enums import Visibility
from enrollments.forms.fields import day_field as happened_field
from providers.forms.documents import DocumentForm


class AttachForm(DocumentForm):
    """The day it was received or sent, and who may read that it is here."""

    visibility = forms.ChoiceField(label="Who may read it", choices=Visibility.choices())
    said = forms.CharField(label="Note", max_length=600, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occurred_on"] = happened_field("Received or sent on", past=True)
        self.fields["occurred_on"].initial = clock.today()
