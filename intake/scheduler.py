"""What runs how often, and in which thread. In: the pipeline's parts. Out: a service that starts and stops cleanly.

One thread a mailbox, some that carry letters, one that reads on what had to wait, one that makes letters findable, one a connection that
sends, and APScheduler's for everything that has a rhythm: the poll beside IDLE, the watch, leases and claims renewed. Nothing in the hot
path runs on a timer. Stop order: mailboxes, letters, delivery (a reply in DATA may finish), scheduler.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from intake import errors
from intake.pipeline import step
from intake.pipeline.deliver import Deliverer
from intake.pipeline.indexing import Indexing
from intake.pipeline.mailbox_loop import MailboxLoop
from intake.pipeline.presence import Presence
from intake.pipeline.read_on import ReadOn
from intake.pipeline.signal import Signal
from intake.pipeline.step import Carrier
from intake.pipeline.watch import Watch

log = structlog.get_logger()

IDLE_SECONDS: Final = 1.0
"""How long a thread without work waits for a hint before it looks by itself."""

READ_ON_SECONDS: Final = 2.0
"""How long the thread that reads on waits where nothing waits for it, or letters go first."""

INDEX_SECONDS: Final = 0.5
"""How long the thread that makes letters findable waits where nothing waits for it, or letters go first."""

STOP_SECONDS: Final = 4.5

WATCH: Final = "watch"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds between two runs."""

    poll: float = 60.0
    watch: float = 30.0
    tell: float = 20.0
    beat: float = 60.0
    renew: float = 10.0
    templates: float = 2.0


class Worker:
    """Everything of the service but the web."""

    def __init__(
        self,
        *,
        loops: Sequence[MailboxLoop],
        carrier: Carrier,
        carriers: int,
        read_on: ReadOn,
        indexing: Indexing,
        deliverer: Deliverer,
        deliverers: int,
        watch: Watch,
        presence: Presence,
        refresh_templates: Callable[[], None] = lambda: None,
        arrived: Signal,
        queued: Signal,
        listen: Callable[[threading.Event], None],
        stop_reading: Callable[[], None],
        hang_up: Callable[[], None],
        rhythm: Rhythm,
    ) -> None:
        self._loops = loops
        self._carrier = carrier
        self._read_on = read_on
        self._indexing = indexing
        self._deliverer = deliverer
        self._watch = watch
        self._presence = presence
        self._refresh_templates = refresh_templates
        self._arrived = arrived
        self._queued = queued
        self._stop_reading = stop_reading
        self._hang_up = hang_up
        self._rhythm = rhythm
        self._stop = threading.Event()
        self._on_failure: list[Callable[[], None]] = []
        self.failed = False
        self._one_watch = threading.Lock()
        bodies: list[tuple[str, Callable[[], None]]] = [(f"mailbox-{loop.name}", loop.run) for loop in loops]
        self._mailbox_threads = [self._thread(name, body) for name, body in bodies]
        self._carry_threads = [self._thread(f"letters-{n}", self._carry) for n in range(carriers)]
        self._carry_threads += [self._thread("reading-on", self._reading), self._thread("indexing", self._index)]
        self._deliver_threads = [self._thread(f"delivery-{n}", self._deliver) for n in range(deliverers)]
        self._listen_thread = self._thread("hints", lambda: listen(self._stop))
        self._first_thread = self._thread("first-look", self._look_at_once)
        # The watch has a thread of its own: what it once needed in memory stays with its thread, and would in turn with each of a pool.
        pools = {"default": ThreadPoolExecutor(4), WATCH: ThreadPoolExecutor(1)}
        self._scheduler = BackgroundScheduler(timezone="UTC", executors=pools)

    def start(self) -> None:
        """Begin; returns at once."""
        self._presence.bury()
        self._presence.renew()
        jobs = {
            "poll": (self._poll, self._rhythm.poll),
            WATCH: (self._run_watch, self._rhythm.watch),
            "tell": (self._tell, self._rhythm.tell),
            "beat": (self._watch.beat, self._rhythm.beat),
            "renew": (self._renew, self._rhythm.renew),
            "templates": (self._refresh_templates, self._rhythm.templates),
        }
        for name, (act, seconds) in jobs.items():
            self._scheduler.add_job(
                step.forgiving(name, act), "interval", seconds=seconds, id=name,
                coalesce=True, max_instances=1, misfire_grace_time=None, replace_existing=True,
                executor=WATCH if name == WATCH else "default",
            )  # fmt: skip
        self._scheduler.start()
        for thread in (self._first_thread, *self._deliver_threads, *self._carry_threads, self._listen_thread, *self._mailbox_threads):
            thread.start()
        log.info("worker.started", mailboxes=len(self._loops))

    def stop(self) -> None:
        """End within five seconds, save a reply that is in DATA. What is not done stays in the ledger for the next start."""
        ends = time.monotonic() + STOP_SECONDS
        self._stop.set()
        for loop in self._loops:
            loop.stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._join(self._mailbox_threads, ends)
        self._stop_reading()
        self._arrived.stop()
        self._join(self._carry_threads, ends)
        self._deliverer.stop()
        self._hang_up()
        self._queued.stop()
        self._join([*self._deliver_threads, self._first_thread], ends)
        try:
            self._deliverer.give_back()
            self._presence.leave()
        except errors.WaitError:
            log.warning("worker.claims_left_to_lapse")
        log.info("worker.stopped")

    def _fail(self) -> None:
        """Going on would do harm: whoever runs us must end the process."""
        self.failed = True
        for call in self._on_failure:
            call()

    def on_failure(self, call: Callable[[], None]) -> None:
        """Call it when the worker cannot go on; from any thread."""
        self._on_failure.append(call)

    def _carry(self) -> None:
        while not self._stop.is_set():
            mark = self._arrived.mark()
            try:
                done = self._carrier.run_one()
            except errors.WaitError as error:
                log.warning("letters.waiting", error=type(error).__name__)
                done = 0
            if done:
                self._queued.set()
            else:
                self._arrived.wait(mark, IDLE_SECONDS)

    def _reading(self) -> None:
        while not self._stop.is_set():
            try:
                done = self._read_on.run_one()
            except errors.WaitError as error:
                log.warning("reading.waiting", error=type(error).__name__)
                done = False
            if not done:
                self._stop.wait(READ_ON_SECONDS)

    def _index(self) -> None:
        while not self._stop.is_set():
            try:
                done = self._indexing.run_one()
            except errors.WaitError as error:
                log.warning("indexing.waiting", error=type(error).__name__)
                done = False
            if not done:
                self._stop.wait(INDEX_SECONDS)

    def _deliver(self) -> None:
        while not self._stop.is_set():
            mark = self._queued.mark()
            try:
                done = self._deliverer.run_one()
            except errors.WaitError as error:
                log.warning("delivery.waiting", error=type(error).__name__)
                done = False
            if not done:
                self._queued.wait(mark, IDLE_SECONDS)

    def _look_at_once(self) -> None:
        """What a crash left in DATA is told now, and a service that restarts often is watched nevertheless."""
        step.forgiving("watch", self._run_watch)()
        step.forgiving("beat", self._watch.beat)()

    def _poll(self) -> None:
        for loop in self._loops:
            loop.poke()

    def _run_watch(self) -> None:
        with self._one_watch:
            if self._presence.lead("watch"):
                self._watch.run()

    def _tell(self) -> None:
        if self._presence.lead("watch"):
            self._watch.tell()

    def _renew(self) -> None:
        self._presence.renew()
        self._carrier.renew()
        self._read_on.renew()
        for loop in self._loops:
            loop.renew()

    def _thread(self, name: str, body: Callable[[], None]) -> threading.Thread:
        return threading.Thread(target=step.unending(name, body, self._stop, self._fail), name=name, daemon=True)

    @staticmethod
    def _join(threads: Sequence[threading.Thread], ends: float) -> None:
        for thread in threads:
            if thread.ident is not None:
                thread.join(timeout=max(0.1, ends - time.monotonic()))
