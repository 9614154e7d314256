"""A request has one number: the proxy's, in every line of the log and in the answer."""

import io
import json
import logging
import logging.config

import pytest

from config.settings import logs

NUMBER = "7f0c1d0e8a5b4c3d9e2f1a0b7c6d5e4f"


@pytest.fixture
def lines():
    """What is logged as JSON from now on, line by line; afterwards all is logged as before."""
    stream = io.StringIO()
    loggers = [logging.getLogger(), *map(logging.getLogger, logs.LOGGING["loggers"])]
    before = [(each, each.level, each.propagate, [*each.handlers]) for each in loggers]
    handler = {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]}
    logging.config.dictConfig(
        {**logs.LOGGING, "handlers": {"stderr": {**handler, "stream": stream}}}
    )
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for each, level, propagate, handlers in before:
        each.setLevel(level)
        each.propagate, each.handlers = propagate, handlers


def test_the_number_of_the_proxy_stands_in_the_answer_and_in_each_line(client, lines, db):
    answer = client.get("/nothing/here/?q=13900001111", headers={"x-request-id": NUMBER})
    assert answer["X-Request-Id"] == NUMBER
    rows = [each for each in lines() if each["name"] == "django.request"]
    assert rows
    assert {each["request_id"] for each in rows} == {NUMBER}
    assert {"at", "level", "name", "message"} <= rows[0].keys()
    assert "13900001111" not in str(lines())


def test_what_is_no_number_is_replaced_and_never_written_into_the_log(client, lines, db):
    answer = client.get("/nothing/here/", headers={"x-request-id": 'x" onerror=1'})
    assert len(answer["X-Request-Id"]) == 32
    assert "onerror" not in json.dumps(lines())


def test_a_line_outside_of_any_request_says_so(lines):
    logging.getLogger("gongshi").warning("一行")
    assert lines()[-1]["message"] == "一行"
    assert lines()[-1]["request_id"] is None
