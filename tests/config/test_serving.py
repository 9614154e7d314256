"""``manage.py serve``: what granian is told."""

import pytest
from django.core.management import call_command
from tests.support.pooled import Pooled

from config.management.commands import serve


@pytest.fixture
def served(monkeypatch):
    """``served(*words)``: what granian was told for the command line ``words``."""

    class Server:
        def __init__(self, target, **options):
            servers.append({"target": target, **options})

        def serve(self):
            acts.append("workers")

    servers, acts = [], []
    monkeypatch.setattr(serve, "Granian", Server)
    monkeypatch.setattr("records.forking.connections", Pooled(acts))

    def run(*words):
        call_command("serve", *words)
        assert acts == ["connections", "pool", "workers"], "no worker may inherit a connection"
        return servers[-1]

    return run


def test_threads_are_bounded_and_a_worker_that_died_is_replaced(served, settings):
    options = served("--port", "8123")
    assert options["target"] == "config.wsgi:application"
    assert (options["address"], options["port"]) == ("127.0.0.1", 8123)
    assert (options["workers"], options["blocking_threads"]) == (
        settings.WEB_WORKERS,
        settings.WEB_THREADS,
    )
    assert options["respawn_failed_workers"]


def test_an_operator_decides_where_and_how_many(served):
    options = served("--host", "0.0.0.0", "--workers", "4", "--threads", "1")
    assert (options["address"], options["workers"], options["blocking_threads"]) == (
        "0.0.0.0",
        4,
        1,
    )
