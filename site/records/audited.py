"""Which models leave an audit row whenever a row of theirs is added, changed or deleted.

Administrators' acts have no service of ours: Wagtail's and allauth's own forms write these rows.
A room names its models from its ``apps.py`` with ``registry.row_changes.audit``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from .audit_words import ACTIONS

VERBS = {"add": "新增", "change": "修改", "delete": "删除"}
#: label_lower of a model -> its Audited.
AUDITED: dict = {}
#: label_lower of a model that some page of the admin writes -> why its rows leave no audit row.
LEFT_OUT: dict[str, str] = {}


@dataclass(frozen=True)
class Audited:
    """How the rows of ``model`` are audited.

    ``about`` names the relation to the thing that the row is part of: the trail tells it of that
    thing. ``ignore``: fields of the machine, never told. ``secret``: told without their values.
    ``masks``: field -> function that hides a personal value. ``also``: relations from the other
    side whose ends are told when the row is deleted.
    """

    model: type
    room: str
    title: str
    about: str = ""
    ignore: frozenset = frozenset()
    secret: frozenset = frozenset()
    masks: dict[str, Callable] = field(default_factory=dict)
    also: tuple = ()

    def act(self, verb):
        """The word of the trail: ``registry.add_user``; an act of its own keeps its name."""
        name = f"_{self.model._meta.model_name}" if verb in VERBS else ""
        return f"{self.room}.{verb}{name}"

    def subject(self, row):
        return getattr(row, self.about) if self.about else row

    def is_told(self, name):
        return name not in self.ignore


def enter(audited):
    """Add ``audited`` to the list, and its acts' names in Chinese to those of the trail."""
    AUDITED[audited.model._meta.label_lower] = audited
    ACTIONS.update({audited.act(verb): f"{word}{audited.title}" for verb, word in VERBS.items()})


def leave_out(because, *labels):
    """Name models (``app.model``) that need no audit row of their own, with the reason."""
    LEFT_OUT.update(dict.fromkeys((label.lower() for label in labels), because))
