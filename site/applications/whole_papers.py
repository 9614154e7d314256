"""A paper with what submitting it asks for, each in one prepared question.

Whoever checks, keeps and submits a paper reads its products in the same words: a question is
written once in a process, and costs a tenth of one written anew.
"""

from records.prepared import NUMBER, Prepared

from .models import Application, Item

LOCK = Prepared(
    lambda key: Application.objects.select_for_update().filter(pk=key).order_by().values_list("pk"),
    NUMBER,
)
PAPER = Prepared(
    lambda key: (
        Application.objects.select_related(
            "applicant__domicile_township__station", "production_township__station"
        )
        .filter(pk=key)
        .order_by()
    ),
    NUMBER,
)
ITEMS = Prepared(
    lambda application: (
        Item.objects.select_related("origin_township", "renewal_of__product", "renewal_of__ruleset")
        .filter(application=application)
        .order_by("position", "pk")
    ),
    NUMBER,
)


def locked(application):
    """The paper as it stands, under its row lock; inside a transaction.

    It is read after the lock: what a waiting statement joins is of before it waited.
    """
    LOCK.first(application.pk)
    paper = PAPER.first(application.pk)
    if paper is None:
        raise Application.DoesNotExist(application.pk)
    return paper


def items_of(application):
    """The products of a paper in their order, each holding the very paper."""
    items = list(ITEMS(application.pk))
    for item in items:
        item.application = application
    return items
