"""What this room asks of the rooms above: they register their answers in their ``apps.py``."""

_answers = {}


def register(**answers):
    """Register functions by the name of the question that they answer."""
    _answers.update(answers)


def open_case(certificate):
    """The number of the case that keeps an entry out of use or asks for its removal, or ""."""
    return _answers["open_case"](certificate)
