"""Small, real files for fictional applications: a one-page PDF that any reader opens."""

import io

import pikepdf


def pdf(title):
    """The bytes of an empty A4 page whose title is ``title``: the same bytes for the same."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    document.docinfo["/Title"] = title  # in XMP it would take ten times as long
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()
