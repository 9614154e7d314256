import django.db.models.deletion
import doors.models.receipts
import files.vault
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [('applications', '0001_initial'), ('catalog', '0001_initial'), ('files', '0001_initial'), ('registry', '0001_initial'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='受理编号')),
                ('query_code', files.vault.SealedTextField(default=doors.models.receipts.new_code, editable=False, verbose_name='查询码')),
                ('source', models.CharField(choices=[('12317', '12317 监督举报电话'), ('12345', '12345 政务服务热线'), ('web', '网上'), ('letter', '来信'), ('visit', '来访'), ('media', '媒体曝光'), ('upper_transfer', '上级转办')], max_length=16, verbose_name='来源')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('person_name', files.vault.SealedTextField(blank=True, verbose_name='姓名')),
                ('person_contact', files.vault.SealedTextField(blank=True, verbose_name='联系方式')),
                ('subject_kind', models.CharField(choices=[('product', '产品'), ('applicant', '企业、合作社或村集体'), ('venue', '专柜、专区、专馆等销售场所'), ('person', '工作人员')], max_length=10, verbose_name='被反映对象')),
                ('about_text', models.CharField(max_length=120, verbose_name='对象名称')),
                ('category', models.CharField(choices=[('quality', '产品质量和食品安全'), ('price', '价格'), ('benefit_false', '带贫成效不实'), ('misuse_of_name', '冒用扶贫产品名义'), ('corruption', '违纪违法'), ('service', '服务'), ('other', '其他')], max_length=16, verbose_name='类别')),
                ('content', models.TextField(max_length=4000, verbose_name='内容')),
                ('state', models.CharField(choices=[('received', '已登记'), ('accepted', '已受理'), ('not_accepted', '不予受理'), ('transferred', '已转办'), ('investigating', '调查中'), ('decided', '已处理'), ('fed_back', '已反馈'), ('closed', '已办结')], default='received', max_length=16, verbose_name='状态')),
                ('accept_due_on', models.DateField(verbose_name='受理期限')),
                ('finish_due_on', models.DateField(blank=True, null=True, verbose_name='办结期限')),
                ('due_is_provisional', models.BooleanField(default=False, verbose_name='期限为暂计')),
                ('is_extended', models.BooleanField(default=False, verbose_name='已延期')),
                ('action', models.CharField(blank=True, choices=[('none', '不采取措施'), ('correct', '责令改正'), ('no_listing', '在办产品不予列入目录'), ('suspend', '暂停目录条目'), ('remove', '暂停并提请省级清理'), ('dishonesty', '暂停并提请失信登记（没有目录条目的，只提请登记）')], max_length=12, verbose_name='处理措施')),
                ('findings', models.TextField(blank=True, verbose_name='调查情况')),
                ('public_summary', models.TextField(blank=True, max_length=1000, verbose_name='公开答复')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='处理时间')),
                ('about_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='被反映人')),
                ('applicant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='registry.applicant', verbose_name='被投诉单位')),
                ('certificate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='catalog.certificate', verbose_name='目录条目')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='处理人')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='applications.item', verbose_name='被投诉的申请产品')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='承办单位')),
            ],
            options={
                'verbose_name': '投诉举报',
                'verbose_name_plural': '投诉举报',
                'ordering': ['-received_at', '-pk'],
            },
        ),
migrations.CreateModel(
            name='ComplaintStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('received', '已登记'), ('accepted', '已受理'), ('not_accepted', '不予受理'), ('transferred', '已转办'), ('investigating', '调查中'), ('decided', '已处理'), ('fed_back', '已反馈'), ('closed', '已办结')], max_length=16, verbose_name='状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('note', models.TextField(blank=True, verbose_name='内部说明')),
                ('public_text', models.CharField(blank=True, max_length=500, verbose_name='对外说明')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='supervision.complaint', verbose_name='投诉举报')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
            ],
            options={
                'verbose_name': '办理过程',
                'verbose_name_plural': '办理过程',
                'ordering': ['at', 'pk'],
            },
        ),
migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='标识')),
                ('complaint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='supervision.complaint', verbose_name='投诉举报')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
            ],
            options={
                'verbose_name': '证据文件',
                'verbose_name_plural': '证据文件',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
migrations.CreateModel(
            name='EvidenceView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('viewed_at', models.DateTimeField(verbose_name='时间')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='views', to='supervision.evidencefile', verbose_name='证据文件')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查阅人')),
            ],
            options={
                'verbose_name': '证据查阅',
                'verbose_name_plural': '证据查阅',
                'ordering': ['-viewed_at'],
                'abstract': False,
            },
        ),
migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('phone', '电话'), ('letter', '书面'), ('visit', '当面'), ('email', '电子邮件'), ('web', '网上查询页')], max_length=8, verbose_name='方式')),
                ('text', models.TextField(max_length=2000, verbose_name='反馈内容')),
                ('given_at', models.DateTimeField(verbose_name='反馈时间')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedbacks', to='supervision.complaint', verbose_name='投诉举报')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='反馈人')),
            ],
            options={
                'verbose_name': '反馈',
                'verbose_name_plural': '反馈',
                'ordering': ['given_at'],
            },
        ),
migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('planned_on', models.DateField(verbose_name='计划日期')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='检查日期')),
                ('quality', models.CharField(blank=True, choices=[('sound', '正常'), ('problem', '有问题'), ('not_checked', '未检查')], max_length=12, verbose_name='质量')),
                ('price', models.CharField(blank=True, choices=[('sound', '正常'), ('problem', '有问题'), ('not_checked', '未检查')], max_length=12, verbose_name='价格')),
                ('benefit', models.CharField(blank=True, choices=[('sound', '正常'), ('problem', '有问题'), ('not_checked', '未检查')], max_length=12, verbose_name='带贫成效')),
                ('conclusion', models.CharField(blank=True, choices=[('passed', '合格'), ('failed', '不合格')], max_length=8, verbose_name='结论')),
                ('findings', models.TextField(blank=True, max_length=4000, verbose_name='检查情况')),
                ('follow_up', models.TextField(blank=True, max_length=1000, verbose_name='后续处理')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='办结日期')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='catalog.certificate', verbose_name='目录条目')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='检查人')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='检查单位')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='安排人')),
            ],
            options={
                'verbose_name': '监督检查',
                'verbose_name_plural': '监督检查',
                'ordering': ['-planned_on', '-pk'],
            },
        ),
migrations.CreateModel(
            name='CaseProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('holder', '持证单位报告'), ('office', '主管部门查实'), ('complaint', '投诉举报查实'), ('inspection', '监督检查不合格'), ('media', '媒体曝光查实'), ('superior', '上级要求')], max_length=12, verbose_name='来源')),
                ('cause', models.CharField(choices=[('annual_review', '年度核查'), ('complaint_upheld', '投诉举报查实'), ('quality_safety', '质量安全问题'), ('illegal_act', '违法违规行为'), ('no_longer_qualified', '不再符合认定条件')], max_length=20, verbose_name='查实原因')),
                ('asks_removal', models.BooleanField(default=True, verbose_name='建议报请清理')),
                ('text', models.TextField(max_length=4000, verbose_name='查实情况')),
                ('found_on', models.DateField(verbose_name='查实日期')),
                ('proposed_at', models.DateTimeField(verbose_name='建议时间')),
                ('answer', models.CharField(blank=True, choices=[('confirmed', '已查实立案'), ('joined', '并入办理中的案件'), ('declined', '不予立案')], max_length=10, verbose_name='答复')),
                ('answer_text', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='catalog.certificate', verbose_name='目录条目')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查实人')),
                ('complaint', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='supervision.complaint', verbose_name='投诉举报')),
                ('inspection', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='supervision.inspection', verbose_name='监督检查')),
            ],
            options={
                'verbose_name': '处置建议',
                'verbose_name_plural': '处置建议',
                'ordering': ['-proposed_at', '-pk'],
            },
        ),
migrations.CreateModel(
            name='InspectionDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('title', models.CharField(max_length=100, verbose_name='抽查事项')),
                ('seed_source', models.CharField(max_length=200, verbose_name='种子来源')),
                ('count', models.PositiveIntegerField(verbose_name='抽取数量')),
                ('population', models.JSONField(verbose_name='抽查名单（证书编号）')),
                ('population_digest', models.CharField(max_length=64, verbose_name='名单摘要')),
                ('fixed_at', models.DateTimeField(verbose_name='名单固定时间')),
                ('seed', models.CharField(blank=True, max_length=200, verbose_name='随机种子')),
                ('chosen', models.JSONField(blank=True, default=list, verbose_name='抽中（证书编号）')),
                ('drawn_at', models.DateTimeField(blank=True, null=True, verbose_name='抽取时间')),
                ('drawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='抽取人')),
                ('fixed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='名单固定人')),
            ],
            options={
                'verbose_name': '随机抽查',
                'verbose_name_plural': '随机抽查',
                'ordering': ['-fixed_at', '-pk'],
            },
        ),
migrations.CreateModel(
            name='PurchaseIntent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='受理编号')),
                ('query_code', files.vault.SealedTextField(default=doors.models.receipts.new_code, editable=False, verbose_name='查询码')),
                ('buyer_kind', models.CharField(choices=[('person', '个人'), ('unit', '单位')], max_length=8, verbose_name='认购方')),
                ('buyer_name', files.vault.SealedTextField(verbose_name='称呼或单位名称')),
                ('buyer_contact', files.vault.SealedTextField(verbose_name='联系方式')),
                ('request_text', files.vault.SealedTextField(help_text='数量、时间和送货地区等', verbose_name='认购需求')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('consented_at', models.DateTimeField(help_text='同意将联系方式提供给该产品申请单位', verbose_name='同意时间')),
                ('state', models.CharField(choices=[('new', '待联系'), ('contacted', '已联系'), ('closed', '已结束')], default='new', max_length=10, verbose_name='状态')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='处理时间')),
                ('sale_reference', models.CharField(blank=True, max_length=40, verbose_name='对应的销售记录')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='intents', to='registry.applicant', verbose_name='申请单位')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='intents', to='catalog.certificate', verbose_name='目录条目')),
            ],
            options={
                'verbose_name': '认购意向',
                'verbose_name_plural': '认购意向',
                'ordering': ['-received_at', '-pk'],
            },
        ),
migrations.CreateModel(
            name='ReplyRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField(max_length=2000, verbose_name='需要说明的问题')),
                ('due_on', models.DateField(verbose_name='答复期限')),
                ('due_is_provisional', models.BooleanField(default=False, verbose_name='期限为暂计')),
                ('asked_at', models.DateTimeField(verbose_name='发出时间')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='答复')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reply_requests', to='registry.applicant', verbose_name='申请单位')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发出人')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='supervision.complaint', verbose_name='投诉举报')),
            ],
            options={
                'verbose_name': '答复要求',
                'verbose_name_plural': '答复要求',
                'ordering': ['-asked_at'],
            },
        ),
migrations.AddField(
            model_name='evidencefile',
            name='reply',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='supervision.replyrequest', verbose_name='答复要求'),
        ),
migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['state', 'received_at'], name='supervision_state_70d2fe_idx'),
        ),
migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', ''), ('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('action', ''), _negated=True), models.Q(('findings', ''), _negated=True)), _connector='OR'), name='complaint_decision_is_whole'),
        ),
migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('about_user__isnull', True), ('handler__isnull', True), models.Q(('handler', models.F('about_user')), _negated=True), _connector='OR'), name='complaint_never_handled_by_its_subject', violation_error_message='被反映人不得承办该件'),
        ),
migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('about_user__isnull', True), ('decided_by__isnull', True), models.Q(('decided_by', models.F('about_user')), _negated=True), _connector='OR'), name='complaint_never_decided_by_its_subject', violation_error_message='被反映人不得处理该件'),
        ),
migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'not_accepted', 'transferred']), ('finish_due_on__isnull', False), ('state__in', ['fed_back', 'closed']), _connector='OR'), name='complaint_accepted_has_a_limit'),
        ),
migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('conclusion', ''), ('done_by__isnull', True), ('done_on__isnull', True)), models.Q(('done_by__isnull', False), ('done_on__isnull', False), models.Q(('conclusion', ''), _negated=True), models.Q(('findings', ''), _negated=True)), _connector='OR'), name='inspection_result_is_whole'),
        ),
migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('done_on__isnull', False), _connector='OR'), name='inspection_closed_after_done'),
        ),
migrations.AddConstraint(
            model_name='caseproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('complaint__isnull', False), ('inspection__isnull', True)), models.Q(('complaint__isnull', True), ('inspection__isnull', False)), _connector='OR'), name='caseproposal_has_one_source'),
        ),
migrations.AddConstraint(
            model_name='caseproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='caseproposal_answer_is_whole'),
        ),
migrations.AddConstraint(
            model_name='caseproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'declined'), _negated=True), models.Q(('answer_text', ''), _negated=True), _connector='OR'), name='caseproposal_declined_with_a_reason'),
        ),
migrations.AddConstraint(
            model_name='inspectiondraw',
            constraint=models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='inspectiondraw_draws_some'),
        ),
migrations.AddConstraint(
            model_name='inspectiondraw',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('drawn_at__isnull', True), ('drawn_by__isnull', True), ('seed', '')), models.Q(('drawn_at__gte', models.F('fixed_at')), ('drawn_by__isnull', False), models.Q(('seed', ''), _negated=True)), _connector='OR'), name='inspectiondraw_drawn_whole'),
        ),
migrations.AddConstraint(
            model_name='replyrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='replyrequest_answer_is_whole'),
        ),
migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('complaint__isnull', False), ('reply__isnull', True)), models.Q(('complaint__isnull', True), ('reply__isnull', False)), _connector='OR'), name='evidencefile_has_one_owner'),
        ),
    ]
