"""The trail is looked through by what was done, by whom and to what, the newest first.

Beside who writes: it has millions of rows. On SQLite the index of ``action`` alone is dropped by
its name; Django would make the whole table anew, and the new one would not know how far its keys
had come, which tells whether rows were cut off its end.
"""

from django.db import migrations, models

from records.long_tables import AddIndexBeside, drop_indexes_of


def drop_index_of_action(apps, schema_editor):
    drop_indexes_of(schema_editor, "records_auditevent", "action")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("records", "0002_text_messages")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="auditevent",
                    name="action",
                    field=models.CharField(max_length=60, verbose_name="动作"),
                ),
            ],
            database_operations=[
                migrations.RunPython(drop_index_of_action, migrations.RunPython.noop)
            ],
        ),
        AddIndexBeside(
            model_name="auditevent",
            index=models.Index(fields=["action", "at"], name="audit_action_at"),
        ),
        AddIndexBeside(
            model_name="auditevent",
            index=models.Index(fields=["actor_id", "at"], name="audit_actor_at"),
        ),
        AddIndexBeside(
            model_name="auditevent",
            index=models.Index(fields=["subject_type", "at"], name="audit_kind_at"),
        ),
    ]
