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


def begin(complaint, *, by, at):
    """Let a new complaint into the flow that says in which order it is handled."""
    _answers["begin"](complaint, by=by, at=at)


def open_acts(complaint):
    """The names of ``policies.COMPLAINT_ACTS`` that its place in the flow allows."""
    return _answers["open_acts"](complaint)


def go_on(complaint, *, by, at):
    """An act is done and written down: the flow goes on from it."""
    _answers["go_on"](complaint, by=by, at=at)


def hand_over(complaint, *, by, at):
    """Its open step is somebody else's from now on."""
    _answers["hand_over"](complaint, by=by, at=at)


def extend(complaint):
    """Its limit is a later day."""
    _answers["extend"](complaint)
