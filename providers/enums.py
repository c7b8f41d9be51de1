"""The words of the providers room: tax identities, credentials, documents. Plain enums, no Django."""

from credtrack.kernel.words import Worded


class TaxIdKind(Worded):
    """What a nine-digit tax number is; it cannot be told from the digits, so it is stored."""

    EIN = "ein", "EIN"
    SSN = "ssn", "SSN"
    ITIN = "itin", "ITIN"


class CredentialKind(Worded):
    """Everything of a clinician that expires."""

    LICENSE = "license", "State license"
    DEA = "dea", "DEA registration"
    CDS = "cds", "State controlled-substance registration"
    MALPRACTICE = "malpractice", "Malpractice insurance"
    BOARD = "board", "Board certification"
    CAQH_ATTESTATION = "caqh_attestation", "CAQH attestation"
    DIRECTORY_ATTESTATION = "directory_attestation", "Directory attestation"
    CPR = "cpr", "BLS or CPR card"
    OTHER = "other", "Other"


class DocumentKind(Worded):
    """What an uploaded file is."""

    LICENSE = "license", "License"
    DEA = "dea", "DEA certificate"
    MALPRACTICE = "malpractice", "Malpractice face sheet"
    W9 = "w9", "W-9"
    IRS_LETTER = "irs_letter", "IRS letter (CP-575 or 147C)"
    CV = "cv", "Curriculum vitae"
    DIPLOMA = "diploma", "Diploma"
    BOARD = "board", "Board certificate"
    PROOF_OF_SUBMISSION = "proof_of_submission", "Proof of submission"
    PAYER_LETTER = "payer_letter", "Letter from the payer"
    CONTRACT = "contract", "Contract"
    VOIDED_CHECK = "voided_check", "Voided check or bank letter"
    OTHER = "other", "Other"


class MedicareStatus(Worded):
    """How the clinician stands with Medicare."""

    UNKNOWN = "unknown", "Not known"
    ENROLLED = "enrolled", "Enrolled"
    OPTED_OUT = "opted_out", "Opted out"
    NEVER = "never", "Never enrolled"
