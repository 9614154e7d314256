"""One act on many items: each under its own lock and transaction, answered item by item."""

from dataclasses import dataclass, field

from rules.refusal import Refused


@dataclass(frozen=True)
class Answer:
    """What became of one item: its ``result``, or the ``reasons`` (and ``fields``) against."""

    item: object
    result: object = None
    reasons: list[str] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ok(self):
        return not self.reasons


def each(items, act):
    """``[Answer]`` of ``act(item)`` for each item; a refused one never stops its siblings."""
    return [_answer(item, act) for item in items]


def _answer(item, act):
    try:
        return Answer(item, result=act(item))
    except Refused as refused:
        return Answer(item, reasons=refused.reasons, fields=refused.fields)
