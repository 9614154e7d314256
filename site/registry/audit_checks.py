"""Is anybody there to keep the head of the audit chain outside: a check before going live.

It reads the database, so it runs with ``check --deploy --database default`` only.
"""

from django.core.checks import Tags, Warning, register
from django.db import connections

from .head_mail import addresses_of
from .models import Membership


@register(Tags.database, deploy=True)
def somebody_keeps_the_head(app_configs, databases=None, **kwargs):
    """A warning when no auditor, of today or another day, has an address for the daily mail."""
    tables = connections["default"].introspection.table_names
    if "default" not in (databases or ()) or Membership._meta.db_table not in tables():
        return []
    if addresses_of(Membership.objects.all()):
        return []
    return [
        Warning(
            "没有一位审计人员登记了电子信箱，每天的审计封存摘要无处可寄",
            hint="在“基础数据 › 任职”登记审计人员，并填写其电子信箱",
            id="registry.W001",
        )
    ]
