import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('applications', '0001_initial'),
        ('catalog', '0001_initial'),
        ('files', '0001_initial'),
        ('ledger', '0001_initial'),
        ('publicity', '0001_initial'),
        ('registry', '0001_initial'),
        ('supervision', '0001_initial'),
        ('viewflow', '0015_task_scheduled'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulletinTask',
            fields=[
            ],
            options={
                'verbose_name': '通报任务',
                'verbose_name_plural': '通报任务',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('viewflow.task',),
        ),
        migrations.CreateModel(
            name='CertificationProcess',
            fields=[
            ],
            options={
                'verbose_name': '认定流程',
                'verbose_name_plural': '认定流程',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('viewflow.process',),
        ),
        migrations.CreateModel(
            name='CertificationTask',
            fields=[
            ],
            options={
                'verbose_name': '认定任务',
                'verbose_name_plural': '认定任务',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('viewflow.task',),
        ),
        migrations.CreateModel(
            name='ChangeProcess',
            fields=[
            ],
            options={
                'verbose_name': '变更流程',
                'verbose_name_plural': '变更流程',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('viewflow.process',),
        ),
        migrations.CreateModel(
            name='ChangeTask',
            fields=[
            ],
            options={
                'verbose_name': '变更任务',
                'verbose_name_plural': '变更任务',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('viewflow.task',),
        ),
        migrations.CreateModel(
            name='ComplaintTask',
            fields=[
            ],
            options={
                'verbose_name': '投诉举报任务',
                'verbose_name_plural': '投诉举报任务',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('viewflow.task',),
        ),
        migrations.CreateModel(
            name='DishonestyTask',
            fields=[
            ],
            options={
                'verbose_name': '失信登记任务',
                'verbose_name_plural': '失信登记任务',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('viewflow.task',),
        ),
        migrations.CreateModel(
            name='BulletinProcess',
            fields=[
                ('process_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='viewflow.process')),
                ('bulletin', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='process', to='ledger.bulletin', verbose_name='季度通报')),
            ],
            options={
                'verbose_name': '通报流程',
                'verbose_name_plural': '通报流程',
            },
            bases=('viewflow.process',),
        ),
        migrations.CreateModel(
            name='ChangeReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('origin', models.CharField(choices=[('holder', '持证单位报告'), ('office', '主管部门查实'), ('complaint', '投诉举报查实'), ('inspection', '监督检查不合格'), ('media', '媒体曝光查实'), ('superior', '上级要求')], default='holder', max_length=12, verbose_name='来源')),
                ('basis', models.CharField(blank=True, max_length=60, verbose_name='来源依据')),
                ('kinds', models.JSONField(default=list, verbose_name='变更事项')),
                ('reason_code', models.CharField(blank=True, choices=[('annual_review', '年度核查'), ('complaint_upheld', '投诉举报查实'), ('quality_safety', '质量安全问题'), ('illegal_act', '违法违规行为'), ('no_longer_qualified', '不再符合认定条件')], max_length=20, verbose_name='查实原因')),
                ('before', models.JSONField(blank=True, default=dict, verbose_name='变更前')),
                ('after', models.JSONField(blank=True, default=dict, verbose_name='变更后')),
                ('text', models.TextField(verbose_name='情况说明')),
                ('changed_on', models.DateField(verbose_name='发生日期')),
                ('reported_at', models.DateTimeField(verbose_name='报告时间')),
                ('registered_at', models.DateTimeField(blank=True, null=True, verbose_name='登记时间')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='上报期限')),
                ('due_is_provisional', models.BooleanField(default=False, verbose_name='期限为暂计')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='提醒时间')),
                ('decision', models.CharField(blank=True, choices=[('reject', '不予登记'), ('record', '备案'), ('adjust', '调整目录'), ('suspend', '暂停'), ('remove', '暂停并报请清理')], max_length=8, verbose_name='处理决定')),
                ('assessment', models.TextField(blank=True, verbose_name='核查意见')),
                ('assessed_at', models.DateTimeField(blank=True, null=True, verbose_name='核查时间')),
                ('report_no', models.CharField(blank=True, max_length=60, verbose_name='上报文号')),
                ('reported_up_on', models.DateField(blank=True, null=True, verbose_name='上报日期')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='上报登记时间')),
                ('city_on', models.DateField(blank=True, null=True, verbose_name='市级转报日期')),
                ('province_on', models.DateField(blank=True, null=True, verbose_name='省级收到日期')),
                ('ruling', models.CharField(blank=True, choices=[('remove', '清理'), ('keep', '不予清理，恢复')], max_length=8, verbose_name='省级决定')),
                ('ruling_no', models.CharField(blank=True, max_length=60, verbose_name='省级决定文号')),
                ('ruled_on', models.DateField(blank=True, null=True, verbose_name='省级决定日期')),
                ('recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='决定登记时间')),
                ('recheck', models.CharField(blank=True, choices=[('resume', '整改到位，恢复'), ('remove', '整改不到位，报请清理')], max_length=8, verbose_name='复核结论')),
                ('recheck_text', models.TextField(blank=True, max_length=2000, verbose_name='复核情况')),
                ('rechecked_on', models.DateField(blank=True, null=True, verbose_name='复核日期')),
                ('rechecked_at', models.DateTimeField(blank=True, null=True, verbose_name='复核登记时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('assessed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核查人')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='catalog.certificate', verbose_name='目录条目')),
                ('process', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='change', to='viewflow.process', verbose_name='流程')),
                ('proposals', models.ManyToManyField(blank=True, related_name='cases', to='supervision.caseproposal', verbose_name='处置建议')),
                ('rechecked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定登记人')),
                ('registered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报告人')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上报经办人')),
            ],
            options={
                'verbose_name': '变更报告',
                'verbose_name_plural': '变更报告',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseTransfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receiver', models.CharField(max_length=80, verbose_name='接收机关')),
                ('document_no', models.CharField(max_length=60, verbose_name='移送文号')),
                ('sent_on', models.DateField(verbose_name='移送日期')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='workflow.changereport', verbose_name='变更报告')),
            ],
            options={
                'verbose_name': '移送',
                'verbose_name_plural': '移送',
                'ordering': ['sent_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ComplaintProcess',
            fields=[
                ('process_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='viewflow.process')),
                ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='process', to='supervision.complaint', verbose_name='投诉举报')),
            ],
            options={
                'verbose_name': '投诉举报流程',
                'verbose_name_plural': '投诉举报流程',
            },
            bases=('viewflow.process',),
        ),
        migrations.CreateModel(
            name='DishonestyFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='标识')),
                ('kind', models.CharField(choices=[('evidence', '证据'), ('defence', '陈述申辩材料'), ('repair', '整改材料')], max_length=8, verbose_name='种类')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='registry.dishonestyentry', verbose_name='失信登记')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
            ],
            options={
                'verbose_name': '失信登记文件',
                'verbose_name_plural': '失信登记文件',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DishonestyFileView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('viewed_at', models.DateTimeField(verbose_name='时间')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='views', to='workflow.dishonestyfile', verbose_name='失信登记文件')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查阅人')),
            ],
            options={
                'verbose_name': '失信登记文件查阅',
                'verbose_name_plural': '失信登记文件查阅',
                'ordering': ['-viewed_at'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DishonestyProcess',
            fields=[
                ('process_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='viewflow.process')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dishonesty', to='workflow.changereport', verbose_name='来源案件')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='process', to='registry.dishonestyentry', verbose_name='失信登记')),
            ],
            options={
                'verbose_name': '失信登记流程',
                'verbose_name_plural': '失信登记流程',
            },
            bases=('viewflow.process',),
        ),
        migrations.CreateModel(
            name='DishonestyRepair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='整改情况')),
                ('applied_at', models.DateTimeField(verbose_name='申请时间')),
                ('is_accepted', models.BooleanField(blank=True, null=True, verbose_name='准予修复')),
                ('answer', models.TextField(blank=True, verbose_name='决定理由')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('applied_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='registry.dishonestyentry', verbose_name='失信登记')),
            ],
            options={
                'verbose_name': '信用修复申请',
                'verbose_name_plural': '信用修复申请',
                'ordering': ['-applied_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FigureCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='核实户数')),
                ('persons', models.PositiveIntegerField(blank=True, null=True, verbose_name='核实人数')),
                ('average_income_fen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='核实户均年增收（分）')),
                ('text', models.TextField(max_length=2000, verbose_name='核实情况')),
                ('checked_at', models.DateTimeField(verbose_name='核实时间')),
                ('change', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='figure_check', to='workflow.changereport', verbose_name='变更报告')),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核实人')),
            ],
            options={
                'verbose_name': '变更数字核实',
                'verbose_name_plural': '变更数字核实',
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=300, verbose_name='理由')),
                ('until', models.DateField(help_text='当日仍暂缓，次日起自动恢复', verbose_name='暂缓至')),
                ('placed_at', models.DateTimeField(verbose_name='决定时间')),
                ('outcome', models.CharField(blank=True, max_length=300, verbose_name='恢复的依据')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='恢复时间')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='applications.item', verbose_name='申请产品')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='恢复人')),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
            ],
            options={
                'verbose_name': '暂缓办理',
                'verbose_name_plural': '暂缓办理',
                'ordering': ['placed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Investigation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('decision', models.CharField(choices=[('resume', '异议不成立，恢复公示剩余天数'), ('restart', '公示内容有变，重新公示'), ('return', '退回申请单位补正'), ('refuse', '异议成立，不予认定')], max_length=8, verbose_name='决定')),
                ('reason_code', models.CharField(blank=True, choices=[('not_legal_person', '不具有法人资格'), ('not_local', '非本地注册'), ('benefit_unproven', '带贫减贫成效不能证实'), ('quality_fail', '产品质量或食品安全不符合标准'), ('licence_invalid', '资格证书无效或已过期'), ('false_material', '材料不实'), ('blacklisted', '申请单位在失信登记有效期内'), ('price_unreasonable', '价格不合理'), ('other', '其他')], max_length=20, verbose_name='理由代码')),
                ('text', models.TextField(verbose_name='核查情况')),
                ('demands', models.JSONField(blank=True, default=list, verbose_name='补正事项')),
                ('decided_at', models.DateTimeField(verbose_name='决定时间')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核查人')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publicity.publicityentry', verbose_name='公示内容')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='investigations', to='applications.item', verbose_name='申请产品')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='investigation', to='viewflow.task', verbose_name='任务')),
            ],
            options={
                'verbose_name': '异议核查',
                'verbose_name_plural': '异议核查',
                'ordering': ['decided_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', '受理回执'), ('accepted', '区级受理通知书'), ('endorsed', '工作站认可通知'), ('returned', '补正通知'), ('refused', '不予认定反馈书'), ('publicised', '区级公示通知'), ('extended', '期限延长通知'), ('objection', '异议核查通知'), ('resumed', '异议核查结果通知'), ('city', '市级复核通过通知'), ('province', '省级审核备案通知'), ('national', '全国公示通知'), ('listed', '列入目录通知'), ('terminated', '终止通知'), ('review', '重新审核通知'), ('again', '重新公示通知'), ('renewal', '再次申请提醒'), ('change', '变更办理通知'), ('suspended', '暂停通知'), ('reinstated', '恢复通知'), ('removed', '清理通知'), ('held', '暂缓办理通知'), ('taken_back', '意见收回通知')], max_length=12, verbose_name='种类')),
                ('text', models.TextField(verbose_name='内容')),
                ('sent_at', models.DateTimeField(verbose_name='发出时间')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='阅读时间')),
                ('voided_at', models.DateTimeField(blank=True, help_text='所依据的意见已收回或者退回', null=True, verbose_name='作废时间')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='applications.item', verbose_name='申请产品')),
            ],
            options={
                'verbose_name': '告知',
                'verbose_name_plural': '告知',
                'ordering': ['-sent_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ListingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('review', '退回区级重新审核'), ('release', '问题已消除，恢复办理'), ('terminate', '终止办理')], max_length=10, verbose_name='决定')),
                ('text', models.TextField(max_length=1000, verbose_name='理由')),
                ('decided_at', models.DateTimeField(verbose_name='决定时间')),
                ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='listing_decision', to='supervision.complaint', verbose_name='投诉举报')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listing_decisions', to='applications.item', verbose_name='申请产品')),
            ],
            options={
                'verbose_name': '查实后处置',
                'verbose_name_plural': '查实后处置',
                'ordering': ['decided_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('step', models.CharField(choices=[('endorse', '工作站认可'), ('benefit', '带贫减贫成效审核'), ('quality', '质量安全审核'), ('price', '价格核查')], max_length=10, verbose_name='环节')),
                ('result', models.CharField(choices=[('pass', '同意'), ('return', '退回补正'), ('refuse', '不同意')], max_length=8, verbose_name='结论')),
                ('reason_code', models.CharField(blank=True, choices=[('not_legal_person', '不具有法人资格'), ('not_local', '非本地注册'), ('benefit_unproven', '带贫减贫成效不能证实'), ('quality_fail', '产品质量或食品安全不符合标准'), ('licence_invalid', '资格证书无效或已过期'), ('false_material', '材料不实'), ('blacklisted', '申请单位在失信登记有效期内'), ('price_unreasonable', '价格不合理'), ('other', '其他')], max_length=20, verbose_name='理由代码')),
                ('text', models.TextField(verbose_name='意见')),
                ('criteria', models.JSONField(default=dict, help_text='项目 → {met, evidence}', verbose_name='各项结论')),
                ('verified_households', models.PositiveIntegerField(blank=True, null=True, verbose_name='核实户数')),
                ('verified_persons', models.PositiveIntegerField(blank=True, null=True, verbose_name='核实人数')),
                ('verified_income_fen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='核实户均年增收（分）')),
                ('visited_on', models.DateField(blank=True, null=True, verbose_name='现场核实日期')),
                ('visited_by', models.CharField(blank=True, max_length=80, verbose_name='现场核实人（两人）')),
                ('demands', models.JSONField(blank=True, default=list, verbose_name='补正事项')),
                ('supervisor_reason', models.CharField(blank=True, max_length=300, verbose_name='再次要求补正的理由')),
                ('signed_at', models.DateTimeField(verbose_name='签署时间')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='审签时间')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审签人')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='applications.item', verbose_name='申请产品')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='单位')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to=settings.AUTH_USER_MODEL, verbose_name='签署人')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opinion', to='viewflow.task', verbose_name='任务')),
            ],
            options={
                'verbose_name': '意见',
                'verbose_name_plural': '意见',
                'ordering': ['signed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OpinionDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('endorse', '工作站认可'), ('benefit', '带贫减贫成效审核'), ('quality', '质量安全审核'), ('price', '价格核查')], max_length=10, verbose_name='环节')),
                ('values', models.JSONField(default=dict, verbose_name='内容')),
                ('saved_at', models.DateTimeField(verbose_name='保存时间')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='applications.item', verbose_name='申请产品')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
            ],
            options={
                'verbose_name': '意见草稿',
                'verbose_name_plural': '意见草稿',
            },
        ),
        migrations.CreateModel(
            name='OpinionDraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thrown_at', models.DateTimeField(blank=True, null=True, verbose_name='弃用时间')),
                ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='files', to='workflow.opiniondraft', verbose_name='草稿')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
            ],
            options={
                'verbose_name': '草稿附件',
                'verbose_name_plural': '草稿附件',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='OpinionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
                ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='workflow.opinion', verbose_name='意见')),
            ],
            options={
                'verbose_name': '意见附件',
                'verbose_name_plural': '意见附件',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='OpinionProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('endorse', '工作站认可'), ('benefit', '带贫减贫成效审核'), ('quality', '质量安全审核'), ('price', '价格核查')], max_length=10, verbose_name='环节')),
                ('values', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='意见内容')),
                ('proposed_at', models.DateTimeField(verbose_name='拟办时间')),
                ('decision', models.CharField(blank=True, choices=[('approved', '同意签发'), ('returned', '退回修改')], max_length=8, verbose_name='审签结果')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='审签意见')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='审签时间')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审签人')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='applications.item', verbose_name='申请产品')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to=settings.AUTH_USER_MODEL, verbose_name='拟办人')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='viewflow.task', verbose_name='任务')),
            ],
            options={
                'verbose_name': '拟办意见',
                'verbose_name_plural': '拟办意见',
                'ordering': ['proposed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OpinionTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('endorse', '工作站认可'), ('benefit', '带贫减贫成效审核'), ('quality', '质量安全审核'), ('price', '价格核查')], max_length=10, verbose_name='环节')),
                ('result', models.CharField(choices=[('pass', '同意'), ('return', '退回补正'), ('refuse', '不同意')], max_length=8, verbose_name='结论')),
                ('title', models.CharField(max_length=40, verbose_name='名称')),
                ('text', models.TextField(max_length=4000, verbose_name='意见文字')),
                ('demands', models.TextField(blank=True, help_text='每行一项；只用于退回补正', max_length=2000, verbose_name='补正事项')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'verbose_name': '意见模板',
                'verbose_name_plural': '意见模板',
                'ordering': ['step', 'result', 'title'],
                'constraints': [models.UniqueConstraint(fields=('step', 'result', 'title'), name='opiniontemplate_titled_once')],
            },
        ),
        migrations.CreateModel(
            name='ProposalFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='workflow.opinionproposal', verbose_name='拟办意见')),
            ],
            options={
                'verbose_name': '拟办附件',
                'verbose_name_plural': '拟办附件',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RenewalReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField(verbose_name='到期前天数')),
                ('sent_at', models.DateTimeField(verbose_name='发出时间')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='catalog.certificate', verbose_name='目录条目')),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.letter', verbose_name='告知')),
            ],
            options={
                'verbose_name': '再次申请提醒',
                'verbose_name_plural': '再次申请提醒',
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_no', models.CharField(max_length=60, verbose_name='上报文号')),
                ('reported_on', models.DateField(verbose_name='上报日期')),
                ('reported_at', models.DateTimeField(verbose_name='办理时间')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
            ],
            options={
                'verbose_name': '上报',
                'verbose_name_plural': '上报',
                'ordering': ['-reported_at'],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('drawn_at', models.DateTimeField(verbose_name='成文时间')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
                ('letter', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='document', to='workflow.letter', verbose_name='告知')),
                ('report', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='document', to='workflow.report', verbose_name='上报')),
            ],
            options={
                'verbose_name': '文书',
                'verbose_name_plural': '文书',
                'ordering': ['-drawn_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reversal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('taken_back', '签署人收回'), ('sent_back', '退回上一环节')], max_length=10, verbose_name='方式')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('step', models.CharField(choices=[('endorse', '工作站认可'), ('benefit', '带贫减贫成效审核'), ('quality', '质量安全审核'), ('price', '价格核查')], max_length=10, verbose_name='环节')),
                ('values', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='全部内容，附件为名称和摘要', verbose_name='原意见')),
                ('signed_at', models.DateTimeField(verbose_name='签署时间')),
                ('because', models.CharField(max_length=300, verbose_name='理由')),
                ('reversed_at', models.DateTimeField(verbose_name='时间')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='applications.item', verbose_name='申请产品')),
                ('reversed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签署人')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='viewflow.task', verbose_name='任务')),
            ],
            options={
                'verbose_name': '收回与退回',
                'verbose_name_plural': '收回与退回',
                'ordering': ['reversed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, verbose_name='名称')),
                ('query', models.CharField(max_length=500, verbose_name='条件')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='本人')),
            ],
            options={
                'verbose_name': '常用筛选',
                'verbose_name_plural': '常用筛选',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ShortWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=240, verbose_name='原因')),
                ('lawful_last_day', models.DateField(verbose_name='按新的安排应公示至')),
                ('last_day', models.DateField(verbose_name='实际公示末日')),
                ('noted_at', models.DateTimeField(verbose_name='发现时间')),
                ('decision', models.CharField(blank=True, choices=[('again', '重新公示'), ('keep', '公示有效，继续办理')], max_length=8, verbose_name='决定')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='理由')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='short_windows', to='publicity.publicityentry', verbose_name='公示内容')),
            ],
            options={
                'verbose_name': '公示期不足',
                'verbose_name_plural': '公示期不足',
                'ordering': ['noted_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SignedDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('endorse', '工作站认可'), ('benefit', '带贫减贫成效审核'), ('quality', '质量安全审核'), ('price', '价格核查'), ('investigate', '异议核查'), ('record', '上报、登记与列入'), ('city', '市级复核'), ('province', '省级审核')], max_length=12, verbose_name='职责')),
                ('taken_at', models.DateTimeField(verbose_name='首次履职时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='applications.application', verbose_name='申请')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '职责归属',
                'verbose_name_plural': '职责归属',
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('arrived_at', models.DateTimeField(verbose_name='到达时间')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='办理期限')),
                ('due_is_provisional', models.BooleanField(default=False, verbose_name='期限为暂计')),
                ('working_days', models.PositiveSmallIntegerField(blank=True, help_text='自到达次日起计；空：不限期，或期限由所办事项决定', null=True, verbose_name='给予的工作日')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='签收时间')),
                ('opened_at', models.DateTimeField(blank=True, help_text='最近一次由可以办理的人打开', null=True, verbose_name='打开时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('done_by', models.ForeignKey(blank=True, db_index=False, help_text='空：尚未办结，或因撤回、终止而取消', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人')),
                ('item', models.ForeignKey(blank=True, help_text='空：投诉举报的环节', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='applications.item', verbose_name='申请产品')),
                ('opened_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='打开人')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='turn', to='viewflow.task', verbose_name='任务')),
            ],
            options={
                'verbose_name': '办理时限',
                'verbose_name_plural': '办理时限',
            },
        ),
        migrations.CreateModel(
            name='UnitLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('notice', '告知书'), ('extended', '陈述申辩期限延长通知'), ('registered', '登记决定书'), ('withdrawn', '不予登记（撤销）通知'), ('repair', '信用修复决定书'), ('lapsed', '期满解除通知')], max_length=12, verbose_name='种类')),
                ('text', models.TextField(verbose_name='内容')),
                ('sent_at', models.DateTimeField(verbose_name='发出时间')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='阅读时间')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='registry.dishonestyentry', verbose_name='失信登记')),
            ],
            options={
                'verbose_name': '单位告知',
                'verbose_name_plural': '单位告知',
                'ordering': ['-sent_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='UpperReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('level', models.CharField(choices=[('city', '市级复核'), ('province', '省级审核备案')], max_length=10, verbose_name='层级')),
                ('reported_on', models.DateField(verbose_name='上报日期')),
                ('result', models.CharField(blank=True, choices=[('pass', '通过'), ('return', '退回补正'), ('refuse', '不通过')], max_length=8, verbose_name='结果')),
                ('document_no', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='决定日期')),
                ('reason_code', models.CharField(blank=True, choices=[('not_legal_person', '不具有法人资格'), ('not_local', '非本地注册'), ('benefit_unproven', '带贫减贫成效不能证实'), ('quality_fail', '产品质量或食品安全不符合标准'), ('licence_invalid', '资格证书无效或已过期'), ('false_material', '材料不实'), ('blacklisted', '申请单位在失信登记有效期内'), ('price_unreasonable', '价格不合理'), ('other', '其他')], max_length=20, verbose_name='理由代码')),
                ('reasons', models.TextField(blank=True, verbose_name='理由')),
                ('demands', models.JSONField(blank=True, default=list, verbose_name='补正事项')),
                ('recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='登记时间')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='upper_reviews', to='applications.item', verbose_name='申请产品')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='机关')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='workflow.report', verbose_name='上报')),
                ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='扫描件')),
            ],
            options={
                'verbose_name': '上级审核',
                'verbose_name_plural': '上级审核',
                'ordering': ['reported_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PointAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几项')),
                ('demand', models.TextField(verbose_name='补正事项')),
                ('kind', models.CharField(choices=[('changed', '已修改填写的内容'), ('file', '已补交或者更换文件'), ('explanation', '不需要修改，说明情况')], max_length=12, verbose_name='答复')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('answered_at', models.DateTimeField(verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('investigation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='workflow.investigation', verbose_name='异议核查')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='point_answers', to='applications.item', verbose_name='申请产品')),
                ('material', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.material', verbose_name='补交的文件')),
                ('opinion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='workflow.opinion', verbose_name='意见')),
                ('upper_review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='workflow.upperreview', verbose_name='上级审核')),
            ],
            options={
                'verbose_name': '补正答复',
                'verbose_name_plural': '补正答复',
                'ordering': ['answered_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Urging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_by_applicant', models.BooleanField(default=False, verbose_name='申请单位催办')),
                ('urged_on', models.DateField(verbose_name='催办日期')),
                ('urged_at', models.DateTimeField(verbose_name='催办时间')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='附言')),
                ('turn', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgings', to='workflow.turn', verbose_name='办理时限')),
                ('urged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='催办人')),
            ],
            options={
                'verbose_name': '催办',
                'verbose_name_plural': '催办',
                'ordering': ['-urged_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('half', '时限过半'), ('day_before', '明天到期'), ('due', '今天到期'), ('overdue', '已超期'), ('urged', '催办')], max_length=10, verbose_name='阶段')),
                ('is_escalated', models.BooleanField(default=False, verbose_name='报负责人督办')),
                ('sent_at', models.DateTimeField(verbose_name='提醒时间')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='阅读时间')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL, verbose_name='接收人')),
                ('turn', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='workflow.turn', verbose_name='办理时限')),
                ('urging', models.ForeignKey(blank=True, help_text='空：按时限自动提醒', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='workflow.urging', verbose_name='催办')),
            ],
            options={
                'verbose_name': '督办提醒',
                'verbose_name_plural': '督办提醒',
                'ordering': ['-sent_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted_on', models.DateField(verbose_name='受理日期')),
                ('accepted_at', models.DateTimeField(verbose_name='记录时间')),
                ('is_deemed', models.BooleanField(default=False, verbose_name='逾期视为受理')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='acceptance', to='applications.item', verbose_name='申请产品')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='受理人')),
            ],
            options={
                'verbose_name': '区级受理',
                'verbose_name_plural': '区级受理',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('is_deemed', True), ('officer__isnull', True)), models.Q(('is_deemed', False), ('officer__isnull', False)), _connector='OR'), name='acceptance_by_somebody_or_by_time')],
            },
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', True), ('registered_at__isnull', True), ('registered_by__isnull', True)), models.Q(('due_on__isnull', False), ('registered_at__isnull', False), ('registered_by__isnull', False)), _connector='OR'), name='change_registered_whole'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('assessed_at__isnull', True), ('assessed_by__isnull', True)), models.Q(('assessed_at__isnull', False), ('assessed_by__isnull', False)), _connector='OR'), name='change_assessed_whole'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reported_up_on__isnull', True), ('sent_at__isnull', True), ('sent_by__isnull', True)), models.Q(('reported_up_on__isnull', False), ('sent_at__isnull', False), ('sent_by__isnull', False)), _connector='OR'), name='change_sent_whole'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recorded_at__isnull', True), ('recorded_by__isnull', True), ('ruled_on__isnull', True)), models.Q(('recorded_at__isnull', False), ('recorded_by__isnull', False), ('ruled_on__isnull', False)), _connector='OR'), name='change_ruled_whole'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('registered_by__isnull', True), ('assessed_by__isnull', True), models.Q(('registered_by', models.F('assessed_by')), _negated=True), _connector='OR'), name='change_assessor_is_another'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rechecked_at__isnull', True), ('rechecked_by__isnull', True), ('rechecked_on__isnull', True)), models.Q(('rechecked_at__isnull', False), ('rechecked_by__isnull', False), ('rechecked_on__isnull', False)), _connector='OR'), name='change_rechecked_whole'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('assessed_by__isnull', True), ('recorded_by__isnull', True), models.Q(('assessed_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='change_recorder_is_another'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('reported_by__isnull', True), ('recorded_by__isnull', True), models.Q(('reported_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='change_recorder_is_not_the_finder'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('registered_by__isnull', True), ('recorded_by__isnull', True), models.Q(('registered_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='change_recorder_did_not_confirm'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('sent_by__isnull', True), ('recorded_by__isnull', True), models.Q(('sent_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='change_recorder_did_not_send'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('reported_by__isnull', True), ('rechecked_by__isnull', True), models.Q(('reported_by', models.F('rechecked_by')), _negated=True), _connector='OR'), name='change_rechecker_is_not_the_finder'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('registered_by__isnull', True), ('rechecked_by__isnull', True), models.Q(('registered_by', models.F('rechecked_by')), _negated=True), _connector='OR'), name='change_rechecker_did_not_confirm'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True), ('decision__in', ('suspend', 'remove'))), fields=('certificate',), name='change_one_case_holds_an_entry', violation_error_message='该条目已有暂停或者报请清理的案件在办理'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('assessed_at__isnull', True), models.Q(models.Q(('decision', ''), _negated=True), models.Q(('assessment', ''), _negated=True)), _connector='OR'), name='change_assessment_has_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), models.Q(('report_no', ''), _negated=True), _connector='OR'), name='change_report_has_a_number'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('recorded_at__isnull', True), models.Q(models.Q(('ruling', ''), _negated=True), models.Q(('ruling_no', ''), _negated=True)), _connector='OR'), name='change_ruling_has_a_number'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('rechecked_at__isnull', True), models.Q(models.Q(('recheck', ''), _negated=True), models.Q(('recheck_text', ''), _negated=True)), _connector='OR'), name='change_recheck_has_a_conclusion'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('city_on__isnull', True), ('city_on__gte', models.F('reported_up_on')), _connector='OR'), models.Q(('province_on__isnull', True), ('province_on__gte', models.F('city_on')), _connector='OR')), name='change_went_up_in_order', violation_error_message='市级转报、省级收到的日期应依次不早于上报日期'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('ruled_on__isnull', True), models.Q(('ruled_on__gte', models.F('reported_up_on')), models.Q(('province_on__isnull', True), ('ruled_on__gte', models.F('province_on')), _connector='OR')), _connector='OR'), name='change_ruled_after_reported', violation_error_message='省级决定日期不得早于上报日期'),
        ),
        migrations.AddConstraint(
            model_name='changereport',
            constraint=models.CheckConstraint(condition=models.Q(('reported_up_on__isnull', True), models.Q(('reported_up_on__gte', django.db.models.functions.datetime.TruncDate('registered_at')), ('reported_up_on__lte', django.db.models.functions.datetime.TruncDate('sent_at'))), _connector='OR'), name='change_sent_between_its_acts', violation_error_message='上报日期应在登记日期与办理日期之间'),
        ),
        migrations.AddConstraint(
            model_name='casetransfer',
            constraint=models.UniqueConstraint(fields=('change', 'document_no'), name='casetransfer_once_per_document', violation_error_message='该文号的移送已登记'),
        ),
        migrations.AddConstraint(
            model_name='casetransfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('receiver', ''), _negated=True), models.Q(('document_no', ''), _negated=True)), name='casetransfer_names_receiver_and_document'),
        ),
        migrations.AddConstraint(
            model_name='dishonestyrepair',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('entry',), name='dishonestyrepair_one_open'),
        ),
        migrations.AddConstraint(
            model_name='dishonestyrepair',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('is_accepted__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__gte', models.F('applied_at')), ('is_accepted__isnull', False), ('decided_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='dishonestyrepair_answer_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='figurecheck',
            constraint=models.CheckConstraint(condition=models.Q(('households__isnull', True), ('persons__isnull', True), ('persons__gte', models.F('households')), _connector='OR'), name='figurecheck_persons_cover_households'),
        ),
        migrations.AddConstraint(
            model_name='figurecheck',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='figurecheck_has_words'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='hold_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', django.db.models.functions.datetime.TruncDate('placed_at'))), name='hold_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True), ('outcome', '')), models.Q(('lifted_at__gte', models.F('placed_at')), ('lifted_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='hold_lifting_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='investigation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'refuse'), _negated=True), models.Q(('reason_code', ''), _negated=True), _connector='OR'), name='investigation_refusal_has_a_reason_code'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'refused')), fields=('item',), name='letter_one_feedback_per_item'),
        ),
        migrations.AddConstraint(
            model_name='listingdecision',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='listingdecision_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('item', 'round', 'step'), name='opinion_once_per_step_and_round'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('item', 'round', 'signed_by'), name='opinion_once_per_person_and_round'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', 'refuse'), _negated=True), models.Q(('reason_code', ''), _negated=True), _connector='OR'), name='opinion_refusal_has_a_reason_code'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visited_by', ''), ('visited_on__isnull', True)), models.Q(('visited_on__isnull', False), models.Q(('visited_by', ''), _negated=True)), _connector='OR'), name='opinion_visit_is_paired', violation_error_message='现场核实日期与核实人应同时填写'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('visited_on__isnull', True), ('visited_on__lte', django.db.models.functions.datetime.TruncDate('signed_at')), _connector='OR'), name='opinion_visit_before_signature', violation_error_message='现场核实日期不得晚于签署之日'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verified_households__isnull', True), ('verified_persons__isnull', True)), ('verified_persons__gte', models.F('verified_households')), _connector='OR'), name='opinion_verified_persons_cover_households'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('verified_income_fen__isnull', True), ('verified_households__isnull', False), _connector='OR'), name='opinion_verified_income_is_of_households'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), models.Q(('approved_by', models.F('signed_by')), _negated=True)), _connector='OR'), name='opinion_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='opiniondraft',
            constraint=models.UniqueConstraint(fields=('item', 'person', 'step'), name='opiniondraft_one_per_person_and_step'),
        ),
        migrations.AddConstraint(
            model_name='opiniondraftfile',
            constraint=models.UniqueConstraint(fields=('draft', 'file'), name='opiniondraftfile_once'),
        ),
        migrations.AddConstraint(
            model_name='opiniondraftfile',
            constraint=models.CheckConstraint(condition=models.Q(('draft__isnull', True), ('thrown_at__isnull', True), _connector='OR'), name='opiniondraftfile_in_use_or_thrown'),
        ),
        migrations.AddConstraint(
            model_name='opinionfile',
            constraint=models.UniqueConstraint(fields=('opinion', 'file'), name='opinionfile_once'),
        ),
        migrations.AddConstraint(
            model_name='opinionproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('task',), name='opinionproposal_one_open_per_task'),
        ),
        migrations.AddConstraint(
            model_name='opinionproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(('decided_at__gte', models.F('proposed_at')), ('decided_by__isnull', False), models.Q(('decision', ''), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='opinionproposal_decided_by_another'),
        ),
        migrations.AddConstraint(
            model_name='proposalfile',
            constraint=models.UniqueConstraint(fields=('proposal', 'file'), name='proposalfile_once'),
        ),
        migrations.AddConstraint(
            model_name='renewalreminder',
            constraint=models.UniqueConstraint(fields=('certificate', 'days'), name='renewalreminder_once'),
        ),
        migrations.AddConstraint(
            model_name='renewalreminder',
            constraint=models.CheckConstraint(condition=models.Q(('days__gt', 0)), name='renewalreminder_before_the_end'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('reported_on__lte', django.db.models.functions.datetime.TruncDate('reported_at'))), name='report_not_ahead_of_its_act', violation_error_message='上报日期不得晚于办理之日'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('letter__isnull', False), ('report__isnull', True)), models.Q(('letter__isnull', True), ('report__isnull', False)), _connector='OR'), name='document_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='reversal',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='reversal_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='reversal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'taken_back'), ('reversed_by', models.F('signed_by'))), models.Q(('kind', 'sent_back'), models.Q(('reversed_by', models.F('signed_by')), _negated=True)), _connector='OR'), name='reversal_by_whom_it_may'),
        ),
        migrations.AddConstraint(
            model_name='reversal',
            constraint=models.CheckConstraint(condition=models.Q(('reversed_at__gte', models.F('signed_at'))), name='reversal_after_the_signature'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='savedfilter_named_once'),
        ),
        migrations.AddConstraint(
            model_name='shortwindow',
            constraint=models.UniqueConstraint(fields=('entry', 'lawful_last_day'), name='shortwindow_noted_once'),
        ),
        migrations.AddConstraint(
            model_name='shortwindow',
            constraint=models.CheckConstraint(condition=models.Q(('lawful_last_day__gt', models.F('last_day'))), name='shortwindow_is_short'),
        ),
        migrations.AddConstraint(
            model_name='shortwindow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', ''), ('text', '')), models.Q(models.Q(('decision', ''), _negated=True), models.Q(('text', ''), _negated=True), ('decided_at__gte', models.F('noted_at')), ('decided_by__isnull', False)), _connector='OR'), name='shortwindow_decision_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='signedduty',
            constraint=models.UniqueConstraint(fields=('application', 'person'), name='signedduty_one_per_person'),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(condition=models.Q(('finished_at__isnull', True)), fields=['due_on', 'arrived_at'], name='turn_open_by_due'),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(fields=['done_by', '-finished_at', '-id'], name='turn_done'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('claimed_at__isnull', True), ('claimed_at__gte', models.F('arrived_at')), _connector='OR'), name='turn_claimed_after_arrival'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('opened_by__isnull', True)), models.Q(('opened_at__isnull', False), ('opened_by__isnull', False)), _connector='OR'), name='turn_opened_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('done_by__isnull', True), ('finished_at__isnull', False), _connector='OR'), name='turn_done_is_finished'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), ('finished_at__gte', models.F('arrived_at')), _connector='OR'), name='turn_finished_after_arrival'),
        ),
        migrations.AddConstraint(
            model_name='upperreview',
            constraint=models.UniqueConstraint(fields=('item', 'round', 'level'), name='upperreview_once_per_round_and_level'),
        ),
        migrations.AddConstraint(
            model_name='upperreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('document_no', ''), ('recorded_at__isnull', True), ('recorded_by__isnull', True), ('result', '')), models.Q(models.Q(('result', ''), _negated=True), models.Q(('document_no', ''), _negated=True), ('decided_on__isnull', False), ('recorded_at__isnull', False), ('recorded_by__isnull', False)), _connector='OR'), name='upperreview_outcome_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='upperreview',
            constraint=models.CheckConstraint(condition=models.Q(('decided_on__isnull', True), ('decided_on__gte', models.F('reported_on')), _connector='OR'), name='upperreview_decided_after_reported', violation_error_message='决定日期不得早于上报日期'),
        ),
        migrations.AddConstraint(
            model_name='upperreview',
            constraint=models.CheckConstraint(condition=models.Q(('decided_on__isnull', True), ('decided_on__lte', django.db.models.functions.datetime.TruncDate('recorded_at')), _connector='OR'), name='upperreview_not_ahead_of_its_act', violation_error_message='决定日期不得晚于登记之日'),
        ),
        migrations.AddConstraint(
            model_name='upperreview',
            constraint=models.CheckConstraint(condition=models.Q(('scan__isnull', True), models.Q(('result', ''), _negated=True), _connector='OR'), name='upperreview_scan_has_a_result'),
        ),
        migrations.AddConstraint(
            model_name='upperreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', 'refuse'), _negated=True), models.Q(models.Q(('reason_code', ''), _negated=True), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='upperreview_refusal_has_reasons'),
        ),
        migrations.AddConstraint(
            model_name='pointanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('investigation__isnull', True), ('opinion__isnull', False), ('upper_review__isnull', True)), models.Q(('investigation__isnull', True), ('opinion__isnull', True), ('upper_review__isnull', False)), models.Q(('investigation__isnull', False), ('opinion__isnull', True), ('upper_review__isnull', True)), _connector='OR'), name='pointanswer_of_one_demand'),
        ),
        migrations.AddConstraint(
            model_name='pointanswer',
            constraint=models.CheckConstraint(condition=models.Q(('demand', ''), _negated=True), name='pointanswer_rests_on_words'),
        ),
        migrations.AddConstraint(
            model_name='pointanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'explanation'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='pointanswer_explanation_has_words'),
        ),
        migrations.AddConstraint(
            model_name='pointanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'file'), ('material__isnull', False)), models.Q(models.Q(('kind', 'file'), _negated=True), ('material__isnull', True)), _connector='OR'), name='pointanswer_file_is_named'),
        ),
        migrations.AddConstraint(
            model_name='pointanswer',
            constraint=models.UniqueConstraint(fields=('opinion', 'number'), name='pointanswer_once_per_opinion'),
        ),
        migrations.AddConstraint(
            model_name='pointanswer',
            constraint=models.UniqueConstraint(fields=('upper_review', 'number'), name='pointanswer_once_per_upper_review'),
        ),
        migrations.AddConstraint(
            model_name='pointanswer',
            constraint=models.UniqueConstraint(fields=('investigation', 'number'), name='pointanswer_once_per_investigation'),
        ),
        migrations.AddConstraint(
            model_name='urging',
            constraint=models.UniqueConstraint(fields=('turn', 'urged_on', 'is_by_applicant'), name='urging_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(condition=models.Q(('urging__isnull', True)), fields=('turn', 'stage', 'recipient'), name='reminder_once_per_stage_and_person'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('urging', 'recipient'), name='reminder_once_per_urging_and_person'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'urged'), ('urging__isnull', False)), models.Q(models.Q(('stage', 'urged'), _negated=True), ('urging__isnull', True)), _connector='OR'), name='reminder_urged_by_hand'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('read_at__isnull', True), ('read_at__gte', models.F('sent_at')), _connector='OR'), name='reminder_read_after_it_was_sent'),
        ),
    ]
