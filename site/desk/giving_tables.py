"""Tables that leave the desk: the short ones at once, the long ones as a file made meanwhile.

A long one is made by asking the same address again, in a worker, as the same person: what the page
lists for them then, with the rights they have then, is what the file holds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.api import MessageFailure
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import get_script_prefix, resolve

from doors import table_exports
from printing.tables import CSV, XLSX, CsvTable, XlsxTable, download
from records.audit import record
from rules.refusal import Refused

#: So many rows are asked for, and told as written, at a time.
STRETCH = 500
MIMES = {"csv": CSV, "xlsx": XLSX}


@dataclass(frozen=True)
class Table:
    """A list to take away. ``rows`` gives its records when it is written, ``count`` of them."""

    register: str
    title: str
    name: str
    columns: dict | list
    rows: Callable[[], Iterable[dict]]
    count: int
    form: str

    @property
    def mime(self):
        return MIMES[self.form]

    def answer(self):
        """The whole file as a response, for who waits for it."""
        title = self.title[:30]
        return download(self.rows(), self.columns, form=self.form, name=self.name, title=title)

    def write(self, target, tell):
        """Write to an open binary file; ``tell(rows written)`` now and then. How many it were."""
        if self.form == "csv":
            table, last = CsvTable(target, self.columns), ()
        else:
            table, last = XlsxTable(self.columns, title=self.title[:30]), (target,)
        number = 0
        for number, row in enumerate(self.rows(), 1):
            table.add(row)
            if number % STRETCH == 0:
                tell(number)
        table.save(*last)
        return number


def in_stretches(rows):
    """The rows of a queryset in its order, some at a time, by their keys as they were noted first.

    No question stays open meanwhile: whoever reads may write how far it is, on SQLite too.
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), STRETCH):
        stretch = keys[start : start + STRETCH]
        by_key = {row.pk: row for row in rows.filter(pk__in=stretch)}
        yield from (by_key[key] for key in stretch if key in by_key)


def give(request, table, *, at):
    """The response with ``table``, or the way to the page that tells how far it is."""
    write = getattr(request, "export_writer", None)
    if write is not None:
        write(table)
        return HttpResponse()
    who = {"by": request.user, "at": at}
    if table.count <= table_exports.WHILE_WAITING:
        answer = table.answer()  # first: it may be refused, and then nothing left the house
        record("desk.export", request.user, **who, register=table.register, rows=table.count)
        return answer
    address = f"{request.path_info}?{request.META.get('QUERY_STRING', '')}"
    about = {"title": table.title, "register": table.register, "rows": table.count}
    try:
        table_exports.ask(address, **about, **who)
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
    return redirect("desk:exports")


def replay(address, *, by, write):
    """Ask ``address`` again as ``by``; ``write(table)`` is called where the page gives a table.

    False where it gives none: the person may not any more, or is no longer here.
    """
    if not by.is_active:
        return False
    calls = []
    request = _request(address, by)
    request.export_writer = lambda table: calls.append(write(table))
    match = resolve(request.path_info)
    try:
        match.func(request, *match.args, **match.kwargs)
    except MessageFailure:  # how Wagtail refuses: it tells the browser, and there is none
        return False
    return bool(calls)


def may_still(export):
    """Whether who asked would still be given it today, with those rows."""
    if not table_exports.holds_as_then(export):
        return False
    return replay(export.address, by=export.asked_by, write=lambda table: table)


def _request(address, by):
    path, _, query = address.partition("?")
    site = urlsplit(settings.SITE_URL)
    request = HttpRequest()
    request.method, request.user, request.session = "GET", by, {}
    request.path_info, request.path = path, f"{get_script_prefix()}{path.removeprefix('/')}"
    request.GET = QueryDict(query)
    request.META = {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": f"{site.port or 443}",
        "REMOTE_ADDR": "",
    }
    return request
