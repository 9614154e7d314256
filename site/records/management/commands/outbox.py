"""``manage.py outbox``: what waits in the outbox or got stuck; ``--again ID`` sends it anew."""

import json

from django.core.management.base import CommandError
from django.db.models import Count
from django.utils import timezone

from records.models import OutgoingMail
from records.outbox import PATIENCE, send_again
from records.unavailable import ReportCommand


class Command(ReportCommand):
    help = "列出待发邮件的数量和未能发出的邮件（JSON）；--again 编号：重新发送"

    def add_arguments(self, parser):
        parser.add_argument("--again", type=int, nargs="*", default=[], metavar="编号")

    def handle(self, *, again, **options):
        at = timezone.now()
        for pk in again:
            mail = OutgoingMail.objects.filter(pk=pk).first()
            if mail is None or not send_again(mail, by=None, at=at):
                raise CommandError(f"没有可以重新发送的邮件 {pk}")
        states = OutgoingMail.objects.order_by("state").values_list("state")
        stuck = OutgoingMail.objects.stuck(at - PATIENCE)
        report = {
            "counts": dict(states.annotate(count=Count("pk"))),
            "stuck": list(stuck.values("pk", "state", "attempts", "error")),
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False))
