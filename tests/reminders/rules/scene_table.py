"""Every kind's scene: record, lead, due date, urgency, readers, words, and what ends it."""

import datetime as dt
from datetime import date

from enrollments.enums import Status
from reminders.enums import Kind, Urgency
from tests.reminders.rules import plan_scenes, scenes
from tests.reminders.rules.scenes import TUESDAY, Scene, application, days, paper

S = Status
NOW, SOON, COMING = Urgency.ACT_NOW, Urgency.SOON, Urgency.COMING
KEEPER = ("coordinator",)
DANA, AETNA = "Dana Whitfield: ", "Dana Whitfield, Aetna, PA: "
ARCHIVED = dt.datetime(2026, 3, 17, tzinfo=dt.UTC)

SCENES = [
    Scene(Kind.FOLLOW_UP, scenes.follow_up(TUESDAY), scenes.finish, 0, TUESDAY, NOW, AETNA + "call Aetna"),
    Scene(
        Kind.FOLLOW_UP_OVERDUE, scenes.follow_up(date(2026, 3, 13)), scenes.finish, -2, date(2026, 3, 13), NOW,
        AETNA + "overdue, call Aetna",
    ),
    Scene(
        Kind.FOLLOW_UP_ESCALATED, scenes.follow_up(date(2026, 3, 10)), scenes.finish, -5, date(2026, 3, 10),
        NOW, AETNA + "nobody has followed up, call Aetna",
    ),
    Scene(
        Kind.NO_ACKNOWLEDGEMENT, application(S.SUBMITTED, date(2026, 3, 3)), scenes.moved(S.ACKNOWLEDGED), 0,
        TUESDAY, NOW, AETNA + "the payer has not confirmed that it has the application",
    ),
    Scene(
        Kind.SILENCE, application(S.ACKNOWLEDGED, date(2026, 2, 15)), scenes.called, 0, TUESDAY, NOW,
        AETNA + "nothing heard for too long", ended="The date moved from 17 Mar 2026 to 16 Apr 2026.",
    ),
    Scene(
        Kind.ANSWER_DUE,
        application(S.INFO_REQUESTED, date(2026, 3, 2), answer_due_on="2026-03-24", reason="W-9"),
        scenes.moved(S.IN_REVIEW), 7, date(2026, 3, 24), SOON,
        AETNA + "answer the payer's request for information",
    ),
    Scene(
        Kind.QUOTED_OVERDUE, scenes.quoted, scenes.moved(S.APPROVED), -1, date(2026, 3, 16), NOW,
        AETNA + "the turnaround the payer quoted has run out",
    ),
    Scene(
        Kind.PUBLISHED_OVERDUE, application(S.SUBMITTED, date(2025, 12, 16)), scenes.moved(S.APPROVED), -1,
        date(2026, 3, 16), NOW, AETNA + "the published turnaround has run out",
    ),
    Scene(
        Kind.STATUTE_OVERDUE, application(S.IN_REVIEW, date(2026, 1, 15)), scenes.moved(S.APPROVED), -1,
        date(2026, 3, 16), NOW, AETNA + "PA's deadline to decide",
    ),
    Scene(
        Kind.EFFECTIVE_COMING, application(S.APPROVED, date(2026, 3, 2), effective_on="2026-03-31"),
        scenes.moved(S.WITHDRAWN, reason="Left"), 14, date(2026, 3, 31), SOON,
        AETNA + "the effective date is coming", readers=("owner", "biller"),
    ),
    Scene(
        Kind.EFFECTIVE_REACHED, application(S.APPROVED, date(2026, 3, 2), effective_on="2026-03-17"),
        scenes.moved(S.WITHDRAWN, reason="Left"), 0, TUESDAY, NOW,
        AETNA + "effective, but not everything is confirmed", readers=("owner", "biller"),
    ),
    Scene(
        Kind.EFFECTIVE_DIFFERS, scenes.differs, scenes.amended(requested_effective_on="2026-05-01"), 0,
        date(2026, 5, 1), NOW, AETNA + "the effective date is not the one asked for", at_once=True,
    ),
    Scene(
        Kind.LOADING_CHECK, application(S.APPROVED, date(2026, 3, 10)), scenes.amended(loaded_on="2026-03-16"),
        0, TUESDAY, SOON, AETNA + "check that the payer has loaded the clinician",
    ),
    Scene(
        Kind.RECREDENTIALING, application(S.ACTIVE, date(2023, 6, 15)), scenes.recredentialed, 90,
        date(2026, 6, 15), SOON, AETNA + "recredentialing is due",
    ),
    Scene(
        Kind.REVALIDATION, scenes.medicare, scenes.recredentialed, 214, date(2026, 10, 31), COMING,
        "Dana Whitfield, Medicare, PA: revalidation is due", day=date(2026, 3, 31),
    ),
    Scene(
        Kind.APPEAL, application(S.DENIED, date(2026, 3, 2), reason="No need", appeal_until="2026-03-24"),
        scenes.moved(S.IN_REVIEW), 7, date(2026, 3, 24), NOW, AETNA + "the window to appeal the denial closes",
    ),
    Scene(
        Kind.PANEL_RECHECK, application(S.PANEL_CLOSED, date(2025, 9, 17), recheck_on="2026-03-17"),
        scenes.moved(S.PREPARING), 0, TUESDAY, NOW, AETNA + "ask whether the panel is open again",
    ),
    Scene(
        Kind.PANEL_STATE_RECHECK, scenes.panel, scenes.asked_again, 0, TUESDAY, NOW,
        "Aetna, PA: ask again whether the panel of Aetna is open", readers=KEEPER,
    ),
    Scene(
        Kind.LICENSE, paper("license", date(2026, 3, 31)), scenes.renewed, 14, date(2026, 3, 31), NOW,
        DANA + "PA state license expires", readers=KEEPER,
    ),
    Scene(
        Kind.DEA, paper("dea", TUESDAY), scenes.renewed, 0, TUESDAY, NOW, DANA + "DEA registration expires",
        readers=KEEPER, at_once=True,
    ),
    Scene(
        Kind.MALPRACTICE, paper("malpractice", date(2026, 3, 16)), scenes.renewed, -1, date(2026, 3, 16), NOW,
        DANA + "malpractice insurance expires", readers=KEEPER, at_once=True,
    ),
    Scene(
        Kind.BOARD, paper("board", date(2026, 5, 16)), scenes.renewed, 60, date(2026, 5, 16), SOON,
        DANA + "board certification expires", readers=KEEPER,
    ),
    Scene(
        Kind.CAQH, paper("caqh_attestation", date(2026, 4, 1)), scenes.renewed, 15, date(2026, 4, 1), SOON,
        DANA + "attest the CAQH profile again", readers=KEEPER,
    ),
    Scene(
        Kind.DIRECTORY, paper("directory_attestation", date(2026, 3, 18)), scenes.renewed, 1,
        date(2026, 3, 18), NOW, DANA + "attest the directory data again", readers=KEEPER,
    ),
    Scene(
        Kind.OTHER_CREDENTIAL, paper("other", TUESDAY + days(90)), scenes.renewed, 90, TUESDAY + days(90),
        COMING, DANA + "another credential expires", readers=KEEPER,
    ),
    Scene(
        Kind.DOCUMENT, scenes.document, scenes.changed(archived_at=ARCHIVED), 7, date(2026, 3, 24), NOW,
        DANA + "malpractice face sheet expires (Coverage.pdf)", readers=KEEPER,
    ),
    Scene(
        Kind.MEDICARE_OPT_OUT, scenes.opted_out, scenes.changed(medicare_status="enrolled"), 45,
        date(2026, 5, 1), NOW, DANA + "the Medicare opt-out renews itself unless it is cancelled",
        readers=KEEPER,
    ),
    Scene(
        Kind.CONTRACT_NOTICE, scenes.contract(renews_on=date(2026, 7, 15), notice_days=90),
        scenes.changed(notice_days=None), 30, date(2026, 4, 16), SOON,
        "Maple Street Counseling LLC, Aetna: the last day to give notice on the contract",
    ),
    Scene(
        Kind.CONTRACT_ENDS, scenes.contract(ends_on=date(2026, 4, 16)), scenes.changed(ends_on=None), 30,
        date(2026, 4, 16), NOW, "Maple Street Counseling LLC, Aetna: the contract ends",
    ),
    Scene(
        Kind.CONTRACT_RENEGOTIATION, scenes.contract(renegotiable_from=TUESDAY),
        scenes.changed(renegotiable_from=None), 0, TUESDAY, NOW,
        "Maple Street Counseling LLC, Aetna: the contract's terms may be reopened",
    ),
    *plan_scenes.SCENES,
]  # fmt: skip
