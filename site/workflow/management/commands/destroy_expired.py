"""``manage.py destroy_expired``: destroy restricted files whose time is over, with a record."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from records import kept_forms
from workflow.services import retention


class Command(BaseCommand):
    help = "销毁保管期限届满的名册和过期的保留内容，留下销毁记录；--dry-run 只列出"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只列出，不销毁")

    def handle(self, *, dry_run, **options):
        at = timezone.now()
        if dry_run:
            for material in retention.due(at=at).order_by("pk"):
                self.stdout.write(f"材料{material.pk}　{material.get_kind_display()}")
            return
        destroyed, forgotten = retention.destroy_due(at=at), kept_forms.forget_old(at=at)
        self.stdout.write(f"已销毁名册 {destroyed} 份，清除过期的保留内容 {forgotten} 条")
