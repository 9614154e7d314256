"""What this room asks of the rooms above: they register their answers in their ``apps.py``."""

_answers = {}


def register(**answers):
    """Register functions by the name of the question that they answer."""
    _answers.update(answers)


def has_listed(applicant, on):
    """Whether an entry of ``applicant`` is in the catalogue on a day, suspended or not."""
    return _answers["has_listed"](applicant, on)


def has_publicised(applicant):
    """Whether a product of ``applicant`` is or was before the public and is not listed yet."""
    return _answers["has_publicised"](applicant)


def open_cases(applicant):
    """The numbers of the cases that are open about the entries of ``applicant``."""
    return _answers["open_cases"](applicant)
