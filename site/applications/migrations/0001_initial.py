import django.core.validators
import uuid
from decimal import Decimal
from django.db import migrations, models
import django.db.models.deletion
from django.conf import settings


class Migration(migrations.Migration):
    initial = True

    dependencies = [('catalog', '0001_initial'), ('files', '0001_initial'), ('registry', '0001_initial'), ('viewflow', '0015_task_scheduled'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=20, null=True, unique=True, verbose_name='申请编号')),
                ('label', models.CharField(blank=True, help_text='本单位自用，便于区分几份申请', max_length=40, verbose_name='备注名')),
                ('kind', models.CharField(choices=[('first', '首次申请'), ('renewal', '再次申请')], default='first', max_length=8, verbose_name='类型')),
                ('contact_person', models.CharField(blank=True, max_length=40, verbose_name='联系人')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='联系电话')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子信箱')),
                ('production_address', models.CharField(blank=True, max_length=200, verbose_name='生产地址')),
                ('no_roster_statement', models.BooleanField(default=False, verbose_name='声明：未雇用建档立卡贫困劳动力，且不是合作社')),
                ('commitment_accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='承诺时间')),
                ('commitment_sha256', models.CharField(blank=True, max_length=64, verbose_name='承诺文本摘要')),
                ('signatory', models.CharField(blank=True, max_length=40, verbose_name='签名')),
                ('signatory_capacity', models.CharField(choices=[('legal_rep', '法定代表人'), ('agent', '委托代理人')], default='legal_rep', max_length=10, verbose_name='签字人身份')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='签署日期')),
                ('created_at', models.DateTimeField(verbose_name='建立时间')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='提交时间')),
                ('start_token', models.UUIDField(blank=True, editable=False, help_text='防止重复建立', null=True, verbose_name='建立标识')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='registry.applicant', verbose_name='申请单位')),
                ('commitment_accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承诺人')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
                ('production_township', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.township', verbose_name='生产地乡镇街道')),
                ('ruleset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.ruleset', verbose_name='规则版本')),
                ('station', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='registry.organisation', verbose_name='扶贫工作站')),
            ],
            options={
                'verbose_name': '申请',
                'verbose_name_plural': '申请',
                'ordering': ['-pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('ruleset__isnull', True), ('submitted_at__isnull', True)), models.Q(('commitment_accepted_at__isnull', False), ('number__isnull', False), ('ruleset__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='application_submitted_is_whole'),
                    models.CheckConstraint(condition=models.Q(models.Q(('commitment_accepted_at__isnull', True), ('commitment_accepted_by__isnull', True), ('commitment_sha256', '')), models.Q(('commitment_accepted_at__isnull', False), ('commitment_accepted_by__isnull', False), models.Q(('commitment_sha256', ''), _negated=True)), _connector='OR'), name='application_commitment_is_whole'),
                    models.UniqueConstraint(fields=('applicant', 'start_token'), name='application_started_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Authorisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='标识')),
                ('agent_name', models.CharField(max_length=40, verbose_name='受托人姓名')),
                ('valid_from', models.DateField(verbose_name='授权起')),
                ('valid_until', models.DateField(verbose_name='授权止（含当日）')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('state', models.CharField(choices=[('waiting', '待核对'), ('accepted', '已核对'), ('refused', '未通过'), ('withdrawn', '已撤销')], default='waiting', max_length=10, verbose_name='状态')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='核对时间')),
                ('because', models.CharField(blank=True, max_length=300, verbose_name='未通过原因')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorisations', to='registry.applicant', verbose_name='申请单位')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核对人')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '授权委托书',
                'verbose_name_plural': '授权委托书',
                'ordering': ['-pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='authorisation_dates_in_order'),
                    models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', True), ('checked_by__isnull', True)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='authorisation_check_is_whole'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'refused']), _negated=True), ('checked_at__isnull', False), _connector='OR'), name='authorisation_verdict_has_a_checker'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='authorisation_refusal_has_a_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AuthorisationAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('authorisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='applications.authorisation', verbose_name='授权委托书')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查阅人')),
            ],
            options={
                'verbose_name': '授权书查阅记录',
                'verbose_name_plural': '授权书查阅记录',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='产品名称')),
                ('category', models.CharField(choices=[('grain_oil', '粮油'), ('fruit', '水果'), ('vegetable', '蔬菜'), ('livestock', '畜禽肉品'), ('egg', '禽蛋'), ('aquatic', '水产及制品'), ('bee', '蜂产品'), ('dried', '干货山珍'), ('snack', '休闲及米面制品'), ('condiment', '调味及发酵制品'), ('tea_drink', '茶及冲调饮品'), ('handicraft', '手工艺品'), ('flower', '花卉苗木'), ('other', '其他')], max_length=20, verbose_name='产品类别')),
                ('category_other', models.CharField(blank=True, max_length=40, verbose_name='其他类别说明')),
                ('tags', models.JSONField(blank=True, default=list, verbose_name='标签')),
                ('origin_text', models.CharField(max_length=120, verbose_name='产地')),
                ('input_sources', models.JSONField(default=list, verbose_name='生产资料来源')),
                ('input_source_text', models.CharField(blank=True, max_length=300, verbose_name='生产资料来源说明')),
                ('annual_output', models.DecimalField(decimal_places=3, max_digits=15, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.001'), '年产量必须大于零')], verbose_name='年产量')),
                ('output_unit', models.CharField(choices=[('吨', '吨'), ('公斤', '公斤'), ('羽', '羽'), ('只', '只'), ('头', '头'), ('枚', '枚'), ('件', '件'), ('盆', '盆'), ('株', '株'), ('瓶', '瓶'), ('盒', '盒')], max_length=4, verbose_name='年产量单位')),
                ('output_is_planned', models.BooleanField(default=False, verbose_name='为计划产量')),
                ('supply_months', models.JSONField(default=list, verbose_name='供货月份')),
                ('supply_text', models.CharField(blank=True, max_length=120, verbose_name='供货时间说明')),
                ('sales_spec', models.CharField(max_length=60, verbose_name='规格')),
                ('sales_unit', models.CharField(blank=True, max_length=10, verbose_name='销售单位')),
                ('reference_price_fen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='参考价格（分）')),
                ('standard_no', models.CharField(blank=True, max_length=60, verbose_name='执行标准')),
                ('certifications', models.JSONField(blank=True, default=list, verbose_name='质量认证')),
                ('mechanisms', models.JSONField(default=list, verbose_name='带贫机制')),
                ('households', models.PositiveIntegerField(null=True, verbose_name='带动户数')),
                ('persons', models.PositiveIntegerField(null=True, verbose_name='带动人数')),
                ('average_income_fen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='户均年增收（分）')),
                ('employed_workers', models.PositiveIntegerField(blank=True, null=True, verbose_name='吸纳务工人数')),
                ('benefit_text', models.TextField(help_text='50至2000字', validators=[django.core.validators.MinLengthValidator(50), django.core.validators.MaxLengthValidator(2000)], verbose_name='带贫减贫机制及成效')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='事项标识')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='序号')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='轮次')),
                ('publicised_facts', models.JSONField(blank=True, null=True, verbose_name='已公示内容')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='applications.application', verbose_name='申请')),
                ('certificate', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='item', to='catalog.certificate', verbose_name='目录条目')),
                ('origin_township', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.township', verbose_name='产地乡镇街道')),
                ('process', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='item', to='viewflow.process', verbose_name='流程')),
                ('renewal_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.certificate', verbose_name='再次申请的原目录条目')),
            ],
            options={
                'verbose_name': '申请产品',
                'verbose_name_plural': '申请产品',
                'ordering': ['application', 'position', 'pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('annual_output__isnull', True), ('annual_output__gt', 0), _connector='OR'), name='item_output_positive', violation_error_message='年产量必须大于零'),
                    models.CheckConstraint(condition=models.Q(('persons__isnull', True), ('households__isnull', True), ('persons__gte', models.F('households')), _connector='OR'), name='item_persons_cover_households', violation_error_message='带动人数不得少于带动户数'),
                    models.UniqueConstraint(condition=models.Q(('process__isnull', True)), fields=('renewal_of',), name='item_one_renewal_draft', violation_error_message='该目录条目已有一份填写中的再次申请'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PrintedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('printed_at', models.DateTimeField(verbose_name='首次印制时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printed_forms', to='applications.application', verbose_name='申请')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='印制人')),
            ],
            options={
                'verbose_name': '印制的申请书',
                'verbose_name_plural': '印制的申请书',
                'ordering': ['printed_at', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('application', 'sha256'), name='printedform_once_per_content'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次')),
                ('payload', models.JSONField(verbose_name='内容')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('submitted_at', models.DateTimeField(verbose_name='提交时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='applications.application', verbose_name='申请')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '提交快照',
                'verbose_name_plural': '提交快照',
                'ordering': ['application', 'number'],
                'constraints': [
                    models.UniqueConstraint(fields=('application', 'number'), name='submission_numbered'),
                ],
            },
        ),
        migrations.CreateModel(
            name='UnsavedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=60, verbose_name='表单')),
                ('data', models.JSONField(help_text='字段名 → 填写的值（列表）', verbose_name='内容')),
                ('kept_at', models.DateTimeField(verbose_name='暂存时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unsaved', to='applications.application', verbose_name='申请')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
            ],
            options={
                'verbose_name': '未保存内容',
                'verbose_name_plural': '未保存内容',
                'constraints': [
                    models.UniqueConstraint(fields=('application', 'user', 'form'), name='unsavedform_once_per_person'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='标识')),
                ('kind', models.CharField(choices=[('M1_application_form', '认定申请书（签字盖章扫描件）'), ('M2_licence', '工商注册、生产经营许可等资格证书'), ('M3_benefit_proof', '带贫益贫成效证明'), ('M4a_worker_roster', '雇用建档立卡贫困劳动力名册'), ('M4b_member_roster', '合作社成员名册'), ('M5_other', '其他材料（按审核要求补充）')], max_length=24, verbose_name='材料种类')),
                ('licence_no', models.CharField(blank=True, max_length=60, verbose_name='证书编号')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='证书有效期止')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('superseded_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='applications.application', verbose_name='申请')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.material', verbose_name='替换的文件')),
                ('reused_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.material', verbose_name='沿用自')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('printed_form', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='applications.printedform', verbose_name='对应的印制版本')),
            ],
            options={
                'verbose_name': '材料',
                'verbose_name_plural': '材料',
                'ordering': ['kind', 'pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('application', 'kind', 'file'), name='material_same_file_once', violation_error_message='同一文件已上传'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('listed', '已列入目录'), ('refused', '不予认定'), ('withdrawn', '已撤回'), ('terminated', '终止')], max_length=10, verbose_name='结果')),
                ('level', models.CharField(choices=[('applicant', '申请单位'), ('station', '扶贫工作站'), ('district', '区级'), ('city', '市级'), ('province', '省级')], max_length=10, verbose_name='作出层级')),
                ('reason_code', models.CharField(blank=True, choices=[('not_legal_person', '不具有法人资格'), ('not_local', '非本地注册'), ('benefit_unproven', '带贫减贫成效不能证实'), ('quality_fail', '产品质量或食品安全不符合标准'), ('licence_invalid', '资格证书无效或已过期'), ('false_material', '材料不实'), ('blacklisted', '申请单位在失信登记有效期内'), ('price_unreasonable', '价格不合理'), ('other', '其他')], max_length=20, verbose_name='理由代码')),
                ('reasons', models.TextField(blank=True, verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='applications.item', verbose_name='申请产品')),
            ],
            options={
                'verbose_name': '结果',
                'verbose_name_plural': '结果',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'refused'), _negated=True), models.Q(models.Q(('reasons', ''), _negated=True), models.Q(('reason_code', ''), _negated=True)), _connector='OR'), name='outcome_refusal_has_reasons'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alt_text', models.CharField(max_length=120, verbose_name='文字说明')),
                ('added_at', models.DateTimeField(verbose_name='上传时间')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='文件')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='applications.item', verbose_name='申请产品')),
            ],
            options={
                'verbose_name': '产品照片',
                'verbose_name_plural': '产品照片',
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('item', 'file'), name='photo_once_per_item', violation_error_message='同一照片已上传'),
                    models.CheckConstraint(condition=models.Q(('alt_text', ''), _negated=True), name='photo_has_words'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MaterialAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('purpose', models.CharField(max_length=120, verbose_name='目的')),
                ('material', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='applications.material', verbose_name='材料')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查阅人')),
            ],
            options={
                'verbose_name': '查阅记录',
                'verbose_name_plural': '查阅记录',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='LicenceVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='编号')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='发证日期')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='有效期止')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='扫描件')),
                ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='registry.licence', verbose_name='资格证书')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '资格证书版本',
                'verbose_name_plural': '资格证书版本',
                'ordering': ['-recorded_at', '-pk'],
            },
        ),
    ]
