"""``manage.py staging_tables``: the statements that make the tables of a staging database."""

from django.core.management.base import BaseCommand

from exchange.transports.staging import tables


class Command(BaseCommand):
    help = "打印前置库建表语句，交接收方建库"

    def handle(self, **options):
        for statement in tables():
            self.stdout.write(f"{statement};")
