"""Keeping the search index in step with what a page shows but does not hold itself."""

from django.db.models.signals import post_save
from wagtail.search.tasks import insert_or_update_object_task

from catalog.models import CertificateEvent

from ..models import ProductPage


def connect():
    """Every change of a certificate is an event: its page's words are read anew after it."""
    post_save.connect(_reread, sender=CertificateEvent, dispatch_uid="pages.search.reindexing")


def _reread(instance, **_):
    for key in ProductPage.objects.filter(certificate=instance.certificate_id).values_list("pk"):
        insert_or_update_object_task.enqueue("pages", "productpage", str(*key))
