"""At which nodes papers stand in the database, and which of those this version no longer has.

Viewflow names a node by its path in a text column. A task at a name that the code lost is never
found again and its timer never fires, without any error: so it is looked for before ``migrate``.
"""

from django.core.checks import Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections, migrations
from django.db.models import CharField, Count
from django.db.models.functions import Cast
from viewflow.workflow.fields import get_task_ref
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from . import flows

#: A paper may still stand at these; what is done or cancelled is history.
OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED, STATUS.SCHEDULED, STATUS.ERROR)


def references():
    """``[reference]`` of every node of every flow of this version, sorted."""
    of_flows = (getattr(flows, name) for name in flows.__all__)
    return sorted(get_task_ref(node) for flow in of_flows for node in flow.instance.nodes())


def papers_at(*names, using=DEFAULT_DB_ALIAS):
    """``{reference: [process id]}`` of open tasks; of the nodes called ``names``, or of all."""
    # Viewflow's column reads an unknown name as None: it is asked for as plain text.
    rows = _open(using).values_list("name", "process_id").order_by("name", "process_id")
    papers = {}
    for name, process in rows:
        if not names or name.rpartition(".")[2] in names:
            papers.setdefault(name, []).append(process)
    return papers


def lost(using=DEFAULT_DB_ALIAS):
    """``{reference: number of open tasks}`` at nodes that this version does not have."""
    rows = _open(using).values_list("name").annotate(number=Count("pk")).order_by("name")
    ours = set(references())
    return {name: number for name, number in rows if name not in ours}


def _open(using):
    tasks = Task.objects.using(using).filter(status__in=OPEN)
    return tasks.annotate(name=Cast("flow_task", CharField()))


@register(Tags.database)
def no_paper_is_stranded(app_configs, databases=None, **kwargs):
    """``migrate`` runs this: it stops while papers stand where this version has no node."""
    errors = []
    for alias in databases or ():
        if Task._meta.db_table in connections[alias].introspection.table_names():
            errors += [_error(name, number) for name, number in lost(alias).items()]
    return errors


def _error(name, number):
    return Error(
        f"有 {number} 件业务停在这一版程序没有的环节 {name}，升级后将无人能办",
        hint="不要升级；用 manage.py flow_papers 列出这些业务，由开发人员在迁移中写明改到哪个环节",
        id="workflow.E010",
    )


class MoveTasks(migrations.RunPython):
    """An operation of a migration: tasks at the node ``old`` stand at ``new`` from now on.

    Both are references as in the list of nodes, ``workflow/flows.certification.Certification.x``.
    History moves with them, so that the trail of a paper reads on.
    """

    def __init__(self, old, new):
        self.old, self.new = old, new
        super().__init__(_moving(old, new), _moving(new, old))

    def deconstruct(self):
        return type(self).__name__, [self.old, self.new], {}


def _moving(old, new):
    def move(apps, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            table = schema_editor.quote_name(Task._meta.db_table)
            cursor.execute(f"UPDATE {table} SET flow_task = %s WHERE flow_task = %s", [new, old])

    return move
