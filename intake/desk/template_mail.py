"""A test mail to oneself: what a wording looks like in one's own mail program. In: unsaved text, one's own address. Out: a reply queued."""

from intake import errors
from intake.desk import template_trial
from intake.desk.answers import KEY
from intake.desk.desk import Desk
from intake.desk.template_acts import Refused
from intake.desk.template_texts import TemplateSettings
from intake.desk.writing import Mail, Writing
from intake.store import answers, events, notify, outbox
from intake.store.events import Event
from intake.store.outbox import NewReply

MARK = "[Test] "


def send(
    desk: Desk, settings: TemplateSettings, writing: Writing, name: str, subject: str, body: str, *, case: str, to: str, key: str, who: str
) -> int | Refused:
    """Queue it, once for each key; its number in the outbox. `to` is the signed-in person's own address, as the account holds it.

    Raises errors.NotFound for an unknown name or case, errors.PersonNeeded for an address that cannot be written to.
    """
    if not KEY.fullmatch(key):
        raise errors.Conflict("the form has lost its key: open it anew")
    trial = template_trial.show(desk, settings, name, subject, body, case=case)
    if trial.faults:
        return Refused(trial.faults)
    try:
        written = writing.post.write(Mail((to,), (), f"{MARK}{trial.subject}", trial.text, trial.html))
    except ValueError as refused:
        raise errors.PersonNeeded("your account has no address that can be written to: an admin enters it") from refused
    purpose = f"{answers.TEST}{key}"
    with desk.db.write() as tx:
        desk.db.lock(tx, purpose)
        before = next((each for each in outbox.of_message(tx, answers.NO_LETTER) if each.purpose == purpose), None)
        if before is not None:
            return before.id
        now = desk.db.now(tx)
        new = NewReply(
            message_id=answers.NO_LETTER, application_id=None, purpose=purpose, automatic=False, template=trial.shown_in,
            template_version=None, recipient=to, recipient_domain=to.rpartition("@")[2].lower(), envelope_from=written.envelope_from,
            header_message_id=written.header_message_id, token=written.token, raw=written.raw, queued_at=now, ready_at=now,
        )  # fmt: skip
        made = outbox.queue(tx, new)
        events.add(tx, [Event(now, "template.test_mail", reply_id=made, actor=who, detail={"template": name})])
        notify.ring(tx, notify.QUEUED)
    return made
