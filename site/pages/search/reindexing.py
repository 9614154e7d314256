"""Keeping the search index in step with what a page shows but does not hold itself."""

from django.db.models.signals import post_save
from wagtail.search.tasks import insert_or_update_object_task

from catalog.models import CertificateEvent
from records.prepared import NUMBER, Prepared

from ..models import ProductPage

PAGES = Prepared(
    lambda certificate: (
        ProductPage.objects.filter(certificate=certificate).order_by().values_list("pk", flat=True)
    ),
    NUMBER,
)


def connect():
    """Every change of a certificate is an event: its page's words are read anew after it."""
    post_save.connect(_reread, sender=CertificateEvent, dispatch_uid="pages.search.reindexing")


def _reread(instance, **_):
    for key in PAGES(instance.certificate_id):
        insert_or_update_object_task.enqueue("pages", "productpage", str(key))
