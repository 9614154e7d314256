"""The GIN index over title and body that Wagtail's PostgreSQL search promises and never makes."""

from django.db import migrations

CREATE = (
    "CREATE INDEX IF NOT EXISTS pages_search_title_body ON wagtailsearch_indexentry"
    " USING gin ((title || body))"
)
DROP = "DROP INDEX IF EXISTS pages_search_title_body"


def on_postgres(sql):
    def run(apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0005_review_step"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(on_postgres(CREATE), on_postgres(DROP))]
