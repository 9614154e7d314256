"""``manage.py serve``: the site by granian, loaded once and forked into its workers.

They share what was loaded, and one that died is there again in a moment. Their threads are always
bounded: left alone, granian opens up to 512.
"""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.core.servers.basehttp import get_internal_wsgi_application
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from records.forking import let_go_of_the_database
from rules.segmentation import asked_words


class Command(BaseCommand):
    help = "启动网站，直到停止；各工作进程共用载入的程序"

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=settings.WEB_WORKERS)
        parser.add_argument("--threads", type=int, default=settings.WEB_THREADS, help="每个进程")

    def handle(self, *, host, port, workers, threads, **options):
        get_internal_wsgi_application()
        asked_words("公示")  # each worker would read the dictionary of words, 34 MB, for itself
        let_go_of_the_database()
        module, _, name = settings.WSGI_APPLICATION.rpartition(".")
        Granian(
            f"{module}:{name}",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        ).serve()
