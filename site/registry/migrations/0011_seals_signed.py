"""Seals get a check code under the audit key; the chain as it stands at the upgrade is signed."""

from django.db import migrations, models

from registry.models.audit import seal_mac


def sign(apps, schema_editor):
    for seal in apps.get_model("registry", "AuditSeal").objects.iterator():
        seal.mac = seal_mac(seal.number, seal.digest)
        seal.save(update_fields=["mac"])


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_merged_terms")]

    operations = [
        migrations.AddField(
            "auditseal",
            "mac",
            models.CharField(blank=True, default="", editable=False, max_length=64, verbose_name="校验码"),
            preserve_default=False,
        ),
        migrations.RunPython(sign, migrations.RunPython.noop),
    ]
