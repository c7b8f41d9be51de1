"""The contract track: where it stands, and which contract, held by whom, with what evidence."""

from typing import Any

from django import forms

from credtrack.kernel import clock
from enrollments import contracts
from enrollments.contracts import ContractFacts
from enrollments.enums import ContractScope, ContractTrack, HolderKind
from enrollments.forms.fields import VersionedForm, day_field
from enrollments.models import Application, Contract
from payers.models import Platform

_HOLDERS = [
    ("", "No contract recorded here"),
    *[pair for pair in HolderKind.choices() if pair[0] != "unknown"],
]


class ContractForm(VersionedForm):
    """Either link a contract that is on file, or record a new one, or only move the track."""

    to = forms.ChoiceField(label="The contract is now", choices=ContractTrack.choices())
    existing: "forms.ModelChoiceField[Contract]" = forms.ModelChoiceField(
        None,
        label="Contract on file",
        required=False,
        empty_label="Another one",
        help_text="A group may have had its contract for years before it adds a clinician.",
    )
    holder_kind = forms.ChoiceField(
        label="Who holds it",
        choices=_HOLDERS,
        required=False,
        help_text="As the signature page says. A billing service or agent never holds a contract.",
    )
    platform: "forms.ModelChoiceField[Platform]" = forms.ModelChoiceField(
        None, label="Platform", required=False, empty_label="None"
    )
    holder_name = forms.CharField(label="Name of the other group", required=False, max_length=160)
    scope = forms.ChoiceField(
        label="It names", choices=ContractScope.choices(), required=False, initial=ContractScope.GROUP
    )
    controlling_npi = forms.CharField(
        label="NPI on the contract",
        required=False,
        max_length=10,
        help_text="The NPI the payer contracted, as evidence. Never guessed from a name.",
    )
    notice_days = forms.IntegerField(
        label="Notice, in calendar days", required=False, min_value=1, max_value=730
    )
    evidence = forms.CharField(
        label="Evidence", required=False, max_length=300, help_text="For example: countersigned copy, page 9."
    )
    verified = forms.BooleanField(label="I have looked at the evidence today", required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, version=application.version, **kwargs)
        self.application = application
        self.fields["to"].initial = application.contract_track
        self.fields["existing"].queryset = contracts.linkable(application)  # type: ignore[attr-defined]
        self.fields["existing"].initial = application.contract_id
        self.fields["platform"].queryset = Platform.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["occurred_on"] = day_field("Since", past=True)
        self.fields["occurred_on"].initial = clock.today()
        self.fields["executed_on"] = day_field(
            "Executed on", required=False, past=True, help_text="The day the payer countersigned."
        )
        self.fields["effective_on"] = day_field("Contract effective from", required=False)
        self.fields["ends_on"] = day_field("Ends on", required=False)
        self.fields["renews_on"] = day_field(
            "Renews itself on", required=False, help_text="Unless notice was given in time."
        )
        self.fields["renegotiable_from"] = day_field("Terms may be reopened from", required=False)
        self.order_fields(["to", "occurred_on", "existing"])

    def parts(self) -> list[tuple[str, str, list[list[forms.BoundField]]]]:
        """Return the form as it is drawn: (legend, note, rows of fields)."""
        return [
            ("", "", [[self["to"], self["occurred_on"]], [self["existing"]]]),
            (
                "A contract that is not on file yet",
                "Leave this empty to link the one above, or to note only how far it is.",
                [
                    [self["holder_kind"], self["scope"]],
                    [self["platform"], self["holder_name"]],
                    [self["executed_on"], self["effective_on"]],
                    [self["renews_on"], self["ends_on"]],
                    [self["notice_days"], self["renegotiable_from"]],
                    [self["controlling_npi"], self["evidence"]],
                    [self["verified"]],
                ],
            ),
        ]

    @property
    def track(self) -> ContractTrack:
        """Return where the track goes."""
        return ContractTrack(self.cleaned_data["to"])

    def facts(self) -> ContractFacts | None:
        """Return the new contract's facts, or nothing when one on file is linked or none was described."""
        data = self.cleaned_data
        if data["existing"] or not data["holder_kind"]:
            return None
        holder = HolderKind(data["holder_kind"])
        own = holder in (HolderKind.PRACTICE, HolderKind.PLATFORM, HolderKind.OTHER_GROUP)
        return ContractFacts(
            holder_kind=holder,
            practice=self.application.practice,
            provider=None if own else self.application.provider,
            platform=data["platform"],
            holder_name=data["holder_name"],
            scope=ContractScope(data["scope"] or ContractScope.GROUP),
            controlling_npi=data["controlling_npi"],
            executed_on=data["executed_on"],
            effective_on=data["effective_on"],
            ends_on=data["ends_on"],
            renews_on=data["renews_on"],
            notice_days=data["notice_days"],
            renegotiable_from=data["renegotiable_from"],
            evidence=data["evidence"],
            verified_on=clock.today() if data["verified"] else None,
        )
