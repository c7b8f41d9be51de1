"""What does a column heading mean? The aliases people use; case, blanks and punctuation do not matter."""

import re
from enum import StrEnum
from functools import lru_cache


class Field(StrEnum):
    """What a column of a tracker can hold."""

    PAYER = "payer"
    PLAN = "plan"
    PROVIDER = "provider"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    SUFFIX = "suffix"
    CREDENTIAL = "credential"
    PRACTICE = "practice"
    GROUP_NPI = "group_npi"
    NPI = "npi"
    STATE = "state"
    STATUS = "status"
    KIND = "kind"
    ACTION_FLAG = "action_flag"
    SUBMITTED_ON = "submitted_on"
    APPROVED_ON = "approved_on"
    EFFECTIVE_ON = "effective_on"
    FOLLOW_UP_ON = "follow_up_on"
    RECRED_ON = "recred_on"
    ENDED_ON = "ended_on"
    LAST_UPDATE_ON = "last_update_on"
    METHOD = "method"
    REFERENCE = "reference"
    PROVIDER_ASSIGNED_ID = "provider_assigned_id"
    CAQH_ID = "caqh_id"
    MISSING_ITEMS = "missing_items"
    NOTES = "notes"
    REASON = "reason"
    KEPT_IN_NOTES = "kept_in_notes"
    IGNORED = "ignored"


DATE_FIELDS = (
    Field.SUBMITTED_ON,
    Field.APPROVED_ON,
    Field.EFFECTIVE_ON,
    Field.FOLLOW_UP_ON,
    Field.RECRED_ON,
    Field.ENDED_ON,
    Field.LAST_UPDATE_ON,
)
LABELS = {
    Field.PAYER: "Payer", Field.PLAN: "Plan or line of business", Field.PROVIDER: "Clinician or group",
    Field.FIRST_NAME: "First name", Field.MIDDLE_NAME: "Middle name", Field.LAST_NAME: "Last name",
    Field.SUFFIX: "Name suffix", Field.CREDENTIAL: "Credential", Field.PRACTICE: "Practice",
    Field.GROUP_NPI: "Group NPI", Field.NPI: "NPI", Field.STATE: "State", Field.STATUS: "Status",
    Field.KIND: "Kind of request", Field.ACTION_FLAG: "Roster action (A, U, D)",
    Field.SUBMITTED_ON: "Submitted on", Field.APPROVED_ON: "Approved on", Field.EFFECTIVE_ON: "Effective on",
    Field.FOLLOW_UP_ON: "Follow-up on", Field.RECRED_ON: "Recredentialing on", Field.ENDED_ON: "Ended on",
    Field.LAST_UPDATE_ON: "Last update on", Field.METHOD: "Method", Field.REFERENCE: "Reference number",
    Field.PROVIDER_ASSIGNED_ID: "Payer-assigned ID", Field.CAQH_ID: "CAQH ID",
    Field.MISSING_ITEMS: "Missing items", Field.NOTES: "Notes", Field.REASON: "Reason",
    Field.KEPT_IN_NOTES: "Kept in the notes", Field.IGNORED: "Leave out",
}  # fmt: skip

# Written without blanks and punctuation; "#" reads as "number".
_ALIASES = {
    Field.PAYER: """payer payers payor payors payerplan payorplan planpayer payername payorname insurance
        insurancename insurancecarrier insurancecompany insurancepayer insuranceplan insurances carrier carriers
        healthplan healthplans plan plans planname mco payernetwork payerinsurance insurancepanel panel panels
        payerproduct network networkname product products""",
    Field.PROVIDER: """provider providers providername clinician clinicians clinicianname cliniciangroup
        providergroup providerorgroup clinicianorgroup providerpractice clinicianpractice doctor doctorname
        practitioner practitionername therapist therapistname renderingprovider individualprovider providerfullname
        fullname applicant groupclinician groupprovider physician physicianname nameofprovider staffmember
        individualorgroup groupindividual""",
    Field.FIRST_NAME: "firstname providerfirstname fname first providerfirst givenname clinicianfirstname",
    Field.MIDDLE_NAME: "middlename providermiddlename mname middle middleinitial mi",
    Field.LAST_NAME: "lastname providerlastname lname last providerlast surname familyname clinicianlastname",
    Field.SUFFIX: "suffix namesuffix providersuffix",
    Field.CREDENTIAL: "credential credentials degree degrees providertype licensetype title professionaldesignation",
    Field.PRACTICE: """practice practicename groupname group grouppractice clinic clinicname organization
        organizationname legalname displayname entity entityname groupentity client clientname facility facilityname
        practicegroup billinggroup""",
    Field.GROUP_NPI: "groupnpi type2npi typeiinpi npitypeii npitype2 npi2 billingnpi organizationnpi orgnpi practicenpi grouptype2npi",
    Field.NPI: """npi npinumber npino individualnpi providernpi type1npi typeinpi npitypei npitype1 npi1 cliniciannpi renderingnpi
        nationalprovideridentifier practitionernpi npiid""",
    Field.STATE: """state states usstate usstates statesactive statename statecode practicestate licensestate
        stateoflicensure servicestate statescovered statescode""",
    Field.STATUS: """status participationrequeststatus participationstatus credentialingstatus requeststatus
        applicationstatus enrollmentstatus enrolmentstatus networkstatus currentstatus rosterstatus payerstatus
        payerresponse response outcome disposition credstatus appstatus contractingstatus credentialstatus
        paneltatus panelstatus processingstatus loadstatus stage statusofapplication submissionstatus parstatus
        credentialingstage providerstatus result results payerresult rosterresult loadresult processingresult
        responsestatus resultstatus submissionresult acceptedrejected acceptedorrejected acceptreject loadingstatus""",
    Field.KIND: """type requesttype typeofrequest applicationtype enrollmenttype kind requestkind apptype
        transactiontype submissiontype actiontype typeofapplication requesttyp category""",
    Field.ACTION_FLAG: """actionflag action rosteraction flag actioncode changetype addchangeterminate addchangeterm
        addchangedelete addupdatedelete addupdateterminate addterm addtermchange transaction recordtype updatetype
        rosteractionflag deltatype""",
    Field.SUBMITTED_ON: """datesubmitted submitteddate submitted dateapplicationsubmitted submissiondate
        datesent sentdate applicationdate appsubmitted submittedon applicationsubmitted datesubmittedtopayer
        applicationsubmitteddate applicationsent dateapplied applieddate datefiled submitdate appdate
        applicationsubmissiondate requestdate daterequested requestsubmitted datesubmit""",
    Field.APPROVED_ON: """approvaldate approved approveddate dateapproved approvedon approval
        credentialingapprovaldate credapprovaldate payerapprovaldate""",
    Field.EFFECTIVE_ON: """effectivedate effdate effective dateeffective effectiveon effectivefrom
        networkeffectivedate pareffectivedate innetworkdate innetworkeffectivedate participationdate inndate
        effectivestart effectivestartdate providereffectivedate""",
    Field.FOLLOW_UP_ON: """followupdate followup fudate fu nextfollowup nextfollowupdate followupon followupby
        nextfu nextaction nextactiondate nextcall nextcalldate nextcontact nextcontactdate datefollowup
        tickler ticklerdate reminder reminderdate checkbackon checkback nextfudate nextcheck nextstepdate""",
    Field.RECRED_ON: """recreddate recredentialingdate nextcredentialingdate approvedthrough recred
        recredentialing recredentialingdue recredduedate recredentialingduedate nextrecred nextrecreddate
        nextrecredentialing nextrecredentialingdate revalidationdate revalidationdue revalidationduedate recreddue
        recredon""",
    Field.ENDED_ON: "termdate terminationdate termeddate enddate dateterminated dateended ended termeffectivedate",
    Field.LAST_UPDATE_ON: """lastupdate lastupdated lastupdateddate lastcontact lastcontactdate dateupdated
        lastfollowup lastfollowupdate lastfu updated lastchecked datechecked updateddate statusdate dateofstatus
        lastaction lastactiondate lasttouched""",
    Field.METHOD: "method submissionmethod submittedvia sentvia howsubmitted via submissiontypemethod route",
    Field.REFERENCE: """confirmationnumber refnumber reference trackingnumber casenumber applicationid
        requestnumber confirmation confirmationno refno referencenumber trackingno caseno casenbr requestid ref
        appid applicationnumber trackingid caseid ticketnumber ticket confirmationid case tracking referenceno
        referenceid confnumber conf applicationref refid trackingref""",
    Field.PROVIDER_ASSIGNED_ID: """providerid pin providernumber plannumber ptan payerproviderid
        payerassignedid assignedid providerno payerassignedproviderid tpv tpvnumber
        vendornumber providerpin providerpinnumber pinnumber legacyid planproviderid payerassignednumber
        providerassignedid""",
    Field.CAQH_ID: "caqh caqhid caqhnumber caqhproviderid caqhno caqhprovideridnumber",
    Field.MISSING_ITEMS: """missingitems missing itemsmissing missingdocuments missingdocs outstanding
        outstandingitems itemsneeded needed pendingitems requireditems missinginformation missinginfo docsneeded
        documentsneeded prerequisites blockers""",
    Field.NOTES: """notes note comments comment remarks remark substatus details statusnotes notescomments
        commentsnotes log calllog activity history notelog latestnote lastnote update updates statusdetails
        followupnotes statuscomments""",
    Field.REASON: """reason rejectionreason denialreason reasoncode rejectreason statusreason reasonforrejection
        reasonfordenial returnreason errormessage""",
    Field.PLAN: """lineofbusiness lob networktype plantype lines productline insurancetype payertype coverage
        business""",
    Field.KEPT_IN_NOTES: """groupcontractnumber groupcontract groupcontractno contractnumber contractno taxid taxidnumber
        tin ein grouptin grouptaxid groupein taxidein taxidtin tinein lastattestationdate attestationexpiry attestationdate
        lastattested nextstep nextsteps practicelocation location locationname servicelocation contractstatus contact
        contactname contactperson persondepartmentcontacted personcontacted departmentcontacted initialcredentialingdate
        lastcredentialeddate lastcredentialingdate credentialeddate datecredentialed decisiondate committeedate""",
}  # fmt: skip
_FIELD_OF = {alias: field for field, aliases in _ALIASES.items() for alias in aliases.split()}

LONGEST_HEADING = 48


@lru_cache(maxsize=10_000)
def heading_key(text: str) -> str:
    """Return what spellings of one heading share: letters and digits, '#' read as 'number'."""
    plain = text.casefold().replace("#", " number ").replace("&", " and ")
    plain = re.sub(r"\((?:mm[/-]?dd[/-]?yy(?:yy)?|date|optional|required)\)", " ", plain)
    return re.sub(r"[\W_]+", "", plain)


@lru_cache(maxsize=10_000)
def read_heading(text: str) -> Field | None:
    """Return the field that a heading names, None if it is in no list of aliases."""
    if len(text) > LONGEST_HEADING:
        return None
    key = heading_key(text)
    found = _FIELD_OF.get(key)
    if found is None and key.endswith("s"):
        found = _FIELD_OF.get(key[:-1])
    if found is None and "(" in text:
        found = _FIELD_OF.get(heading_key(re.sub(r"\([^)]*\)", "", text)))
    return found
