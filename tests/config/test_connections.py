"""How many connections a site takes: on PostgreSQL a bound, on SQLite one for each thread."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

import pytest
from django.core.checks import run_checks
from django.db import OperationalError, connection
from tests.support.race import url_of_test_database
from tests.support.with_postgres import binaries, create, free_port, running

from config.checks import SPARE, connections_suffice
from config.settings.base import WEB_THREADS, database


@pytest.fixture
def pooled():
    """``pooled(url)``: a thread's own connection as a real office's settings make it."""
    from django.db.backends.postgresql.base import DatabaseWrapper

    def connect(url=None):
        office = database(url or url_of_test_database())
        return DatabaseWrapper({**connection.settings_dict, **office})

    yield connect
    connect().close_pool()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forty_threads_of_one_process_hold_no_more_connections_than_the_bound(pooled):
    together = Barrier(40)

    def visit(_):
        together.wait(30)
        own = pooled()
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), pg_sleep(0.02)")
            [pid, _slept] = cursor.fetchone()
        own.close()
        return pid

    with ThreadPoolExecutor(40) as threads:
        pids = set(threads.map(visit, range(40)))
    assert len(pids) <= WEB_THREADS


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_is_replaced_and_not_handed_out(pooled):
    own = pooled()
    own.ensure_connection()
    pid = own.connection.info.backend_pid
    own.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    again = pooled()
    with again.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    again.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_server_that_comes_back_is_found_at_once_however_long_it_was_away(pooled):
    programs, password, port = binaries(), "x", free_port()
    with TemporaryDirectory(prefix="gongshi-away-") as folder:
        create(programs, Path(folder), password)
        office = pooled(f"postgres://gongshi:{password}@127.0.0.1:{port}/postgres")
        with running(programs, Path(folder), port):
            assert answers(office)
        assert not answers(office)
        assert not answers(office), "tries of a failed pool do not add up"
        with running(programs, Path(folder), port):
            assert answers(office)
            office.close()
            office.close_pool()


def answers(office):
    """Whether a request gets its connection; what it had is given back as after each request."""
    try:
        with office.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return False
    finally:
        office.close()
    return True


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_deploy_check_counts_workers_threads_and_clocks(settings):
    settings.WEB_WORKERS, settings.WEB_THREADS, settings.CLOCKS = 2, 2, 1
    assert connections_suffice(None, databases=["default"]) == []
    settings.WEB_THREADS = 512
    [error] = [
        each
        for each in run_checks(databases=["default"], include_deployment_checks=True)
        if each.id == "config.E001"
    ]
    assert f"少于所需的 {1024 + 1 + SPARE} 个" in error.msg


def test_sqlite_keeps_its_connection_from_request_to_request():
    assert database("sqlite:///x.sqlite3")["CONN_MAX_AGE"] > 0
