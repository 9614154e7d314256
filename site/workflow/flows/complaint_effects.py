"""What the engine asks of a complaint: where it stands, who has it, until when."""


def begin(activation, complaint):
    """Bind the new process to its complaint."""
    activation.process.complaint = complaint
    activation.process.save()
    return activation.process


def at(state):
    """Whether the last act left the complaint in ``state``: the question at a gateway."""

    def is_there(activation):
        return activation.process.complaint.state == state

    return is_there


def handler(activation):
    """Whose task it is from the start; nobody's where nobody was given the complaint."""
    return activation.process.complaint.handler


def due(activation):
    """``(day, provisional)``: the complaint's own limit, which may have been extended."""
    complaint = activation.process.complaint
    return complaint.due_on, complaint.due_is_provisional
