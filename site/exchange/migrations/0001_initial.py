import exchange.models.webhooks
import files.vault
import uuid
from django.db import migrations, models
import django.db.models.deletion
from django.conf import settings


class Migration(migrations.Migration):
    initial = True

    dependencies = [('catalog', '0001_initial'), ('ledger', '0001_initial'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='ExportStream',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dataset', models.CharField(choices=[('catalog', '产品目录'), ('sales', '销售记录'), ('reconciliation', '对账')], max_length=16, verbose_name='数据集')),
                ('receiver', models.CharField(max_length=60, verbose_name='接收方')),
            ],
            options={
                'verbose_name': '报送序列',
                'verbose_name_plural': '报送序列',
                'constraints': [
                    models.UniqueConstraint(fields=('dataset', 'receiver'), name='exportstream_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WebhookSubscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='名称')),
                ('address', models.URLField(max_length=300, verbose_name='接收地址')),
                ('kinds', models.JSONField(default=list, help_text='空为全部', verbose_name='种类')),
                ('secret', files.vault.SealedTextField(default=exchange.models.webhooks.new_secret, editable=False, verbose_name='签名密钥')),
                ('cursor', models.PositiveBigIntegerField(verbose_name='变动序号')),
                ('made_at', models.DateTimeField(verbose_name='登记时间')),
                ('stopped_at', models.DateTimeField(null=True, verbose_name='停止时间')),
                ('stop_reason', models.CharField(blank=True, max_length=100, verbose_name='停止原因')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '接收系统',
                'verbose_name_plural': '接收系统',
                'ordering': ['-pk'],
                'default_permissions': (),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('stopped_at__isnull', True), models.Q(('stop_reason', ''), _negated=True), _connector='XOR'), name='webhooksubscriber_stopped_for_a_reason'),
                    models.UniqueConstraint(condition=models.Q(('stopped_at__isnull', True)), fields=('address',), name='webhooksubscriber_once_per_address'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch_id', models.CharField(max_length=30, unique=True, verbose_name='批次号')),
                ('mode', models.CharField(choices=[('full', '全量'), ('delta', '增量')], max_length=5, verbose_name='方式')),
                ('sequence', models.PositiveIntegerField(verbose_name='序号')),
                ('previous_manifest_sha256', models.CharField(blank=True, max_length=64, verbose_name='上一批次清单摘要')),
                ('created_at', models.DateTimeField(verbose_name='生成时间')),
                ('period_from', models.DateField(verbose_name='数据区间起')),
                ('period_until', models.DateField(verbose_name='数据区间止（含当日）')),
                ('record_count', models.PositiveIntegerField(verbose_name='记录数')),
                ('manifest', models.TextField(verbose_name='批次清单')),
                ('manifest_sha256', models.CharField(max_length=64, verbose_name='清单摘要（SHA-256）')),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='exchange.exportbatch', verbose_name='更正的批次')),
                ('previous', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='exchange.exportbatch', verbose_name='上一批次')),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='exchange.exportstream', verbose_name='报送序列')),
            ],
            options={
                'verbose_name': '报送批次',
                'verbose_name_plural': '报送批次',
                'ordering': ['-created_at', '-sequence'],
                'default_permissions': ('view',),
                'constraints': [
                    models.UniqueConstraint(fields=('stream', 'sequence'), name='exportbatch_numbered'),
                    models.CheckConstraint(condition=models.Q(models.Q(('mode', 'full'), ('previous__isnull', True), ('previous_manifest_sha256', ''), ('sequence', 1)), models.Q(('previous__isnull', False), ('sequence__gt', 1), models.Q(('previous_manifest_sha256', ''), _negated=True)), _connector='OR'), name='exportbatch_chained'),
                    models.CheckConstraint(condition=models.Q(('period_until__gte', models.F('period_from'))), name='exportbatch_period_in_order'),
                    models.CheckConstraint(condition=models.Q(('record_count__gt', 0)), name='exportbatch_not_empty'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WebhookNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='通知编号')),
                ('kind', models.CharField(max_length=12, verbose_name='种类')),
                ('key', models.CharField(blank=True, max_length=40, verbose_name='编号')),
                ('sequence', models.PositiveBigIntegerField(help_text='测试通知没有', null=True, verbose_name='变动序号')),
                ('body', models.TextField(verbose_name='内容')),
                ('state', models.CharField(choices=[('waiting', '待发送'), ('sending', '发送中'), ('delivered', '已送达'), ('failed', '发送失败'), ('replaced', '已有更新的通知')], default='waiting', max_length=10, verbose_name='状态')),
                ('due_at', models.DateTimeField(verbose_name='下次发送时间')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='已试次数')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='exchange.webhooksubscriber', verbose_name='接收系统')),
            ],
            options={
                'verbose_name': '变动通知',
                'verbose_name_plural': '变动通知',
                'ordering': ['-pk'],
                'default_permissions': (),
                'constraints': [
                    models.UniqueConstraint(fields=('subscriber', 'sequence'), name='webhooknotice_once_per_change'),
                ],
                'indexes': [
                    models.Index(fields=['state', 'due_at'], name='exchange_we_state_90ec58_idx'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BatchPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=60, verbose_name='路径')),
                ('position', models.PositiveIntegerField(verbose_name='次序')),
                ('content', models.BinaryField(verbose_name='内容')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='exchange.exportbatch', verbose_name='报送批次')),
            ],
            options={
                'verbose_name': '批次文件片段',
                'verbose_name_plural': '批次文件片段',
                'ordering': ['path', 'position'],
                'default_permissions': (),
                'constraints': [
                    models.UniqueConstraint(fields=('batch', 'path', 'position'), name='batchpiece_in_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExchangeFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('format', '不符合交换格式，未报送'), ('refused', '接收方不接受'), ('difference', '对账不符'), ('delivery', '批次未送达')], max_length=12, verbose_name='类别')),
                ('state', models.CharField(choices=[('open', '待处理'), ('mended', '已更正'), ('superseded', '已由后一版本代替'), ('skipped', '不再报送'), ('settled', '已核实')], default='open', max_length=12, verbose_name='状态')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='代码')),
                ('reason', models.CharField(max_length=500, verbose_name='原因')),
                ('opened_at', models.DateTimeField(verbose_name='发现时间')),
                ('goes_again', models.BooleanField(default=False, verbose_name='再次报送')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='办结时间')),
                ('because', models.CharField(blank=True, max_length=300, verbose_name='处理说明')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人')),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.certificateevent', verbose_name='目录事件')),
                ('sale', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.salesrecord', verbose_name='销售记录')),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='faults', to='exchange.exportbatch', verbose_name='报送批次')),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='faults', to='exchange.exportstream', verbose_name='报送序列')),
            ],
            options={
                'verbose_name': '报送问题',
                'verbose_name_plural': '报送问题',
                'ordering': ['-pk'],
                'default_permissions': (),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('event__isnull', False), ('state', 'open')), fields=('stream', 'event'), name='exchangefault_one_open_for_event'),
                    models.UniqueConstraint(condition=models.Q(('sale__isnull', False), ('state', 'open')), fields=('stream', 'sale'), name='exchangefault_one_open_for_sale'),
                    models.UniqueConstraint(condition=models.Q(('kind', 'delivery'), ('state', 'open')), fields=('batch',), name='exchangefault_one_open_for_delivery'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='exchangefault_closed_with_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['skipped', 'settled']), _negated=True), models.Q(('closed_by__isnull', False), models.Q(('because', ''), _negated=True)), _connector='OR'), name='exchangefault_skipped_with_reason', violation_error_message='不再报送须说明原因'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExchangeReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receipt_id', models.CharField(max_length=100, verbose_name='回执编号')),
                ('status', models.CharField(max_length=20, verbose_name='状态')),
                ('accepted', models.PositiveIntegerField(verbose_name='接受条数')),
                ('rejected', models.PositiveIntegerField(verbose_name='拒收条数')),
                ('body', models.JSONField(verbose_name='回执内容')),
                ('sha256', models.CharField(max_length=64, verbose_name='回执摘要')),
                ('taken_at', models.DateTimeField(verbose_name='取得时间')),
                ('distrust', models.CharField(blank=True, max_length=300, verbose_name='不予采信的原因')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='exchange.exportbatch', verbose_name='报送批次')),
            ],
            options={
                'verbose_name': '回执',
                'verbose_name_plural': '回执',
                'ordering': ['-pk'],
                'default_permissions': (),
                'constraints': [
                    models.UniqueConstraint(fields=('batch', 'sha256'), name='exchangereceipt_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExportedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='第几次')),
                ('sha256', models.CharField(max_length=64, verbose_name='记录摘要（SHA-256）')),
                ('total', models.BigIntegerField(default=0, verbose_name='控制数')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exported', to='exchange.exportbatch', verbose_name='报送批次')),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exported', to='catalog.certificateevent', verbose_name='目录事件')),
                ('sale', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exported', to='ledger.salesrecord', verbose_name='销售记录')),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exportstream', verbose_name='报送序列')),
            ],
            options={
                'verbose_name': '已报送记录',
                'verbose_name_plural': '已报送记录',
                'default_permissions': ('view',),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('event__isnull', False)), fields=('stream', 'event', 'round'), name='exportedrecord_event_once'),
                    models.UniqueConstraint(condition=models.Q(('sale__isnull', False)), fields=('stream', 'sale', 'round'), name='exportedrecord_sale_once'),
                    models.CheckConstraint(condition=models.Q(('event__isnull', True), ('sale__isnull', True), _connector='XOR'), name='exportedrecord_of_one_thing'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WebhookAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('outcome', models.CharField(choices=[('waiting', '待发送'), ('sending', '发送中'), ('delivered', '已送达'), ('failed', '发送失败'), ('replaced', '已有更新的通知')], max_length=10, verbose_name='结果')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='exchange.webhooknotice', verbose_name='变动通知')),
            ],
            options={
                'verbose_name': '通知发送记录',
                'verbose_name_plural': '通知发送记录',
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='BatchDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('frozen', '待批准'), ('approved', '待发送'), ('sending', '发送中'), ('sent', '已发送，待回执'), ('received', '对方已收到，处理中'), ('accepted', '已接受'), ('partially_accepted', '部分接受'), ('rejected', '被拒收'), ('conflict', '内容冲突'), ('out_of_sequence', '次序不符'), ('failed', '发送失败'), ('closed', '已跳过')], default='frozen', max_length=20, verbose_name='状态')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='批准时间')),
                ('due_at', models.DateTimeField(null=True, verbose_name='下次办理时间')),
                ('begun_at', models.DateTimeField(null=True, verbose_name='开始发送时间')),
                ('since', models.DateTimeField(null=True, verbose_name='本轮起始时间')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='本轮已试次数')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准')),
                ('prepared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='生成')),
                ('receipt', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exchangereceipt', verbose_name='最终回执')),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='exchange.exportbatch', verbose_name='报送批次')),
            ],
            options={
                'verbose_name': '批次送达',
                'verbose_name_plural': '批次送达',
                'default_permissions': (),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('prepared_by__isnull', True), models.Q(('approved_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='delivery_approved_by_another', violation_error_message='批准人不得是生成人'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['frozen', 'closed']), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='delivery_sent_when_approved'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'partially_accepted', 'rejected', 'conflict')), _negated=True), ('receipt__isnull', False), _connector='OR'), name='delivery_done_by_receipt'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), ('begun_at__isnull', False), _connector='OR'), name='delivery_sending_has_begun'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DeliveryAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('act', models.CharField(max_length=20, verbose_name='办理')),
                ('outcome', models.CharField(choices=[('frozen', '待批准'), ('approved', '待发送'), ('sending', '发送中'), ('sent', '已发送，待回执'), ('received', '对方已收到，处理中'), ('accepted', '已接受'), ('partially_accepted', '部分接受'), ('rejected', '被拒收'), ('conflict', '内容冲突'), ('out_of_sequence', '次序不符'), ('failed', '发送失败'), ('closed', '已跳过')], max_length=20, verbose_name='结果')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='exchange.batchdelivery', verbose_name='批次送达')),
            ],
            options={
                'verbose_name': '发送记录',
                'verbose_name_plural': '发送记录',
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
    ]
