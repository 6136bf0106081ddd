"""The way out never speaks in clear text by mistake, never trusts a stranger, and never knocks at a shut door in a loop."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from intake import errors
from intake.adapters.smtp import OAuth, Security
from intake.mail.delivery import Deferred, Sent
from tests.adapters.fake_smtp import FakeSmtp
from tests.adapters.smtp_world import Fence, HandClock, a_letter, a_transport, settings
from tests.servers.certificates import Certificates
from tests.servers.sink import Sink

SinkStart = Callable[..., Sink]
USER, PASSWORD = "intake@office.example", "pä ss"
REFUSED_BY_A_PERSON = 535


class Tokens:
    """A token source: gives its tokens in turn, and remembers when it was asked for a new one."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = list(tokens)
        self.renewals: list[bool] = []

    def __call__(self, renew: bool) -> str:
        self.renewals.append(renew)
        return self._tokens.pop(0) if len(self._tokens) > 1 else self._tokens[0]


def secured(certificates: Certificates, security: Security, **changes: Any) -> dict[str, Any]:
    return {"host": "localhost", "security": security, "ca_file": certificates.ca_file, **changes}


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_trusted_server_takes_the_letter_encrypted(smtp_sink: SinkStart, certificates: Certificates, security: Security) -> None:
    sink = smtp_sink("ok", tls=certificates.server_context(), implicit_tls=security is Security.TLS, logins={USER: PASSWORD})
    with a_transport(sink.port, user=USER, password=PASSWORD, **secured(certificates, security)) as transport:
        transport.check()
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Sent)
        assert transport.last_refusal is None
    assert len(sink.stored) == 1
    if security is Security.STARTTLS:
        assert sink.commands.index("STARTTLS") < sink.commands.index("AUTH")


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("flaw", ["strange authority", "wrong name"])
def test_a_certificate_that_does_not_fit_is_refused(
    smtp_sink: SinkStart, certificates: Certificates, security: Security, flaw: str
) -> None:
    sink = smtp_sink("ok", tls=certificates.server_context(wrong_name=flaw == "wrong name"), implicit_tls=security is Security.TLS)
    changes = secured(certificates, security)
    if flaw == "strange authority":
        changes["ca_file"] = certificates.other_ca_file
    with a_transport(sink.port, **changes) as transport:
        with pytest.raises(errors.TransportRefused, match="certificate"):
            transport.check()
        fence = Fence()
        outcome = transport.send(a_letter(), before_data=fence)
        assert isinstance(outcome, Deferred)
        assert "certificate" in outcome.why
        assert transport.last_refusal is not None
        assert fence.asked == 0
    assert not any(command.startswith("MAIL") for command in sink.commands)


def test_a_server_that_hides_starttls_is_refused_before_log_in_and_letter(smtp_sink: SinkStart, certificates: Certificates) -> None:
    sink = smtp_sink("ok", tls=certificates.server_context(), offer_starttls=False, logins={USER: PASSWORD})
    with a_transport(sink.port, user=USER, password=PASSWORD, **secured(certificates, Security.STARTTLS)) as transport:
        with pytest.raises(errors.TransportRefused, match="STARTTLS is not offered"):
            transport.check()
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Deferred)
    assert {command.split(" ")[0] for command in sink.commands} == {"EHLO"}


def test_a_plain_server_where_tls_was_asked_for_is_refused(smtp_sink: SinkStart, certificates: Certificates) -> None:
    sink = smtp_sink("ok")
    with a_transport(sink.port, **secured(certificates, Security.TLS)) as transport, pytest.raises(errors.TransportRefused, match="TLS"):
        transport.check()
    assert sink.commands == []


def test_answers_slipped_in_before_tls_are_not_believed(certificates: Certificates) -> None:
    slipped = "220 go on\r\n250-fake\r\n250 AUTH PLAIN"
    with FakeSmtp(answers={"STARTTLS": [slipped]}, context=certificates.server_context(), extensions=("8BITMIME",)) as server:
        changes = secured(certificates, Security.STARTTLS, user=USER, password=PASSWORD)
        with a_transport(server.port, **changes) as transport, pytest.raises(errors.IntakeError):
            transport.check()
        assert server.heard("AUTH") == []


def test_clear_text_is_only_for_this_machine_and_only_when_allowed_by_name() -> None:
    with pytest.raises(errors.ConfigError, match="this machine"):
        settings(25, host="mail.office.example")
    with pytest.raises(errors.ConfigError, match="allow_clear_text"):
        settings(25, allow_clear_text=False)


@pytest.mark.parametrize(
    "change",
    [
        {"connections": 0},
        {"connections": 4},
        {"port": 0},
        {"host": ""},
        {"per_minute": 0},
        {"user": "a"},
        {"password": "a"},
        {"user": "a", "password": "b", "token": Tokens("c")},
        {"ehlo_name": "two words"},
        {"command_timeout": 601.0},
        {"final_timeout": 0.0},
    ],
)
def test_settings_that_cannot_be_used_name_the_key(change: dict[str, Any]) -> None:
    with pytest.raises(errors.ConfigError, match=f"smtp: ({'|'.join(change)}|user): "):
        settings(**change)


def test_a_secret_is_never_shown() -> None:
    assert "open-sesame" not in repr(settings(25, user=USER, password="open-sesame"))


def test_an_unreadable_file_of_authorities_is_refused(certificates: Certificates) -> None:
    changes = secured(certificates, Security.TLS, ca_file=certificates.ca_file.with_name("none.pem"))
    with a_transport(25, **changes) as transport:
        with pytest.raises(errors.TransportRefused, match="ca_file"):
            transport.check()
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Deferred)


def test_a_wrong_password_is_tried_once_and_then_left_alone_for_a_while(smtp_sink: SinkStart) -> None:
    sink, clock = smtp_sink("ok", logins={USER: PASSWORD}), HandClock()
    with a_transport(sink.port, clock=clock, user=USER, password="wrong") as transport:
        for _ in range(5):
            outcome = transport.send(a_letter(), before_data=Fence())
            assert isinstance(outcome, Deferred)
            assert "refused our log-in: 535" in outcome.why
            assert USER not in outcome.why
        assert sink.commands.count("AUTH") == 1
        assert transport.last_refusal is not None
        assert transport.last_refusal.at == clock.now()
        clock.move(61)
        transport.send(a_letter(), before_data=Fence())
        assert sink.commands.count("AUTH") == 2
        clock.move(61)  # the second pause is longer
        transport.send(a_letter(), before_data=Fence())
        assert sink.commands.count("AUTH") == 2
        with pytest.raises(errors.TransportRefused):  # a person who asks is answered at once
            transport.check()
        assert sink.commands.count("AUTH") == 3


def test_a_password_that_was_mended_ends_the_refusal(smtp_sink: SinkStart) -> None:
    logins = {USER: "another"}
    sink, clock = smtp_sink("ok", logins=logins), HandClock()
    with a_transport(sink.port, clock=clock, user=USER, password=PASSWORD) as transport:
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Deferred)
        logins[USER] = PASSWORD
        transport.check()
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Sent)
        assert transport.last_refusal is None


def test_a_server_that_cannot_check_log_ins_now_defers_and_is_no_refusal() -> None:
    server = FakeSmtp(answers={"AUTH": ["454 4.7.0 temporary authentication failure"]})
    with server, a_transport(server.port, user=USER, password=PASSWORD) as transport:
        outcome = transport.send(a_letter(), before_data=Fence())
        assert isinstance(outcome, Deferred)
        assert (outcome.code, outcome.throttled) == (454, True)
        assert transport.last_refusal is None
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Sent)


def test_a_server_that_wants_a_log_in_we_do_not_have_is_a_refusal_and_no_dead_letter(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("ok", logins={USER: PASSWORD})
    with a_transport(sink.port) as transport:
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Deferred)
        assert transport.last_refusal is not None


def test_a_token_is_renewed_once_when_it_is_refused(smtp_sink: SinkStart) -> None:
    sink, tokens = smtp_sink("ok", logins={USER: "fresh"}), Tokens("stale", "fresh")
    with a_transport(sink.port, user=USER, token=tokens) as transport:
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Sent)
        assert transport.last_refusal is None
    assert tokens.renewals == [False, True]


def test_a_token_that_stays_bad_is_a_refusal_after_one_renewal(smtp_sink: SinkStart) -> None:
    sink, tokens = smtp_sink("ok", logins={USER: "fresh"}), Tokens("stale")
    with a_transport(sink.port, user=USER, token=tokens) as transport:
        for _ in range(3):
            assert isinstance(transport.send(a_letter(), before_data=Fence()), Deferred)
        assert transport.last_refusal is not None
    assert tokens.renewals == [False, True]


@pytest.mark.parametrize(
    ("fault", "kind"), [(errors.ConfigError("no token"), errors.TransportRefused), (errors.WaitError("later"), errors.TransportUnreachable)]
)
def test_a_token_source_that_fails_is_told_apart_by_what_can_be_done(
    smtp_sink: SinkStart, fault: errors.IntakeError, kind: type[errors.IntakeError]
) -> None:
    def broken(_renew: bool) -> str:
        raise fault

    sink = smtp_sink("ok", logins={USER: "fresh"})
    with a_transport(sink.port, user=USER, token=broken) as transport:
        with pytest.raises(kind, match=str(fault)):
            transport.check()
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Deferred)
        assert (transport.last_refusal is not None) is (kind is errors.TransportRefused)


def test_oauthbearer_says_what_rfc_7628_asks_for() -> None:
    with FakeSmtp() as server:
        with a_transport(server.port, user="a,b=c@office.example", token=Tokens("t0ken"), oauth=OAuth.OAUTHBEARER) as transport:
            transport.check()
        said = base64.b64decode(server.heard("AUTH OAUTHBEARER")[0].split(" ")[2]).decode()
    assert said == f"n,a=a=2Cb=3Dc@office.example,\x01host=127.0.0.1\x01port={server.port}\x01auth=Bearer t0ken\x01\x01"


@pytest.mark.parametrize("oauth", list(OAuth))
def test_a_challenge_to_a_token_is_answered_so_that_the_code_comes(oauth: OAuth) -> None:
    with FakeSmtp(answers={"AUTH": ["334 eyJzdGF0dXMiOiI0MDEifQ==", "535 5.7.3 no", "334 e30=", "535 5.7.3 no"]}) as server:
        with a_transport(server.port, user=USER, token=Tokens("t"), oauth=oauth) as transport, pytest.raises(errors.TransportRefused):
            transport.check()
        assert server.sessions == 2


@pytest.mark.parametrize(("offered", "expected"), [("PLAIN LOGIN CRAM-MD5", "PLAIN"), ("LOGIN", "LOGIN"), ("GSSAPI", None)])
def test_one_mechanism_is_chosen_and_no_other_tried(offered: str, expected: str | None) -> None:
    answers = {"AUTH": ["535 5.7.8 no"] * 5}
    with FakeSmtp(answers=answers, extensions=(f"AUTH {offered}",)) as server:
        with a_transport(server.port, user=USER, password=PASSWORD) as transport, pytest.raises(errors.TransportRefused):
            transport.check()
        assert [command.split(" ")[1] for command in server.heard("AUTH")] == ([expected] if expected else [])
