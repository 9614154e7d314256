"""Putting a new page below its column: what treebeard and Wagtail do, in three statements.

``add_child`` reads the column and its last page whole, and asks each time anew whether the page is
the root of a site.
"""

from django.db import connection
from wagtail.models import Page

from records.prepared import NUMBER, SECOND_TEXT, TEXT, Prepared

#: Locks the column, so that of two pages one comes after the other.
COUNT = """
UPDATE wagtailcore_page SET numchild = numchild + 1 WHERE id = %s RETURNING path, depth, numchild
"""
#: The paths of the pages of one depth between two paths, the last first.
LAST = Prepared(
    lambda first, last, depth: (
        Page.objects.filter(path__range=(first, last), depth=depth)
        .order_by("-path")
        .values_list("path", flat=True)[:1]
    ),
    TEXT,
    SECOND_TEXT,
    NUMBER,
)


def add_last(column, page):
    """Store ``page``, which was looked over, as the last one below ``column``; in a transaction."""
    path, depth, column.numchild = _counted(column)
    page.depth = depth + 1
    last = LAST.first(*Page._get_children_path_interval(path), page.depth)
    page.path = Page(path=last)._inc_path() if last else Page._get_path(path, page.depth, 1)
    page._cached_parent_obj, page._is_site_root = column, False
    page.save()


def _counted(column):
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [column.pk])
        [row] = cursor.fetchall() or [None]
    if row is None:
        raise type(column).DoesNotExist(column.pk)
    return row
