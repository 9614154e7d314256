"""The rich text of document bodies is gone: its words are in the blocks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0003_document_bodies")]

    operations = [
        migrations.AlterField("documentpage", "body_html", models.TextField(default="")),
        migrations.RemoveField("documentpage", "body_html"),
    ]
