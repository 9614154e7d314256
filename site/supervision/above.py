"""What this room asks of the rooms above: they register their answers in their ``apps.py``."""

_answers = {}


def register(**answers):
    """Register functions by the name of the question that they answer."""
    _answers.update(answers)


def take_up(proposal, *, by, at):
    """Open a case on ``proposal`` at once where ``by`` may confirm it; else it waits for who may.

    Raises :class:`Refused` where no case may be opened on it at all.
    """
    return _answers["take_up"](proposal, by=by, at=at)
