"""``manage.py stamping_authority [--port N]``: a time-stamping authority in a box, until stopped.

Its root certificate stands in ``var/stamping/root.pem``: TIMESTAMP_CERTIFICATES names it.
"""

from django.conf import settings
from django.core.management.base import BaseCommand

from demo.stamping_authority import Authority


class Command(BaseCommand):
    help = "演示用时间戳服务：不具有证明力"

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8318)

    def handle(self, port, **options):
        authority = Authority(settings.VAR / "stamping")
        server = authority.server(port)
        self.stdout.write(f"TIMESTAMP_URL=http://127.0.0.1:{server.server_port}/")
        self.stdout.write(f"TIMESTAMP_CERTIFICATES={authority.root}")
        server.serve_forever()
