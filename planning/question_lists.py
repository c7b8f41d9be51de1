"""What should a platform, a delegated entity or a credentialing partner be asked? Plain tables, no Django."""

from dataclasses import dataclass

from planning.enums import Template


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its stable key, the sentence that is asked, and why the answer matters."""

    key: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class QuestionList:
    """The questions to one kind of party. `version` grows when a sentence changes its meaning."""

    source: str
    questions: tuple[Question, ...]
    version: int = 1


_PLATFORM = (
    Question(
        "credentialed_directly",
        "Is the clinician credentialed and contracted under their own NPI, TIN and practice, or through your model?",
        "Decides who holds the contract.",
    ),
    Question(
        "bill_outside",
        "May the clinician bill the same payer outside your platform, under their own practice?",
        "Decides whether a direct application can run beside the platform.",
    ),
    Question(
        "what_remains",
        "After leaving, which payer relationships, provider IDs, rates, claims routes and client workflows stay usable?",
        "Tells what has to be built anew before the exit.",
    ),
    Question(
        "claims_route",
        "Do claims go out under the practice's own set-up or through your systems?",
        "The claims route is one of four things to confirm before billing.",
    ),
    Question(
        "control",
        "Outside your platform, who controls the contract, the fee schedule, the effective date and the billing route?",
        "What the practice does not control it cannot plan with.",
    ),
    Question(
        "restrictions",
        "Which limits are there on moving clients, on notice, on using the same payers and on billing elsewhere?",
        "Limits found late cost the most.",
    ),
)

_DELEGATE = (
    Question("whose_tin", "Under whose TIN will the clinician be credentialed?", "Decides who is paid."),
    Question("bill_directly", "Can the clinician choose to bill payers directly?", "A way out, or none."),
    Question("on_leaving", "What happens when the clinician leaves?", "Notice, gap and what stays behind."),
    Question(
        "release_letter",
        "Do you give a release letter when one is asked for?",
        "Some payers do not go on with a direct application until they have it.",
    ),
    Question(
        "matching", "How do you match clients to clinicians?", "Tells whether a full caseload is likely."
    ),
    Question(
        "referrals",
        "How many referrals come on average for this ZIP code and license type?",
        "A number for this place and license, not for the whole network.",
    ),
    Question(
        "audits",
        "How often do payers audit you, and has an audit ever failed?",
        "A failed audit can take every clinician of the group out of network at once.",
    ),
    Question(
        "government_lines",
        "Do you support enrollment with Medicaid and Medicare?",
        "Government plans generally ask for an enrollment of one's own.",
    ),
)

_PARTNER = (
    Question(
        "who_submits", "Who sends the applications, you or we?", "Nobody sends what both leave to the other."
    ),
    Question(
        "tracking", "Where do we see how each enrollment stands?", "What cannot be seen cannot be chased."
    ),
    Question(
        "denied_or_stalled",
        "What do you do when a payer denies an application or lets it rest?",
        "Tells who follows up and who appeals.",
    ),
    Question(
        "updates",
        "How often do you report progress?",
        "A promised rhythm can be held against the calls made.",
    ),
    Question(
        "renewals_and_government",
        "Do you handle recredentialing, Medicaid and Medicare as well?",
        "Deadlines that nobody watches end a participation.",
    ),
)

LISTS: dict[Template, QuestionList] = {
    Template.PLATFORM: QuestionList("GetPaneled, questions to ask any platform", _PLATFORM),
    Template.DELEGATE: QuestionList(
        "pie Health, questions before signing with a delegated entity", _DELEGATE
    ),
    Template.PARTNER: QuestionList("pie Health, questions to a credentialing partner", _PARTNER),
}


def list_of(template: str) -> QuestionList:
    """Return the questions of a template, named by its stored value."""
    return LISTS[Template(template)]


def question_of(template: str, key: str) -> Question | None:
    """Return the question with this key in the list of `template`, or None where it is not asked."""
    return next((question for question in list_of(template).questions if question.key == key), None)
