"""Files carried inside a PDF (PDF 附件), as PDF/A-3 asks: with a kind, a relation, and listed in /AF."""

from pikepdf import Array, AttachedFileSpec, Name, Pdf


def attach(pdf: Pdf, name: str, data: bytes, mime: str, description: str, relation: str = "Data") -> None:
    """Put a file into the PDF; `relation` is "Data", "Source" or "Supplement"."""
    spec = AttachedFileSpec(
        pdf, data, filename=name, description=description, mime_type=mime, relationship=Name(f"/{relation}")
    )
    pdf.attachments[name] = spec
    listed = pdf.Root.get("/AF", Array())
    listed.append(pdf.make_indirect(spec.obj) if not spec.obj.is_indirect else spec.obj)
    pdf.Root.AF = listed


def attached(pdf: Pdf) -> dict[str, bytes]:
    """The files inside the PDF by name."""
    return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
