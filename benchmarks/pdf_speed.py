"""Pages a second and peak memory for a long PDF, beside pypdf's bare `extract_text`.

`python -m benchmarks.pdf_speed FOLDER [PAGES]` prints the Markdown of FOLDER (and of its
subfolders) with LibreOffice as one PDF of so many pages (500), and reads it both ways in turn,
each time in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from corpus.catalogue import Entry
from corpus.reading import read_document
from tests.corpus.printing import print_pages, web_page

_CHARACTERS_A_PAGE = 1_500
_ROUNDS = 3


def long_pdf(folder: Path, pages: int, work: Path) -> Path:
    """Print the texts, over and over until they are enough, and cut the file to the page."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))]
    whole = "\n\n".join(texts)
    times = -(-pages * 2 * _CHARACTERS_A_PAGE // len(whole))
    page = work / "lang.html"
    page.write_text(web_page("\n\n".join([whole] * times)), encoding="utf-8")
    print_pages([page], work)
    writer = PdfWriter()
    writer.append(str(work / "lang.pdf"), pages=(0, pages))
    path = work / f"{pages}.pdf"
    writer.write(path)
    return path


def bare(path: Path) -> None:
    """Take the text of every page, in no order and without structure."""
    for page in PdfReader(path).pages:
        page.extract_text()


def ours(path: Path) -> None:
    """Read the document as `planfraga index` does."""
    read_document(path.parent, path.name, Entry())


def measured(read: Callable[[Path], None], path: Path) -> tuple[float, float]:
    """Return the seconds and the peak megabytes of one reading in a fresh process."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_measure, args=(read, path, queue))
    process.start()
    seconds, megabytes = queue.get()
    process.join()
    return seconds, megabytes


def _measure(
    read: Callable[[Path], None], path: Path, queue: multiprocessing.Queue[tuple[float, float]]
) -> None:
    started = time.process_time()
    read(path)
    seconds = time.process_time() - started
    # Not getrusage: a child's peak there begins with what its parent had.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    queue.put((seconds, int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1_024))


def main() -> None:
    """Print the best of three rounds of each."""
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with tempfile.TemporaryDirectory() as folder:
        path = long_pdf(Path(sys.argv[1]), pages, Path(folder))
        rounds = [(measured(bare, path), measured(ours, path)) for _ in range(_ROUNDS)]
    for name, at in (("pypdf extract_text", 0), ("planfraga", 1)):
        seconds = min(one[at][0] for one in rounds)
        memory = max(one[at][1] for one in rounds)
        print(f"{name:20} {pages / seconds:6.1f} sidor/s {seconds:6.1f} s {memory:6.0f} MB")
    ratio = min(one[1][0] for one in rounds) / min(one[0][0] for one in rounds)
    print(f"{ratio:.2f} gånger så lång tid")


if __name__ == "__main__":
    main()
