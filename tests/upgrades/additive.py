"""Which operations of a migration the version before can live with, on the same database.

While an office upgrades, old web processes and new ones work side by side (docs/operators.md).
What the old code reads must stay, and what it does not know of must not be asked of its rows.
"""

from django.db import models
from django.db.migrations import operations

from records.long_tables import GROWS_FOR_EVER, AddIndexBeside

#: A migration that needs the house closed says so, and the changelog with it.
NEEDS_A_STOP = "needs_a_stop"
TAKEN_AWAY = (
    *(operations.DeleteModel, operations.RenameModel),
    *(operations.RemoveField, operations.RenameField, operations.AlterModelTable),
)
LOCKING = (operations.AlterField, operations.AddIndex, operations.AddConstraint)


def breaks(migration):
    """``[why]`` of the operations that break the version before; empty where none does."""
    if getattr(migration, NEEDS_A_STOP, ""):
        return []
    reasons = [_break(operation) for operation in migration.operations]
    reasons += [_lock(operation, migration) for operation in migration.operations]
    return [f"{migration.app_label}.{migration.name}: {why}" for why in reasons if why]


def _break(operation):
    if isinstance(operation, TAKEN_AWAY):
        return operation.describe()
    if isinstance(operation, operations.AddField) and _asks_of_old_code(operation.field):
        return f"{operation.describe()}: the version before writes rows without it"
    return ""


def _lock(operation, migration):
    """Why everybody would wait for it: what makes a table of millions of rows anew, or reads it."""
    table = migration.app_label, getattr(operation, "model_name_lower", "")
    locks = isinstance(operation, LOCKING) and not isinstance(operation, AddIndexBeside)
    if table in GROWS_FOR_EVER and locks:
        return f"{operation.describe()}: nobody can act while it lasts"
    return ""


def _asks_of_old_code(field):
    has_column = not isinstance(field, models.ManyToManyField)
    return has_column and not field.null and field.db_default is models.NOT_PROVIDED
