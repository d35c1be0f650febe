"""The seal of a volume (封存): a check sum that stands inside the file and can be checked offline, without us.

The PDF's catalogue holds `/YanxiuSeal` with 64 zeros; SHA-256 is taken over the file with the zeros and written in
their place. Any changed byte is found. It shows damage; against a forger who seals again only the hash kept
elsewhere (the edition's, printed on paper) helps.
"""

import hashlib
import io
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pikepdf import ObjectStreamMode, PasswordError, Pdf, PdfError

from .attachments import attach

ZEROS = b"0" * 64
MANIFEST = "manifest.json"
MOST_MANIFEST = 8 << 20  # bytes unpacked; a volume of 500 pieces has 100 KB
_SEAL = re.compile(rb"/YanxiuSeal \(([0-9a-f]{64})\)")


@dataclass(frozen=True)
class Verdict:
    """What checking a sealed file found (核验结果): `ok` 一致; `problems` say in sentences what differs."""

    ok: bool
    hash: str
    manifest: dict[str, Any] | None
    problems: tuple[str, ...] = ()


def seal(pdf: bytes, manifest: Mapping[str, Any]) -> tuple[bytes, str]:
    """Seal a volume (封存): attach the manifest, write the check sum into the file; gives the file and the hash."""
    with Pdf.open(io.BytesIO(pdf)) as document:
        text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1)
        attach(document, MANIFEST, text.encode(), "application/json", "封存清单", "Supplement")
        document.Root.YanxiuSeal = ZEROS.decode()
        target = io.BytesIO()
        document.save(target, object_stream_mode=ObjectStreamMode.disable, deterministic_id=True)
    data = target.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    found = _SEAL.findall(data)
    if found != [ZEROS]:
        raise ValueError(f"the seal must stand in the file exactly once, found {len(found)}")
    return data.replace(b"/YanxiuSeal (" + ZEROS, b"/YanxiuSeal (" + digest.encode()), digest


def verify(pdf: bytes, *, read: bool = True) -> Verdict:
    """Check a sealed file (核验) by nothing but itself.

    `read=False` only counts the check sum and leaves the manifest alone: a stranger's file is never opened, since a
    small PDF may unpack into more than the machine has.
    """
    manifest = _manifest(pdf) if read else None
    found = list(_SEAL.finditer(pdf))
    if not found:
        problem = "文件里没有可以辨认的封存校验码：它没有封存过，或者校验码一带已经损坏。"
        return Verdict(False, "", manifest, (problem,))
    if len(found) > 1:
        return Verdict(False, "", manifest, ("文件里有不止一个封存校验码：封存之后又加过内容。",))
    start, end = found[0].span(1)
    written = found[0][1].decode()
    view, counter = memoryview(pdf), hashlib.sha256()
    for part in (view[:start], ZEROS, view[end:]):
        counter.update(part)
    counted = counter.hexdigest()
    if counted != written:
        problem = f"内容与封存时不一致：文件里写的校验码是 {written}，现在算得 {counted}。"
        return Verdict(False, written, manifest, (problem,))
    if read and manifest is None:
        return Verdict(False, written, None, ("校验码一致，但封存清单读不出来。",))
    return Verdict(True, written, manifest)


def _manifest(pdf: bytes) -> dict[str, Any] | None:
    """The manifest inside the file, or None where it cannot be read."""
    try:
        with Pdf.open(io.BytesIO(pdf)) as document:
            stream = document.attachments[MANIFEST].get_file().obj
            raw = stream.read_raw_bytes()
            if stream.get("/Filter") == "/FlateDecode":
                raw = zlib.decompressobj().decompress(raw, MOST_MANIFEST)
            return json.loads(raw)
    except (PdfError, PasswordError, KeyError, ValueError, RecursionError, zlib.error):
        return None
