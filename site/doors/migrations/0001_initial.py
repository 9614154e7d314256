from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Admission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=40, unique=True, verbose_name='凭证号')),
                ('scope', models.CharField(max_length=20, verbose_name='用途')),
                ('digest', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('is_proved', models.BooleanField(verbose_name='有工作量证明')),
                ('result', models.CharField(blank=True, max_length=40, verbose_name='结果')),
                ('admitted_at', models.DateTimeField(db_index=True, verbose_name='时间')),
            ],
            options={
                'verbose_name': '提交凭证',
                'verbose_name_plural': '提交凭证',
            },
        ),
        migrations.CreateModel(
            name='RateCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=24, verbose_name='用途')),
                ('key', models.CharField(max_length=32, verbose_name='来处摘要')),
                ('window_at', models.DateTimeField(db_index=True, verbose_name='时段')),
                ('number', models.PositiveIntegerField(default=0, verbose_name='次数')),
            ],
            options={
                'verbose_name': '提交计数',
                'verbose_name_plural': '提交计数',
                'constraints': [models.UniqueConstraint(fields=('scope', 'key', 'window_at'), name='ratecount_once_per_window')],
            },
        ),
    ]
