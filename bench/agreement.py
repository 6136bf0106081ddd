"""A digital agreement of eleven pages, read by a warm child. In: drawn agreements. Out: seconds a paper, hand-over included."""

import itertools
import time
from typing import Final

from bench import figures
from bench.figures import Figure, Options
from intake.adapters.reader import ProcessReader
from intake.demo import papers
from intake.documents.document import Form, Model

PAPERS: Final = 40
PAGES: Final = 11
BAR: Final = 0.15


def measure(options: Options) -> list[Figure]:
    """Flat papers of the one model that has eleven pages, each another agency's."""
    wanted = options.letters or PAPERS
    fit = (spec for spec in papers.agreements(11) if spec.model is Model.JEM and not spec.form and spec.pages == PAGES)
    drawn = [papers.draw_agreement(spec) for spec in itertools.islice(fit, wanted)]
    reader = ProcessReader(processes=1)
    try:
        for content in drawn[:3]:
            reader.read(content, filename="moa.pdf", media_type="application/pdf")
        seconds = []
        for content in drawn:
            started = time.perf_counter()
            document = reader.read(content, filename="moa.pdf", media_type="application/pdf")[0]
            seconds.append(time.perf_counter() - started)
            assert document.form is Form.MOA and document.pages == PAGES and document.fully_read
    finally:
        reader.close()
    beside = f"median {figures.median(seconds):.4f} s, slowest {max(seconds):.4f} s"
    what = f"{PAGES} pages read, 95th percentile of {wanted}"
    return [figures.at_most("agreement", what, figures.percentile(seconds, 0.95), "s", BAR, beside)]
