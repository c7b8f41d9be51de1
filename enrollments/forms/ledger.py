"""What somebody types about a contract of the ledger: its facts, that it was looked at, that it ends."""

from typing import Any

from django import forms

from credtrack.kernel import clock
from enrollments.contracts import ContractFacts
from enrollments.enums import ContractScope, HolderKind, RateVisibility, Route
from enrollments.forms.fields import VersionedForm, day_field
from enrollments.models import Contract
from payers.models import Payer, Plan, Platform
from providers.models import Practice, TaxIdentity

_COMBOBOX = {"data-combobox": ""}
# Facts whose field has the name of their column and whose value needs no translation.
_AS_TYPED = (
    "plan", "practice", "provider", "platform", "holder_name", "controlling_npi", "controlling_tin", "executed_on",
    "effective_on", "ends_on", "renews_on", "notice_days", "notice_source", "renegotiable_from", "fee_note",
    "pay_to", "pay_to_tin", "covered_services", "compliance_note", "evidence", "document",
)  # fmt: skip

_RECORDS = frozenset(
    {"plan", "practice", "provider", "platform", "controlling_tin", "pay_to_tin", "document"}
)


def _choice(
    label: str, empty: str, help_text: str = "", *, required: bool = False, long: bool = False
) -> Any:
    widget = forms.Select(attrs=_COMBOBOX if long else {})
    return forms.ModelChoiceField(
        None, label=label, required=required, empty_label=empty, help_text=help_text, widget=widget
    )


def _text(label: str, length: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=length, help_text=help_text)


class LedgerForm(VersionedForm):
    """A contract with all its facts; `rows` are the records the member may name."""

    payer = _choice("Payer", "Choose the payer", required=True, long=True)
    plan = _choice("Plan", "Every plan of the payer", "Only when the agreement names one.", long=True)
    holder_kind = forms.ChoiceField(
        label="Who holds it",
        choices=HolderKind.choices(),
        initial=HolderKind.UNKNOWN,
        help_text="As the signature page says. A billing service or agent never holds a contract.",
    )
    practice = _choice("Practice", "None")
    provider = _choice("Clinician", "None", "For a contract in one person's name.", long=True)
    platform = _choice("Platform", "None")
    holder_name = _text("Name of the other group", 160)
    scope = forms.ChoiceField(label="It names", choices=ContractScope.choices(), initial=ContractScope.GROUP)
    mode = forms.ChoiceField(label="Credentialed", choices=Route.choices(), initial=Route.DIRECT)
    also = forms.ModelMultipleChoiceField(
        Practice.objects.none(),
        label="Further practices it covers",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only for an individual contract.",
    )
    controlling_npi = _text("NPI on the contract", 16, "As evidence. Never guessed from a name.")
    controlling_tin = _choice("Tax identity on the contract", "Not recorded")
    notice_days = forms.IntegerField(
        label="Notice, in calendar days", required=False, min_value=1, max_value=730
    )
    notice_source = _text("Where the notice clause stands", 200, "For example: agreement, section 8.2.")
    rate_visibility = forms.ChoiceField(label="Rates we see", choices=RateVisibility.choices())
    fee_note = _text("Fees and rates", 200, "How the holder is paid, as the agreement says.")
    pay_to = _text("The payer pays", 160, "The name on the check or transfer.")
    pay_to_tin = _choice("Tax identity that is paid", "Not recorded")
    covered_services = _text("Covered services", 300)
    compliance_note = _text("Compliance requirements", 300)
    evidence = _text("Evidence", 300, "For example: countersigned copy, page 9.")
    document = _choice("Document on file", "None", long=True)
    verified = forms.BooleanField(label="I have looked at the evidence today", required=False)

    def __init__(
        self, *args: Any, rows: dict[str, Any], contract: Contract | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, version=contract.version if contract else 0, **kwargs)
        self.contract = contract
        plans = Plan.objects.filter(is_active=True).select_related("payer").order_by("payer__name", "name")
        offered = {
            "payer": Payer.objects.filter(is_active=True).order_by("name"),
            "plan": plans.filter(payer=contract.payer_id) if contract else plans,
            "platform": Platform.objects.filter(is_active=True),
            **rows,
        }
        for name, found in offered.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        if contract is not None:
            del self.fields["payer"]
        self._add_days()

    def _add_days(self) -> None:
        self.fields["executed_on"] = day_field(
            "Executed on", required=False, past=True, help_text="The day the payer countersigned."
        )
        self.fields["effective_on"] = day_field("Effective from", required=False)
        self.fields["ends_on"] = day_field("Ends on", required=False)
        self.fields["renews_on"] = day_field(
            "Renews itself on", required=False, help_text="Unless notice was given in time."
        )
        self.fields["renegotiable_from"] = day_field("Terms may be reopened from", required=False)

    def parts(self) -> list[tuple[str, str, list[list[forms.BoundField]]]]:
        """Return the form as it is drawn: (legend, note, rows of fields)."""
        drawn = [
            ("With whom", "", [["payer", "plan"]] if self.contract is None else [["plan"]]),
            (
                "Who holds it",
                "What the signature page says; leave it as not recorded until you have seen it.",
                [
                    ["holder_kind", "scope"],
                    ["practice", "provider"],
                    ["platform", "holder_name"],
                    ["mode"],
                    ["also"],
                ],
            ),
            (
                "Days and notice",
                "",
                [
                    ["executed_on", "effective_on"],
                    ["renews_on", "ends_on"],
                    ["notice_days", "notice_source"],
                    ["renegotiable_from"],
                ],
            ),
            (
                "Rates and payment",
                "",
                [
                    ["rate_visibility", "fee_note"],
                    ["pay_to", "pay_to_tin"],
                    ["covered_services", "compliance_note"],
                ],
            ),
            (
                "What proves it",
                "The numbers stand here as evidence and decide nothing by themselves.",
                [["controlling_npi", "controlling_tin"], ["evidence", "document"], ["verified"]],
            ),
        ]
        return [
            (legend, note, [[self[name] for name in row] for row in rows]) for legend, note, rows in drawn
        ]

    def facts(self) -> ContractFacts:
        """Return what was typed as facts of a contract."""
        data = self.cleaned_data
        return ContractFacts(
            holder_kind=HolderKind(data["holder_kind"]),
            scope=ContractScope(data["scope"]),
            mode=None if data["holder_kind"] == HolderKind.PLATFORM else Route(data["mode"]),
            rate_visibility=RateVisibility(data["rate_visibility"]),
            verified_on=clock.today() if data["verified"] else None,
            **{name: self._typed(name) for name in _AS_TYPED},
        )

    def _typed(self, name: str) -> Any:
        """Return what was typed; a record that could not be offered to this member stays as it is."""
        typed, now = self.cleaned_data[name], getattr(self.contract, name, None)
        if typed is None and now is not None and name in _RECORDS:
            rows: Any = self.fields[name].queryset  # type: ignore[attr-defined]
            return None if rows.filter(pk=now.pk).exists() else now
        return typed


def initial_of(contract: Contract) -> dict[str, Any]:
    """Return what the form shows of a contract that is on file."""
    names = (*_AS_TYPED, "holder_kind", "scope", "mode", "rate_visibility")
    return {
        **{name: getattr(contract, name) for name in names},
        "also": list(contract.also_covers.values_list("practice_id", flat=True)),
    }


class VerifyForm(VersionedForm):
    """What somebody looked at, and when."""

    looked_on = forms.DateField()
    evidence = _text("What it says and where", 300, "For example: countersigned copy, signature page 9.")
    document = _choice("Document on file", "None", long=True)

    def __init__(self, *args: Any, contract: Contract, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, version=contract.version, **kwargs)
        self.fields["looked_on"] = day_field("Looked at on", past=True)
        self.fields["looked_on"].initial = clock.today()
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
        self.fields["document"].initial = contract.document_id
        self.fields["evidence"].initial = contract.evidence


class EndForm(VersionedForm):
    """The last day of a contract, and why."""

    ends_on = forms.DateField()
    reason = forms.CharField(
        label="Why it ends",
        max_length=200,
        help_text="The notice, the letter, or the agreement that follows.",
        error_messages={"required": "Say why it ends."},
    )

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, version=contract.version, **kwargs)
        self.fields["ends_on"] = day_field("Last day", help_text="Notice given today may end it much later.")
        self.order_fields(["version", "ends_on", "reason"])


Offered = dict[str, Any]


def offered(practices: Any, providers: Any, documents: Any) -> Offered:
    """Return the querysets of the records that a member may name on a contract."""
    tins = TaxIdentity.objects.filter(practice__in=practices).select_related("practice")
    found: Offered = {
        "practice": practices,
        "also": practices,
        "provider": providers,
        "controlling_tin": tins,
        "pay_to_tin": tins,
        "document": documents,
    }
    return found
