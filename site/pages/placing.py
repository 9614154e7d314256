"""Putting a new page below its column: what treebeard and Wagtail do, in few statements.

``add_child`` reads the column and its last page whole, and asks each time anew whether the page is
the root of a site.
"""

from django.db import connection, transaction
from wagtail.models import Page

from records.prepared import NUMBER, SECOND_TEXT, TEXT, THIRD_TEXT, Prepared

#: Locks the column, so that of two pages one comes after the other.
COUNT = """
UPDATE wagtailcore_page SET numchild = numchild + 1 WHERE id = %s RETURNING path, depth, numchild
"""


def _between(first, last, depth):
    """The paths of the pages of one depth between two paths, the last first."""
    pages = Page.objects.filter(path__range=(first, last), depth=depth)
    return pages.order_by("-path").values_list("path", flat=True)


BETWEEN = TEXT, SECOND_TEXT, NUMBER
LAST = Prepared(lambda *between: _between(*between)[:1], *BETWEEN)
CALLED = Prepared(
    lambda slug, *between: _between(*between).filter(slug=slug)[:1], THIRD_TEXT, *BETWEEN
)


@transaction.atomic
def add_last(column, page):
    """Store ``page``, which was looked over, as the last one below ``column``."""
    path, depth, column.numchild = _counted(column)
    page.depth = depth + 1
    siblings = *Page._get_children_path_interval(path), page.depth
    last = LAST.first(*siblings)
    page.path = Page(path=last)._inc_path() if last else Page._get_path(path, page.depth, 1)
    page._cached_parent_obj, page._is_site_root = column, False
    is_known_to_be_free = page.slug and CALLED.first(page.slug, *siblings) is None
    page.save(clean=not is_known_to_be_free)


def _counted(column):
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [column.pk])
        [row] = cursor.fetchall() or [None]
    if row is None:
        raise type(column).DoesNotExist(column.pk)
    return row
