import django.core.validators
from decimal import Decimal
from django.db import migrations, models
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings


class Migration(migrations.Migration):
    initial = True

    dependencies = [('files', '0001_initial'), ('registry', '0001_initial'), ('wagtailimages', '0027_image_description'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='产品名称')),
                ('sales_spec', models.CharField(max_length=60, verbose_name='规格')),
                ('identity', models.CharField(editable=False, max_length=400, verbose_name='识别名')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='registry.applicant', verbose_name='申请单位')),
            ],
            options={
                'verbose_name': '产品',
                'verbose_name_plural': '产品',
                'constraints': [
                    models.UniqueConstraint(fields=('applicant', 'identity'), name='product_once_per_applicant'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ProductPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alt_text', models.CharField(help_text='用一句话说明图中是什么', max_length=80, verbose_name='替代文字')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailimages.image', verbose_name='图片')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='catalog.product', verbose_name='产品')),
            ],
            options={
                'verbose_name': '产品照片',
                'verbose_name_plural': '产品照片',
                'ordering': ['product', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProductVersion',
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
                ('number', models.PositiveSmallIntegerField(verbose_name='版本号')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('origin_township', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.township', verbose_name='产地乡镇街道')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalog.product', verbose_name='产品')),
            ],
            options={
                'verbose_name': '产品版本',
                'verbose_name_plural': '产品版本',
                'constraints': [
                    models.UniqueConstraint(fields=('product', 'number'), name='productversion_numbered'),
                    models.CheckConstraint(condition=models.Q(('annual_output__isnull', True), ('annual_output__gt', 0), _connector='OR'), name='productversion_output_positive', violation_error_message='年产量必须大于零'),
                    models.CheckConstraint(condition=models.Q(('persons__isnull', True), ('households__isnull', True), ('persons__gte', models.F('households')), _connector='OR'), name='productversion_persons_cover_households', violation_error_message='带动人数不得少于带动户数'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='证书编号')),
                ('status', models.CharField(choices=[('active', '有效'), ('suspended', '暂停'), ('expired', '已到期'), ('removed', '已清理')], max_length=10, verbose_name='状态')),
                ('listed_on', models.DateField(verbose_name='列入日期')),
                ('valid_from', models.DateField(verbose_name='有效期起')),
                ('valid_until', models.DateField(verbose_name='有效期止（含当日）')),
                ('district_from', models.DateField(verbose_name='区级公示起')),
                ('district_until', models.DateField(verbose_name='区级公示止')),
                ('national_from', models.DateField(blank=True, null=True, verbose_name='全国公示起')),
                ('national_until', models.DateField(blank=True, null=True, verbose_name='全国公示止')),
                ('renewal_sought_on', models.DateField(blank=True, null=True, verbose_name='再次申请提交日期')),
                ('exited_on', models.DateField(blank=True, null=True, verbose_name='自愿退出日期')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='registry.applicant', verbose_name='申请单位')),
                ('renewal_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='catalog.certificate', verbose_name='续自')),
                ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.ruleset', verbose_name='规则版本')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='catalog.product', verbose_name='产品')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.productversion', verbose_name='产品版本')),
            ],
            options={
                'verbose_name': '目录条目',
                'verbose_name_plural': '目录条目',
                'ordering': ['number'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('status__in', ('active', 'suspended'))), fields=('product',), name='certificate_one_live'),
                    models.CheckConstraint(condition=models.Q(('valid_from__gte', models.F('listed_on')), ('valid_until__gte', models.F('valid_from'))), name='certificate_validity_in_order'),
                    models.CheckConstraint(condition=models.Q(('district_until__gte', models.F('district_from')), ('listed_on__gt', models.F('district_until'))), name='certificate_district_publicity_in_order'),
                    models.CheckConstraint(condition=models.Q(models.Q(('national_from__isnull', True), ('national_until__isnull', True)), models.Q(('listed_on__gt', models.F('national_until')), ('national_until__gte', models.F('national_from'))), _connector='OR'), name='certificate_national_publicity_in_order'),
                    models.CheckConstraint(condition=models.Q(('exited_on__isnull', True), ('status__in', ('expired', 'removed')), _connector='OR'), name='certificate_exited_is_ended'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CertificateEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='记录版本')),
                ('op', models.CharField(choices=[('add', '列入'), ('update', '调整'), ('suspend', '暂停'), ('resume', '恢复'), ('expire', '到期'), ('remove', '清理')], max_length=8, verbose_name='操作')),
                ('status', models.CharField(choices=[('active', '有效'), ('suspended', '暂停'), ('expired', '已到期'), ('removed', '已清理')], max_length=10, verbose_name='其后状态')),
                ('effective_at', models.DateTimeField(verbose_name='生效时间')),
                ('reason', models.CharField(choices=[('initial', '首次认定'), ('renewal', '再次认定'), ('change_report', '变更报告'), ('annual_review', '年度核查'), ('complaint_upheld', '投诉举报查实'), ('quality_safety', '质量安全问题'), ('illegal_act', '违法违规行为'), ('no_longer_qualified', '不再符合认定条件'), ('voluntary_exit', '自愿退出'), ('expired', '有效期届满'), ('data_correction', '数据更正')], max_length=20, verbose_name='原因')),
                ('basis_doc_no', models.CharField(blank=True, max_length=60, verbose_name='依据文号')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='catalog.certificate', verbose_name='目录条目')),
                ('product_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.productversion', verbose_name='产品版本')),
            ],
            options={
                'verbose_name': '目录事件',
                'verbose_name_plural': '目录事件',
                'ordering': ['certificate', 'version'],
                'constraints': [
                    models.UniqueConstraint(fields=('certificate', 'version'), name='certificateevent_numbered'),
                    models.CheckConstraint(condition=models.Q(models.Q(('op', 'remove'), _negated=True), models.Q(('basis_doc_no', ''), _negated=True), _connector='OR'), name='certificateevent_removal_has_a_decision', violation_error_message='清理必须有决定文号'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('submitted', '提交申请'), ('endorsed', '扶贫工作站认可'), ('reviewed', '区级审核通过'), ('reported', '上报市级'), ('city', '市级复核通过'), ('province', '省级审核备案')], max_length=10, verbose_name='节点')),
                ('day', models.DateField(verbose_name='日期')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='catalog.certificate', verbose_name='目录条目')),
            ],
            options={
                'verbose_name': '认定节点',
                'verbose_name_plural': '认定节点',
                'ordering': ['certificate', 'day', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('certificate', 'step'), name='milestone_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='NationalPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('listing', '列入目录'), ('removal', '清理出目录')], max_length=8, verbose_name='公布内容')),
                ('address', models.URLField(verbose_name='公布网址')),
                ('first_day', models.DateField(verbose_name='公布日期')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='公布截止日期')),
                ('not_before', models.DateField(verbose_name='最早日期')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('because', models.CharField(blank=True, max_length=200, verbose_name='撤销原因')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='catalog.certificate', verbose_name='目录条目')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='截图或者文件')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
            ],
            options={
                'verbose_name': '全国公布',
                'verbose_name_plural': '全国公布',
                'ordering': ['certificate', 'pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('certificate', 'kind'), name='nationalpublication_one_stands', violation_error_message='该条目的全国公布已登记'),
                    models.CheckConstraint(condition=models.Q(('first_day__gte', models.F('not_before')), ('first_day__lte', django.db.models.functions.datetime.TruncDate('recorded_at'))), name='nationalpublication_first_day_in_order', violation_error_message='公布日期不得早于最早日期，不得晚于登记之日'),
                    models.CheckConstraint(condition=models.Q(('last_day__isnull', True), models.Q(('last_day__gte', models.F('first_day')), ('last_day__lte', django.db.models.functions.datetime.TruncDate('recorded_at'))), _connector='OR'), name='nationalpublication_last_day_in_order', violation_error_message='公布截止日期不得早于公布日期，不得晚于登记之日'),
                    models.CheckConstraint(condition=models.Q(models.Q(('because', ''), ('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('because', ''), _negated=True)), _connector='OR'), name='nationalpublication_withdrawn_whole'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExitRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=300, verbose_name='退出原因')),
                ('asked_at', models.DateTimeField(verbose_name='申请时间')),
                ('last_day', models.DateField(verbose_name='可以收回的最后一日')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='收回时间')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exits', to='catalog.certificate', verbose_name='目录条目')),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收回人')),
            ],
            options={
                'verbose_name': '退出申请',
                'verbose_name_plural': '退出申请',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at__isnull', True), ('taken_back_at__isnull', True)), fields=('certificate',), name='exitrequest_one_open', violation_error_message='该目录条目已申请退出'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', True), ('taken_back_by__isnull', True)), models.Q(('done_at__isnull', True), ('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='exitrequest_taken_back_or_done')],
            },
        ),
    ]
