from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0013_receipt_of_papers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="reminder",
            name="stage",
            field=models.CharField(
                choices=[
                    ("half", "时限过半"),
                    ("day_before", "明天到期"),
                    ("due", "今天到期"),
                    ("overdue", "已超期"),
                    ("accept_half", "受理时限过半"),
                    ("accept_day_before", "受理明天到期"),
                    ("accept_due", "受理今天到期"),
                    ("accept_overdue", "受理已超期"),
                    ("urged", "催办"),
                ],
                max_length=20,
                verbose_name="阶段",
            ),
        ),
    ]
