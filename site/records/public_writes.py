"""Which generation of the public's data this is, so that what was made of it may be kept.

Whatever statement writes to a table that the public may read leaves one row in its transaction:
the two are seen together, by every process, whoever wrote and by whichever road. A generation is
how many such rows there are and the sum of their tokens; a transaction that took its time adds a
row below others and is noticed all the same, which the greatest key alone would miss.
"""

import re
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.db.models import Max

from . import nginx_link
from .jobs import job
from .models import PublicWrite
from .models.public_writes import new_token

#: Tables that no public page reads, by how they begin: what the desks, the clock and the engine
#: write from minute to minute. ``tests/pages/test_page_cache.py`` reads every page to compare.
NEVER_PUBLIC = (
    *("account_", "axes_", "django_session", "limits", "mfa_", "socialaccount_", "usersessions_"),
    *("django_tasks", "doors_", "exchange_", "ledger_importbatch", "ledger_salesrecord"),
    *("pages_certificatesignature", "pages_drawnfile", "pages_fileclaim", "pages_outerlink"),
    *("pages_issuedfile", "pages_mail", "supervision_rating", "supervision_sitereport"),
    *("pages_toldtext", "records_", "registry_apicall", "registry_apitoken"),
    *(
        "registry_failedsignin",
        "viewflow_",
        "wagtailcore_modellogentry",
        "wagtailcore_pagelogentry",
    ),
    *("wagtailcore_referenceindex", "wagtailcore_task", "workflow_draft", "applications_draft"),
)
WRITE = re.compile(
    r"\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|REPLACE\s+INTO"
    r'|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?|COPY|WITH)\s+["`]?(\w+)',
    re.IGNORECASE,
)
INSERT = 'INSERT INTO "records_publicwrite" ("token") VALUES (%s)'
#: Asked for each request: written here, since Django takes longer to write it than to ask.
SUMS = 'SELECT count(*), coalesce(sum("token"), 0) FROM "records_publicwrite"'
#: A generation is reckoned over few rows: the older half goes when there are more than this.
MOST = 400
_state = {"is_noting": True}


def generation():
    """``(rows, sum of tokens)``: equal as long as nothing public was written."""
    with connection.cursor() as cursor:
        cursor.execute(SUMS)
        rows, tokens = cursor.fetchone()
    return rows, int(tokens)


def is_public(sql):
    """Whether the statement may change what the public reads; one that is not understood may."""
    table = WRITE.match(sql)
    return table is not None and not table[1].lower().startswith(NEVER_PUBLIC)


@contextmanager
def unnoted():
    """For what makes the tables themselves; whoever ends it tells of a new generation."""
    _state["is_noting"] = False
    try:
        yield
    finally:
        _state["is_noting"] = True


def note(execute, sql, params, many, context):
    """A wrapper of every statement: a write that the public may read brings its row along.

    Both stand in one transaction. SQLite refuses to commit it while the statement has rows to hand
    over (``INSERT … RETURNING``, by which Django learns a key): they are read before.
    """
    if not (_state["is_noting"] and settings.PAGE_CACHE_MEGABYTES and is_public(sql)):
        return execute(sql, params, many, context)
    own = context["connection"]
    if own.in_atomic_block:
        return _with_row(own, execute, sql, params, many, context)
    returned = []
    with transaction.atomic(using=own.alias):
        result = _with_row(own, execute, sql, params, many, context)
        if own.vendor == "sqlite":
            returned = context["cursor"].fetchall()
    if returned:
        _hand_over(context["cursor"].cursor, returned)
    return result


def _hand_over(cursor, rows):
    """Have ``cursor`` at the beginning of ``rows`` that it has read already."""
    marks = ", ".join(["%s"] * len(rows[0]))
    every = ", ".join([f"({marks})"] * len(rows))
    cursor.execute(f"VALUES {every}", [value for row in rows for value in row])


def _with_row(own, execute, *statement):
    """Once in a transaction: a savepoint that takes the row back takes the callback, too."""
    result = execute(*statement)
    if not _has_row(own):
        with own.cursor() as cursor:
            cursor.execute(INSERT, [new_token()])
        if own.in_atomic_block:
            transaction.on_commit(_is_noted, using=own.alias)
    return result


def _has_row(own):
    return any(callback is _is_noted for _, callback, *_ in own.run_on_commit)


def _is_noted():
    """Stands among what waits for the commit as the sign that this transaction has its row."""


def begin_anew():
    """A new generation, for changes that no statement of ours has made."""
    with nginx_link.away():
        PublicWrite.objects.create()


@job("public_writes", "整理公开内容写入标记", order=160)
def shorten(at):
    """Drop the older half of too many rows; a new one keeps any earlier sum from coming back."""
    if PublicWrite.objects.count() <= MOST:
        return 0
    newest = PublicWrite.objects.aggregate(key=Max("pk"))["key"]
    with transaction.atomic():
        dropped = PublicWrite.objects.filter(pk__lte=newest - MOST // 2).delete()[0]
        PublicWrite.objects.create()
    return dropped


def _watch(sender, connection, **kwargs):
    if note not in connection.execute_wrappers:
        connection.execute_wrappers.append(note)
        connection.commit = partial(_commit, connection, connection.commit)


def _commit(own, commit):
    """Django has wrappers for statements and none for commits: this stands before each of them."""
    if not _has_row(own):
        return commit()
    with nginx_link.away():
        return commit()


def install():
    """Stand before every connection, of this thread too if it is open already."""
    connection_created.connect(_watch, dispatch_uid="records.public_writes")
    if connection.connection is not None:
        _watch(None, connection)
