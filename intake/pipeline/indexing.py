"""Letters made findable, a moment after their verdict. In: what the triggers noted. Out: words, state, agency and models on record.

Numbers and dates that are private are masked before anything is kept, so that no search can guess at them. Letters that wait for their
first reading go first; while some do, a batch is done every few seconds only, and the search says how far behind it is.
"""

from datetime import datetime, timedelta
from typing import Final

from intake.ports import Clock
from intake.security import masking
from intake.store import leases, messages, response_log, search, search_words
from intake.store.database import Database
from intake.store.log_query import MODEL_BITS
from intake.store.search import Entry, Texts

BATCH: Final = 100
"""Changes taken at a time: the writer's lock is held for some milliseconds."""
LEASE: Final = "indexing"
PATIENCE: Final = timedelta(seconds=5)
LONGEST_AGENCY: Final = 120


class Indexing:
    """One of these writes at a time (a lease of `seconds`)."""

    def __init__(self, *, db: Database, clock: Clock, owner: str, seconds: float) -> None:
        self._db = db
        self._clock = clock
        self._owner = owner
        self._seconds = seconds
        self._last: datetime | None = None

    def run_one(self) -> bool:
        """Do a batch; False where nothing waits, where letters go first, or where another worker does it."""
        now = self._clock.now()
        with self._db.read() as tx:
            queued = search.waiting(tx, BATCH)
            if not queued or (messages.any_ready(tx, self._db) and self._last is not None and now - self._last < PATIENCE):
                return False
            texts = search.texts(tx, list(queued))
            came, asked = response_log.models(tx, list(queued)), response_log.models_asked(tx, list(queued))
        entries = [entry(each, {*came.get(each.id, ()), *asked.get(each.id, ())}) for each in texts]
        with self._db.write() as tx:
            # Taken here, where what was read is written: had another worker written since, it would hold the lease.
            if leases.take(tx, self._db, name=LEASE, owner=self._owner, seconds=self._seconds) is None:
                return False
            free = search.free(tx, list(queued))
            gone = queued.keys() - {each.id for each in texts}
            done = [row for letter in free | gone for row in queued[letter]]
            search.put(tx, [each for each in entries if each.id in free], done)
        self._last = now
        return bool(done)


def entry(texts: Texts, models: set[str]) -> Entry:
    """What is kept of a letter."""
    said = (
        texts.reference or "", texts.application_reference or "", texts.agency or "", texts.from_name, texts.from_address, texts.subject,
        texts.excerpt, *texts.files, *texts.fields,
    )  # fmt: skip
    return Entry(
        id=texts.id,
        words=search_words.words([str(texts.id), *map(masking.masked, said)]),
        us_state=texts.us_state or "",
        agency_sort=search_words.folded(masking.masked(texts.agency or ""))[:LONGEST_AGENCY],
        model_bits=sum(bit for model, bit in MODEL_BITS.items() if model in models),
    )
