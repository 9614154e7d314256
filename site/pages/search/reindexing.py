"""Keeping the search index in step with what a page shows but does not hold itself."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.signals import post_save
from wagtail.search.tasks import insert_or_update_object_task

from catalog.models import CertificateEvent
from records.jobs import job
from records.prepared import NUMBER, Prepared

from ..models import ProductPage
from .candidates import ENTRIES, FTS, ORDER

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


#: Rows of the index with the term of a kind (``candidates.kind_term``).
HAVE_A_TERM = {
    "sqlite": f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH 'body : zzkind*'",
    "postgresql": (
        f"SELECT id FROM {ENTRIES} WHERE (title || body) @@ to_tsquery('simple', 'zzkind:*')"
    ),
}
#: Pages that one pass hands on.
MOST = 500


@job("kinds_of_pages", "补全搜索索引中的种类", order=161, every=timedelta(minutes=10))
def complete(at):
    """Index anew what a process of before stored beside this one: a search by kind passes over it.

    Until the last of those is gone, a worker of before may take the task and leave the page so.
    """
    others = HAVE_A_TERM[connection.vendor]
    sql = f"SELECT page, kind FROM {ORDER} WHERE entry NOT IN ({others}) ORDER BY page LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST])
        pages = cursor.fetchall()
    for key, kind in pages:
        of = ContentType.objects.get_for_id(kind)
        insert_or_update_object_task.enqueue(of.app_label, of.model, str(key))
    return len(pages)
