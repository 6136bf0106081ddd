"""Papers read in children that may hang, die, eat, flood and lie."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from intake import errors, failpoints
from intake.adapters.reader import ProcessReader
from intake.demo import papers
from intake.documents.document import Document, Form, State
from intake.ports import Reader
from tests.documents import made, scans

LETTER = made.pdf(made.request())
HOSTILE = (sys.executable, "-s", "-m", "tests.adapters.hostile_child")


@pytest.fixture(scope="module")
def real() -> Iterator[ProcessReader]:
    reader = ProcessReader(processes=2)
    yield reader
    reader.close()


@pytest.fixture
def hostile() -> Iterator[ProcessReader]:
    reader = ProcessReader(processes=1, wall_seconds=1.0, cpu_seconds=60, memory_bytes=600 << 20, child=HOSTILE)
    # The first paper waits for the child to start, which must not count against the papers of the test.
    _until_warm(reader)
    yield reader
    reader.close()


def _read(reader: Reader, content: bytes) -> Document:
    return reader.read(content, filename="paper.pdf", media_type="application/pdf")[0]


def _until_warm(reader: Reader) -> Document:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        document = _read(reader, b"hello")
        if document.state is State.READ:
            return document
    raise AssertionError("the child never answered")


def test_a_letter_comes_back_as_a_checked_document(real: ProcessReader) -> None:
    document = _read(real, LETTER)
    assert (document.form, document.state, document.value("signatory_name")) == (Form.LOI, State.READ, "Ada B. Mosswood")


def test_large_papers_pass_through_the_pipe_whole(real: ProcessReader) -> None:
    document = _read(real, LETTER + b"\n%" + b"x" * 8_000_000)
    assert document.form is Form.LOI


def test_several_threads_are_served_at_once_and_none_is_mixed_up(real: ProcessReader) -> None:
    spec = [spec for spec, _ in zip(papers.letters(11), range(12), strict=False)]
    drawn = [papers.draw_letter(item) for item in spec]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda content: _read(real, content), drawn))
    assert [document.value("agency_name") for document in found] == [item.agency.name for item in spec]


@pytest.mark.parametrize(
    ("paper", "state", "code"),
    [
        (b"hang", State.LATE, "reading-too-slow"),
        (b"die", State.KILLED, "reading-died"),
        (b"flood", State.KILLED, "answer-too-large"),
        (b"rubbish", State.KILLED, "answer-broken"),
        (b"lie", State.KILLED, "answer-broken"),
        (b"list", State.KILLED, "answer-broken"),
        (b"short", State.KILLED, "reading-died"),
    ],
)
def test_whatever_a_paper_does_is_an_outcome_and_the_next_one_is_read(
    hostile: ProcessReader, paper: bytes, state: State, code: str
) -> None:
    document = _read(hostile, paper)
    assert (document.state, document.form, document.fully_read) == (state, Form.OTHER, False)
    assert [(issue.code, issue.audience) for issue in document.issues] == [(code, "staff")]
    assert _until_warm(hostile).text_excerpt.startswith("pid")


def test_memory_is_bounded() -> None:
    reader = ProcessReader(processes=1, wall_seconds=20, memory_bytes=400 << 20, child=HOSTILE)
    try:
        assert _read(reader, b"eat").state is State.KILLED
        assert _until_warm(reader).state is State.READ
    finally:
        reader.close()


def test_processor_time_is_bounded_for_each_paper_and_not_for_the_childs_life() -> None:
    reader = ProcessReader(processes=1, wall_seconds=20, cpu_seconds=1, child=HOSTILE)
    try:
        _until_warm(reader)
        started = time.monotonic()
        assert _read(reader, b"spin").state is State.KILLED
        assert time.monotonic() - started < 10
    finally:
        reader.close()


def test_a_child_has_no_secrets_no_files_and_no_children(hostile: ProcessReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_DATABASE_PASSWORD", "secret")
    _read(hostile, b"die")
    _until_warm(hostile)
    names = set(_read(hostile, b"env").text_excerpt.split(","))
    # OpenCV names its own folder to the loader of libraries.
    told = {"OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "ORT_DISABLE_TELEMETRY"}
    known = {"PYTHONPATH", "LC_ALL", "LC_CTYPE", "PATH", "LD_LIBRARY_PATH", *told}
    assert names <= {*known, failpoints.ENVIRONMENT}
    assert _read(hostile, b"write").text_excerpt == "refused"
    # Standard input, output and error, our two pipes, and the listing itself.
    assert len(_read(hostile, b"files").text_excerpt.split(",")) <= 6
    if os.getuid() != 0:
        assert _read(hostile, b"fork").text_excerpt == "refused"


def test_a_child_is_replaced_after_some_papers() -> None:
    reader = ProcessReader(processes=1, recycle_after=3, child=HOSTILE)
    try:
        pids = [_read(reader, b"hello").text_excerpt for _ in range(7)]
    finally:
        reader.close()
    assert len(set(pids)) == 3


def test_close_ends_every_child_at_once_and_the_paper_under_way_is_left_for_the_next_start() -> None:
    reader = ProcessReader(processes=2, wall_seconds=60, child=HOSTILE)
    _until_warm(reader)
    children = [child.pid for child in psutil.Process().children() if "hostile_child" in " ".join(child.cmdline())]
    assert len(children) == 2
    ended: list[BaseException] = []

    def hang() -> None:
        try:
            _read(reader, b"hang")
        except errors.WaitError as wrong:
            ended.append(wrong)

    thread = threading.Thread(target=hang)
    thread.start()
    started = time.monotonic()
    reader.close()
    thread.join(timeout=5)
    assert not thread.is_alive()
    assert time.monotonic() - started < 3
    assert len(ended) == 1
    assert not any(psutil.pid_exists(pid) for pid in children)
    with pytest.raises(errors.WaitError):
        _read(reader, b"hello")


def test_a_child_that_was_killed_while_idle_costs_one_paper_at_most(hostile: ProcessReader) -> None:
    pid = int(_until_warm(hostile).text_excerpt.split()[1])
    os.kill(pid, signal.SIGKILL)
    _read(hostile, b"hello")
    assert _until_warm(hostile).state is State.READ


@pytest.mark.parametrize(
    ("point", "code"), [(failpoints.Failpoint.CHILD_WHILE_READING, 0), (failpoints.Failpoint.WHILE_EXTRACTING, -signal.SIGKILL)]
)
def test_the_failpoints_kill_the_child_or_the_worker(point: failpoints.Failpoint, code: int) -> None:
    program = (
        "from intake.adapters.reader import ProcessReader\n"
        "r = ProcessReader(processes=1)\n"
        "print(r.read(b'%PDF-1.4', filename='', media_type='')[0].state)\n"
        "r.close()\n"
    )
    environment = {**os.environ, failpoints.ENVIRONMENT: str(point)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == code
    assert done.stdout.strip() == ("killed" if code == 0 else "")


def test_a_child_is_ready_in_well_under_a_second() -> None:
    started = time.monotonic()
    reader = ProcessReader(processes=1)
    try:
        assert _read(reader, LETTER).form is Form.LOI
        assert time.monotonic() - started < 3
    finally:
        reader.close()


def test_a_scan_is_read_within_the_childs_limits(real: ProcessReader) -> None:
    document = _read(real, scans.pdf(scans.pictures(LETTER)))
    assert (document.form, document.state, document.fully_read) == (Form.LOI, State.READ, False)
    assert document.value("agency_name") == "Alder County Sheriff's Office"
