"""Small, real files for fictional applications: a one-page PDF that any reader opens."""

import io

import pikepdf


def pdf(title):
    """The bytes of an empty A4 page whose document title is ``title``."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    with document.open_metadata() as meta:
        meta["dc:title"] = title
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()
