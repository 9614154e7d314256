"""How a rule says no: with every reason at once, in words the person can act on."""

from collections.abc import Iterable


class Refused(Exception):
    """An act that may not happen, with all its reasons (Chinese, shown to the person as they are).

    ``fields`` maps a form field to its own reasons, for doors that can point at the place.
    """

    def __init__(self, reasons: Iterable[str], fields: dict[str, list[str]] | None = None) -> None:
        self.reasons = [str(reason) for reason in reasons]  # some are told late, by today's names
        self.fields = fields or {}
        super().__init__("；".join(self.reasons))


def refuse_if(reasons: Iterable[str]) -> None:
    """Raise :class:`Refused` when there is any reason against; an empty list means yes."""
    all_reasons = list(reasons)
    if all_reasons:
        raise Refused(all_reasons)


def refuse_fields(reasons: Iterable[tuple[str, str]]) -> None:
    """Raise :class:`Refused` for ``(field, reason)`` pairs; the field "" is the whole."""
    pairs = list(reasons)
    if pairs:
        fields: dict[str, list[str]] = {}
        for field, reason in pairs:
            fields.setdefault(field, []).append(reason)
        raise Refused(list(dict.fromkeys(reason for _, reason in pairs)), fields)
