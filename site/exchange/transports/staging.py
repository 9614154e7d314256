"""前置库: rows in the receiver's staging tables, in one transaction, ``EX_BATCH`` last (§6.4).

Plain types and names that other makers' databases know; we only insert and select.
"""

import json
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import psycopg

from .. import schema
from ..addresses import resolve
from ..contents import iter_records
from ..digests import canonical, sm3
from ..records import china_time
from ..time_limits import DELIVERY_SECONDS, within
from . import Unavailable

SECONDS = 10
PAGE = 500
TABLES = {
    "catalog": ("ex_catalog", schema.RECORD),
    "sales": ("ex_sales", schema.SALE),
    "reconciliation": ("ex_reconciliation", schema.RECONCILED),
}
TEXT = "VARCHAR(4000)"
TYPES = {"integer": "DECIMAL(18)", "boolean": "VARCHAR(5)"}
BATCH = (
    "batch_id VARCHAR(30) PRIMARY KEY, dataset VARCHAR(20), mode_ VARCHAR(10), seq_no DECIMAL(10),"
    " rec_count DECIMAL(10), manifest_sha256 VARCHAR(64), manifest TEXT, created_at VARCHAR(25),"
    " send_flag DECIMAL(1), read_at VARCHAR(25)"
)
RECEIPT = (
    "receipt_id VARCHAR(100) PRIMARY KEY, batch_id VARCHAR(30), status VARCHAR(20),"
    " accepted DECIMAL(10), rejected DECIMAL(10), errors TEXT, received_at VARCHAR(25),"
    " proc_flag DECIMAL(1)"
)


class Staging:
    """``address``: ``postgresql://host:port/db``; ``options``: ``user``, ``password_file``."""

    seconds = DELIVERY_SECONDS

    def __init__(self, receiver):
        self.receiver = receiver

    def send(self, parcel, at):
        batch = parcel.batch
        with self._cursor() as cursor:
            if not _is_there(cursor, batch):
                _insert(cursor, batch)
        return None

    def receipt(self, batch):
        with self._cursor() as cursor:
            cursor.execute(
                "SELECT r.receipt_id, b.manifest_sha256, r.received_at, r.status, r.accepted,"
                " r.rejected, r.errors FROM ex_receipt r JOIN ex_batch b ON b.batch_id = r.batch_id"
                " WHERE r.batch_id = %s ORDER BY r.received_at DESC, r.receipt_id DESC LIMIT 1",
                [batch.batch_id],
            )
            row = cursor.fetchone()
        return _receipt(batch, row) if row else None

    @contextmanager
    def _cursor(self):
        """On a connection of its own, committed at the end; whatever goes wrong is unavailable."""
        with _unavailable(), within(self.seconds) as limit, self._database() as database:
            limit.hold(database.fileno())
            with database.cursor() as cursor:
                yield cursor

    def _database(self):
        address = resolve(self.receiver, schemes=("postgresql",))
        options = self.receiver.options
        try:
            return psycopg.connect(
                host=address.host,
                hostaddr=address.ip,
                port=address.port,
                dbname=address.path.strip("/"),
                user=options["user"],
                password=Path(options["password_file"]).read_text().strip(),
                sslmode=options.get("sslmode", "verify-full"),
                sslrootcert=options.get("ca", "system"),
                connect_timeout=SECONDS,
                options="-c statement_timeout=300000 -c lock_timeout=10000",
            )
        except (psycopg.Error, OSError, KeyError) as error:
            raise Unavailable(f"前置库不能连接（{type(error).__name__}）") from error


def _is_there(cursor, batch):
    """Whether this very batch was written before; another under its number is an error."""
    cursor.execute("SELECT manifest_sha256 FROM ex_batch WHERE batch_id = %s", [batch.batch_id])
    row = cursor.fetchone()
    if row and row[0] != batch.manifest_sha256:
        raise Unavailable("前置库中已有同号批次，内容不同")
    return row is not None


def _insert(cursor, batch):
    table, name = TABLES[batch.stream.dataset]
    fields = list(schema.columns(name))
    holes = ", ".join(["%s"] * (len(fields) + 3))
    statement = (
        f"INSERT INTO {table} (batch_id, line_no, {', '.join(map(_column, fields))}, row_sm3)"
        f" VALUES ({holes})"
    )
    numbered = enumerate(iter_records(batch), 1)
    while page := list(islice(numbered, PAGE)):
        cursor.executemany(statement, [_row(batch, line, each, fields) for line, each in page])
    cursor.execute(
        "INSERT INTO ex_batch (batch_id, dataset, mode_, seq_no, rec_count, manifest_sha256,"
        " manifest, created_at, send_flag) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0)",
        [
            batch.batch_id,
            batch.stream.dataset,
            batch.mode,
            batch.sequence,
            batch.record_count,
            batch.manifest_sha256,
            batch.manifest,
            china_time(batch.created_at),
        ],
    )


def _row(batch, line, record, fields):
    return [
        batch.batch_id,
        line,
        *(_cell(record.get(field)) for field in fields),
        sm3(canonical(record).encode()),
    ]


def _cell(value):
    if isinstance(value, bool):
        return str(value).lower()
    return ";".join(map(str, value)) if isinstance(value, list) else value


def _column(field):
    """Words that a database keeps for itself end with an underscore."""
    return f"{field}_" if field in ("unit", "source", "status") else field


@contextmanager
def _unavailable():
    """Whatever the database says is a reason to try again later, without its words."""
    try:
        yield
    except psycopg.Error as error:
        raise Unavailable(f"前置库未成（{type(error).__name__}）") from error


def _receipt(batch, row):
    receipt_id, digest, received_at, status, accepted, rejected, errors = row
    try:
        errors = json.loads(errors or "[]")
    except ValueError as error:
        raise Unavailable("前置库回执的错误清单不是JSON") from error
    return {
        "schema_version": "1.0",
        "receipt_id": receipt_id,
        "batch_id": batch.batch_id,
        "manifest_sha256": digest,
        "received_at": received_at,
        "status": status,
        "accepted": int(accepted or 0),
        "rejected": int(rejected or 0),
        "errors": errors,
    }


def tables():
    """The statements that make the staging tables, for whoever keeps the receiver's database."""
    yield f"CREATE TABLE ex_batch ({BATCH})"
    yield f"CREATE TABLE ex_receipt ({RECEIPT})"
    for table, name in TABLES.values():
        fields = schema.schema(name)["properties"].items()
        columns = ", ".join(f"{_column(field)} {_type(member)}" for field, member in fields)
        yield (
            f"CREATE TABLE {table} (batch_id VARCHAR(30), line_no DECIMAL(10), {columns},"
            " row_sm3 VARCHAR(64), PRIMARY KEY (batch_id, line_no))"
        )


def _type(member):
    kinds = member.get("type", "integer")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return next((TYPES[kind] for kind in kinds if kind in TYPES), TEXT)
