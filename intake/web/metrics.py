"""Health as Prometheus takes it. In: a Health. Out: text. Counts, times and the operator's own names; no people. Pure."""

from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from intake.desk.health import Health

MEDIA_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4


def text(health: Health) -> bytes:
    """The whole page."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(health))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, health: Health) -> None:
        self._health = health

    def collect(self) -> Iterator[Metric]:
        health = self._health
        yield _gauge("intake_database_up", "1 while the database answers.", health.database)
        if not health.database:
            return
        yield _gauge("intake_replies_on", "1 while automatic replies go out.", health.replies_on)
        yield _gauge("intake_need_person", "Letters and replies that wait for a person.", health.need_person)
        yield _gauge("intake_replies_waiting", "Replies that wait to go out.", health.waiting_replies)
        yield _gauge("intake_replies_waiting_oldest_seconds", "Age of the oldest of them.", health.oldest_waiting_seconds)
        yield _gauge("intake_replies_unsure", "Replies that may or may not have gone.", health.unsure)
        yield _gauge("intake_letters_open", "Letters that nobody answered yet.", health.open_letters)
        yield _gauge("intake_letters_overdue", "Those of them whose due time has passed.", health.overdue_letters)
        yield _gauge("intake_papers_waiting", "Papers whose scans wait to be read on.", health.papers_waiting)
        yield _gauge("intake_alarms_open", "Alarms that are not cleared.", health.alarms)
        for name, what, counts in (
            ("intake_letters", "Letters on record by state.", health.letters),
            ("intake_replies", "Replies by state.", health.replies),
        ):
            family = GaugeMetricFamily(name, what, labels=["state"])
            for state, count in counts:
                family.add_metric([state], count)
            yield family
        yield from _mailboxes(health)


def _mailboxes(health: Health) -> Iterator[Metric]:
    labels = ["mailbox", "folder"]
    checked = GaugeMetricFamily("intake_mailbox_checked_timestamp_seconds", "When the folder was last looked at.", labels=labels)
    failing = GaugeMetricFamily("intake_mailbox_failing", "1 while the folder cannot be read.", labels=labels)
    unseen = GaugeMetricFamily("intake_mailbox_unseen", "Mails that were gone before they were seen.", labels=labels)
    for each in health.mailboxes:
        names = [each.mailbox, each.folder]
        if each.checked_at is not None:
            checked.add_metric(names, each.checked_at.timestamp())
        failing.add_metric(names, float(each.failing_since is not None))
        unseen.add_metric(names, each.unseen)
    yield from (checked, failing, unseen)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=float(value))
