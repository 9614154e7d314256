"""``python -m tests.support.away doors URL…``, or ``reports``: what they answer without a database.

A process of its own, since the settings name a database where none listens; it is loaded once and
forked for each address. A line of JSON for each, the address and what was answered there: of doors
lists of method, address, status, headers that matter, text; of commands exit code and JSON by name.
"""

import io
import json
import os
import sys

ASKED = [
    *(("get", address) for address in ("/", "/gsgg/", "/search/?q=认定", "/verify/ZG-1/")),
    *(("get", address) for address in ("/complaints/new/", "/portal/", "/admin/", "/feeds/")),
    *(("get", address) for address in ("/api/v1/notices", "/api/v1/search?q=认定")),
    ("post", "/account/login/"),
    ("post", "/complaints/new/"),
]
REPORTS = ("overdue", "check_invariants", "verify_audit", "check_site", "outbox", "clock --once")


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    from config.starting import nothing_collected

    with nothing_collected():
        django.setup()
        import config.urls  # noqa: F401 - what each door is looked up in

    answers = {"doors": doors, "reports": reports}[sys.argv[1]]
    for url in sys.argv[2:]:
        if child := os.fork():
            os.waitpid(child, 0)
        else:
            connect_to(url)
            print(json.dumps([url, answers()]), flush=True)  # noqa: T201 - the protocol
            os._exit(0)


def connect_to(url):
    """As if the settings had named it: nothing has been connected yet."""
    from django.db import connections

    from config.settings.base import database

    config = database(url)
    config["OPTIONS"].pop("pool", None)  # as in the settings of tests
    connections.settings = connections.configure_settings({"default": config})


def reports():
    return {name: report(name) for name in REPORTS}


def doors():
    return list(_doors())


def _doors():
    from django.test import Client

    client = Client(raise_request_exception=False, HTTP_COOKIE="sessionid=of-somebody")
    for method, address in ASKED:
        answer = getattr(client, method)(address)
        headers = {name: answer.get(name, "") for name in ("Retry-After", "Content-Type")}
        yield method, address, answer.status_code, headers, answer.content.decode()


def report(command):
    from django.core.management import call_command

    output = io.StringIO()
    try:
        call_command(*command.split(), stdout=output)
    except SystemExit as end:
        return end.code, json.loads(output.getvalue())
    return 0, None


if __name__ == "__main__":
    main()
