"""Where Wagtail's background jobs run: in this process, after COMMIT, once per transaction.

The stock immediate backend runs index updates inside the caller's transaction and swallows their
errors, which on PostgreSQL leaves that transaction aborted.
"""

from django.db import connection, transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id


class OnCommitBackend(ImmediateBackend):
    """django-tasks backend whose work starts only when the business transaction has landed."""

    def enqueue(self, task, args, kwargs):
        self.validate_task(task)
        result = self._ready(task, args, kwargs)
        if not connection.in_atomic_block:
            self._execute_task(result)
            return result
        transaction.on_commit(self._once(task, args, kwargs, result), robust=True)
        return result

    def _once(self, task, args, kwargs, result):
        """A callback that runs unless an equal task already ran after this very COMMIT.

        Decided when it runs, not when it is queued: the first copy's savepoint may roll back.
        """
        key = (task.module_path, repr(args), repr(sorted(kwargs.items())))
        done = next((f.done for _, f, _ in connection.run_on_commit if hasattr(f, "done")), set())

        def run():
            if key not in done:
                done.add(key)
                self._execute_task(result)

        run.done = done
        return run

    def _ready(self, task, args, kwargs):
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
