"""What this room asks of the rooms above: they register their answers in their ``apps.py``."""

_answers = {}


def register(**answers):
    """Register functions by the name of the question that they answer."""
    _answers.update(answers)


def is_being_mended(item):
    """Whether the item waits for its applicant to mend it."""
    return _answers["is_being_mended"](item)


def mended_items(application):
    """Those products of ``application`` that wait to be mended, as one query."""
    return _answers["mended_items"](application)


def was_returned(application):
    """Whether a reviewer ever asked for more (R66)."""
    return _answers["was_returned"](application)


def reasons_against_deleting(applicant, *, at, application=None):
    """Why nothing of ``application``, or of ``applicant``, may be deleted now; in neutral words."""
    return _answers["reasons_against_deleting"](applicant, at=at, application=application)


def visible_to(user):
    """The further applications that ``user`` may see, as a ``Q`` over them, or None."""
    return _answers["visible_to"](user)
