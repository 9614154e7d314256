"""前置库 without a database: a table for each dataset, and no error of the driver escapes."""

import socket
from contextlib import nullcontext
from types import SimpleNamespace

import psycopg
import pytest

from exchange.models import ExportStream
from exchange.transports import Unavailable
from exchange.transports.staging import TABLES, Staging, tables


class Broken:
    """A connection whose every statement fails as where the table is missing."""

    def __init__(self):
        self.line, self.peer = socket.socketpair()

    def fileno(self):
        return self.line.fileno()

    def cursor(self):
        return nullcontext(self)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def execute(self, *statement):
        raise psycopg.errors.UndefinedTable


@pytest.fixture
def staging(monkeypatch):
    database = Broken()
    monkeypatch.setattr(Staging, "_database", lambda self: database)
    with database.line, database.peer:
        yield Staging(None)


def test_every_dataset_that_is_sent_has_a_table():
    assert set(TABLES) == set(ExportStream.Dataset.values)
    assert any(each.startswith("CREATE TABLE ex_reconciliation") for each in tables())


def test_a_missing_table_is_a_reason_to_try_again(staging):
    batch = SimpleNamespace(batch_id="360702-CAT-20201014-0001")
    with pytest.raises(Unavailable, match="UndefinedTable"):
        staging.receipt(batch)
    with pytest.raises(Unavailable, match="UndefinedTable"):
        staging.send(SimpleNamespace(batch=batch), None)
