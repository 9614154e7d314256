import files.models
from django.db import migrations, models
import django.db.models.deletion
from django.conf import settings


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.FileField(max_length=200, storage=files.models.private_storage, upload_to=files.models.stored_name, verbose_name='密文')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('mime', models.CharField(max_length=100, verbose_name='类型')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='摘要')),
                ('scan', models.CharField(choices=[('unscanned', '未经病毒扫描'), ('waiting', '等待病毒扫描'), ('clean', '病毒扫描未发现异常'), ('infected', '发现病毒，已隔离')], default='unscanned', max_length=10, verbose_name='病毒扫描')),
                ('scanned_at', models.DateTimeField(blank=True, null=True, verbose_name='扫描时间')),
                ('taken_at', models.DateTimeField(verbose_name='接收时间')),
                ('destroyed_at', models.DateTimeField(blank=True, null=True, verbose_name='销毁时间')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '文件',
                'verbose_name_plural': '文件',
                'ordering': ['pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='storedfile_not_empty'),
                    models.CheckConstraint(condition=models.Q(models.Q(('scan__in', ['clean', 'infected']), _negated=True), ('scanned_at__isnull', False), _connector='OR'), name='storedfile_verdict_has_a_time'),
                ],
            },
        ),
    ]
