"""Indexes on Viewflow's own tables, without which every inbox scans every task ever created.

Re-created after each migration: on SQLite any later change of Viewflow's tables rebuilds them and
silently drops indexes it does not know.
"""

from django.db import connections

STATEMENTS = (
    "CREATE INDEX IF NOT EXISTS gongshi_task_queue"
    " ON viewflow_task (status, owner_permission, created)",
    "CREATE INDEX IF NOT EXISTS gongshi_task_inbox ON viewflow_task (owner_id, status, created)",
    "CREATE INDEX IF NOT EXISTS gongshi_task_due ON viewflow_task (status, scheduled)",
    "CREATE INDEX IF NOT EXISTS gongshi_process_flow ON viewflow_process (flow_class, created)",
)


def create(sender=None, using="default", **kwargs):
    """Create what is missing; harmless when run again, or before Viewflow's tables exist."""
    connection = connections[using]
    if "viewflow_task" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)
