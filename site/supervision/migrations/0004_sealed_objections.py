"""Gives earlier objections a number and a query code, and seals who made them."""

from django.db import migrations

from registry.vault import sealed_text
from supervision.models.receipts import new_code


def seal(apps, schema_editor):
    """The historic model reads through the sealed field, so the plain text is read by SQL."""
    Objection = apps.get_model("supervision", "Objection")
    quote = schema_editor.quote_name
    table = quote(Objection._meta.db_table)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, received_at, person_name, person_contact FROM {table} ORDER BY id"
        )
        rows = cursor.fetchall()
        for key, received_at, name, contact in rows:
            cursor.execute(
                f"UPDATE {table} SET number = %s, query_code = %s, person_name = %s,"
                " person_contact = %s WHERE id = %s",
                [
                    f"YY{str(received_at)[:4]}-{key}",
                    sealed_text(new_code()),
                    sealed_text(name),
                    sealed_text(contact),
                    key,
                ],
            )


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_voice")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
