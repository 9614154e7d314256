"""A database put back to how it stood, for racing again from the same start."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

#: How often a race that can be run again is run; by hand more: ``RACE_ROUNDS=25 pytest …``.
ROUNDS = int(os.environ.get("RACE_ROUNDS", "1"))


@contextmanager
def rewinding():
    """``rewind()`` puts the database back to how it was at the beginning of the block."""
    keep = _kept_file if connection.vendor == "sqlite" else _kept_rows
    connection.close()
    with keep(connection.settings_dict["NAME"]) as put_back:

        def rewind():
            connection.close()
            put_back()

        yield rewind


@contextmanager
def _kept_file(name):
    kept = Path(f"{name}.kept")
    shutil.copyfile(name, kept)

    def put_back():
        for rest in ("-wal", "-shm"):
            Path(f"{name}{rest}").unlink(missing_ok=True)
        shutil.copyfile(kept, name)

    yield put_back
    kept.unlink()


#: Tables that changed since are written anew from their copies, and sequences put back. A changed
#: table has another number of rows or a row of a younger transaction. No trigger and no key of
#: another table is asked meanwhile: what was consistent becomes so again.
KEEP = """
CREATE SCHEMA kept;
CREATE TABLE kept.tables (name text, columns text, rows bigint, youngest bigint);
CREATE TABLE kept.sequences AS
    SELECT format('%I.%I', schemaname, sequencename) AS name, start_value, last_value
    FROM pg_sequences WHERE schemaname = 'public';
CREATE FUNCTION kept.measure(name text, OUT rows bigint, OUT youngest bigint) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT count(*), max(xmin::text::bigint) FROM public.%I', name)
    INTO rows, youngest;
END $$;
CREATE PROCEDURE kept.put_back() LANGUAGE plpgsql AS $$
DECLARE each record; now record;
BEGIN
    FOR each IN SELECT * FROM kept.tables LOOP
        now := kept.measure(each.name);
        CONTINUE WHEN now.rows = each.rows AND now.youngest IS NOT DISTINCT FROM each.youngest;
        EXECUTE format('DELETE FROM public.%I', each.name);
        EXECUTE format('INSERT INTO public.%1$I (%2$s) SELECT %2$s FROM kept.%1$I',
                       each.name, each.columns);
        now := kept.measure(each.name);
        UPDATE kept.tables SET youngest = now.youngest WHERE name = each.name;
    END LOOP;
    PERFORM setval(name::regclass, coalesce(last_value, start_value), last_value IS NOT NULL)
    FROM kept.sequences;
END $$;
DO $$
DECLARE each record;
BEGIN
    FOR each IN
        SELECT c.relname AS name, string_agg(quote_ident(a.attname), ', ') AS columns
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
          AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        GROUP BY c.relname
    LOOP
        EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', each.name);
        INSERT INTO kept.tables SELECT each.name, each.columns, m.* FROM kept.measure(each.name) m;
    END LOOP;
END $$;
"""


@contextmanager
def _kept_rows(name):
    import psycopg

    given = connection.settings_dict
    words = {key.lower(): given[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    with psycopg.connect(dbname=name, autocommit=True, **words) as keeper:
        keeper.execute("SET session_replication_role = replica")
        keeper.execute(KEEP)
        yield lambda: keeper.execute("CALL kept.put_back()")
        keeper.execute("SET client_min_messages = warning")
        keeper.execute("DROP SCHEMA kept CASCADE")
