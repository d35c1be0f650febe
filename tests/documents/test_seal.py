import io
import random
import tracemalloc
import zlib

import pytest
from pikepdf import Encryption, Name, Pdf

from documents.attachments import attach
from documents.seal import MANIFEST, seal, verify
from documents.typeset import typeset


@pytest.fixture
def sealed(paper):
    return seal(typeset(paper()), {"edition": 3, "pieces": [{"title": "反思", "sha256": "00"}]})


def test_a_sealed_file_proves_itself(sealed):
    data, digest = sealed
    verdict = verify(data)
    assert verdict.ok and verdict.hash == digest and verdict.problems == ()
    assert verdict.manifest == {"edition": 3, "pieces": [{"title": "反思", "sha256": "00"}]}


def test_sealing_the_same_twice_gives_the_same(paper):
    pdf = typeset(paper())
    assert seal(pdf, {"a": 1}) == seal(pdf, {"a": 1})
    assert seal(pdf, {"a": 1})[1] != seal(pdf, {"a": 2})[1]


def test_g18_any_flipped_bit_is_found(sealed):
    data, digest = sealed
    pick = random.Random(20260901)
    places = [pick.randrange(len(data)) for _ in range(200)]
    start = data.index(digest.encode())
    places += [0, len(data) - 1, start - 1, start, start + 63, start + 64]
    for place in places:
        broken = bytearray(data)
        broken[place] ^= 1 << pick.randrange(8)
        assert not verify(bytes(broken)).ok, place


@pytest.mark.parametrize(
    "change", [lambda d: d + b"\n", lambda d: d[:-1], lambda d: d[:2000], lambda d: d + d, lambda d: b""]
)
def test_added_and_missing_parts_are_found(sealed, change):
    verdict = verify(change(sealed[0]))
    assert not verdict.ok and verdict.problems[0].endswith("。")


def test_a_file_never_sealed_says_so(paper):
    verdict = verify(typeset(paper()))
    assert not verdict.ok and "没有可以辨认的封存校验码" in verdict.problems[0]


def test_sealing_keeps_the_archive_status(sealed):
    from .test_typeset import assert_archivable

    assert_archivable(sealed[0])


def test_a_manifest_that_unpacks_without_end_costs_no_memory(paper):
    """F05: 400 KB of zeros unpack to 400 MB; no more than the limit is ever in memory."""
    with Pdf.open(io.BytesIO(typeset(paper()))) as pdf:
        attach(pdf, MANIFEST, b"{}", "application/json", "封存清单")
        pdf.attachments[MANIFEST].get_file().obj.write(zlib.compress(bytes(400 << 20), 9), filter=Name.FlateDecode)
        target = io.BytesIO()
        pdf.save(target, compress_streams=False)
    tracemalloc.start()
    verdict = verify(target.getvalue())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not verdict.ok and verdict.manifest is None and most < 64 << 20


def test_a_file_can_be_checked_without_opening_it(sealed):
    verdict = verify(sealed[0], read=False)
    assert verdict.ok and verdict.hash == sealed[1] and verdict.manifest is None


def test_f08_a_locked_file_is_no_sealed_one():
    with Pdf.new() as pdf:
        target = io.BytesIO()
        pdf.add_blank_page()
        pdf.save(target, encryption=Encryption(user="x", owner="y"))
    assert not verify(target.getvalue()).ok
