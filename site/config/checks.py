"""Deployment checks of the wiring: ``check --deploy --database default``."""

from math import prod

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

#: For ``manage.py`` by hand, a backup and a look with psql, while everything else runs.
SPARE = 5
RESERVED = ("superuser_reserved_connections", "reserved_connections")


@register(Tags.database, deploy=True)
def connections_suffice(app_configs, databases=None, **kwargs):
    """An error when web and clocks together may take more connections than PostgreSQL gives."""
    connection = connections["default"]
    if "default" not in (databases or ()) or connection.vendor != "postgresql":
        return []
    factors = (settings.WEB_PROCESSES, settings.WEB_WORKERS, settings.WEB_THREADS)
    web = prod(factors)
    needed = web + settings.CLOCKS + SPARE
    available = _available(connection)
    if needed <= available:
        return []
    return [
        Error(
            f"PostgreSQL 只提供 {available} 个连接，少于所需的 {needed} 个："
            f"网站 {'×'.join(map(str, factors))}，时钟 {settings.CLOCKS}，备份和维护 {SPARE}",
            hint="减少 WEB_WORKERS、WEB_THREADS 或 CLOCKS，或者调大 max_connections",
            id="config.E001",
        )
    ]


def _available(connection):
    """What PostgreSQL gives to roles like ours; some settings are of later versions only."""
    names = ("max_connections", *RESERVED)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting::int FROM pg_settings WHERE name = ANY(%s)", [[*names]]
        )
        values = dict(cursor.fetchall())
    return values["max_connections"] - sum(values.get(name, 0) for name in RESERVED)
