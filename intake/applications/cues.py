"""The phrases by which kinds of mail are told apart. In: nothing. Out: tables. Pure.

Phrases are whole words in the spelling of own_words.plain (lower case, no apostrophes, "287(g)" is "287 g"). STRONG phrases count beside
papers too, WEAK ones only in a mail that brings none. Doubt between two kinds is decided for the one that is held: a phrase too many
costs a look by a person, never a wrong answer.
"""

from typing import Final

from intake.applications.kinds import Kind

STRONG: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.THREAT: (
        "i will kill", "we will kill", "going to kill", "gonna kill", "kill you", "kill you all", "you will die",
        "you are going to die", "deserve to die", "i will shoot", "going to shoot", "shoot you", "shoot up", "bomb threat",
        "planted a bomb", "blow up the", "blow up your", "blow it up", "burn it down", "burn your", "we know where you live",
        "i know where you live", "where your children", "watch your back", "put a bullet", "slit your", "string you up", "crime tip",
        "anonymous tip", "tip about a crime", "report an illegal", "report illegal aliens", "report illegal immigrants",
        "want to report a crime", "wish to report a crime", "being held hostage", "in immediate danger", "life is in danger",
        "kill myself", "end my life", "hurt myself", "harm myself", "commit suicide", "active shooter at", "shots fired at",
    ),
    Kind.CONGRESSIONAL: (
        "office of congressman", "office of congresswoman", "office of us senator", "office of u s senator", "office of senator",
        "office of representative", "member of congress", "members of congress", "united states senator", "congressional inquiry",
        "congressional office", "on behalf of our constituent", "on behalf of a constituent", "privacy release form",
        "committee on the judiciary", "committee on homeland security", "committee on oversight",
    ),
    Kind.LEGAL: (
        "subpoena", "subpoenas", "subpoenaed", "litigation hold", "preservation letter", "preservation notice", "preservation demand",
        "duty to preserve", "preserve all documents", "preserve all records", "preserve all evidence", "notice of claim",
        "cease and desist", "civil action no", "summons and complaint", "motion to compel", "notice of deposition",
        "federal tort claim",
    ),
    Kind.RECORDS_REQUEST: (
        "foia request", "freedom of information act request", "request under the freedom of information act",
        "under the freedom of information act", "pursuant to the freedom of information act", "public records request",
        "open records request", "public information request", "privacy act request", "request under the privacy act",
        "right to know request", "sunshine law request", "public records act request", "5 usc 552", "5 u s c 552",
        "requesting copies of all records", "request for records",
    ),
    Kind.PRESS: (
        "i am a reporter", "im a reporter", "reporter with", "reporter for", "reporter at", "i am a journalist", "im a journalist",
        "journalist with", "journalist for", "journalist at", "media inquiry", "press inquiry", "media request", "request for comment",
        "for comment on a story", "on deadline", "my deadline is", "story i am working on", "story im working on",
    ),
    Kind.CHANGE: (
        "terminate our", "terminate the agreement", "terminate the memorandum", "terminate the moa", "terminate its",
        "termination of our", "termination of the agreement", "termination of the moa", "notice of termination", "terminating our",
        "withdraw our", "withdrawing our", "withdrawal of our", "wish to withdraw", "would like to withdraw",
        "withdraw from the program", "withdrawing from the program", "withdraw from the 287", "rescind our", "rescinding our",
        "suspend our participation", "suspending our participation", "suspension of our", "no longer wish to participate",
        "no longer participate", "cancel our application", "cancel our agreement", "cancel our participation",
        "discontinue our participation", "changed our name", "change of our name", "has been renamed", "have been renamed",
        "our new name is",
    ),
    Kind.COMPLAINT: (
        "formal complaint", "file a complaint", "filing a complaint", "complaint against", "wish to complain", "want to complain",
        "civil rights violation", "violated my rights", "violation of my rights", "violated my civil rights", "racial profiling by",
    ),
}  # fmt: skip
"""In the order in which they are believed."""

WEAK: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.CONGRESSIONAL: ("congressman", "congresswoman", "constituent", "constituents"),
    Kind.LEGAL: ("our client", "my client", "lawsuit", "court order", "plaintiff", "plaintiffs", "litigation", "sue you", "legal action"),
    Kind.RECORDS_REQUEST: ("foia", "freedom of information", "open records", "public records", "privacy act"),
    Kind.PRESS: (
        "reporter", "journalist", "newsroom", "news station", "producer", "interview request", "for an interview", "news story",
        "daily news", "article about", "documentary",
    ),
    Kind.CHANGE: (
        "terminate", "termination", "withdraw", "withdrawal", "rescind", "suspend our", "new sheriff", "newly elected sheriff",
        "sheriff elect", "newly appointed chief", "new chief of police", "new police chief", "new head of", "name change", "new name",
        "opt out",
    ),
    Kind.COMPLAINT: (
        "my complaint", "complain", "complaining", "misconduct by", "mistreated", "wrongfully detained", "unlawfully detained",
        "illegally detained",
    ),
    Kind.PARTNER: (
        "training date", "training dates", "training schedule", "training class", "training cohort", "refresher", "recertification",
        "recertify", "reimbursement request", "submit for reimbursement", "submit reimbursement", "reimbursement form", "invoice",
        "invoices", "quarterly award", "performance award", "our credentials", "credential cards", "credentialed officers",
        "our trained officers", "our certified officers", "our designated immigration officers", "encounter report", "monthly report",
        "quarterly report", "our current agreement", "our existing agreement", "already participate", "we currently participate",
        "as a participating agency", "as a current partner", "our task force officers", "detainer for", "transport of detainees",
        "steering committee",
    ),
    Kind.PUBLIC: (
        "my husband", "my wife", "my brother", "my sister", "my son", "my daughter", "my father", "my mother", "my cousin",
        "my friend was", "my boyfriend", "my fiance", "green card", "my visa", "visa application", "asylum", "my citizenship",
        "naturalization interview", "work permit", "deported", "was detained", "been detained", "immigration court", "job opening",
        "job openings", "are you hiring", "my resume", "resume attached", "apply for a job", "apply for a position", "internship",
        "vendor", "our products", "our software", "our solution", "schedule a demo", "free quote", "special offer",
        "limited time offer", "search engine", "marketing", "unsubscribe me", "shame on you", "you people", "nazi", "nazis", "fascist",
        "fascists", "gestapo", "as a citizen", "as a resident", "as a taxpayer", "concerned citizen",
    ),
}  # fmt: skip
"""Only in a mail that brings no letter and no agreement."""

APPLIES: Final = (
    "would like to apply", "wish to apply", "wishes to apply", "hereby apply", "hereby applies", "we are applying", "is applying for",
    "apply to participate", "request to participate", "requests to participate", "requesting participation", "request participation",
    "requests participation", "formally request", "formally requests", "formally requesting", "would like to participate",
    "wish to participate", "wishes to participate", "would like to join the program", "wish to join the program", "wish to enter into",
    "would like to enter into", "please accept this letter", "please accept our", "please find our letter of interest",
    "attached letter of interest", "attached is our letter", "attached is the letter of interest", "letter of interest is attached",
    "letter of interest attached", "attached is our signed", "attached is the signed", "attached signed", "attached are the signed",
    "attached are our signed", "signed moa", "signed moas", "signed mou", "signed loi", "signed memorandum",
    "signed letter of interest", "signed agreement", "executed agreement", "executed moa", "executed memorandum",
    "our letter of interest", "our application packet", "our application package", "letter of interest and memorandum", "loi and moa",
    "moa and loi", "submitting our", "submit our application", "submission of our", "letter of intent",
)  # fmt: skip
"""The mail says that it applies, or brings what an applicant brings."""

PROGRAM: Final = (
    "287 g", "287g", "task force model", "jail enforcement", "warrant service officer", "memorandum of agreement",
    "memorandum of understanding", "letter of interest", "letters of interest", "moa", "moas", "loi", "mou", "tfm", "jem", "wso",
    "the program", "your program", "this program",
)  # fmt: skip

ASKS: Final = (
    "how do we", "how do i", "how can we", "how can i", "how long", "how many", "how much", "how soon", "could you", "can you",
    "would you", "will you", "please send", "please provide", "please advise", "please let", "please call", "please contact",
    "please clarify", "please explain", "please forward", "let us know", "let me know", "more information", "additional information",
    "further information", "information about", "information on", "information regarding", "question about", "questions about",
    "question regarding", "questions regarding", "have questions", "a question", "some questions", "where do we", "where can we",
    "where should we", "where do i", "what is the", "what are the", "which model", "do we need", "do we have to", "do you need",
    "are we required", "is there a", "interested in learning", "interested in joining", "interested in participating",
    "interested in becoming", "interested in the", "copy of the form", "copies of the forms", "blank form", "blank forms",
    "latest version", "current version", "would like to know", "we need", "i need", "call me", "call us", "give me a call", "reach out",
    "help with", "assistance with", "guidance on", "clarification",
)  # fmt: skip
"""A question mark counts too."""

WAY: Final = (
    "how do we apply", "how to apply", "how can we apply", "how would we apply", "how we apply", "how to participate",
    "how do we participate", "how to join", "how do we join", "what do we need to",
    "where do we send", "where should we send", "where can we send", "where to send",
    "before we apply", "considering applying", "thinking of applying", "thinking about applying", "whether to apply", "need to submit",
)  # fmt: skip
"""Questions about the way to an application: an inquiry, though it speaks of applying."""

STATUS: Final = (
    "status of our", "status of my", "status of the application", "status of the moa", "status of the agreement", "status update",
    "application status", "any update", "any updates", "an update on", "update on our", "update on the status", "where are we in the",
    "where we are in the", "where is our application", "when will we hear", "when can we expect", "have you received",
    "did you receive", "has our application", "has our moa", "has our agreement", "check on the status", "checking the status",
    "checking on the status", "check the status", "following up on our", "follow up on our", "been approved", "been signed",
    "been countersigned", "still waiting", "havent heard", "have not heard",
)  # fmt: skip
"""Questions about one's own case: a name or a number proves nothing, so a person answers."""

AGENCY: Final = (
    "sheriff", "sheriffs", "police", "our department", "our agency", "chief of police", "chief deputy", "undersheriff", "deputies",
    "our officers", "law enforcement", "constable", "marshal", "our jail", "our detention", "detention center",
    "department of corrections", "county attorney", "city attorney", "city manager", "county manager", "county administrator",
    "lieutenant", "sergeant", "captain", "major",
)  # fmt: skip
"""An agency seems to write."""

THANKS: Final = (
    "thank you", "thanks", "thank u", "thx", "much appreciated", "appreciate it", "appreciate your", "we appreciate", "received",
    "got it", "noted", "understood", "sounds good", "will do", "perfect", "great", "acknowledged", "ok", "okay", "confirmed",
)  # fmt: skip
"""A mail of few words with one of these and no question asks for nothing."""

WRAPPED: Final = (
    "sent you a secure message", "sent you an encrypted message", "you have received a secure message",
    "you have received an encrypted message", "secure message from", "encrypted message from", "read the message", "open the encrypted",
    "password will follow", "password follows", "password to follow", "password in a separate", "password will be sent",
    "password to open", "securedoc", "rights managed",
)  # fmt: skip
"""What was sent cannot be opened by us as it is."""

LINK_HOSTS: Final = (
    "drive.google.com", "docs.google.com", "dropbox.com", "1drv.ms", "onedrive.live.com", "sharepoint.com", "-my.sharepoint",
    "app.box.com", "box.com/s", "wetransfer.com", "we.tl/", "sharefile.com", "icloud.com/iclouddrive", "egnyte.com", "hightail.com",
    "mediafire.com", "mega.nz", "docusign.net", "docusign.com", "adobesign.com", "echosign.com", "acrobat.adobe.com", "hellosign.com",
    "dropboxsign.com", "smartsheet.com", "transfernow", "sendthisfile", "filemail.com", "citrixdata.com", "kiteworks",
    "proofpoint.com/securereader", "box.net",
)  # fmt: skip
"""Places where files lie instead of in the mail."""

CONGRESS_DOMAINS: Final = frozenset({"house.gov", "senate.gov", "loc.gov", "gao.gov"})

QUEUES: Final[dict[Kind, str]] = {
    Kind.APPLICATION: "applications",
    Kind.INQUIRY: "inquiries",
    Kind.CHANGE: "changes",
    Kind.PARTNER: "partners",
    Kind.INTERNAL: "internal",
    Kind.PRESS: "press",
    Kind.RECORDS_REQUEST: "records_request",
    Kind.CONGRESSIONAL: "congressional",
    Kind.LEGAL: "legal",
    Kind.COMPLAINT: "complaints",
    Kind.THREAT: "threat",
    Kind.PUBLIC: "public",
    Kind.CORRESPONDENCE: "correspondence",
    Kind.BOUNCE: "robots",
    Kind.AUTOMATIC: "robots",
    Kind.LIST: "robots",
    Kind.DUPLICATE: "duplicates",
    Kind.QUARANTINE: "quarantine",
}
"""The named queue where a held mail waits."""
