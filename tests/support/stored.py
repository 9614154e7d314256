"""A stored file for a test that needs one to stand somewhere."""

from demo.papers import pdf
from files.intake import examine, take


def stored(at, name="kept.pdf", data=None, by=None):
    return take(examine(name, data or pdf(name)), by=by, at=at)
