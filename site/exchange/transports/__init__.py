"""The ways to a receiver, each behind one small interface: :class:`Transport`.

``send`` may be called again for a batch that already arrived and has one effect; ``receipt`` asks
for what the receiver answered. Whatever keeps either from working is :class:`Unavailable`.
"""

from importlib import import_module
from typing import Protocol

from ..addresses import Unavailable

#: word of the settings → module.class; loaded when used, so that nobody needs what they do not use
TRANSPORTS = {
    "https": "exchange.transports.https.Https",
    "sftp": "exchange.transports.sftp.Sftp",
    "staging": "exchange.transports.staging.Staging",
}
#: The officer carries the file; the clock sends nothing.
BY_HAND = "by_hand"


class Transport(Protocol):
    """What every way to a receiver can do."""

    def send(self, parcel, at) -> dict | None:
        """Bring a :class:`exchange.packages.Parcel` to the receiver; its receipt, if it gave one.

        Raises :class:`Unavailable`.
        """

    def receipt(self, batch) -> dict | None:
        """What the receiver answered to ``batch``, or None while it has not."""


def transport(receiver):
    """The :class:`Transport` to ``receiver``."""
    module, _, name = TRANSPORTS[receiver.transport].rpartition(".")
    return getattr(import_module(module), name)(receiver)


__all__ = ["BY_HAND", "Transport", "Unavailable", "transport"]
