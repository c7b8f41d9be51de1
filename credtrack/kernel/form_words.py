"""What does a form say when something is missing or does not fit? Django's own sentences, replaced once by plain ones.

A field that knows more ("Choose the state.") says so itself through `error_messages`; these are the rest.
"""

from django import forms
from django.core import validators
from django.utils.translation import ngettext_lazy

_MISSING: dict[type[forms.Field], str] = {
    forms.Field: "Fill this in.",
    forms.BooleanField: "Tick this to go on.",
    forms.ChoiceField: "Choose one.",
    forms.ModelChoiceField: "Choose one.",
    forms.MultipleChoiceField: "Choose at least one.",
    forms.ModelMultipleChoiceField: "Choose at least one.",
    forms.FileField: "Choose a file.",
    forms.DateField: "Give the day, such as 2026-03-12.",
    forms.EmailField: "Type the e-mail address.",
}
_UNFIT: dict[type[forms.Field], dict[str, str]] = {
    forms.DateField: {"invalid": "Give the day as 2026-03-12 or 03/12/2026."},
    forms.IntegerField: {"invalid": "Type a whole number, such as 30."},
    forms.ChoiceField: {"invalid_choice": "“%(value)s” is not one of the choices. Choose one of the list."},
    forms.ModelChoiceField: {"invalid_choice": "This choice is not there any more. Choose one of the list."},
    forms.MultipleChoiceField: {
        "invalid_choice": "“%(value)s” is not one of the choices. Choose from the list."
    },
    forms.ModelMultipleChoiceField: {
        "invalid_choice": "“%(value)s” is not there any more. Choose from the list."
    },
    forms.FileField: {
        "empty": "The file is empty. Choose it again; if it comes from a cloud folder, download it first.",
        "invalid": "The file did not arrive. Choose it again and send the form.",
        "missing": "The file did not arrive. Choose it again and send the form.",
    },
    forms.URLField: {"invalid": "Type the whole address, such as https://www.example.com."},
}


def speak_plainly() -> None:
    """Set the sentences of every form field and validator; running it twice changes nothing."""
    for kind, words in _MISSING.items():
        _say(kind, {"required": words})
    for kind, more in _UNFIT.items():
        _say(kind, more)
    validators.EmailValidator.message = "Type an address such as name@example.com."
    validators.MinValueValidator.message = "Type %(limit_value)s or more."
    validators.MaxValueValidator.message = "Type %(limit_value)s or less."
    validators.MaxLengthValidator.message = ngettext_lazy(
        "Keep it to %(limit_value)d character; it has %(show_value)d.",
        "Keep it to %(limit_value)d characters; it has %(show_value)d.",
        "limit_value",
    )
    validators.ProhibitNullCharactersValidator.message = "Take out the characters that cannot be printed."


def _say(kind: type[forms.Field], words: dict[str, str]) -> None:
    # A new dictionary: many kinds of fields share the one they inherit.
    kind.default_error_messages = {**kind.default_error_messages, **words}
