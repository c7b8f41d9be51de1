"""What an organization chooses for its plans."""

from django import forms

from planning.revenue import INDUSTRY_SOURCE


class SettingsForm(forms.Form):
    """Whether an industry figure may stand in, and from which share a payer is a concentration."""

    use_industry_figure = forms.BooleanField(
        label="Use the industry figure for clinicians without numbers of their own",
        required=False,
        help_text=INDUSTRY_SOURCE,
    )
    concentration_percent = forms.IntegerField(
        label="Warn when one payer has more than so many percent of a caseload",
        min_value=1,
        max_value=100,
        error_messages={"required": "Give a percentage from 1 to 100."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
