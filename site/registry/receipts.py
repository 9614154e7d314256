"""Reading what one's organisations were given: the first who opens a paper there receipts it."""

from .permissions import duties


def codes_of(user):
    """The codes of the organisations in which ``user`` holds any duty today."""
    return {name.partition("@")[2] for name in duties(user)}


def unread(rows, user):
    """Those of ``rows`` (receipts) that were given to ``user``'s organisations and not opened."""
    return unread_in(rows, codes_of(user))


def unread_in(rows, codes):
    """The same of the organisations with ``codes``."""
    return rows.filter(organisation__code__in=codes, read_at=None)


def mark_read(rows, *, by, at):
    """Note ``by`` as the first reader of the unread ones among ``rows``; how many there were."""
    return unread(rows, by).update(read_at=at, read_by=by)
