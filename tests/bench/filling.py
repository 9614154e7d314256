"""Many rows like one that the services made, a thousand at a time and past the model's own save.

What a bench measures stands beside many rows; how those came there is no part of it.
"""

from itertools import islice

AT_ONCE = 1_000


def copies(row, changes):
    """Rows like ``row``, each with one of the ``changes`` (``{attname: value}``); their keys.

    The keys follow one another from the newest that is there. Values are as the model has them:
    the fields make of them what is stored.
    """
    from django.core.management.color import no_style
    from django.db import connection
    from django.db.models import Max

    model = row._meta.concrete_model  # of a proxy, what it stands for
    fields = model._meta.local_concrete_fields
    first = (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    own = [getattr(row, field.attname) for field in fields]
    stored = [
        field.get_db_prep_save(value, connection) for field, value in zip(fields, own, strict=True)
    ]
    places = {field.attname: place for place, field in enumerate(fields)}
    marks = ", ".join(["%s"] * len(fields))
    names = ", ".join(f'"{field.column}"' for field in fields)
    insert = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'

    def written(key, change):
        values = list(stored)
        for name, value in {model._meta.pk.attname: key, **change}.items():
            place = places[name]
            values[place] = fields[place].get_db_prep_save(value, connection)
        return values

    rows = (written(key, change) for key, change in enumerate(changes, first))
    last = first
    with connection.cursor() as cursor:
        while page := list(islice(rows, AT_ONCE)):
            cursor.executemany(insert, page)
            last += len(page)
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)  # PostgreSQL: what comes next is numbered after them
    return range(first, last)
