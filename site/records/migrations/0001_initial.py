import django.db.models.deletion
import django.utils.timezone
import files.vault
import uuid
from django.db import migrations, models
from django.conf import settings


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='EvidenceLeaf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True, verbose_name='序号')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('written_at', models.DateTimeField(verbose_name='写入时间')),
            ],
            options={
                'verbose_name': '凭证记录',
                'verbose_name_plural': '凭证记录',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='JobBeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='作业')),
                ('done_at', models.DateTimeField(verbose_name='最近完成时间')),
            ],
            options={
                'verbose_name': '作业心跳',
                'verbose_name_plural': '作业心跳',
            },
        ),
        migrations.CreateModel(
            name='KeptForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='标识')),
                ('path', models.CharField(max_length=500, verbose_name='页面地址')),
                ('sealed', files.vault.SealedBinaryField(verbose_name='内容（加密）')),
                ('files', models.PositiveSmallIntegerField(default=0, verbose_name='未保留的文件数')),
                ('kept_at', models.DateTimeField(db_index=True, verbose_name='保留时间')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
            ],
            options={
                'verbose_name': '保留内容',
                'verbose_name_plural': '保留内容',
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=120, unique=True, verbose_name='邮件标识')),
                ('key', models.CharField(blank=True, help_text='相同的只写一次', max_length=160, null=True, unique=True, verbose_name='去重标识')),
                ('sender', models.CharField(max_length=254, verbose_name='发件人')),
                ('recipient', models.CharField(max_length=254, verbose_name='收件人')),
                ('subject', models.CharField(max_length=300, verbose_name='主题')),
                ('body', models.TextField(blank=True, verbose_name='正文')),
                ('html', models.TextField(blank=True, verbose_name='网页正文')),
                ('headers', models.JSONField(blank=True, default=dict, verbose_name='邮件头')),
                ('state', models.CharField(choices=[('waiting', '待发'), ('sending', '发送中'), ('sent', '已发出'), ('doubtful', '是否发出不明'), ('dead', '未能发出')], default='waiting', max_length=10, verbose_name='状态')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='已试次数')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='写入时间')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='下次发送时间')),
                ('begun_at', models.DateTimeField(blank=True, null=True, verbose_name='开始发送时间')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='发出时间')),
                ('error', models.CharField(blank=True, max_length=200, verbose_name='最近的错误')),
            ],
            options={
                'verbose_name': '待发邮件',
                'verbose_name_plural': '待发邮件',
                'ordering': ['-pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='outgoingmail_sent_has_a_time'),
                ],
                'indexes': [
                    models.Index(fields=['state', 'due_at'], name='records_out_state_e0f9e5_idx'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TreeHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='日期')),
                ('origin', models.CharField(max_length=200, verbose_name='网站')),
                ('size', models.PositiveBigIntegerField(verbose_name='记录数')),
                ('root', models.CharField(max_length=64, verbose_name='根摘要')),
                ('peaks', models.JSONField(verbose_name='子树')),
                ('made_at', models.DateTimeField(verbose_name='生成时间')),
            ],
            options={
                'verbose_name': '凭证根',
                'verbose_name_plural': '凭证根',
                'ordering': ['-day'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='treehead_not_empty'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=40, verbose_name='序列')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='已用至')),
            ],
            options={
                'verbose_name': '流水号',
                'verbose_name_plural': '流水号',
                'constraints': [models.UniqueConstraint(fields=('series', 'year'), name='counter_once_per_year')],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('host', models.CharField(max_length=100, verbose_name='主机')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('boot_id', models.CharField(max_length=40, verbose_name='开机标识')),
                ('anchor_at', models.DateTimeField(verbose_name='基准时间')),
                ('anchor_seconds', models.FloatField(verbose_name='基准开机秒数')),
            ],
            options={
                'verbose_name': '心跳',
                'verbose_name_plural': '心跳',
                'constraints': [models.UniqueConstraint(fields=('name', 'host'), name='heartbeat_once_per_host')],
            },
        ),
        migrations.CreateModel(
            name='JobFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.CharField(max_length=40, verbose_name='作业')),
                ('subject_type', models.CharField(blank=True, max_length=60, verbose_name='对象类型')),
                ('subject_id', models.CharField(blank=True, max_length=100, verbose_name='对象编号')),
                ('cause', models.CharField(max_length=300, verbose_name='原因')),
                ('times', models.PositiveIntegerField(default=1, verbose_name='次数')),
                ('first_at', models.DateTimeField(verbose_name='首次失败时间')),
                ('last_at', models.DateTimeField(verbose_name='最近失败时间')),
            ],
            options={
                'verbose_name': '作业失败',
                'verbose_name_plural': '作业失败',
                'ordering': ['job', 'first_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('job', 'subject_type', 'subject_id'), name='jobfailure_once_per_subject'), models.CheckConstraint(condition=models.Q(('last_at__gte', models.F('first_at'))), name='jobfailure_times_in_order')],
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True, verbose_name='封存序号')),
                ('sealed_at', models.DateTimeField(verbose_name='封存时间')),
                ('rows', models.PositiveIntegerField(verbose_name='记录数')),
                ('total', models.PositiveBigIntegerField(verbose_name='累计记录数')),
                ('previous', models.CharField(blank=True, max_length=64, verbose_name='上一封存摘要')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='封存摘要')),
                ('mac', models.CharField(blank=True, editable=False, max_length=64, verbose_name='校验码')),
                ('leaf', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.evidenceleaf', verbose_name='凭证记录')),
            ],
            options={
                'verbose_name': '审计封存',
                'verbose_name_plural': '审计封存',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='HeadStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.CharField(max_length=300, verbose_name='时间戳机构')),
                ('response', models.BinaryField(verbose_name='时间戳（DER）')),
                ('stamped_at', models.DateTimeField(verbose_name='时间戳时间')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('head', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='stamp', to='records.treehead', verbose_name='凭证根')),
            ],
            options={
                'verbose_name': '可信时间戳',
                'verbose_name_plural': '可信时间戳',
                'ordering': ['-head'],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='唯一标识')),
                ('at', models.DateTimeField(db_index=True, verbose_name='业务时间')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='记录时间')),
                ('actor_id', models.BigIntegerField(blank=True, null=True, verbose_name='用户编号')),
                ('actor', models.CharField(max_length=150, verbose_name='用户')),
                ('action', models.CharField(db_index=True, max_length=60, verbose_name='动作')),
                ('subject_type', models.CharField(max_length=60, verbose_name='对象类型')),
                ('subject_id', models.CharField(max_length=60, verbose_name='对象编号')),
                ('subject', models.CharField(max_length=200, verbose_name='对象')),
                ('because', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='摘要')),
                ('mac', models.CharField(blank=True, editable=False, max_length=64, verbose_name='校验码')),
                ('seal', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='records.auditseal', verbose_name='封存')),
            ],
            options={
                'verbose_name': '审计记录',
                'verbose_name_plural': '审计记录',
                'ordering': ['-pk'],
                'indexes': [
                    models.Index(fields=['subject_type', 'subject_id'], name='records_aud_subject_477567_idx'),
                ],
            },
        ),
    ]
