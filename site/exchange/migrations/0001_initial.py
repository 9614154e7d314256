import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ExportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch_id", models.CharField(max_length=30, unique=True, verbose_name="批次号")),
                (
                    "mode",
                    models.CharField(
                        choices=[("full", "全量"), ("delta", "增量")],
                        max_length=5,
                        verbose_name="方式",
                    ),
                ),
                ("sequence", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "previous_manifest_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="上一批次清单摘要"),
                ),
                ("created_at", models.DateTimeField(verbose_name="生成时间")),
                ("period_from", models.DateField(verbose_name="数据区间起")),
                ("period_until", models.DateField(verbose_name="数据区间止（含当日）")),
                ("record_count", models.PositiveIntegerField(verbose_name="记录数")),
                ("records", models.TextField(verbose_name="记录（规范JSON）")),
                ("table", models.TextField(verbose_name="表格（CSV）")),
                ("workbook", models.BinaryField(verbose_name="工作簿（XLSX）")),
                ("manifest", models.TextField(verbose_name="批次清单")),
                (
                    "manifest_sha256",
                    models.CharField(max_length=64, verbose_name="清单摘要（SHA-256）"),
                ),
                (
                    "previous",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next",
                        to="exchange.exportbatch",
                        verbose_name="上一批次",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送批次",
                "verbose_name_plural": "报送批次",
                "ordering": ["-created_at", "-sequence"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ExportedEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="exchange.exportbatch",
                        verbose_name="报送批次",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exported",
                        to="catalog.certificateevent",
                        verbose_name="目录事件",
                    ),
                ),
            ],
            options={
                "verbose_name": "已报送事件",
                "verbose_name_plural": "已报送事件",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ExportStream",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dataset",
                    models.CharField(
                        choices=[("catalog", "产品目录")], max_length=16, verbose_name="数据集"
                    ),
                ),
                ("receiver", models.CharField(max_length=60, verbose_name="接收方")),
            ],
            options={
                "verbose_name": "报送序列",
                "verbose_name_plural": "报送序列",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "receiver"), name="exportstream_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="exportbatch",
            name="stream",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="exchange.exportstream",
                verbose_name="报送序列",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportbatch",
            constraint=models.UniqueConstraint(
                fields=("stream", "sequence"), name="exportbatch_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="exportbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("mode", "full"),
                        ("previous__isnull", True),
                        ("previous_manifest_sha256", ""),
                        ("sequence", 1),
                    ),
                    models.Q(
                        ("previous__isnull", False),
                        ("sequence__gt", 1),
                        models.Q(("previous_manifest_sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="exportbatch_chained",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_until__gte", models.F("period_from"))),
                name="exportbatch_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("record_count__gt", 0)), name="exportbatch_not_empty"
            ),
        ),
    ]
