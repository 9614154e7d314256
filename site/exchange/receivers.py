"""Who is sent to: the receivers of the settings, ``EXCHANGE_RECEIVERS`` (read from a TOML file).

Each is known by its title, which stands in the manifest as ``target`` and never changes.
"""

from dataclasses import dataclass, field

from django.conf import settings

from rules.refusal import Refused

#: Which of our entries a receiver takes; a rule that asks for nothing takes all.
ALL, HAS_832 = "all", "832"


@dataclass(frozen=True)
class Key:
    """A key to sign or to check with: ``alg`` one of ``signing.ALGORITHMS``, ``file`` its place."""

    alg: str
    key_id: str
    file: str


@dataclass(frozen=True)
class Receiver:
    """One receiver: what it is sent and how.

    ``signing`` is ours, the first of the list in use; ``trusted`` are its own, for call-backs.
    ``eligible`` names the rule of :mod:`exchange.eligibility`.
    """

    title: str
    transport: str = "by_hand"
    datasets: tuple = ("catalog", "sales")
    address: str = ""
    networks: tuple = ()
    signing: tuple = ()
    trusted: tuple = ()
    eligible: str = ALL
    options: dict = field(default_factory=dict)

    @property
    def signing_key(self):
        return self.signing[0] if self.signing else None

    def __str__(self):
        return self.title


def receivers():
    """All receivers, in the order of the settings."""
    return [_receiver(values) for values in settings.EXCHANGE_RECEIVERS]


def receiver(title):
    """The receiver called ``title``; refused when the settings know it no longer."""
    for each in receivers():
        if each.title == title:
            return each
    raise Refused([f"设置中没有接收方“{title}”"])


def first_receiver(dataset):
    """Who is meant when nobody is named: the first that takes ``dataset``."""
    return next(each for each in receivers() if dataset in each.datasets)


def _receiver(values):
    values = dict(values)
    for name in ("signing", "trusted"):
        values[name] = tuple(Key(**key) for key in values.get(name, ()))
    for name in ("datasets", "networks"):
        if name in values:
            values[name] = tuple(values[name])
    return Receiver(**values)
