"""Putting a page of the office into its column and before the public."""

from .documents.timed import approve


def create(column, page, *, by, at):
    """Add ``page`` below ``column`` and publish it, or schedule it for its hour."""
    page.live = False
    page.locale = column.locale
    page.full_clean(exclude=["path", "depth", "url_path", "slug"])
    column.add_child(instance=page)
    return approve(page, by=by, at=at)
