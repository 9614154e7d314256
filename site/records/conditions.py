"""What an installation runs on, looked at from inside: the wiring registers the looks.

``manage.py doctor``, the operators' daily mail and 运行监控 tell the same findings.
"""

from dataclasses import dataclass

LOOKS = []


@dataclass(frozen=True)
class Finding:
    """One thing looked at; ``trouble`` is empty when it is well."""

    what: str
    trouble: str = ""
    remedy: str = ""


def condition(look):
    """Register ``look(at)``, which yields a :class:`Finding` for each thing."""
    LOOKS.append(look)
    return look


def conditions(at):
    """Every :class:`Finding` of every look, in the order in which they were registered."""
    for look in LOOKS:
        yield from look(at)
