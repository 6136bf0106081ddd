"""How machines word subjects, senders and bodies, as data. In: nothing. Out: compiled patterns. Pure.

Subjects are matched at their start, without accents and case: a person who mentions "out of office" in the middle writes a letter,
and a person who answers or forwards a machine's mail writes "Re:" or "Fwd:" before it.
"""

import re
import unicodedata
from typing import Final

SUBJECT_CHARS: Final = 300


def plain(text: str) -> str:
    """Lower case, accents off, spaces single: the form in which phrases are compared."""
    text = text[:SUBJECT_CHARS].casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.split())


_ENDS: Final = r"\s*(?:[:!.,\-–—(\[]|$)"
"""After a phrase that could also begin a person's sentence."""

_AUTOMATIC: Final = (
    # English
    r"automatic (?:reply|response|answer)\b", r"auto[- ]?(?:reply|replied|response|responder|answer|generated)\b",
    r"automated (?:reply|response|message)\b", r"autom\. reply\b", r"\[auto[- ]?reply\]",
    r"vacation (?:reply|response|message|auto-?reply)\b",
    r"out[- ]of[- ](?:the[- ])?office(?: auto-?\s?reply| reply| response| message| notification| notice| alert)" + _ENDS,
    r"out[- ]of[- ](?:the[- ])?office" + _ENDS, r"ooo" + _ENDS, r"i(?:'m| am) (?:currently )?(?:out of|away from) (?:the|my) office\b",
    r"(?:currently )?away from (?:the |my )?(?:office|desk|mail|email)\b", r"on (?:annual |maternity |sick )?leave" + _ENDS,
    # German, French, Spanish, Portuguese, Italian, Dutch
    r"abwesenheits(?:notiz|nachricht|meldung|assistent|benachrichtigung)", r"abwesenheit" + _ENDS, r"automatische antwort\b",
    r"automatische abwesenheit",
    r"ich bin (?:derzeit |zurzeit )?nicht im buro", r"reponse automatique\b", r"reponse d'absence", r"absent(?:e)? du bureau",
    r"absence du bureau",
    r"message d'absence", r"respuesta automatica\b", r"fuera de (?:la )?oficina" + _ENDS, r"ausente de la oficina",
    r"resposta automatica\b",
    r"fora do escritorio" + _ENDS, r"ausencia temporaria", r"risposta automatica\b", r"fuori (?:sede|ufficio)" + _ENDS,
    r"assente dall'ufficio",
    r"automatisch antwoord\b", r"afwezigheids(?:bericht|melding|assistent)", r"niet aanwezig" + _ENDS,
    # Swedish, Danish, Norwegian, Finnish, Polish, Czech, Hungarian, Turkish, Russian, Japanese, Chinese, Korean
    r"autosvar\b", r"automatiskt? svar\b", r"franvaromeddelande", r"fraværende", r"automaattinen vastaus", r"poissaoloilmoitus",
    r"automatyczna odpowiedz", r"odpowiedz automatyczna", r"automaticka odpoved", r"automatikus valasz", r"otomatik yanit",
    r"автоматический ответ", r"автоответ", r"自動応答", r"自動返信", r"不在通知",
    r"自动答复", r"自动回复", r"自動回覆", r"자동 회신", r"자동 응답",
)  # fmt: skip

_BOUNCED: Final = (
    r"undeliver(?:able|ed)(?: mail| message)?" + _ENDS, r"undelivered mail returned to sender", r"undeliverable mail\b",
    r"delivery status notification\b",
    r"delivery (?:has )?fail(?:ed|ure)\b", r"delivery (?:notification|report|error|delayed)" + _ENDS,
    r"delivery notification: delivery has failed",
    r"mail delivery (?:failed|failure|system|subsystem|error|problem)", r"mail system error", r"mail could not be delivered",
    r"failure notice\b",
    r"failed mail" + _ENDS, r"returned mail\b", r"returned to sender" + _ENDS, r"(?:your )?message (?:could not be|not|was not) delivered",
    r"message (?:status - )?undeliverable", r"non-?delivery (?:report|notification|receipt)", r"nondeliverable mail", r"ndn" + _ENDS,
    r"warning: (?:could not send|message (?:still )?(?:undelivered|delayed)|e-?mail still not delivered)",
    r"delayed mail \(still being retried\)",
    r"unable to deliver (?:your )?(?:message|mail)", r"unzustellbar" + _ENDS, r"nicht zustellbar", r"zustellung fehlgeschlagen",
    r"unzustellbare mail",
    r"no se puede entregar", r"mensaje no entregado", r"non remis" + _ENDS, r"echec de (?:la )?remise", r"remise impossible",
    r"message non distribue",
    r"nao e possivel entregar", r"nao foi possivel entregar", r"falha na entrega", r"recapito non riuscito", r"non recapitabile",
    r"mancata consegna",
    r"onbestelbaar" + _ENDS, r"niet te bezorgen", r"kunde inte levereras", r"olevererbart", r"kan ikke leveres", r"kunne ikke leveres",
    r"niedostarczaln", r"nie mozna dostarczyc", r"недоставлен", r"не удается доставить",
    r"配信不能", r"配達不能", r"配信エラー", r"无法传递", r"未送达",
    r"退信", r"系统退信",
)  # fmt: skip

_DOUBTFUL: Final = (
    r"auto\s*:", r"(?:not )?read\s*:", r"(?:accepted|declined|tentative|canceled|cancelled)\s*:",
    r"(?:we (?:have )?)?received your (?:e-?mail|message|request|inquiry)",
    r"(?:ticket|case|request) (?:#?\S+ )?(?:received|created|opened)\b", r"thank you for (?:your (?:e-?mail|message|inquiry)|contacting)",
    r"your (?:e-?mail|message|request|inquiry) (?:has been|was) received", r"\[?(?:ticket|case)[ #:-]+\d+\]?",
)  # fmt: skip

_BODIES: Final = (
    r"hi\. this is the qmail-send program", r"this is the (?:mail system at host|postfix program|mail delivery (?:sub)?system)",
    r"this message was created automatically by mail delivery software", r"this is an automatically generated delivery status notification",
    r"your message did not reach some or all of the intended recipients", r"your message could not be delivered",
    r"delivery has failed to these recipients",
    r"i'm sorry to have to inform you that", r"-+ ?the following addresses had permanent fatal errors",
    r"the original message was received at",
    r"\*+\s*\*+ this is a warning message only", r"message from \S+: unable to deliver",
)  # fmt: skip


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    folded = ("".join(c for c in unicodedata.normalize("NFKD", p) if not unicodedata.combining(c)) for p in patterns)
    return re.compile("|".join(f"(?:{p})" for p in folded))


AUTOMATIC_SUBJECT: Final = _any(_AUTOMATIC)
BOUNCE_SUBJECT: Final = _any(_BOUNCED)
DOUBTFUL_SUBJECT: Final = _any(_DOUBTFUL)
BOUNCE_BODY: Final = _any(_BODIES)

DAEMON: Final = re.compile(r"(?:mailer|mail|mta|smtp)[-_.]?daemon(?:$|[-_.+=\d].*)|microsoftexchange[0-9a-f]{32}", re.IGNORECASE)
BOUNCER: Final = re.compile(r"bounces?(?:$|[-_.+=\d].*)|(?:mail)?delivery[-_.](?:sub)?system|mdaemon", re.IGNORECASE)
NO_REPLY: Final = re.compile(
    r"(?:.*[-_.+])?(?:(?:no|non|do[-_.]?not|dont|never)[-_.]?(?:reply|respond|answer)|no[-_.]?responder|ne[-_.]?pas[-_.]?repondre|nicht[-_.]?antworten"
    r"|auto[-_.]?(?:reply|respond|responder|response|mail|notification)|unmonitored)(?:$|[-_.+=\d].*)",
    re.IGNORECASE,
)
LIST_ROBOT: Final = re.compile(
    r"owner-.+|.+-(?:request|owner|bounces?|errors?)(?:\+.*)?|listserv|listproc|majordomo|mailman|sympa|ecartis|lists?-?manager",
    re.IGNORECASE,
)
TAGGED_BOUNCES: Final = re.compile(r"bounces?[-_.+=].+", re.IGNORECASE)
"""Return paths that a mailing service makes anew for each letter, so that it knows which one came back."""

_BEFORE: Final = r"(?:.+[-_.])?"
_AFTER: Final = r"(?:[-_.+=\d].*)?"
_PERHAPS_ROBOTS: Final = (
    # accounts of a system
    r"postmaster|root|nobody|daemon|cron|www-?data|www-?run|apache|nginx|httpd|webforms?|web-?server|system",
    r"svc[-_.].+", r"svc(?:e?mail|smtp|scan)\d*", r"(?:auto|web|php|list|bulk|mass)?[-_.]?mailer[-_]?\d*",
    # copiers
    r"(?:e-?fax|scan(?:s|ner|ners)?|copier|printer|mfp|mfd|ricoh|xerox|konica|kyocera|canon|sharp|lexmark)(?:$|[-_.+\d].*)",
    r"scan[-_.]?(?:2|to)[-_.]?(?:e?mail|mail)",
    # what tells of something
    _BEFORE + r"notif(?:y|ier|ications?)" + _AFTER, r"alerts?\d*", _BEFORE + r"alerts(?:[-_+=\d].*)?",
    _BEFORE + r"quarantine" + _AFTER, _BEFORE + r"digests?" + _AFTER, r"news\d*", _BEFORE + r"(?:e-?)?news[-_]?letters?" + _AFTER,
    # lists, beside those of LIST_ROBOT
    r".+-list", r"(?:.+-)?lists?[-_.]help", _BEFORE + r"(?:un)?subscri(?:be|ptions?)" + _AFTER,
    # answers that a program reads, or nobody; "reply" with a point may be a person's name
    r"reply(?:=.*|\d.*|[-_](?=.*\d).*)?",
    _BEFORE + r"n[aã]?o[-_.]?respond(?:a|er|as|an)" + _AFTER, _BEFORE + r"non[-_.]?rispond(?:ere|a|ete)" + _AFTER,
)  # fmt: skip
PERHAPS_ROBOT: Final = re.compile(rf"(?:{'|'.join(_PERHAPS_ROBOTS)})(?:\+.*)?", re.IGNORECASE)
"""Names before the @ that machines have, and now and then a person or an office. fullmatch."""
