"""Python's cyclic collector rests while sheets are made (暂停循环回收).

Evidence and sheets of a large school are a million small values without a circle among them; walking them again and
again took nearly half of the time. Reference counting goes on as ever. Several threads may rest it at once: the last
one to finish wakes it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_resting = 0
_was_on = False


@contextmanager
def collector_rests() -> Iterator[None]:
    global _resting, _was_on
    with _lock:
        if not _resting:
            _was_on = gc.isenabled()
            gc.disable()
        _resting += 1
    try:
        yield
    finally:
        with _lock:
            _resting -= 1
            if not _resting and _was_on:
                gc.enable()
