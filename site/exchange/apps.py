"""The exchange room as a Django application."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = "数据交换"

    def ready(self):
        from . import (  # noqa: F401 - they register their jobs and measures
            leftovers,
            link_checks,
            measures,
            outside_heads,
            public_pages,
            stamping,
            watching,
        )
        from .services import (  # noqa: F401 - and these
            overdue,
            platform_files,
            reconciliation,
            sending,
            webhooks,
        )
