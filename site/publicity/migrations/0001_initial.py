import doors.models.receipts
import files.vault
import uuid
from django.db import migrations, models
import django.db.models.deletion
from django.conf import settings


class Migration(migrations.Migration):
    initial = True

    dependencies = [('files', '0001_initial'), ('records', '0001_initial'), ('applications', '0001_initial'), ('registry', '0001_initial'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Publicity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('district', '区级公示'), ('national', '全国公示')], max_length=10, verbose_name='级别')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='批次')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('first_day', models.DateField(verbose_name='公示首日')),
                ('last_day', models.DateField(verbose_name='公示末日')),
                ('ends_at', models.DateTimeField(help_text='末日24时', verbose_name='截止时间')),
                ('working_days', models.PositiveSmallIntegerField(verbose_name='工作日数')),
                ('calendar_version', models.CharField(max_length=40, verbose_name='工作日历版本')),
                ('external_url', models.URLField(blank=True, verbose_name='公示网址')),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='证据文件')),
                ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.ruleset', verbose_name='规则版本')),
            ],
            options={
                'verbose_name': '公示',
                'verbose_name_plural': '公示',
                'ordering': ['-published_at'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('published_at')), ('last_day__gte', models.F('first_day'))), name='publicity_window_in_order'),
                    models.CheckConstraint(condition=models.Q(models.Q(('level', 'national'), _negated=True), models.Q(models.Q(('external_url', ''), _negated=True), ('evidence__isnull', False)), _connector='OR'), name='publicity_national_has_evidence', violation_error_message='全国公示必须登记网址和证据'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BoardPosting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=80, verbose_name='张贴地点')),
                ('posted_on', models.DateField(verbose_name='张贴日期')),
                ('posted_by_name', models.CharField(max_length=40, verbose_name='张贴人')),
                ('is_photo_public', models.BooleanField(default=False, verbose_name='照片可以公开')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.evidenceleaf', verbose_name='凭证记录')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='照片')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='工作站')),
                ('publicity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='publicity.publicity', verbose_name='公示')),
            ],
            options={
                'verbose_name': '张贴记录',
                'verbose_name_plural': '张贴记录',
                'ordering': ['publicity', 'posted_on', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('publicity', 'station', 'place'), name='boardposting_once_per_place'),
                    models.CheckConstraint(condition=models.Q(('is_photo_public', False), ('photo__isnull', False), _connector='OR'), name='boardposting_public_photo_is_there'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveIntegerField(help_text='本公示的第几次观测，从1起', verbose_name='次序')),
                ('occasion', models.CharField(choices=[('opening', '开始'), ('interval', '定时'), ('change', '内容变化'), ('closing', '末分钟')], max_length=10, verbose_name='时机')),
                ('due_at', models.DateTimeField(verbose_name='应观测时间')),
                ('observed_at', models.DateTimeField(verbose_name='观测时间')),
                ('address', models.CharField(max_length=500, verbose_name='网址')),
                ('outcome', models.CharField(choices=[('good', '正常'), ('wrong_words', '内容不符'), ('file_missing', '附件不能打开'), ('status', '状态码异常'), ('moved', '被转到其他地址'), ('too_large', '内容超过限度'), ('timeout', '超时'), ('tls', '证书错误'), ('name', '域名不能解析'), ('no_answer', '不能连接'), ('broken', '传输中断')], max_length=12, verbose_name='结果')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='状态码')),
                ('latency_ms', models.PositiveIntegerField(verbose_name='用时（毫秒）')),
                ('words_sha256', models.CharField(blank=True, max_length=64, verbose_name='文字摘要')),
                ('facts_sha256', models.CharField(max_length=64, verbose_name='应有内容摘要')),
                ('files', models.JSONField(blank=True, default=list, verbose_name='附件')),
                ('archive_sha256', models.CharField(blank=True, max_length=64, verbose_name='存档摘要')),
                ('archive', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='网页存档（WARC）')),
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.evidenceleaf', verbose_name='凭证记录')),
                ('publicity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='publicity.publicity', verbose_name='公示')),
            ],
            options={
                'verbose_name': '公示观测',
                'verbose_name_plural': '公示观测',
                'ordering': ['publicity', 'sequence'],
                'constraints': [
                    models.UniqueConstraint(fields=('publicity', 'sequence'), name='observation_numbered_without_repeat'),
                    models.UniqueConstraint(fields=('publicity', 'occasion', 'due_at'), name='observation_once_per_moment'),
                    models.CheckConstraint(condition=models.Q(('observed_at__gte', models.F('due_at'))), name='observation_never_early'),
                    models.CheckConstraint(condition=models.Q(models.Q(('archive__isnull', True), ('archive_sha256', '')), models.Q(('archive__isnull', False), models.Q(('archive_sha256', ''), _negated=True)), _connector='OR'), name='observation_archive_is_paired'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OutageDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('minutes', models.PositiveSmallIntegerField(help_text='顺延时已经累计的分钟数', verbose_name='中断分钟')),
                ('noted_at', models.DateTimeField(verbose_name='认定时间')),
                ('publicity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outage_days', to='publicity.publicity', verbose_name='公示')),
            ],
            options={
                'verbose_name': '公示中断日',
                'verbose_name_plural': '公示中断日',
                'ordering': ['publicity', 'day'],
                'constraints': [
                    models.UniqueConstraint(fields=('publicity', 'day'), name='outageday_once'),
                    models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='outageday_has_minutes'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PublicityEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('applicant_name', models.CharField(max_length=120, verbose_name='申请单位')),
                ('product_name', models.CharField(max_length=60, verbose_name='产品名称')),
                ('category', models.CharField(max_length=40, verbose_name='产品类别')),
                ('origin', models.CharField(max_length=120, verbose_name='产地')),
                ('households', models.PositiveIntegerField(verbose_name='带动户数')),
                ('persons', models.PositiveIntegerField(verbose_name='带动人数')),
                ('mechanisms', models.CharField(max_length=120, verbose_name='带贫机制')),
                ('first_day', models.DateField(help_text='第一个计入的工作日；恢复公示后重新起算', verbose_name='首日')),
                ('last_day', models.DateField(verbose_name='末日')),
                ('ends_at', models.DateTimeField(verbose_name='截止时间')),
                ('counts_after', models.DateField(verbose_name='自次日起计数')),
                ('working_days', models.PositiveSmallIntegerField(help_text='恢复公示后为当时剩余的工作日', verbose_name='工作日数')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='中止日期')),
                ('remaining_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='剩余工作日')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('ending', models.CharField(blank=True, choices=[('passed', '期满无异议'), ('returned', '退回补正'), ('refused', '异议成立'), ('restarted', '重新公示'), ('withdrawn', '已撤回')], max_length=10, verbose_name='结果')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.applicant', verbose_name='申请单位')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publicity_entries', to='applications.item', verbose_name='申请产品')),
                ('publicity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='publicity.publicity', verbose_name='公示')),
            ],
            options={
                'verbose_name': '公示内容',
                'verbose_name_plural': '公示内容',
                'ordering': ['publicity', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('publicity', 'item'), name='publicityentry_once_per_notice'),
                    models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('item',), name='publicityentry_one_running'),
                    models.CheckConstraint(condition=models.Q(models.Q(('held_on__isnull', True), ('remaining_days__isnull', True)), models.Q(('held_on__isnull', False), ('remaining_days__gte', 1)), _connector='OR'), name='publicityentry_hold_is_paired'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('ending', '')), models.Q(('closed_at__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='publicityentry_ending_is_paired'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ending', 'passed'), _negated=True), ('closed_at__gte', models.F('ends_at')), _connector='OR'), name='publicityentry_never_passes_early', violation_error_message='公示未期满'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='受理编号')),
                ('query_code', files.vault.SealedTextField(default=doors.models.receipts.new_code, editable=False, verbose_name='查询码')),
                ('receipt_no', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='回执号')),
                ('channel', models.CharField(choices=[('12317', '12317 监督举报电话'), ('web', '网上'), ('letter', '来信'), ('visit', '来访'), ('media', '媒体'), ('upper_transfer', '上级转办')], max_length=16, verbose_name='来源')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('answer_due_on', models.DateField(verbose_name='答复期限')),
                ('due_is_provisional', models.BooleanField(default=False, verbose_name='期限为暂计')),
                ('content', models.TextField(max_length=4000, verbose_name='内容')),
                ('person_name', files.vault.SealedTextField(blank=True, verbose_name='姓名')),
                ('person_contact', files.vault.SealedTextField(blank=True, verbose_name='联系方式')),
                ('finding', models.CharField(blank=True, choices=[('upheld', '成立'), ('rejected', '不成立'), ('withdrawn', '异议人撤回')], max_length=10, verbose_name='核查结论')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核查人')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='publicity.publicityentry', verbose_name='公示内容')),
            ],
            options={
                'verbose_name': '异议',
                'verbose_name_plural': '异议',
                'ordering': ['-received_at'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True), ('finding', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('finding', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='objection_answer_is_whole'),
                    models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('answered_at__gte', models.F('received_at')), _connector='OR'), name='objection_answered_after_received'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WindowExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=240, verbose_name='原因')),
                ('last_day_before', models.DateField(verbose_name='原末日')),
                ('last_day', models.DateField(verbose_name='延长至')),
                ('extended_at', models.DateTimeField(verbose_name='延长时间')),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='publicity.publicityentry', verbose_name='公示内容')),
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.evidenceleaf', verbose_name='凭证记录')),
                ('publicity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='publicity.publicity', verbose_name='公示')),
            ],
            options={
                'verbose_name': '公示期延长',
                'verbose_name_plural': '公示期延长',
                'ordering': ['extended_at', 'pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('last_day__gt', models.F('last_day_before'))), name='windowextension_never_shortens'),
                    models.UniqueConstraint(condition=models.Q(('entry__isnull', True)), fields=('publicity', 'last_day'), name='windowextension_once_for_the_notice'),
                    models.UniqueConstraint(fields=('entry', 'last_day'), name='windowextension_once_for_the_entry'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ObjectionEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='标识')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
                ('objection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='publicity.objection', verbose_name='异议')),
            ],
            options={
                'verbose_name': '异议证据',
                'verbose_name_plural': '异议证据',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ObjectionEvidenceView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('viewed_at', models.DateTimeField(verbose_name='时间')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='views', to='publicity.objectionevidence', verbose_name='异议证据')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查阅人')),
            ],
            options={
                'verbose_name': '异议证据查阅',
                'verbose_name_plural': '异议证据查阅',
                'ordering': ['-viewed_at'],
                'abstract': False,
            },
        ),
    ]
