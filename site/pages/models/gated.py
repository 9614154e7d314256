"""Pages whose words an editor writes: none of them may carry personal data (§5.7)."""


class Gated:
    """A page type behind the privacy gate (``pages/privacy/guards.py``).

    A draft may be saved whatever it says; its form tells what keeps it from being handed in.
    """

    #: Columns that only editors see.
    not_for_readers = ()
