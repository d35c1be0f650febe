"""Files carried inside a PDF (PDF 附件), as PDF/A-3 asks: with a kind and a relation."""

from pikepdf import AttachedFileSpec, Name, Pdf


def attach(pdf: Pdf, name: str, data: bytes, mime: str, description: str, relation: str = "Data") -> None:
    """Put a file into the PDF; `relation` is "Data", "Source" or "Supplement"."""
    pdf.attachments[name] = AttachedFileSpec(
        pdf, data, filename=name, description=description, mime_type=mime, relationship=Name(f"/{relation}")
    )


def attached(pdf: Pdf) -> dict[str, bytes]:
    """The files inside the PDF by name."""
    return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
