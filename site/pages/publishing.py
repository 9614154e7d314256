"""Putting a page of the office into its column and before the public, with one audit row."""

from records.audit import record

from .documents.timed import approve


def create(column, page, *, by, at):
    """Add ``page`` below ``column`` and publish it, or schedule it for its hour."""
    page.live = False
    page.locale = column.locale
    page.full_clean(exclude=["path", "depth", "url_path", "slug"])
    column.add_child(instance=page)
    return publish(page, by=by, at=at)


def publish(page, *, by, at):
    page = approve(page, by=by, at=at)
    record("pages.publish", page, by=by, at=at, url_path=page.url_path)
    return page
