"""May the public read this page at a moment, whatever its type."""


def is_public(page, at):
    """Whether ``page`` (of its own type) stands before the public at ``at``."""
    visible = getattr(type(page).objects, "visible", None)
    return visible(at).filter(pk=page.pk).exists() if visible else page.live
