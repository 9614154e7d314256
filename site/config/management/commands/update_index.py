"""``manage.py update_index``: Wagtail's own, in small parts that overwrite nothing newer.

Wagtail counts its parts from the beginning each time: many pages take longer each, and a page that
is deleted meanwhile has another one passed over.
"""

from wagtail.search.management.commands import update_index

from config.index_rows import Chunk, stored_rows

CHUNK = 100
"""Things whose rows are written at once: on SQLite everybody who writes waits so long."""


class Command(update_index.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(chunk_size=CHUNK)

    def queryset_chunks(self, rows, chunk_size=CHUNK):
        """:class:`~config.index_rows.Chunk` after chunk; what comes later is indexed by itself."""
        rows = rows.with_facts() if hasattr(rows, "with_facts") else rows
        keys = list(rows.values_list("pk", flat=True))
        for start in range(0, len(keys), chunk_size):
            part = keys[start : start + chunk_size]
            before = stored_rows(rows.model, part)
            yield Chunk(rows.filter(pk__in=part), before)
