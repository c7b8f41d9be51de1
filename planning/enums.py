"""The words of planning: questionnaires, statements, release letters, exits. Plain enums, no Django."""

from credtrack.kernel.words import Worded


class Template(Worded):
    """Which list of questions is asked; the questions themselves stand in `question_lists.py`."""

    PLATFORM = "platform", "Questions to a platform"
    DELEGATE = "delegate", "Questions to a delegated entity"
    PARTNER = "partner", "Questions to a credentialing partner"


class Outcome(Worded):
    """What came of a question; whatever is not answered is a red flag."""

    ANSWERED = "answered", "Answered"
    REFUSED = "refused", "Refused to answer"
    UNANSWERED = "unanswered", "No answer"


class Speaker(Worded):
    """Who said it."""

    PAYER = "payer", "The payer"
    PLATFORM = "platform", "The platform"
    PARTNER = "partner", "The credentialing partner"


class About(Worded):
    """What a statement is about; two about the same thing may contradict each other."""

    RELEASE_LETTER = "release_letter", "Whether a release letter is needed or given"
    NOTICE = "notice", "Notice to leave"
    DEPANELING = "depaneling", "How long leaving the panel takes"
    BILLING_IN_BETWEEN = "billing_in_between", "Billing directly during the change"
    CONTRACT_HOLDER = "contract_holder", "Who holds the contract"
    EFFECTIVE_DATE = "effective_date", "Effective date"
    CLIENTS = "clients", "Which clients may follow"
    RATE = "rate", "Rate"
    OTHER = "other", "Something else"


class Form(Worded):
    """How it was said. Only what is in writing can be relied on."""

    VERBAL = "verbal", "Said"
    WRITTEN = "written", "In writing"


class LetterOutcome(Worded):
    """What became of a request for a release letter."""

    REQUESTED = "requested", "Requested"
    ISSUED = "issued", "Issued"
    REFUSED = "refused", "Refused"
    NO_ANSWER = "no_answer", "No answer"


class ExitState(Worded):
    """Where an exit plan stands."""

    PLANNED = "planned", "Planned"
    NOTICE_GIVEN = "notice_given", "Notice given"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class GroupRoute(Worded):
    """What the user decided about a payer."""

    GROUP = "group", "Group contract"
    INDIVIDUAL = "individual", "Individual contracts"
    UNDECIDED = "undecided", "Not decided"


class Growth(Worded):
    """TherAssist's first consideration: where the practice is going."""

    SOLO = "solo", "Staying solo"
    SAME_SIZE = "same_size", "Staying at our size"
    GROWING = "growing", "Adding clinicians"


class Billing(Worded):
    """TherAssist's second consideration: who should bill."""

    PRACTICE = "practice", "The practice bills for everybody"
    EACH = "each", "Each clinician bills"


class Capacity(Worded):
    """TherAssist's third consideration: how much paperwork can be carried now."""

    LITTLE = "little", "Little time for paperwork now"
    ENOUGH = "enough", "Time for a large effort now, less later"


class RevenueBasis(Worded):
    """From which number a delay is priced."""

    OWN = "own", "Our own sessions and allowed amounts"
    INDUSTRY = "industry", "Industry figure, where we have no own"
