"""The press (印刷车间): child processes that set parts of a volume, and the shelf where set parts are kept.

One part at a time is open in a child: a large volume neither fills the worker's memory nor, if a part goes wrong,
takes the worker with it. Run as `python -m documents.press` it reads parts from stdin and answers on stdout.
"""

import gc
import hashlib
import os
import pickle
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from time import time
from typing import IO, Self

from . import fonts
from .paper import Paper

MEMORY = 2 << 30  # bytes a child may take
PATIENCE = 540  # seconds a part may take


class TooLarge(RuntimeError):
    """A part took too long or too much memory to set (文件太大，排不出来)."""


@dataclass(frozen=True)
class Part:
    """Some papers set in one go: a piece of the volume or a stretch of it."""

    papers: tuple[Paper, ...]
    start: str
    media: tuple[tuple[str, bytes], ...] = ()

    @cached_property
    def key(self) -> str:
        """Equal for equal content, typesetter, style and fonts."""
        pictures = [(name, hashlib.sha256(data).hexdigest()) for name, data in self.media]
        return hashlib.sha256(repr((self.papers, self.start, pictures, _tools())).encode()).hexdigest()


@dataclass(frozen=True)
class Sheet:
    """A part as it came from the press: the file of its PDF, and the addresses left blank."""

    file: Path
    refused: tuple[str, ...] = ()


@cache
def _tools() -> tuple:
    files = [fonts.STYLE, *(Path(__file__).parent / name for name in ("typeset.py", "justify.py", "paper.py"))]
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    faces = [(name, file.stat().st_size, file.stat().st_mtime_ns) for name, file in fonts.files().items()]
    return version("weasyprint"), digests, faces


class Shelf:
    """Set parts kept by content (排好的版), so that a volume with one change is bound in seconds.

    Losing any file of `folder` only costs time; with `folder=None` nothing is kept beyond `close`.
    """

    def __init__(self, folder: Path | None):
        self.desk = TemporaryDirectory(prefix="press-")
        self.folder = folder or Path(self.desk.name) / "kept"

    def _file(self, part: Part) -> Path:
        return self.folder / part.key[:2] / f"{part.key}.pdf"

    def find(self, part: Part) -> Sheet | None:
        file = self._file(part)
        if not file.is_file() or not _is_whole(file):  # a power cut while it was written
            return None
        os.utime(file)
        return Sheet(file)

    def fresh(self, part: Part) -> Path:
        """Where a part may be written before it is known to be good."""
        return Path(self.desk.name) / f"{part.key}.pdf"

    def keep(self, part: Part, sheet: Sheet) -> Sheet:
        if sheet.refused:  # a missing picture may be there next time
            return sheet
        file = self._file(part)
        file.parent.mkdir(parents=True, exist_ok=True)
        near = file.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        shutil.move(sheet.file, near)
        near.replace(file)
        return Sheet(file)

    def close(self) -> None:
        self.desk.cleanup()

    def clear(self, days: int = 60) -> int:
        """Throw away what nobody used for so many days; gives the number of files."""
        old = [file for file in self.folder.glob("*/*") if file.stat().st_mtime < time() - days * 86400]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)


def _is_whole(file: Path) -> bool:
    with file.open("rb") as stream:
        stream.seek(max(0, file.stat().st_size - 16))
        return stream.read().rstrip().endswith(b"%%EOF")


class Press:
    """Sets parts in child processes; use `with Press(2) as press`."""

    def __init__(self, workers: int, shelf: Shelf):
        self.workers, self.shelf = workers, shelf
        self.idle: SimpleQueue[subprocess.Popen] = SimpleQueue()
        self.children: list[subprocess.Popen] = []

    def __enter__(self) -> Self:
        fonts.require()
        fonts.prepare()
        self.pool = ThreadPoolExecutor(self.workers)
        return self

    def __exit__(self, *_) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)
        for child in self.children:
            child.kill()
        self.pool.shutdown(wait=True)
        for child in self.children:
            child.kill()
            child.wait()
            with suppress(OSError):  # a part that was on its way to a killed child cannot be delivered any more
                child.stdin.close()
            child.stdout.close()
        self.shelf.close()

    def set_one(self, papers: Sequence[Paper]) -> Sheet:
        """Set some papers beginning on a front."""
        return self.set({0: Part(tuple(papers), "right")})[0]

    def set(
        self,
        parts: dict[int, Part],
        done: Callable[[int], None] = lambda at: None,
        waiting: Callable[[], None] = lambda: None,
        then: Callable[[int, Sheet], dict[int, Part]] = lambda at, sheet: {},
    ) -> dict[int, Sheet]:
        """Set the parts, from the shelf where it has them.

        `done(index)` is called in this thread after each, `waiting()` every second in which none is done.
        `then(index, sheet)` gives the parts that could not be set before this one.
        """
        sheets: dict[int, Sheet] = {}
        todo, jobs = list(parts.items()), {}

        def ready(at: int, sheet: Sheet) -> None:
            sheets[at] = sheet
            todo.extend(then(at, sheet).items())
            done(at)

        while todo or jobs:
            while todo:
                at, part = todo.pop(0)
                if sheet := self.shelf.find(part):
                    ready(at, sheet)
                else:
                    jobs[self.pool.submit(self._one, part)] = at
            finished, _ = wait(jobs, timeout=1, return_when=FIRST_COMPLETED)
            for job in finished:
                ready(jobs.pop(job), job.result())
            if jobs and not finished:
                waiting()
        return sheets

    def _one(self, part: Part) -> Sheet:
        with self._child() as child, _alarm(child):
            try:
                pickle.dump((part, self.shelf.fresh(part)), child.stdin, pickle.HIGHEST_PROTOCOL)
                child.stdin.flush()
                sheet = pickle.load(child.stdout)
            except (EOFError, OSError, pickle.UnpicklingError):
                raise TooLarge(
                    f"《{part.papers[0].title}》太大，排版超过了时间或内存的限度；请拆成几份再试。"
                ) from None
        if isinstance(sheet, BaseException):
            raise sheet
        return self.shelf.keep(part, sheet)

    @contextmanager
    def _child(self) -> Iterator[subprocess.Popen]:
        try:
            child = self.idle.get_nowait()
        except Empty:
            child = self._start()
        yield child
        self.idle.put(child)

    def _start(self) -> subprocess.Popen:
        home = Path(__file__).parent.parent
        child = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.press"], cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.children.append(child)
        return child


@contextmanager
def _alarm(child: subprocess.Popen) -> Iterator[None]:
    timer = threading.Timer(PATIENCE, child.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def work(source: IO[bytes], target: IO[bytes]) -> None:
    """Set the parts read from `source`, each into the file named with it, until it ends."""
    from . import typeset  # here, so that the binding process never loads the typesetter

    typeset.shared_style()
    gc.freeze()  # what is loaded once need not be walked at every collection
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        try:
            part, file = pickle.load(source)
        except EOFError:
            return
        refused: list[str] = []
        try:
            file.write_bytes(typeset.set_gathered(part.papers, part.start, dict(part.media), refused))
            answer = Sheet(file, tuple(refused))
        except MemoryError:
            return
        except Exception as error:  # noqa: BLE001  raised again in the parent
            answer = error
        pickle.dump(answer, target, pickle.HIGHEST_PROTOCOL)
        target.flush()


if __name__ == "__main__":
    from documents.press import work as _work  # so that pickled classes carry their real module

    output, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints must not get between the answers
    _work(sys.stdin.buffer, output)
