"""``python -m tests.support.away``: what doors and commands answer while the database is away.

A process of its own, since the settings name a database where none listens. Prints one JSON object:
``doors``, lists of method, address, status, headers that matter, text; ``reports``, for each
command its exit code and its JSON.
"""

import io
import json
import os

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

    django.setup()
    answers = {"doors": list(doors()), "reports": {name: report(name) for name in REPORTS}}
    print(json.dumps(answers))  # noqa: T201 - the protocol


def doors():
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
